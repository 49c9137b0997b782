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

/** The kubectl commands that empty a node group: all its nodes cordoned first, so that no pod moves twice. */
export function drainCommands(nodeGroupName: string): readonly string[] {
  const selector = `eks.amazonaws.com/nodegroup=${nodeGroupName}`;
  return [
    `kubectl cordon --selector ${selector}`,
    `kubectl drain --selector ${selector} --ignore-daemonsets --delete-emptydir-data --timeout=60m`,
  ];
}
