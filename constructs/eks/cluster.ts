import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import { EksCluster } from "@cdktf/provider-aws/lib/eks-cluster";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Annotations, type ITerraformDependable, type Precondition, Token } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { Catalog } from "../../upgrade/eks/catalog/catalog";
import { encodeRollback } from "../../upgrade/eks/declared-rollback";
import { KubernetesVersion } from "../../upgrade/eks/kubernetes-version";
import { clusterLayout, idOf } from "../../upgrade/eks/layout";
import { encodeProtection } from "../../upgrade/eks/protection";
import { withMarks } from "../../upgrade/eks/tags";
import type {
  AdoptedCluster,
  ClusterGuardsOff,
  ClusterSettings,
  PodIdentityAssociationOptions,
} from "../../upgrade/fleet/settings";
import { type ClusterState, clusterKey, UNKNOWN } from "../../upgrade/fleet/state";
import { declarePart, placeOf, regionOf } from "../fleet-part";
import { NodeGroup, type NodeGroupOptions } from "../nodes/node-group";
import { isKnownLater, reportAtSynthesis, stateOf } from "../validation";
import { AccessEntry, type AccessEntryOptions, AccessPolicy } from "./access-entry";
import { Addon, type AddonOptions } from "./addon";
import { ClusterGuard, type Rollback, rollbackProblems, type TrafficSource } from "./cluster-guard";
import { ControlPlaneLogs } from "./control-plane-logs";
import { bindingsKnowDeletionProtection, DeletionProtection } from "./deletion-protection";
import { EksRole } from "./eks-role";
import { EndpointAccess } from "./endpoint-access";
import { PodIdentityAssociation } from "./pod-identity-association";
import { SecretsEncryption } from "./secrets-encryption";
import { versionProblems } from "./version-problems";

/** The add-ons that nodes need before the first of them can be ready; all others need nodes. */
const BEFORE_NODES: readonly string[] = ["vpc-cni", "kube-proxy", "eks-pod-identity-agent"];

/** The ids of what a cluster makes when it is first needed. */
const MADE_LATER: readonly string[] = ["node-role", "partition", "guard"];

/** An EKS cluster, declared here or elsewhere. */
export interface ICluster extends IConstruct {
  /** For resources: where the cluster is declared here, they are made after it. */
  readonly clusterName: string;
  /** The name as it was given: for messages, and for what must be read before anything is made. */
  readonly declaredName: string;
  readonly version: string;
  readonly catalog: Catalog;
  readonly subnetIds: readonly string[];
  /** The role that its node groups share; made when it is first asked for, where none was given. */
  readonly nodeRoleArn: string;
  /** "aws", "aws-cn", … */
  readonly partition: string;
  /** Holds what is declared against what runs; none where the cluster's name is known to Terraform only. */
  readonly guard: ClusterGuard | undefined;
  /** Called by each node group and add-on of the cluster: orders them, and finds names that are given twice. */
  registerNodeGroup(nodeGroup: NodeGroup): void;
  registerAddon(addon: Addon): void;
  /** The cluster's name among all clusters of a program. */
  readonly clusterKey: string;

  /** The id is the group's name unless `nodeGroupName` says otherwise. */
  addNodeGroup(id: string, options: NodeGroupOptions): NodeGroup;
  /** The id is the add-on's name unless `addonName` says otherwise. */
  addAddon(id: string, options: AddonOptions): Addon;
  addAccessEntry(id: string, options: AccessEntryOptions): AccessEntry;
  addPodIdentityAssociation(id: string, options: PodIdentityAssociationOptions): PodIdentityAssociation;
}

export interface ClusterAttributes {
  readonly clusterName: string;
  /** What its control plane runs: node groups and add-ons are held against it. */
  readonly version: KubernetesVersion | string;
  /** @default - none: each node group must name its own */
  readonly subnetIds?: readonly string[];
  /** @default - a role that the node groups added here share, made with the first */
  readonly nodeRoleArn?: string;
  /** On the node role, where it is made. @default - none */
  readonly permissionsBoundaryArn?: string;
  /** @default - Catalog.DATED */
  readonly catalog?: Catalog;
  /** Guards of its node groups and add-ons that are off for a while. @default - none */
  readonly guardsOff?: ClusterGuardsOff;
}

