import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { EksCluster } from "@cdktf/provider-aws/lib/eks-cluster";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Annotations, type ITerraformDependable, type Precondition, type TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { Catalog } from "../../upgrade/eks/catalog/catalog";
import { encodeRollback } from "../../upgrade/eks/declared-rollback";
import { KubernetesVersion } from "../../upgrade/eks/kubernetes-version";
import { clusterLayout, idOf } from "../../upgrade/eks/layout";
import { encodeProtection } from "../../upgrade/eks/protection";
import type { AdoptedCluster, ClusterGuardsOff, ClusterSettings } from "../../upgrade/fleet/settings";
import { adoptedClusterDefaults, clusterDefaults } from "../../upgrade/fleet/settings/defaults";
import { type ClusterState, UNKNOWN } from "../../upgrade/fleet/state";
import { type AwsResourcesProps, after, awsProviderOf, useAws } from "../aws-resources";
import { arnProblems } from "../checks/arns";
import { nameProblems } from "../checks/names";
import { rightTypes } from "../checks/right-types";
import { subnetProblems } from "../checks/subnets";
import { declarePart, identifiedBy } from "../fleet-part";
import { withMarks } from "../maps";
import { callBy } from "../own-names";
import { takeOver, withFixedAddress } from "../take-over";
import { isUnresolved, reportAtSynthesis, stateOf } from "../validation";
import { AccessPolicy } from "./access-entry";
import {
  AUTO_MODE_CLUSTER_POLICIES,
  autoModeNodeRole,
  autoModeNodes,
  autoModeProblems,
  withAutoMode,
} from "./auto-mode";
import { ClusterBase } from "./cluster-base";
import { type Rollback, rollbackProblems, type TrafficSource, trafficProblems } from "./cluster-guard";
import { type ClusterNetwork, networkOf, networkProblems } from "./cluster-network";
import { ControlPlaneLogs } from "./control-plane-logs";
import { registerCluster } from "./declared-node-groups";
import {
  bindingsKnowDeletionProtection,
  type DeletionProtectionProps,
  type Protection,
  protectionOf,
} from "./deletion-protection";
import { EksRole } from "./eks-role";
import { EndpointAccess } from "./endpoint-access";
import type { ICluster } from "./icluster";
import { type ClusterAttributes, ImportedCluster } from "./imported-cluster";
import { type NodeRoleOptions, nodeRoleOptions, nodeRoleProblems } from "./node-role";
import { SecretsEncryption } from "./secrets-encryption";
import { versionProblems } from "./version-problems";

export interface ClusterProps
  extends Pick<
      ClusterSettings,
      | "subnetIds"
      | "administrators"
      | "supportType"
      | "otherNodeGroups"
      | "guardsOff"
      | "nodeRolePolicyArns"
      | "nodeRolePath"
      | "autoMode"
    >,
    ClusterNetwork,
    DeletionProtectionProps,
    Pick<AdoptedCluster, "authenticationMode" | "securityGroupIds" | "tags">,
    AwsResourcesProps {
  /**
   * Changed in place, one minor at a time. To go back by one minor within seven days, declare `rollback`. Synthesis
   * reports a text that is not a version.
   */
  readonly version: KubernetesVersion | string;
  /** Says that `version` rolls back an upgrade. Remove it when the rollback is done. @default - no rollback */
  readonly rollback?: Rollback;
  /** A change replaces the cluster. @default - the id */
  readonly clusterName?: string;
  /** Changed in place. @default EndpointAccess.PRIVATE */
  readonly endpointAccess?: EndpointAccess;
  /** Existing IAM roles. Changing the cluster's role replaces the cluster. @default - new roles */
  readonly roles?: Partial<Pick<AdoptedCluster, "clusterRoleArn" | "nodeRoleArn">>;
  /** The permissions boundary of the roles that are created. @default - none */
  readonly permissionsBoundaryArn?: string;
  /** Removing the encryption or changing the key replaces the cluster. @default SecretsEncryption.NEW_KEY */
  readonly secretsEncryption?: SecretsEncryption;
  /** @default ControlPlaneLogs.DEFAULT */
  readonly logs?: ControlPlaneLogs;
  /** Load balancers that may send it traffic. Its protection is removed only if none does. @default - none is checked */
  readonly traffic?: readonly TrafficSource[];
  /** What EKS offers. @default Catalog.DATED */
  readonly catalog?: Catalog;
  /**
   * Set when importing an existing cluster: an import block brings it into the state. `administrators` may then be empty,
   * because the cluster's other access entries may include its administrators.
   */
  readonly adopted?: true;
  /**
   * The address of the cluster in the same Terraform state, "module.eks.aws_eks_cluster.this[0]": a moved block brings it here. With `adopted`,
   * it replaces the import block. Remove it after the apply. @inCode @default - none
   */
  readonly movedFrom?: string;
}

