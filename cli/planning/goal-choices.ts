import type { ClusterGoal, InPlaceGoal } from "../../upgrade/planner/upgrade-goal";

/*
 * The choices of a goal, for its schema and for the options of the commands that plan. The first one is the default.
 */
export const WAYS = ["in-place", "second-cluster"] as const satisfies readonly ClusterGoal["way"][];
export const NODES = ["second-group", "roll"] as const satisfies readonly InPlaceGoal["nodes"][];
export const NODE_POOLS = ["drift", "second-pool"] as const satisfies readonly InPlaceGoal["nodePools"][];
export const REPLACEMENTS = [
  "fewest",
  "each-minor",
] as const satisfies readonly InPlaceGoal["replacements"][];
export const KUBE_PROXY = [
  "after-soak",
  "lower-first",
] as const satisfies readonly InPlaceGoal["kubeProxy"][];
