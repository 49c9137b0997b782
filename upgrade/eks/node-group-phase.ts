/**
 * How far a node group is on its way out:
 * - `active`: pods are scheduled on it;
 * - `cordoned`: no new pods (a NO_SCHEDULE taint), those that run stay;
 * - `draining`: its pods are evicted, disruption budgets honoured;
 * - `retired`: no nodes (minimum and desired size 0). What is left is to remove it from the code.
 */
export const nodeGroupPhases = ["active", "cordoned", "draining", "retired"] as const;

export type NodeGroupPhase = (typeof nodeGroupPhases)[number];

/**
 * The tag in which AWS keeps the phase of a node group that is draining or retired. An active or cordoned
 * group has none: a cordon changes the taint and nothing else.
 */
export const PHASE_TAG = "cdktf-eks-upgrade/phase";

/**
 * The taint of a group that is not active. (`node.kubernetes.io/unschedulable`, which DaemonSets tolerate by
 * themselves, is no choice: Kubernetes takes it off every node that was not cordoned by hand.)
 */
export const CORDON_TAINT = {
  key: "cdktf-eks-upgrade/cordoned",
  value: "true",
  effect: "NO_SCHEDULE",
} as const;

/** Minutes that a node may take to empty, and the whole group, unless the code says otherwise. */
export const DRAIN_LIMIT_MINUTES = 60;

/**
 * The command that empties a node group. It cordons all nodes of the group before the first pod goes, so that none
 * moves twice; asks for each eviction again until the disruption budgets allow it; leaves DaemonSets; and ends with
 * the names of the pods that are in the way. What pods keep in an emptyDir goes with them. Pods that nothing would
 * make again (`--force`) and disruption budgets (`--disable-eviction`) are never passed over.
 */
export function drainCommand(nodeGroupName: string, limitMinutes = DRAIN_LIMIT_MINUTES): readonly string[] {
  return [
    "kubectl",
    "drain",
    `--selector=${NODE_GROUP_LABEL}=${nodeGroupName}`,
    "--ignore-daemonsets",
    "--delete-emptydir-data",
    `--timeout=${limitMinutes}m`,
  ];
}

/** The label by which EKS tells of each node which group it is of. */
export const NODE_GROUP_LABEL = "eks.amazonaws.com/nodegroup";

/** Where it is written that node groups of a cluster were drained: the path of SSM parameters. */
export function drainedPath(clusterName: string): string {
  return `/cdktf-eks-upgrade/${clusterName}/drained`;
}

/** The SSM parameter that is there from the end of a drain until the group is active again, or gone. */
export function drainedParameter(clusterName: string, nodeGroupName: string): string {
  return `${drainedPath(clusterName)}/${nodeGroupName}`;
}