/**
 * An EKS cluster: its control plane, and the roles, key and log group that it needs. EKS installs no add-ons by itself and
 * gives its creator no access. Both are set at creation; later changes are ignored, because they would replace the cluster.
 */
export class Cluster extends ClusterBase {
  /** A cluster that is declared elsewhere. Node groups, add-ons and other parts can be added to it here. */
  static fromClusterAttributes(scope: Construct, id: string, attributes: ClusterAttributes): ICluster {
    return new ImportedCluster(scope, id, attributes);
  }

  readonly clusterName: string;
  readonly declaredName: string;
  readonly version: string;
  readonly catalog: Catalog;
  readonly subnetIds: readonly string[];
  readonly isImported = false;
  readonly supportType: "STANDARD" | "EXTENDED";
  readonly clusterArn: string;
  readonly clusterEndpoint: string;
  readonly clusterSecurityGroupId: string;
  /** The role of the control plane. */
  readonly clusterRoleArn: string;
  /** The KMS key of the Kubernetes secrets. `undefined` without encryption. */
  readonly secretsKeyArn: string | undefined;
  /** The log group of the control plane. EKS decides its name. */
  readonly logGroupName: string;
  private readonly resource: EksCluster;
  protected readonly givenNodeRoleArn: string | undefined;
  protected readonly permissionsBoundaryArn: string | undefined;
  protected readonly nodeRoleName: string;
  protected readonly nodeRoleOptions: NodeRoleOptions;
  protected readonly guardsOff: ClusterGuardsOff | undefined;
  protected readonly otherNodeGroups: readonly string[];

