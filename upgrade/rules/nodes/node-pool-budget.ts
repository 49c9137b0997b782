import { letsAllGo } from "../../eks/node-pool";
import { ifKnown, type NodePoolState } from "../../fleet/state";
import type { Rule, RuleInput } from "../rule";
import { found } from "../support/finding";
import { clusterOfPool, followsControlPlane, poolName } from "../support/node-pool";
import { violations } from "../support/violations";
import { shown } from "../support/wording";

export const nodePoolBudget: Rule = {
  id: "node-pool-budget",
  severity: "error",
  title: "The budgets of a node pool let all its nodes be replaced at once",
  why: "Without a budget below 100% for drifted nodes, one change of the AMI, of the pool or of the control plane replaces all nodes of the pool at once. Only PodDisruptionBudgets hold pods then, and pods without one are all evicted together. A pool whose code has no budgets has one of 10%, but a pool that has budgets for other reasons alone has none for drift. If this change lets the nodes drift, the rule rejects it; else it only warns.",
  source: "Karpenter, NodePool disruption budgets",
  judge: (input) =>
    violations(input, ({ fleet }) =>
      fleet.nodePools.flatMap((pool) => {
        const budgets = ifKnown(pool.budgets);
        if (budgets === undefined || !letsAllGo(budgets)) {
          return [];
        }
        const values = { pool: shown(pool.nodePoolName) };
        const lead = `the budgets of ${poolName(pool)} let all its nodes be replaced at once`;
        const fix = 'Add a budget for the reason Drifted, such as nodes "10%"';
        return driftsIn(pool, input)
          ? [found(pool, `${lead}, and this change makes them drift. ${fix} first`, { code: "now", values })]
          : [found(pool, `${lead} when they drift. ${fix}`, { code: "later", values, severity: "warning" })];
      }),
    ),
};

/** Whether a change makes the nodes of a pool drift: it had nodes before, and gets others. */
function driftsIn(pool: NodePoolState, { diff, index }: RuleInput): boolean {
  const before = diff.nodePools.find(({ after }) => after === pool)?.before;
  if (before === undefined) {
    return false;
  }
  const [was, is] = [clusterOfPool(before, index.before), clusterOfPool(pool, index.after)];
  const isUpgraded = was?.version !== undefined && is?.version !== undefined && was.version !== is.version;
  return (isUpgraded && followsControlPlane(pool)) || templateOf(before) !== templateOf(pool);
}

/** What the nodes of a pool are compared with. */
function templateOf({ amiAlias, labels, taints, requirements }: NodePoolState): string {
  return JSON.stringify([amiAlias, labels, taints, requirements]);
}
