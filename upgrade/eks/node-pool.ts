import { type DisruptionBudget, DRIFTED, nodesOfBudget } from "./node-pool-drift";

/*
 * Facts of the node pools of Karpenter and EKS Auto Mode.
 *
 * See https://karpenter.sh/docs/concepts/nodepools/
 */

/**
 * - `active`: it makes nodes for pods;
 * - `limited`: its limits are 0. It makes no nodes, and those that run stay until they are empty, drift or expire.
 */
export const nodePoolPhases = ["active", "limited"] as const;

export type NodePoolPhase = (typeof nodePoolPhases)[number];

/** The resources whose limit of 0 lets a pool make no nodes. */
const DECISIVE = ["nodes", "cpu", "memory"] as const;

/** The limits of a pool that makes no nodes. */
export const LIMITED = { cpu: "0" } as const;

export function phaseOfLimits(limits: Readonly<Record<string, string>>): NodePoolPhase {
  return DECISIVE.some((resource) => /^0+(\.0*)?[a-zA-Z]*$/.test(limits[resource] ?? ""))
    ? "limited"
    : "active";
}

/** The annotation of a NodePool of ours, and the tag of a Fargate profile, with the Kubernetes version of its nodes. */
export const VERSION_TAG = "cdktf-eks-upgrade/version";

/** The label of a node that names its pool. Karpenter and Auto Mode set it. */
export const NODE_POOL_LABEL = "karpenter.sh/nodepool";

/** What Karpenter takes for what a pool leaves out. */
export const POOL_DEFAULTS: { readonly expireAfter: string; readonly budgets: readonly DisruptionBudget[] } =
  {
    expireAfter: "720h",
    budgets: [{ nodes: "10%" }],
  };

/** Whether the budgets let all nodes of a pool be replaced at once: none for drifted nodes is below 100%. */
export function letsAllGo(budgets: readonly DisruptionBudget[]): boolean {
  return driftBudgets(budgets).every(({ nodes }) => nodes.endsWith("%") && nodesOfBudget(nodes, 100) >= 100);
}

/** The budgets that apply to drifted nodes. */
function driftBudgets(budgets: readonly DisruptionBudget[]): readonly DisruptionBudget[] {
  return budgets.filter(({ reasons }) => reasons === undefined || reasons.includes(DRIFTED));
}

/** Who makes the nodes of a pool: one without an AMI is a pool of Auto Mode, whose AMIs EKS chooses. */
export function nodePoolKind({ ami }: { readonly ami?: string }): "karpenter" | "auto-mode" {
  return ami === undefined ? "auto-mode" : "karpenter";
}
