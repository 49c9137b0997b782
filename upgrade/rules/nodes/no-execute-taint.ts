import { kept } from "../../fleet/diff";
import { isUnknown, type NodeGroupState, type TaintState } from "../../fleet/state";
import type { Rule } from "../rule";
import { found, notEvaluated } from "../support/finding";
import { counted, shown } from "../support/wording";

export const noExecuteTaint: Rule = {
  id: "no-execute-taint",
  severity: "error",
  title: "A NO_EXECUTE taint on nodes that run pods",
  why: "Kubernetes deletes every pod that does not tolerate the taint, on all nodes at once, and ignores disruption budgets. NO_SCHEDULE keeps new pods away; a drain then evicts the others and respects the budgets. A group without nodes may have such a taint.",
  source: "Kubernetes, taints and tolerations, API-initiated eviction",
  judge(input) {
    return kept(input.diff.nodeGroups).flatMap(({ before, after }) => {
      const { taints, nodeGroupName } = after;
      if (before.desiredSize === 0) {
        return [];
      }
      const name = shown(nodeGroupName);
      if (isUnknown(taints)) {
        const value = `the taints of node group ${name}`;
        return [notEvaluated(after, value, "whether one of them is NO_EXECUTE")];
      }
      const [added] = taints.filter(
        (taint) => taint.effect === "NO_EXECUTE" && !had(before, taint) && !isUnknown(before.taints),
      );
      if (added === undefined) {
        return [];
      }
      const nodes = isUnknown(before.desiredSize)
        ? "its nodes"
        : `its ${counted(before.desiredSize, "node")}`;
      const message = `node group ${name} would get the taint ${added.key} with NO_EXECUTE: Kubernetes ends the pods on ${nodes} at once and ignores disruption budgets. Cordon with NO_SCHEDULE, then drain`;
      return [found(after, message, { values: { taint: added.key } })];
    });
  },
};

function had({ taints }: NodeGroupState, { key, value, effect }: TaintState): boolean {
  return (
    !isUnknown(taints) &&
    taints.some((taint) => taint.key === key && taint.value === value && taint.effect === effect)
  );
}
