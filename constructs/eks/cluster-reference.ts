import type { ITerraformDependable } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import type { Catalog } from "../../upgrade/eks/catalog/catalog";
import type { Identity } from "../../upgrade/fleet/key";
import type { ClusterKey } from "../../upgrade/fleet/state";
import type { ClusterGuard, GuardedNodeGroup } from "./cluster-guard";

/** The properties of a cluster that its parts use. */
export interface ClusterReference extends IConstruct {
  /** For resources: if this program declares the cluster, Terraform creates them after it. */
  readonly clusterName: string;
  /** The name from the code: for messages, and for data sources that Terraform reads before it creates anything. */
  readonly declaredName: string;
  readonly version: string;
  readonly catalog: Catalog;
  readonly subnetIds: readonly string[];
  /** The role that its node groups share. If none was given, it is created when it is first read. */
  readonly nodeRoleArn: string;
  /** "aws", "aws-cn", … */
  readonly partition: string;
  /** Compares the code with the live cluster. None if the cluster's name is an unresolved token. */
  readonly guard: ClusterGuard | undefined;
  /** The identity of the cluster in AWS, as far as its provider has it. */
  readonly identity: Identity;
  /** The key of its identity among all clusters of a program. */
  readonly clusterKey: ClusterKey;
  /** Whether another stack or program declares it. */
  readonly isImported: boolean;
  /**
   * The cluster for a part of it: itself, or an import of itself in the stack of the part. Guards and order then are in that
   * stack, which CDKTF applies after the stack of the cluster.
   */
  inStackOf(part: Construct): ClusterReference;
  /** Each node group and add-on calls this: the cluster orders them, and reports duplicate names. */
  registerNodeGroup(nodeGroup: RegisteredNodeGroup): void;
  registerAddon(addon: RegisteredAddon): void;
}

/** A part of a cluster that Terraform creates in an order. */
interface OrderedPart extends IConstruct {
  readonly dependable: ITerraformDependable;
  /** The order that the cluster decides. It replaces that of an earlier call, and nothing that the program gave. */
  orderInCluster(dependencies: readonly ITerraformDependable[]): void;
}

export interface RegisteredNodeGroup extends OrderedPart, GuardedNodeGroup {}

export interface RegisteredAddon extends OrderedPart {
  readonly addonName: string;
}