export interface ClusterProps
  extends Pick<
      ClusterSettings,
      "subnetIds" | "administrators" | "supportType" | "otherNodeGroups" | "guardsOff"
    >,
    Pick<AdoptedCluster, "authenticationMode" | "securityGroupIds" | "tags"> {
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
  /** Changed in place. @default DeletionProtection.ENABLED */
  readonly deletionProtection?: DeletionProtection;
  /** Load balancers that may send it traffic. Its protection is removed only if none does. @default - none is checked */
  readonly traffic?: readonly TrafficSource[];
  /** What EKS offers. @default Catalog.DATED */
  readonly catalog?: Catalog;
  /**
   * Set when importing an existing cluster: an import block brings it into the state. `administrators` may then be empty,
   * because the cluster's other access entries may include its administrators.
   */
  readonly adopted?: true;
}

/** What a declared and an imported cluster have in common: what can be added to both. */
abstract class ClusterBase extends Construct implements ICluster {
  abstract readonly clusterName: string;
  abstract readonly declaredName: string;
  abstract readonly version: string;
  abstract readonly catalog: Catalog;
  abstract readonly subnetIds: readonly string[];
  protected abstract readonly givenNodeRoleArn: string | undefined;
  protected abstract readonly permissionsBoundaryArn: string | undefined;
  /** Of the role that is made where none is given. */
  protected abstract readonly nodeRoleName: string;
  protected abstract readonly guardsOff: ClusterGuardsOff | undefined;
  protected abstract readonly otherNodeGroups: readonly string[];