  constructor(scope: Construct, id: string, props: ClusterProps) {
    super(scope, id);
    props = rightTypes(this, "ClusterProps", props);
    useAws(this, props);
    this.declaredName = props.clusterName ?? id;
    registerCluster(this);
    this.nodeRoleName = `${this.declaredName}-node`;
    this.version = String(props.version);
    this.catalog = props.catalog ?? Catalog.DATED;
    this.subnetIds = props.subnetIds;
    this.supportType = props.supportType ?? clusterDefaults.supportType;
    this.givenNodeRoleArn = props.roles?.nodeRoleArn;
    this.permissionsBoundaryArn = props.permissionsBoundaryArn;
    this.nodeRoleOptions = nodeRoleOptions(props);
    this.guardsOff = props.guardsOff;
    this.otherNodeGroups = props.otherNodeGroups ?? [];

    const endpoint = props.endpointAccess ?? EndpointAccess.PRIVATE;
    const logs = props.logs ?? ControlPlaneLogs.DEFAULT;
    const protection = protectionOf(props);
    const encryption = props.secretsEncryption ?? SecretsEncryption.NEW_KEY;
    const keyArn = this.secretsKey(encryption);
    this.secretsKeyArn = keyArn;
    const role = this.clusterRole(props.roles?.clusterRoleArn, keyArn, props.autoMode !== undefined);
    const autoNodes = autoModeNodeRole(this, props.autoMode, this.permissionsBoundaryArn);
    this.clusterRoleArn = role.roleArn;
    const logGroups = this.logGroup(logs);
    this.logGroupName = logGroups[0]?.name ?? logGroupName(this.declaredName);
    const mode = props.authenticationMode ?? adoptedClusterDefaults.authenticationMode;
    if (protection.attribute !== undefined && !bindingsKnowDeletionProtection()) {
      Annotations.of(this).addInfo(
        "deletion_protection is not written: the installed @cdktf/provider-aws does not have it, 21 or later does. Guards and reviews respect the tag instead, EKS does not",
      );
    }

    const cluster = new EksCluster(this, "Default", {
      name: this.declaredName,
      version: this.version,
      roleArn: role.roleArn,
      vpcConfig: {
        subnetIds: [...props.subnetIds],
        securityGroupIds: props.securityGroupIds?.slice(),
        endpointPrivateAccess: endpoint.isPrivate,
        endpointPublicAccess: endpoint.isPublic,
        publicAccessCidrs: endpoint.publicCidrs.length > 0 ? [...endpoint.publicCidrs] : undefined,
      },
      accessConfig: { authenticationMode: mode, bootstrapClusterCreatorAdminPermissions: false },
      bootstrapSelfManagedAddons: false,
      encryptionConfig: keyArn === undefined ? undefined : { provider: { keyArn }, resources: ["secrets"] },
      enabledClusterLogTypes: [...logs.types],
      upgradePolicy: { supportType: this.supportType },
      ...networkOf(props),
      ...withAutoMode(networkOf(props), props.autoMode, autoNodes.roleArn),
      deletionProtection: protection.attribute,
      tags: withMarks(props.tags, {
        ...encodeProtection(protection.isProtected),
        ...encodeRollback(props.rollback),
      }),
      lifecycle: {
        ignoreChanges: [
          "access_config[0].bootstrap_cluster_creator_admin_permissions",
          "bootstrap_self_managed_addons",
        ],
        precondition: this.preconditions(props, protection),
      },
      dependsOn: after(role.dependencies, autoNodes.dependencies, logGroups, props.dependsOn),
      provider: awsProviderOf(this),
    });
    withFixedAddress(this, cluster);
    takeOver(this, cluster, {
      movedFrom: props.movedFrom,
      importId: props.adopted ? this.declaredName : undefined,
    });
    this.resource = cluster;
    this.clusterName = cluster.name;
    callBy(
      { kind: "cluster", construct: this, name: this.declaredName },
      this.clusterName,
      this.declaredName,
    );
    this.clusterArn = cluster.arn;
    this.clusterEndpoint = cluster.endpoint;
    this.clusterSecurityGroupId = cluster.vpcConfig.clusterSecurityGroupId;

    if (mode !== "CONFIG_MAP") {
      for (const [index, principalArn] of [...new Set(props.administrators)].entries()) {
        this.addAccessEntry(`administrator-${principalId(principalArn, index)}`, {
          principalArn,
          policies: [AccessPolicy.CLUSTER_ADMIN],
        });
      }
    }
    declarePart(
      this,
      () => ({
        clusters: [this.state(endpoint, protection, props.rollback)],
        ...autoModeNodes(this, props.autoMode),
      }),
      this.catalog,
    );
    reportAtSynthesis(this, () => [
      ...nameProblems("the name of the cluster", this.declaredName, "cluster"),
      ...versionProblems("version", this.version, KubernetesVersion.problemOf),
      ...subnetProblems(props.subnetIds, 2),
      ...(props.adopted && props.administrators.length === 0
        ? []
        : administratorProblems(mode, props.administrators)),
      ...arnProblems("roles.clusterRoleArn", props.roles?.clusterRoleArn, "role"),
      ...arnProblems("roles.nodeRoleArn", props.roles?.nodeRoleArn, "role"),
      ...arnProblems("the key of the secrets", encryption.keyArn, "key"),
      ...arnProblems("permissionsBoundaryArn", props.permissionsBoundaryArn, "policy"),
      ...(props.traffic ?? []).flatMap(trafficProblems),
      ...endpoint.problems,
      ...networkProblems(props),
      ...autoModeProblems(props.autoMode),
      ...nodeRoleProblems(props),
      ...logs.problems,
      ...rollbackProblems(this.version, props.rollback),
      ...this.otherNodeGroups.flatMap((name) =>
        nameProblems("a name in otherNodeGroups", name, "nodeGroupPattern"),
      ),
    ]);
  }

  get certificateAuthorityData(): string {
    return this.resource.certificateAuthority.get(0).data;
  }

  get oidcIssuer(): string {
    return this.resource.identity.get(0).oidc.get(0).issuer;
  }

  protected importInto(stack: TerraformStack, id: string, props: AwsResourcesProps): ICluster {
    return ImportedCluster.of(this, stack, id, { ...props, guardsOff: this.guardsOff });
  }

  private preconditions(
    { rollback, traffic = [] }: ClusterProps,
    protection: Protection,
  ): Precondition[] | undefined {
    const { guard } = this;
    return guard === undefined
      ? undefined
      : [
          ...guard.controlPlaneStep(this.version, rollback),
          guard.noUndeclaredNodeGroups(),
          ...(protection.isProtected === true ? [] : guard.noTraffic(traffic)),
        ];
  }

