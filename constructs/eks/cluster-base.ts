import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import { type ITerraformDependable, type TerraformProvider, TerraformStack } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import type { Catalog } from "../../upgrade/eks/catalog/catalog";
import { agrees, type Identity } from "../../upgrade/fleet/key";
import type { ClusterGuardsOff, PodIdentityAssociationOptions } from "../../upgrade/fleet/settings";
import { clusterGuards } from "../../upgrade/fleet/settings/guards";
import type { ClusterKey } from "../../upgrade/fleet/state";
import { type AwsResourcesProps, awsProviderOf } from "../aws-resources";
import { identifiedBy, identityOf } from "../fleet-part";
import { NodeGroup, type NodeGroupOptions } from "../nodes/node-group";
import { isUnresolved, reportAtSynthesis, warn } from "../validation";
import { AccessEntry, type AccessEntryOptions } from "./access-entry";
import { Addon, type AddonOptions } from "./addon";
import { ClusterGuard } from "./cluster-guard";
import type { RegisteredAddon, RegisteredNodeGroup } from "./cluster-reference";
import {
  type ConnectionOptions,
  type HelmConnection,
  helmConnectionTo,
  type KubernetesConnection,
  kubernetesConnectionTo,
  type Reachable,
} from "./connection";
import { declareNodeGroup, nodeGroupsOf } from "./declared-node-groups";
import { EksRole, type EksRoleProps } from "./eks-role";

import type { ICluster } from "./icluster";
import { PodIdentityAssociation } from "./pod-identity-association";

/** The add-ons that a node needs to become ready. All others need nodes. */
const BEFORE_NODES: readonly string[] = ["vpc-cni", "kube-proxy", "eks-pod-identity-agent"];

/** The data source of an imported cluster. */
export const CLUSTER_DATA = "cluster-data";

/** The ids of constructs that a cluster creates when they are first needed. */
const MADE_LATER: readonly string[] = ["node-role", "partition", "guard", CLUSTER_DATA];

/** What a declared and an imported cluster have in common: parts can be added to both. */
export abstract class ClusterBase extends Construct implements ICluster {
  abstract readonly clusterName: string;
  abstract readonly declaredName: string;
  abstract readonly version: string;
  abstract readonly catalog: Catalog;
  abstract readonly isImported: boolean;
  abstract readonly clusterArn: string;
  abstract readonly clusterEndpoint: string;
  abstract readonly certificateAuthorityData: string;
  abstract readonly oidcIssuer: string;
  abstract readonly clusterSecurityGroupId: string;
  abstract readonly subnetIds: readonly string[];
  protected abstract readonly givenNodeRoleArn: string | undefined;
  protected abstract readonly permissionsBoundaryArn: string | undefined;
  protected abstract readonly nodeRoleOptions: Pick<EksRoleProps, "policyArns" | "path">;
  /** The name of the role that is created if none is given. */
  protected abstract readonly nodeRoleName: string;
  protected abstract readonly guardsOff: ClusterGuardsOff | undefined;
  protected abstract readonly otherNodeGroups: readonly string[];

