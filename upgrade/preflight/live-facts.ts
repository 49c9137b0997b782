/** What AWS knows of a cluster on one day, and no plan does. What could not be read is left out, never guessed. */
export interface LiveFacts {
  readonly region: string;
  readonly clusterName: string;
  readonly version: string;
  readonly status: string;
  readonly issues: readonly Issue[];
  /** Those that are under way; and the last one of a thing, where it failed. */
  readonly updates?: readonly LiveUpdate[];
  readonly insights?: readonly LiveInsight[];
  readonly subnets?: readonly LiveSubnet[];
  readonly nodeGroups?: readonly LiveGroupHealth[];
  /** All nodes, whoever made them. Left out too where nobody asks the Kubernetes API. */
  readonly nodes?: readonly LiveNode[];
  readonly addons?: readonly LiveAddonHealth[];
  readonly targetGroups?: readonly LiveTargetHealth[];
  /** The Kubernetes versions that EKS supports today. */
  readonly offeredVersions?: readonly string[];
  /** By add-on that the cluster has: the builds that EKS offers for the version that it is to have. */
  readonly offeredBuilds?: Readonly<Record<string, readonly string[]>>;
  /** Why something could not be read, by the fact: "subnets" by "ec2:DescribeSubnets: …". */
  readonly unread: Readonly<Partial<Record<FactName, string>>>;
}

export type FactName =
  | "updates"
  | "insights"
  | "subnets"
  | "nodeGroups"
  | "nodes"
  | "addons"
  | "targetGroups"
  | "offeredVersions"
  | "offeredBuilds";

/** What EKS finds wrong. */
export interface Issue {
  readonly code: string;
  readonly message: string;
}

export interface LiveUpdate {
  readonly id: string;
  readonly type: string;
  /** What it failed for; left out while it is under way. */
  readonly failedFor?: readonly Issue[];
  /** "node group workers-v1"; left out for one of the cluster itself. */
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
  /** Of the kubelets; left out for an AMI of one's own. */
  readonly version?: string;
  readonly issues: readonly Issue[];
}

export interface LiveNode {
  readonly name: string;
  /** Whose it is, in words: "node group workers-v1", "node pool default", "no managed group". */
  readonly group: string;
  /** "v1.33.5-eks-3abbec1" */
  readonly kubelet: string;
  readonly isReady: boolean;
}

export interface LiveAddonHealth {
  readonly name: string;
  readonly version: string;
  readonly status: string;
  readonly issues: readonly Issue[];
}

export interface LiveTargetHealth {
  readonly name: string;
  /** Whether there is such a target group. */
  readonly exists: boolean;
  readonly registered: number;
  readonly healthy: number;
}

/** What is about to be done. */
export interface Intent {
  /** The version that the control plane is to have; what it has, where nothing is said. */
  readonly version: string;
  /** Whether the control plane is about to be changed, or nobody says what is. */
  readonly isOfControlPlane: boolean;
  /** Names of the target groups that are to get more traffic. */
  readonly gaining: readonly string[];
}