  private readonly nodeGroups: NodeGroup[] = [];
  private readonly addons: Addon[] = [];
  private readonly accessEntries: AccessEntry[] = [];
  private readonly podIdentityAssociations: PodIdentityAssociationOptions[] = [];
  private readonly problems: string[] = [];
  private madeNodeRole: EksRole | undefined;
  private madePartition: DataAwsPartition | undefined;
  private madeGuard: ClusterGuard | undefined;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    reportAtSynthesis(this, () => [
      ...this.problems,
      ...twice("node group", this.nodeGroups, ({ nodeGroupName }) => nodeGroupName),
      ...twice("add-on", this.addons, ({ addonName }) => addonName),
      ...twice("access entry", this.accessEntries, ({ principalArn }) => principalArn),
      ...twice(
        "Pod Identity association",
        this.podIdentityAssociations,
        ({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`,
      ),
    ]);
  }

  get partition(): string {
    return this.partitionData.partition;
  }

  get nodeRoleArn(): string {
    return this.givenNodeRoleArn ?? this.nodeRole.roleArn;
  }

  get clusterKey(): string {
    return clusterKey(regionOf(this), this.declaredName);
  }

  get guard(): ClusterGuard | undefined {
    if (isKnownLater(this.declaredName)) {
      return undefined;
    }
    this.madeGuard ??= new ClusterGuard(this, "guard", {
      clusterName: this.declaredName,
      off: this.guardsOff,
      nodeGroups: () => nodeGroupsOf(this),
      otherNodeGroups: this.otherNodeGroups,
    });
    return this.madeGuard;
  }

  registerNodeGroup(nodeGroup: NodeGroup): void {
    this.nodeGroups.push(nodeGroup);
    declaredNodeGroups(this).push([this, nodeGroup]);
    this.order();
  }

  registerAddon(addon: Addon): void {
    this.addons.push(addon);
    this.order();
  }

  addNodeGroup(id: string, options: NodeGroupOptions): NodeGroup {
    return new NodeGroup(this, this.freeId("node group", id), {
      ...options,
      nodeGroupName: options.nodeGroupName ?? id,
      cluster: this,
    });
  }

  addAddon(id: string, options: AddonOptions): Addon {
    return new Addon(this, this.freeId("add-on", id), {
      ...options,
      addonName: options.addonName ?? id,
      cluster: this,
    });
  }

  addAccessEntry(id: string, options: AccessEntryOptions): AccessEntry {
    const entry = new AccessEntry(this, this.freeId("access entry", id), { ...options, cluster: this });
    this.accessEntries.push(entry);
    return entry;
  }

  addPodIdentityAssociation(id: string, options: PodIdentityAssociationOptions): PodIdentityAssociation {
    this.podIdentityAssociations.push(options);
    return new PodIdentityAssociation(this, this.freeId("Pod Identity association", id), {
      ...options,
      cluster: this,
    });
  }

  /**
   * Networking before the first node, everything else after it: coredns without nodes never becomes active.
   * By path, so that what Terraform gets does not tell in which order the code names them.
   */
  private order(): void {
    const addons = [...this.addons].sort(byPath);
    const early = addons.filter(({ addonName }) => BEFORE_NODES.includes(addonName));
    const late = addons.filter((addon) => !early.includes(addon));
    const nodeGroups = [...this.nodeGroups].sort(byPath);
    for (const group of this.nodeGroups) {
      group.runsAfter([...early.map(({ dependable }) => dependable), ...this.nodeRolePolicies]);
    }
    for (const addon of late) {
      addon.runsAfter(nodeGroups.map(({ dependable }) => dependable));
    }
  }

  /** Nodes that start before their role may pull images or join stay out. */
  private get nodeRolePolicies(): readonly ITerraformDependable[] {
    return this.madeNodeRole?.policyAttachments ?? [];
  }

  private get nodeRole(): EksRole {
    this.madeNodeRole ??= new EksRole(this, "node-role", {
      roleName: this.nodeRoleName,
      service: `ec2.${this.partitionData.dnsSuffix}`,
      partition: this.partition,
      managedPolicies: [
        "AmazonEKSWorkerNodePolicy",
        "AmazonEKS_CNI_Policy",
        "AmazonEC2ContainerRegistryPullOnly",
      ],
      permissionsBoundaryArn: this.permissionsBoundaryArn,
    });
    return this.madeNodeRole;
  }

  private get partitionData(): DataAwsPartition {
    this.madePartition ??= new DataAwsPartition(this, "partition");
    return this.madePartition;
  }

  /** An id that is taken is a problem like others: it is told with the rest, not thrown in the middle. */
  private freeId(what: string, id: string): string {
    if (this.node.tryFindChild(id) === undefined && !MADE_LATER.includes(id)) {
      return id;
    }
    this.problems.push(
      `the id "${id}" is given to this ${what} and to something else of the cluster; give each its own`,
    );
    return `${id}, declared again (${this.problems.length})`;
  }
}

/**
 * An EKS cluster: its control plane, and what it cannot do without. EKS installs nothing by itself and whoever
 * creates it is no administrator; both are decided at birth, and a change to them is ignored, for it would
 * replace the cluster.
 */
export class Cluster extends ClusterBase {
  /** A cluster that is declared elsewhere, to which node groups, add-ons and the rest can be added here. */
  static fromClusterAttributes(scope: Construct, id: string, attributes: ClusterAttributes): ICluster {
    return new ImportedCluster(scope, id, attributes);
  }

  readonly clusterName: string;
  readonly declaredName: string;
  readonly version: string;
  readonly catalog: Catalog;
  readonly subnetIds: readonly string[];
  readonly supportType: "STANDARD" | "EXTENDED";
  readonly clusterArn: string;
  readonly clusterEndpoint: string;
  /** The security group that EKS makes: on the control plane's addresses in the VPC, and on managed nodes. */
  readonly clusterSecurityGroupId: string;
  protected readonly givenNodeRoleArn: string | undefined;
  protected readonly permissionsBoundaryArn: string | undefined;
  protected readonly nodeRoleName: string;
  protected readonly guardsOff: ClusterGuardsOff | undefined;
  protected readonly otherNodeGroups: readonly string[];

  constructor(scope: Construct, id: string, props: ClusterProps) {
    super(scope, id);
    this.declaredName = props.clusterName ?? id;
    this.nodeRoleName = `${this.declaredName}-node`;
    this.version = String(props.version);
    this.catalog = props.catalog ?? Catalog.DATED;
    this.subnetIds = props.subnetIds;
    this.supportType = props.supportType ?? "EXTENDED";
    this.givenNodeRoleArn = props.roles?.nodeRoleArn;
    this.permissionsBoundaryArn = props.permissionsBoundaryArn;
    this.guardsOff = props.guardsOff;
    this.otherNodeGroups = props.otherNodeGroups ?? [];

    const endpoint = props.endpointAccess ?? EndpointAccess.PRIVATE;
    const logs = props.logs ?? ControlPlaneLogs.DEFAULT;
    const protection = props.deletionProtection ?? DeletionProtection.ENABLED;
    const keyArn = this.secretsKey(props.secretsEncryption ?? SecretsEncryption.NEW_KEY);
    const role = this.clusterRole(props.roles?.clusterRoleArn, keyArn);
    const mode = props.authenticationMode ?? "API";
    if (protection.attribute !== undefined && !bindingsKnowDeletionProtection()) {
      Annotations.of(this).addInfo(
        "deletion_protection is left out: the installed @cdktf/provider-aws does not know it, 21 or later does. The tag stands for it: guards and reviews honour it, EKS does not",
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
      deletionProtection: protection.attribute,
      tags: withMarks(props.tags, {
        ...encodeProtection(protection.isTagged),
        ...encodeRollback(props.rollback),
      }),
      lifecycle: {
        ignoreChanges: [
          "access_config[0].bootstrap_cluster_creator_admin_permissions",
          "bootstrap_self_managed_addons",
        ],
        precondition: this.preconditions(props, protection),
      },
      dependsOn: [...role.dependencies, ...this.logGroup(logs)],
    });
    if (props.adopted) {
      cluster.importFrom(this.declaredName);
    }
    this.clusterName = cluster.name;
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
    declarePart(this, () => ({ clusters: [this.state(endpoint, protection, props.rollback)] }), this.catalog);
    reportAtSynthesis(this, () => [
      ...nameProblems(this.declaredName),
      ...versionProblems("version", this.version, KubernetesVersion.problemOf),
      ...subnetProblems(props.subnetIds),
      ...(props.adopted && props.administrators.length === 0
        ? []
        : administratorProblems(mode, props.administrators)),
      ...endpoint.problems,
      ...logs.problems,
      ...rollbackProblems(this.version, props.rollback),
      ...otherNodeGroupProblems(this.otherNodeGroups),
    ]);
  }

  private preconditions(
    { rollback, traffic = [] }: ClusterProps,
    protection: DeletionProtection,
  ): Precondition[] | undefined {
    const { guard } = this;
    return guard === undefined
      ? undefined
      : [
          ...guard.controlPlaneStep(this.version, rollback),
          guard.noUndeclaredNodeGroups(),
          ...(protection.isTagged ? [] : guard.noTraffic(traffic)),
        ];
  }

  private state(
    endpoint: EndpointAccess,
    protection: DeletionProtection,
    rollback: Rollback | undefined,
  ): ClusterState {
    return {
      ...placeOf(this),
      key: this.clusterKey,
      clusterName: stateOf(this.declaredName),
      version: this.version,
      supportType: this.supportType,
      isProtected: protection.isTagged,
      isPublic: endpoint.isPublic,
      publicCidrs: stateOf(endpoint.publicCidrs),
      isForced: false,
      ...(rollback === undefined ? {} : { rollbackOfUpgradeOn: rollback.upgradedOn }),
      otherNodes: [],
    };
  }

  private secretsKey(encryption: SecretsEncryption): string | undefined {
    if (encryption.kind !== "new") {
      return encryption.keyArn;
    }
    const key = new KmsKey(this, "secrets-key", {
      description: `Kubernetes secrets of the EKS cluster ${this.declaredName}`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
    });
    new KmsAlias(this, "secrets-key-alias", {
      name: `alias/eks/${this.declaredName}`,
      targetKeyId: key.keyId,
    });
    return key.arn;
  }

  private clusterRole(givenRoleArn: string | undefined, keyArn: string | undefined) {
    if (givenRoleArn !== undefined) {
      return { roleArn: givenRoleArn, dependencies: [] };
    }
    const role = new EksRole(this, idOf(clusterLayout.clusterRole), {
      roleName: `${this.declaredName}-cluster`,
      service: "eks.amazonaws.com",
      partition: this.partition,
      managedPolicies: ["AmazonEKSClusterPolicy"],
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
        }),
      );
    }
    return { roleArn: role.roleArn, dependencies };
  }

  /** Made before the cluster: else EKS makes it, and its logs are kept for ever. */
  private logGroup(logs: ControlPlaneLogs): readonly ITerraformDependable[] {
    if (logs.logGroup === "existing") {
      return [];
    }
    return [
      new CloudwatchLogGroup(this, "logs", {
        name: `/aws/eks/${this.declaredName}/cluster`,
        retentionInDays: logs.retentionDays,
      }),
    ];
  }
}

class ImportedCluster extends ClusterBase {
  readonly clusterName: string;
  readonly declaredName: string;
  readonly version: string;
  readonly catalog: Catalog;
  readonly subnetIds: readonly string[];
  protected readonly givenNodeRoleArn: string | undefined;
  protected readonly permissionsBoundaryArn: string | undefined;
  protected readonly nodeRoleName: string;
  protected readonly guardsOff: ClusterGuardsOff | undefined;
  protected readonly otherNodeGroups: readonly string[] = [];

  constructor(scope: Construct, id: string, attributes: ClusterAttributes) {
    super(scope, id);
    this.guardsOff = attributes.guardsOff;
    // Where the cluster itself is declared, the other name may be taken.
    this.nodeRoleName = `${attributes.clusterName}-imported-node`;
    this.clusterName = attributes.clusterName;
    this.declaredName = attributes.clusterName;
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
            ...placeOf(this),
            key: this.clusterKey,
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

/**
 * "arn:aws:iam::123456789012:role/team/platform" becomes "123456789012-role--team--platform". What only Terraform
 * will know goes by its place in the list.
 */
function principalId(arn: string, index: number): string {
  return isKnownLater(arn)
    ? `principal-${index + 1}`
    : arn
        .replace(/^arn:[^:]*:iam::/, "")
        .replace(":", "-")
        .replaceAll("/", "--");
}

/** By program and by the name of the cluster: each with its cluster as it was declared or imported. */
const nodeGroupsByRoot = new WeakMap<IConstruct, Map<string, (readonly [ICluster, NodeGroup])[]>>();

/** The node groups of all clusters of the program that have this one's name, in whatever region. */
function declaredNodeGroups(cluster: ICluster): (readonly [ICluster, NodeGroup])[] {
  const { root } = cluster.node;
  const byName = nodeGroupsByRoot.get(root) ?? new Map<string, (readonly [ICluster, NodeGroup])[]>();
  nodeGroupsByRoot.set(root, byName);
  const known = byName.get(cluster.declaredName) ?? [];
  byName.set(cluster.declaredName, known);
  return known;
}

/** The node groups that the program declares for a cluster, also those of stacks that import it. */
function nodeGroupsOf(cluster: ICluster): readonly NodeGroup[] {
  return declaredNodeGroups(cluster).flatMap(([of, nodeGroup]) =>
    of === cluster || of.clusterKey === cluster.clusterKey ? [nodeGroup] : [],
  );
}

function byPath(left: IConstruct, right: IConstruct): number {
  return left.node.path < right.node.path ? -1 : 1;
}

function twice<T>(what: string, items: readonly T[], nameOf: (item: T) => string): readonly string[] {
  const names = items.map(nameOf);
  const repeated = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  return [...repeated].map(
    (name) => `there are two of the ${what} ${name}; a cluster can have one of each name`,
  );
}

/** Source: EKS API, CreateCluster. */
function nameProblems(name: string): readonly string[] {
  return isKnownLater(name) || /^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/.test(name)
    ? []
    : [
        `"${name}" is not a name for a cluster: 1 to 100 letters, digits, hyphens and underscores, the first a letter or a digit`,
      ];
}

function otherNodeGroupProblems(names: readonly string[]): readonly string[] {
  return names
    .filter((name) => !/^[0-9A-Za-z*][A-Za-z0-9_*-]*$/.test(name))
    .map(
      (name) =>
        `"${name}" in otherNodeGroups is not a name for a node group; write letters, digits, hyphens and underscores, and * for anything`,
    );
}

function subnetProblems(subnetIds: readonly string[]): readonly string[] {
  return Token.isUnresolved(subnetIds) || subnetIds.length >= 2
    ? []
    : [`subnetIds names ${subnetIds.length}; a cluster takes at least two subnets, of different zones`];
}

function administratorProblems(mode: string, administrators: readonly string[]): readonly string[] {
  if (mode === "CONFIG_MAP") {
    return administrators.length === 0
      ? []
      : [
          "with authenticationMode CONFIG_MAP a cluster has no access entries; leave administrators empty and keep them in the ConfigMap aws-auth, or go to API_AND_CONFIG_MAP",
        ];
  }
  return administrators.length > 0
    ? []
    : [
        "nobody would administer the cluster: whoever creates it is no administrator; name at least one role or user in administrators",
      ];
}
