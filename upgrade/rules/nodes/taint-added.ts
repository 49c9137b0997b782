import { type FleetDiff, kept } from "../../fleet/diff";
import { ifKnown, isUnknown, type NodeGroupState, type TaintState } from "../../fleet/state";
import type { Rule } from "../rule";
import { found } from "../support/finding";
import { counted, listed, shown } from "../support/wording";

export const taintAdded: Rule = {
  id: "taint-added",
  severity: "warning",
  title: "Nodes get a taint, and pods without its toleration can no longer start",
  why: "A NO_SCHEDULE taint keeps new pods away that do not tolerate it: pods that restart stay pending. If other nodes of the cluster take them, the rule only warns. It rejects the change if no active node group without taints is left and no other nodes exist: then nothing new can run, not even coredns. A cordon has rules of its own.",
  source: "Kubernetes, taints and tolerations; EKS user guide, node-taints-managed-node-groups",
  judge({ diff }) {
    return kept(diff.nodeGroups).flatMap(({ before, after, change }) => {
      const added = change === undefined ? [] : addedTo(before, after);
      if (added.length === 0 || after.phase !== "active" || before.desiredSize === 0) {
        return [];
      }
      const nodes = ifKnown(before.desiredSize);
      const of = `node group ${shown(after.nodeGroupName)}${nodes === undefined ? "" : ` (${counted(nodes, "node")})`}`;
      const taints = listed(added.map(({ key }) => key));
      const lead = `${of} would get the taint ${taints} (NO_SCHEDULE): new pods need its toleration`;
      const values = { taints };
      return [
        hasOtherNodes(after, diff)
          ? found(
              after,
              `${lead}, and pods without it must find room on other nodes. Add the toleration first to the pods that belong there`,
              {
                code: "toleration",
                values,
              },
            )
          : found(
              after,
              `${lead}, and no other nodes of the cluster take the rest: not even coredns could start again. Create a node group without taints first`,
              {
                code: "nothing-left",
                values,
                severity: "error",
              },
            ),
      ];
    });
  },
};

function addedTo(
  { taints: before }: NodeGroupState,
  { taints: after }: NodeGroupState,
): readonly TaintState[] {
  return isUnknown(before) || isUnknown(after)
    ? []
    : after.filter(
        ({ key, effect }) =>
          effect === "NO_SCHEDULE" && !before.some((taint) => taint.key === key && taint.effect === effect),
      );
}

/** Whether pods without tolerations may start on other nodes of the cluster. */
function hasOtherNodes({ cluster }: NodeGroupState, diff: FleetDiff): boolean {
  if (isUnknown(cluster)) {
    return true;
  }
  const state = diff.cluster(cluster)?.after;
  // The plan of another stack may have the other groups.
  const isManaged = diff.clusters.some(({ after }) => after !== undefined && after === state);
  return (
    !isManaged ||
    (state?.otherNodes.length ?? 0) > 0 ||
    diff.nodeGroupsOf(cluster).some(({ after }) => {
      const taints = after === undefined ? [] : (ifKnown(after.taints) ?? []);
      return (
        after?.phase === "active" &&
        after.desiredSize !== 0 &&
        !taints.some(({ effect }) => effect === "NO_SCHEDULE" || effect === "NO_EXECUTE")
      );
    })
  );
}
