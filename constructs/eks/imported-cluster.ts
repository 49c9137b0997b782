import type { Construct } from "constructs";
import { Catalog } from "../../upgrade/eks/catalog/catalog";
import { KubernetesVersion } from "../../upgrade/eks/kubernetes-version";
import type { ClusterGuardsOff } from "../../upgrade/fleet/settings";
import { UNKNOWN } from "../../upgrade/fleet/state";
import { declarePart, identifiedBy } from "../fleet-part";
import { reportAtSynthesis, stateOf } from "../validation";
import { ClusterBase } from "./cluster-base";
import { registerCluster } from "./declared-node-groups";
import { versionProblems } from "./version-problems";

export interface ClusterAttributes {
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
  readonly clusterName: string;
  readonly declaredName: string;
  readonly version: string;
  readonly catalog: Catalog;
  readonly isImported = true;
  readonly subnetIds: readonly string[];
  protected readonly givenNodeRoleArn: string | undefined;
  protected readonly permissionsBoundaryArn: string | undefined;
  protected readonly nodeRoleName: string;
  protected readonly guardsOff: ClusterGuardsOff | undefined;
  protected readonly otherNodeGroups: readonly string[] = [];

  constructor(scope: Construct, id: string, attributes: ClusterAttributes) {
    super(scope, id);
    this.guardsOff = attributes.guardsOff;
    // The declaration of the cluster itself can use the other name.
    this.nodeRoleName = `${attributes.clusterName}-imported-node`;
    this.clusterName = attributes.clusterName;
    this.declaredName = attributes.clusterName;
    registerCluster(this);
    this.version = String(attributes.version);
    this.catalog = attributes.catalog ?? Catalog.DATED;
    this.subnetIds = attributes.subnetIds ?? [];
    this.givenNodeRoleArn = attributes.nodeRoleArn;
    this.permissionsBoundaryArn = attributes.permissionsBoundaryArn;
    declarePart(
      this,
      () => ({
        clusters: [
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
    );
    reportAtSynthesis(this, () => versionProblems("version", this.version, KubernetesVersion.problemOf));
  }
}
