import { kept } from "../../fleet/diff";
import { isUnknown, type NodeGroupState, type TaintState } from "../../fleet/state";
import type { Rule } from "../rule";
import { counted, notJudged, told } from "../support/wording";

export const noExecuteTaint: Rule = {
  id: "no-execute-taint",
  severity: "error",
  title: "a NO_EXECUTE taint on nodes that run pods",
  why: "Kubernetes deletes every pod that does not tolerate it, on all nodes at once and whatever the disruption budgets say. NO_SCHEDULE keeps new pods away and leaves the others to a drain, which asks the budgets. A group without nodes may take one.",
  source: "Kubernetes, taints and tolerations, API-initiated eviction",
  judge(input) {
    return kept(input.diff.nodeGroups).flatMap(({ before, after }) => {
      const { stack, address, taints, nodeGroupName } = after;
      if (before.desiredSize === 0) {
        return [];
      }
      const name = told(nodeGroupName);
      if (isUnknown(taints)) {
        const value = `the list of taints of node group ${name}`;
        return [notJudged(after, value, "whether one of them ends pods (NO_EXECUTE)")];
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
      const message = `taint ${added.key} of node group ${name} would be NO_EXECUTE, which ends the pods of ${nodes} at once, past all disruption budgets; cordon with NO_SCHEDULE, then drain`;
      return [{ stack, address, message }];
    });
  },
};

function had({ taints }: NodeGroupState, { key, value, effect }: TaintState): boolean {
  return (
    !isUnknown(taints) &&
    taints.some((taint) => taint.key === key && taint.value === value && taint.effect === effect)
  );
}