  private state(
    endpoint: EndpointAccess,
    protection: Protection,
    rollback: Rollback | undefined,
  ): ClusterState {
    return {
      ...identifiedBy("cluster", this, this.declaredName),
      clusterName: stateOf(this.declaredName),
      version: this.version,
      supportType: this.supportType,
      isProtected: protection.isProtected === true,
      ...(protection.isProtected === false ? { isDisposable: true } : {}),
      isPublic: endpoint.isPublic,
      publicCidrs: endpoint.isAsItIs ? UNKNOWN : stateOf(endpoint.publicCidrs),
      isForced: false,
      ...(rollback === undefined ? {} : { rollbackOfUpgradeOn: rollback.upgradedOn }),
      otherNodes: [],
    };
  }

  private secretsKey(encryption: SecretsEncryption): string | undefined {
    if (encryption.kind !== "new") {
      return encryption.keyArn;
    }
    const key = withFixedAddress(
      this,
      new KmsKey(this, "secrets-key", {
        description: `Kubernetes secrets of the EKS cluster ${this.declaredName}`,
        enableKeyRotation: true,
        deletionWindowInDays: 30,
        provider: awsProviderOf(this),
      }),
    );
    new KmsAlias(this, "secrets-key-alias", {
      name: `alias/eks/${this.declaredName}`,
      targetKeyId: key.keyId,
      provider: awsProviderOf(this),
    });
    return key.arn;
  }

  private clusterRole(givenRoleArn: string | undefined, keyArn: string | undefined, hasAutoMode: boolean) {
    if (givenRoleArn !== undefined) {
      return { roleArn: givenRoleArn, dependencies: [] };
    }
    const role = new EksRole(this, idOf(clusterLayout.clusterRole), {
      roleName: `${this.declaredName}-cluster`,
      service: "eks.amazonaws.com",
      partition: this.partition,
      managedPolicies: ["AmazonEKSClusterPolicy", ...(hasAutoMode ? AUTO_MODE_CLUSTER_POLICIES : [])],
      tagsSession: hasAutoMode,
      permissionsBoundaryArn: this.permissionsBoundaryArn,
    });
    const dependencies: ITerraformDependable[] = [...role.policyAttachments];
    if (keyArn !== undefined) {
      const statement = {
        Effect: "Allow",
        Action: ["kms:Encrypt", "kms:Decrypt", "kms:ListGrants", "kms:DescribeKey"],
        Resource: keyArn,
      };
      dependencies.push(
        new IamRolePolicy(role, "secrets-key", {
          name: "secrets-key",
          role: role.roleName,
          policy: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
          provider: awsProviderOf(this),
        }),
      );
    }
    return { roleArn: role.roleArn, dependencies };
  }

  /** Created before the cluster: otherwise EKS creates it, and keeps the logs forever. */
  private logGroup(logs: ControlPlaneLogs): readonly CloudwatchLogGroup[] {
    if (logs.logGroup === "existing") {
      return [];
    }
    return [
      withFixedAddress(
        this,
        new CloudwatchLogGroup(this, "logs", {
          name: logGroupName(this.declaredName),
          retentionInDays: logs.retentionDays,
          provider: awsProviderOf(this),
        }),
      ),
    ];
  }
}

function logGroupName(clusterName: string): string {
  return `/aws/eks/${clusterName}/cluster`;
}

/**
 * "arn:aws:iam::123456789012:role/team/platform" becomes "123456789012-role--team--platform". An unresolved token gets the
 * number of its place in the list.
 */
function principalId(arn: string, index: number): string {
  return isUnresolved(arn)
    ? `principal-${index + 1}`
    : arn
        .replace(/^arn:[^:]*:iam::/, "")
        .replace(":", "-")
        .replaceAll("/", "--");
}

function administratorProblems(mode: string, administrators: readonly string[]): readonly string[] {
  if (mode === "CONFIG_MAP") {
    return administrators.length === 0
      ? []
      : [
          "authenticationMode is CONFIG_MAP and administrators are given: a cluster has no access entries in this mode. Remove administrators and keep them in the ConfigMap aws-auth, or set API_AND_CONFIG_MAP",
        ];
  }
  return administrators.length > 0
    ? []
    : [
        "administrators is empty: nobody could administer the cluster, because EKS gives its creator no access. Name at least one IAM role or user",
      ];
}
