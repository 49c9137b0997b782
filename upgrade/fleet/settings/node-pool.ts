import type { DriftWindow } from "../../eks/node-pool-drift";
import type { Taint } from "./node-group";

export const nodePoolPhases = ["active", "limited"] as const;

export type NodePoolPhase = (typeof nodePoolPhases)[number];

export const nodePoolArchitectures = ["amd64", "arm64"] as const;

export type NodePoolArchitecture = (typeof nodePoolArchitectures)[number];

export const nodePoolCapacityTypes = ["on-demand", "spot", "reserved"] as const;

export type NodePoolCapacityType = (typeof nodePoolCapacityTypes)[number];

/**
 * A node pool of Karpenter, with its node class, or a node pool of Auto Mode. Its nodes follow the control plane: after an
 * upgrade they drift, and are replaced as `drift` and `driftBudget` allow.
 * @see https://karpenter.sh/docs/concepts/nodepools/
 */
export interface NodePoolSettings {
  /**
   * The Kubernetes version of the nodes, "1.34". It is older than the control plane only while drift is held. It changes no
   * node: set it to the version of the control plane when you release drift.
   */
  readonly version: string;
  /**
   * A pinned alias of EKS's AMIs, "al2023@v20261015". A change replaces the nodes, by drift, at the pace of `driftBudget`.
   * Required for Karpenter. @default - a node pool of Auto Mode, whose AMIs EKS chooses
   */
  readonly ami?: string;
  /** Whether nodes that differ from the pool are replaced: "held" replaces none. Changed in place. @default "released" */
  readonly drift?: "held" | "released";
  /** How many nodes drift may replace at once: a number or a percentage, "1" or "10%". Changed in place. @default "10%" */
  readonly driftBudget?: string;
  /** The hours in which drift may replace nodes. Changed in place. @inCode @default - at any time */
  readonly driftWindow?: DriftWindow;
  /** "limited" creates no new nodes; running nodes stay. Set it before you remove the pool. Changed in place. @default "active" */
  readonly phase?: NodePoolPhase;
  /** The most CPUs and memory of all nodes together. Changed in place. @default - no limit */
  readonly limits?: NodePoolLimits;
  /** "m6i.4xlarge". A change replaces the nodes that differ. @default - any */
  readonly instanceTypes?: readonly string[];
  /** "m6i". A change replaces the nodes that differ. @default - any */
  readonly instanceFamilies?: readonly string[];
  /** "m". A change replaces the nodes that differ. @default - c, m and r, unless types or families are given */
  readonly instanceCategories?: readonly string[];
  /** A change replaces the nodes that differ. @default ["amd64"] */
  readonly architectures?: readonly NodePoolArchitecture[];
  /** A change replaces the nodes that differ. @default ["on-demand"] */
  readonly capacityTypes?: readonly NodePoolCapacityType[];
  /** "ap-northeast-2a". A change replaces the nodes that differ. @default - those of the subnets */
  readonly zones?: readonly string[];
  /** In addition to `group`, `instancegroup` and `subgroup`, which come from the name. A change replaces the nodes. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** A change replaces the nodes. @default - none */
  readonly taints?: readonly Taint[];
  /** Of the pools that a pod can use, the pool with the highest weight is used first: 1 to 100. @default - 0 */
  readonly weight?: number;
  /**
   * The age at which a node is replaced, "720h", or "Never". Karpenter respects no budget of the pool then. A change replaces
   * the nodes. @default - Karpenter: "Never", because a replacement is a step of its own; Auto Mode: "336h"
   */
  readonly expireAfter?: string;
  /**
   * How long a node waits for its pods, "24h". Then they are deleted, whatever disruption budgets and annotations say.
   * A change replaces the nodes. @default - Karpenter: no limit; Auto Mode: "24h"
   */
  readonly terminationGracePeriod?: string;
  /** How many nodes consolidation may replace or remove at once: "1", "10%", or "0" for none. Changed in place. @default "10%" */
  readonly consolidationBudget?: string;
  /** How long a node is empty or underused before consolidation, "5m", or "Never". Changed in place. @default "1m" */
  readonly consolidateAfter?: string;
  /** A change replaces the nodes. @default - the subnets of the cluster */
  readonly subnetIds?: readonly string[];
  /** A change replaces the nodes. @default - the security group of the cluster */
  readonly securityGroupIds?: readonly string[];
  /** The size of the root disk, in GiB, encrypted. A change replaces the nodes. @default - Karpenter: 50; Auto Mode: 80 */
  readonly diskSizeGib?: number;
  /** Tags on instances and volumes. A change replaces the nodes. @default - none */
  readonly tags?: Readonly<Record<string, string>>;
}

export interface NodePoolLimits {
  /** @default - no limit */
  readonly cpus?: number;
  /** @default - no limit */
  readonly memoryGib?: number;
}
