import { updated } from "../../fleet/diff";
import { ifKnown, isUnknown } from "../../fleet/state";
import type { Rule } from "../rule";
import { found, notEvaluated } from "../support/finding";
import { clusterOfPool, followsControlPlane, poolName } from "../support/node-pool";
import { versionIn } from "../support/reading";
import { listed, shown } from "../support/wording";

export const driftNotHeld: Rule = {
  id: "drift-not-held",
  severity: "warning",
  title: "The control plane is upgraded while drift of a node pool is not held",
  why: "Karpenter and Auto Mode resolve AMIs for the version of the control plane, also behind a pinned alias: they begin to replace nodes as soon as it is upgraded, before add-ons are. EKS does not roll a control plane back while nodes are newer. A budget of 0 for the reason Drifted holds the nodes, so the rollback stays open. If the pool gives the version of its nodes, node-pool-version rejects the change.",
  source:
    "Karpenter, drift and NodePool disruption budgets; EKS user guide, rollback-cluster; aws/karpenter-provider-aws #6923",
  judge({ diff, index }) {
    return updated(diff.clusters).flatMap(({ before, after }) => {
      const [from, to] = [versionIn(before.version), versionIn(after.version)];
      if (from === undefined || to === undefined || to.compare(from) <= 0) {
        return [];
      }
      const name = shown(after.clusterName);
      return index.after.fleet.nodePools.flatMap((pool) => {
        const isOf = clusterOfPool(pool, index.after) === after;
        if (!isOf || pool.drift === "held" || !followsControlPlane(pool)) {
          return [];
        }
        if (isUnknown(pool.drift)) {
          const value = `the list of budgets of ${poolName(pool)}`;
          return [
            notEvaluated(pool, value, `whether its nodes are replaced when cluster ${name} is upgraded`),
          ];
        }
        const budgets = listed((ifKnown(pool.budgets) ?? []).map(({ nodes }) => nodes));
        const message = `the control plane of cluster ${name} would be upgraded to ${to}, and drift of ${poolName(pool)} is not held (${budgets === "" ? "no budget" : `budgets: ${budgets}`}): its nodes are replaced at once, and then the control plane cannot be rolled back. Hold drift first (a budget of nodes "0" for the reason Drifted), and release it after the add-ons`;
        return [found(pool, message, { values: { pool: shown(pool.nodePoolName), to: `${to}` } })];
      });
    });
  },
};
