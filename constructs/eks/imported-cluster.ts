import { DataAwsEksCluster } from "@cdktf/provider-aws/lib/data-aws-eks-cluster";
import type { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { Catalog } from "../../upgrade/eks/catalog/catalog";
import { KubernetesVersion } from "../../upgrade/eks/kubernetes-version";
import type { Identity } from "../../upgrade/fleet/key";
import type { ClusterGuardsOff } from "../../upgrade/fleet/settings";
import { type ClusterKey, UNKNOWN } from "../../upgrade/fleet/state";
import { type AwsResourcesProps, awsProviderOf, useAws } from "../aws-resources";
import { nameProblems } from "../checks/names";
import { rightTypes } from "../checks/right-types";
import { standInBy } from "../checks/shapes";
import { subnetProblems } from "../checks/subnets";
import { declarePart, identifiedBy } from "../fleet-part";
import { callBy, clusterNameInCode } from "../own-names";
import { reportAtSynthesis, stateOf } from "../validation";
import { CLUSTER_DATA, ClusterBase } from "./cluster-base";
import type { ClusterReference } from "./cluster-reference";
import { registerCluster } from "./declared-node-groups";
import type { ICluster } from "./icluster";
import { versionProblems } from "./version-problems";

export interface ClusterAttributes extends Pick<AwsResourcesProps, "provider"> {
  readonly clusterName: string;
  /** The version of its control plane, with which node groups and add-ons are compared. */
  readonly version: KubernetesVersion | string;
  /** @default - none: each node group must have its own */
  readonly subnetIds?: readonly string[];
  /** @default - a role that the node groups added here share. It is created with the first group. */
  readonly nodeRoleArn?: string;
  /** The permissions boundary of a created node role. @default - none */
  readonly permissionsBoundaryArn?: string;
  /** @default - Catalog.DATED */
  readonly catalog?: Catalog;
  /** Guards of its node groups and add-ons that are off for a while. @default - none */
  readonly guardsOff?: ClusterGuardsOff;
}

/** A cluster that another program or stack declares. */
export class ImportedCluster extends ClusterBase {
  /** An import of a cluster of the same program in another of its stacks. */
  static of(
    cluster: ClusterReference,
    stack: TerraformStack,
    id: string,
    props: Pick<ClusterAttributes, "provider" | "guardsOff">,
  ): ICluster {
    const { declaredName: clusterName, version, catalog, subnetIds } = cluster;
    return new ImportedCluster(stack, id, { ...props, clusterName, version, catalog, subnetIds }, cluster);
  }

  readonly clusterName: string;
  readonly declaredName: string;
  readonly version: string;
  readonly catalog: Catalog;
  readonly isImported = true;
  readonly subnetIds: readonly string[];
  protected readonly givenNodeRoleArn: string | undefined;
  protected readonly permissionsBoundaryArn: string | undefined;
  protected readonly nodeRoleName: string;
  protected readonly nodeRoleOptions = {};
  protected readonly guardsOff: ClusterGuardsOff | undefined;
  protected readonly otherNodeGroups: readonly string[] = [];
  private madeData: DataAwsEksCluster | undefined;

  constructor(
    scope: Construct,
    id: string,
    attributes: ClusterAttributes,
    private readonly source?: ClusterReference,
  ) {
    super(scope, id);
    attributes = rightTypes(this, "ClusterAttributes", attributes);
    useAws(this, attributes);
    this.guardsOff = attributes.guardsOff;
    // The declaration of the cluster itself can use the other name.
    this.clusterName = attributes.clusterName;
    this.declaredName = clusterNameInCode(this, attributes.clusterName);
    this.nodeRoleName = `${this.declaredName}-imported-node`;
    if (source === undefined) {
      callBy({ kind: "cluster", construct: this, name: this.declaredName }, this.declaredName);
    }
    registerCluster(this);
    this.version = String(attributes.version);
    this.catalog = attributes.catalog ?? Catalog.DATED;
    this.subnetIds = attributes.subnetIds ?? [];
    this.givenNodeRoleArn = attributes.nodeRoleArn;
    this.permissionsBoundaryArn = attributes.permissionsBoundaryArn;
    declarePart(
      this,
      () => ({
        // The other stack declares the cluster.
        clusters:
          source !== undefined
            ? []
            : [
                {
                  ...identifiedBy("cluster", this, this.declaredName),
                  clusterName: stateOf(this.declaredName),
                  version: this.version,
                  isProtected: UNKNOWN,
                  isPublic: UNKNOWN,
                  isForced: UNKNOWN,
                  otherNodes: [],
                },
              ],
      }),
      this.catalog,
      true,
    );
    reportAtSynthesis(this, () => [
      ...nameProblems("the name of the cluster", this.declaredName, "cluster"),
      ...versionProblems("version", this.version, KubernetesVersion.problemOf),
      ...(this.subnetIds.length === 0 ? [] : subnetProblems(this.subnetIds, 1)),
    ]);
  }

  get clusterArn(): string {
    return this.data.arn;
  }

  get clusterEndpoint(): string {
    return this.data.endpoint;
  }

  get certificateAuthorityData(): string {
    return this.data.certificateAuthority.get(0).data;
  }

  get oidcIssuer(): string {
    return this.data.identity.get(0).oidc.get(0).issuer;
  }

  get clusterSecurityGroupId(): string {
    return this.data.vpcConfig.get(0).clusterSecurityGroupId;
  }

  /** Each plan finds the cluster by its name. Read only if something uses it. */
  private get data(): DataAwsEksCluster {
    this.madeData ??= new DataAwsEksCluster(this, CLUSTER_DATA, {
      name: this.declaredName,
      provider: awsProviderOf(this),
    });
    return this.madeData;
  }

  override get identity(): Identity {
    return this.source?.identity ?? super.identity;
  }

  override get clusterKey(): ClusterKey {
    return this.source?.clusterKey ?? super.clusterKey;
  }

  /** The role of the other stack, which is created there with the first node group that needs it. */
  override get nodeRoleArn(): string {
    return this.source?.nodeRoleArn ?? super.nodeRoleArn;
  }

  protected importInto(stack: TerraformStack, id: string, props: AwsResourcesProps): ICluster {
    return ImportedCluster.of(this, stack, id, { ...props, guardsOff: this.guardsOff });
  }
}

for (const type of ["ClusterReference", "ICluster"] as const) {
  standInBy(type, (scope) => new ImportedCluster(scope, "missing-cluster", { clusterName: "", version: "" }));
}