  private readonly nodeGroups: RegisteredNodeGroup[] = [];
  private readonly addons: RegisteredAddon[] = [];
  private readonly accessEntries: AccessEntry[] = [];
  private readonly podIdentityAssociations: PodIdentityAssociation[] = [];
  private readonly problems: string[] = [];
  private madeNodeRole: EksRole | undefined;
  private madePartition: DataAwsPartition | undefined;
  private madeGuard: ClusterGuard | undefined;
  private readonly imports: ClusterImport[] = [];

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
      ...this.waitingInVain(),
    ]);
  }

  /** Declares an import of this cluster in another stack. */
  protected abstract importInto(stack: TerraformStack, id: string, props: AwsResourcesProps): ICluster;

  inStackOf(part: Construct): ICluster {
    const stack = TerraformStack.of(part);
    const own = TerraformStack.of(this);
    if (stack === own) {
      return this;
    }
    const provider = awsProviderOf(part);
    const known = this.imports.find((each) => each.stack === stack && each.provider === provider);
    const cluster = known?.cluster ?? this.importInto(stack, freeImportId(stack, this), { provider });
    if (known === undefined) {
      this.imports.push({ stack, provider, cluster });
    }
    const isCircular = !this.isImported && own.dependsOn(stack);
    if (!this.isImported && !isCircular) {
      stack.addDependency(own);
    }
    reportAtSynthesis(part, () => [
      ...(isCircular
        ? [
            `the part is in stack ${stack.node.id}, its cluster ${this.declaredName} is in stack ${own.node.id}, and ${own.node.id} depends on ${stack.node.id}: expected the stack of the cluster to be applied first. Remove that dependency, or import the cluster by its name with Cluster.fromClusterAttributes`,
          ]
        : []),
      ...(agrees(this.identity.account, reached(cluster).account) &&
      agrees(this.identity.region, reached(cluster).region)
        ? []
        : [
            `the part is in ${whereIs(reached(cluster))}, and its cluster ${this.declaredName} is in ${whereIs(this.identity)}: expected one account and one region. Give the part a provider of the cluster's account and region`,
          ]),
    ]);
    return cluster;
  }

  get partition(): string {
    return this.partitionData.partition;
  }

  get nodeRoleArn(): string {
    return this.givenNodeRoleArn ?? this.nodeRole.roleArn;
  }

  get identity(): Identity {
    return identityOf(this, this.declaredName);
  }

  get clusterKey(): ClusterKey {
    return identifiedBy("cluster", this, this.declaredName).key;
  }

  kubernetesConnection(options?: ConnectionOptions): KubernetesConnection {
    return kubernetesConnectionTo(this.reachable, this, options);
  }

  helmConnection(options?: ConnectionOptions): HelmConnection {
    return helmConnectionTo(this.reachable, this, options);
  }

  private get reachable(): Reachable {
    const { declaredName, clusterEndpoint: endpoint, certificateAuthorityData } = this;
    return { name: declaredName, endpoint, certificateAuthorityData };
  }

  get guard(): ClusterGuard | undefined {
    if (isUnresolved(this.declaredName)) {
      warn(
        this,
        `the guards of the cluster are not made (${clusterGuards.join(", ")}): its name is an unresolved token, which Terraform would know only during the apply. Write the name as text`,
      );
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

  registerNodeGroup(nodeGroup: RegisteredNodeGroup): void {
    this.nodeGroups.push(nodeGroup);
    declareNodeGroup(this, nodeGroup);
    this.order();
  }

  registerAddon(addon: RegisteredAddon): void {
    this.addons.push(addon);
    this.order();
  }

  addNodeGroup(id: string, options: NodeGroupOptions): NodeGroup {
    return new NodeGroup(this, this.freeId("node group", id), {
      ...options,
      nodeGroupName: options?.nodeGroupName ?? id,
      cluster: this,
    });
  }

  addAddon(id: string, options: AddonOptions): Addon {
    return new Addon(this, this.freeId("add-on", id), {
      ...options,
      addonName: options?.addonName ?? id,
      cluster: this,
    });
  }

  addAccessEntry(id: string, options: AccessEntryOptions): AccessEntry {
    const entry = new AccessEntry(this, this.freeId("access entry", id), { ...options, cluster: this });
    this.accessEntries.push(entry);
    return entry;
  }

  addPodIdentityAssociation(
    id: string,
    options: PodIdentityAssociationOptions & AwsResourcesProps,
  ): PodIdentityAssociation {
    const association = new PodIdentityAssociation(this, this.freeId("Pod Identity association", id), {
      ...options,
      cluster: this,
    });
    this.podIdentityAssociations.push(association);
    return association;
  }

  /**
   * Networking add-ons come before the nodes, all others after them: coredns without nodes never becomes active. Sorted by
   * path, so that the order in the code does not change the synthesized bytes.
   */
  private order(): void {
    const addons = [...this.addons].sort(byPath);
    const early = addons.filter(({ addonName }) => BEFORE_NODES.includes(addonName));
    const late = addons.filter((addon) => !early.includes(addon));
    const nodeGroups = [...this.nodeGroups].sort(byPath);
    for (const group of this.nodeGroups) {
      group.orderInCluster([...early.map(({ dependable }) => dependable), ...this.nodeRolePolicies]);
    }
    for (const addon of late) {
      addon.orderInCluster(nodeGroups.map(({ dependable }) => dependable));
    }
  }

  /** Terraform applies this stack before those of its nodes, and EKS waits for pods of the add-on. */
  private waitingInVain(): readonly string[] {
    const needsNodes = this.addons.some(({ addonName }) => addonName === "coredns");
    return this.isImported || !needsNodes || this.nodeGroups.length > 0 || nodeGroupsOf(this).length === 0
      ? []
      : [
          `the add-on coredns of ${this.declaredName} waits for nodes, and all its node groups are in other stacks, which come later: declare it in the stack of a node group, new Addon(stack, "coredns", { cluster, addonVersion })`,
        ];
  }

  /** Nodes that start before their role has these policies do not join the cluster. */
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
      ...this.nodeRoleOptions,
    });
    return this.madeNodeRole;
  }

  private get partitionData(): DataAwsPartition {
    this.madePartition ??= new DataAwsPartition(this, "partition", { provider: awsProviderOf(this) });
    return this.madePartition;
  }

  /** A duplicate id is reported with the other problems, instead of an exception in the middle of the program. */
  private freeId(what: string, id: string): string {
    if (this.node.tryFindChild(id) === undefined && !MADE_LATER.includes(id)) {
      return id;
    }
    this.problems.push(
      `duplicate id "${id}": this ${what} and another part of the cluster have it. Give each its own`,
    );
    return `${id}, declared again (${this.problems.length})`;
  }
}

/** An import of a cluster in a stack that has parts of it. */
interface ClusterImport {
  readonly stack: TerraformStack;
  readonly provider: TerraformProvider | undefined;
  readonly cluster: ICluster;
}

/** The id is part of the Terraform addresses of guards and of Pod Identity associations. */
function freeImportId({ node }: TerraformStack, cluster: ClusterBase): string {
  const id = `imported-${isUnresolved(cluster.declaredName) ? cluster.node.id : cluster.declaredName}`;
  const ids = new Set(node.children.map((child) => child.node.id));
  let free = id;
  for (let number = 2; ids.has(free); number += 1) {
    free = `${id}-${number}`;
  }
  return free;
}

/** What the provider of an import reaches. */
function reached(cluster: ICluster): Identity {
  return identityOf(cluster, cluster.declaredName);
}

function whereIs({ account = "an unknown account", region = "an unknown region" }: Identity): string {
  return `${account}, ${region}`;
}

function byPath(left: IConstruct, right: IConstruct): number {
  return left.node.path < right.node.path ? -1 : 1;
}

function twice<T>(what: string, items: readonly T[], nameOf: (item: T) => string): readonly string[] {
  const names = items.map(nameOf);
  const repeated = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  return [...repeated].map((name) => `duplicate ${what} ${name}: expected each once in a cluster`);
}
