import { NODE_POOL_LABEL } from "../../eks/node-pool";
import type { FleetDiff, Pair } from "../../fleet/diff";
import type { NodePoolState } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { found, notInPlan } from "../support/finding";
import { poolName, takersOf } from "../support/node-pool";
import { listed, shown } from "../support/wording";

export const nodePoolRemoved: Rule = {
  id: "node-pool-removed",
  severity: "error",
  title: "A node pool is removed, and no other nodes take its pods",
  why: "Karpenter and Auto Mode drain all nodes of a pool that is deleted, recreated or renamed, and PodDisruptionBudgets alone hold them back. Pods stay pending if no other pool and no node group has the labels, taints, zones and architectures that they need. A limited pool makes no new nodes, so others take its pods one by one: it may be removed then. If others take the pods of a pool that is not limited, the rule only warns, because all its nodes are drained at once.",
  source:
    "Karpenter, disruption (deleting a NodePool drains its nodes) and NodePool limits; aws/karpenter-provider-aws #4223",
  judge: ({ diff }) =>
    diff.nodePools.flatMap((pool) =>
      diff.destroys((pool.before ?? pool.after)?.cluster) ? [] : findingsOf(pool, diff),
    ),
};

function findingsOf({ before, after, change }: Pair<NodePoolState>, diff: FleetDiff): readonly Finding[] {
  if (before === undefined || change === undefined) {
    return [];
  }
  const isReplaced = change.action === "replace";
  const isRenamed = after !== undefined && after.nodePoolName !== before.nodePoolName;
  if (after !== undefined && !isReplaced && !isRenamed) {
    return [];
  }
  const place = { stack: change.stack, address: change.address };
  const name = shown(before.nodePoolName);
  const verb = isReplaced ? "replaced" : isRenamed ? "removed under its name" : "removed";
  const { fitting, gaps } = takersOf(before, diff);
  if (fitting.length === 0) {
    const reason = gaps === undefined ? "" : ` (${gaps})`;
    return [
      notInPlan(
        place,
        `what runs on the nodes of ${poolName(before)}, which no other pool or node group takes${reason},`,
        `whether it may be ${verb}`,
        `kubectl get nodes -l ${NODE_POOL_LABEL}=${name}, then kubectl get pods -A -o wide`,
      ),
    ];
  }
  if (before.phase === "limited") {
    return [];
  }
  const message = `${poolName(before)} would be ${verb} while it makes nodes: all its nodes are drained at once, and ${listed(fitting)} must take their pods. Limit it first (limits cpu "0"), and remove it when it has no nodes`;
  return [found(place, message, { code: "at-once", values: { pool: name }, severity: "warning" })];
}
