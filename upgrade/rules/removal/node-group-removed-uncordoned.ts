import { removed } from "../../fleet/diff";
import { isUnknown, type Known, type NodeGroupState } from "../../fleet/state";
import type { Rule } from "../rule";
import { found, notEvaluated } from "../support/finding";
import { shown } from "../support/wording";

export const nodeGroupRemovedUncordoned: Rule = {
  id: "node-group-removed-uncordoned",
  severity: "error",
  title: "A node group is removed that was never cordoned",
  why: "It has no nodes at the time of the plan, but it is active: until the apply an autoscaler may start nodes in it, and EKS ends them with their pods. (If it has nodes, another rule reports it.)",
  source: "hobbsh/blue-green-eks-worker #1 (an autoscaler scaled the old group up again); EKS user guide",
  judge(input) {
    const { diff } = input;
    return removed(diff.nodeGroups).flatMap(({ before, change }) => {
      const name = shown(before.nodeGroupName);
      if (before.desiredSize !== 0 || diff.destroys(before.cluster)) {
        return [];
      }
      const takes = takesPods(before);
      if (isUnknown(takes)) {
        return [notEvaluated(change, `the phase of node group ${name}`, "whether it may be removed")];
      }
      if (!takes) {
        return [];
      }
      const message = `node group ${name} would be removed while it is active: an autoscaler may start nodes in it at any time. Cordon and retire it first`;
      return [found(change, message)];
    });
  },
};

/** A group that counts as retired only for its sizes runs pods as soon as an autoscaler starts a node. */
function takesPods({ phase, taints }: NodeGroupState): Known<boolean> {
  if (isUnknown(phase) || phase !== "retired") {
    return isUnknown(phase) ? phase : phase === "active";
  }
  return isUnknown(taints) ? taints : !taints.some(({ effect }) => /^NO_(SCHEDULE|EXECUTE)$/.test(effect));
}
