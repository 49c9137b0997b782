import { quantityIn } from "../../eks/quantity";
import type { FleetDiff, Kept } from "../../fleet/diff";
import { kept } from "../../fleet/diff";
import { ifKnown, type NodePoolState } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { found } from "../support/finding";
import { poolName, takersOf } from "../support/node-pool";
import { shown } from "../support/wording";

export const nodePoolLimited: Rule = {
  id: "node-pool-limited",
  severity: "error",
  title: "A node pool may no longer make the nodes that its pods need",
  why: "A pool at its limits makes no node: pods that restart stay pending, and drifted nodes are not replaced, because Karpenter starts the new node first. A limit of 0 needs another pool or node group that takes the pods. A plan does not show how much runs, so a limit that is only lowered is a warning; preflight compares it with what runs.",
  source: "Karpenter, NodePool limits; aws/karpenter-provider-aws #6888 (drift that did not start)",
  judge: ({ diff }) =>
    kept(diff.nodePools).flatMap((pool) => (pool.change === undefined ? [] : findingsOf(pool, diff))),
};

function findingsOf({ before, after }: Kept<NodePoolState>, diff: FleetDiff): readonly Finding[] {
  const values = { pool: shown(after.nodePoolName) };
  if (before.phase === "active" && after.phase === "limited") {
    const { fitting, gaps } = takersOf(before, diff);
    if (fitting.length > 0) {
      return [];
    }
    const message = `${poolName(after)} would make no more nodes, and no other pool or node group takes its pods${gaps === undefined ? "" : ` (${gaps})`}: pods that restart stay pending. Create its successor first, in a separate change`;
    return [found(after, message, { code: "no-successor", values })];
  }
  const [had, has] = [ifKnown(before.limits) ?? {}, ifKnown(after.limits)];
  return Object.entries(after.phase === "limited" ? {} : (has ?? {})).flatMap(([resource, limit]) => {
    const [from, to] = [quantityIn(had[resource] ?? ""), quantityIn(limit)];
    if (from === undefined || to === undefined || to >= from) {
      return [];
    }
    const message = `the limit of ${poolName(after)} would be lowered from ${had[resource]} to ${limit} ${resource}: if more runs, it makes no node, and drift stands still. Compare it with what runs (kubectl get nodepool ${shown(after.nodePoolName)} -o jsonpath={.status.resources})`;
    return [
      found(after, message, {
        code: "lower",
        values: { ...values, resource, to: limit },
        severity: "warning",
      }),
    ];
  });
}
