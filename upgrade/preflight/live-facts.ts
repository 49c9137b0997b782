import type { DisruptionBudget } from "../eks/node-pool-drift";

/** Facts about a running cluster that no plan has. A fact that could not be read is left out, never guessed. */
export interface LiveFacts {
  readonly region: string;
  readonly clusterName: string;
  readonly version: string;
  readonly status: string;
  readonly issues: readonly Issue[];
  /** Updates in progress, and the last update of each resource if it failed. */
  readonly updates?: readonly LiveUpdate[];
  readonly insights?: readonly LiveInsight[];
  readonly subnets?: readonly LiveSubnet[];
  readonly nodeGroups?: readonly LiveGroupHealth[];
  /** All nodes, of every kind. Left out also if the Kubernetes API is not read. */
  readonly nodes?: readonly LiveNode[];
  /** Node pools of Karpenter and Auto Mode. Left out also if the Kubernetes API is not read. */
  readonly nodePools?: readonly LiveNodePool[];
  readonly addons?: readonly LiveAddonHealth[];
  readonly targetGroups?: readonly LiveTargetHealth[];
  /** The Kubernetes versions that EKS supports today. */
  readonly offeredVersions?: readonly string[];
  /** By add-on of the cluster: the builds that EKS offers for the target version. */
  readonly offeredBuilds?: Readonly<Record<string, readonly string[]>>;
  /** Why a fact could not be read, by its name: "subnets" has "ec2:DescribeSubnets: …". */
  readonly unread: Readonly<Partial<Record<FactName, string>>>;
}

export type FactName =
  | "updates"
  | "insights"
  | "subnets"
  | "nodeGroups"
  | "nodes"
  | "nodePools"
  | "addons"
  | "targetGroups"
  | "offeredVersions"
  | "offeredBuilds";

/** A problem that EKS reports. */
export interface Issue {
  readonly code: string;
  readonly message: string;
}

export interface LiveUpdate {
  readonly id: string;
  readonly type: string;
  /** Why the update failed. Left out while it is in progress. */
  readonly failedFor?: readonly Issue[];
  /** "node group workers-v1". Left out for an update of the cluster itself. */
  readonly of?: string;
}

export interface LiveInsight {
  readonly name: string;
  readonly category: string;
  readonly kubernetesVersion?: string;
  readonly status: string;
  readonly reason: string;
}

export interface LiveSubnet {
  readonly subnetId: string;
  readonly zone: string;
  readonly freeAddresses: number;
}

export interface LiveGroupHealth {
  readonly name: string;
  readonly status: string;
  /** The version of the kubelets. Left out for a custom AMI. */
  readonly version?: string;
  readonly issues: readonly Issue[];
}

export interface LiveNode {
  readonly name: string;
  /** The owner in words: "node group workers-v1", "node pool default", "no managed group". */
  readonly group: string;
  /** "v1.33.5-eks-3abbec1" */
  readonly kubelet: string;
  readonly isReady: boolean;
  /** "webapp/webapp-1": pods on it except those of DaemonSets and mirror pods. Read if its node group is retired next. */
  readonly pods?: readonly string[];
}

export interface LiveNodePool {
  readonly name: string;
  /** As Karpenter reads them. */
  readonly budgets: readonly DisruptionBudget[];
  /** Quantities by resource, "cpu". */
  readonly limits: Readonly<Record<string, string>>;
  /** What its nodes have together, by resource. */
  readonly resources: Readonly<Record<string, string>>;
  /** Nodes that differ from the pool, and wait to be replaced. */
  readonly drifted: number;
  /** Pods on drifted nodes that cannot be evicted now: "webapp/webapp-1 (PodDisruptionBudget webapp allows 0)". */
  readonly blocking: readonly string[];
}

/** The owner of nodes, as `LiveNode.group` has it. */
export function nodePoolWords(pool: string): string {
  return `node pool ${pool}`;
}

export interface LiveAddonHealth {
  readonly name: string;
  readonly version: string;
  readonly status: string;
  readonly issues: readonly Issue[];
}

export interface LiveTargetHealth {
  readonly name: string;
  /** Whether the target group exists. */
  readonly exists: boolean;
  readonly registered: number;
  readonly healthy: number;
}

/** The change that is about to be applied. */
export interface Intent {
  /** The target version of the control plane. Without a target, its current version. */
  readonly version: string;
  /** Whether the control plane is about to change, or the change is not given. */
  readonly isOfControlPlane: boolean;
  /** Names of the target groups that will get more traffic. */
  readonly gaining: readonly string[];
  /** Names of the node groups that will be retired. @default - none */
  readonly retiring?: readonly string[];
}
