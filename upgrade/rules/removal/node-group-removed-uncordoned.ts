import { removed } from "../../fleet/diff";
import { isUnknown, type Known, type NodeGroupState } from "../../fleet/state";
import type { Rule } from "../rule";
import { notJudged, told } from "../support/wording";

export const nodeGroupRemovedUncordoned: Rule = {
  id: "node-group-removed-uncordoned",
  severity: "error",
  title: "a node group removed that was never cordoned",
  why: "It has no nodes when the plan is made, but it still takes pods: until the apply an autoscaler may start nodes in it, and they are ended with what runs on them. (Where it has nodes, another rule speaks.)",
  source: "hobbsh/blue-green-eks-worker #1 (an autoscaler scaled the old group up again); EKS user guide",
  judge(input) {
    const { diff } = input;
    return removed(diff.nodeGroups).flatMap(({ before, change }) => {
      const name = told(before.nodeGroupName);
      if (before.desiredSize !== 0 || diff.destroys(before.cluster)) {
        return [];
      }
      const takes = takesPods(before);
      if (isUnknown(takes)) {
        return [notJudged(change, `whether node group ${name} is cordoned`, "whether it may be removed")];
      }
      if (!takes) {
        return [];
      }
      const message = `node group ${name} would be removed while it takes pods: it has no nodes, but an autoscaler may start some at any time; cordon and retire it first`;
      return [{ stack: change.stack, address: change.address, message }];
    });
  },
};

/** A group that is said to be retired for its sizes alone takes the pods of the next node that an autoscaler starts. */
function takesPods({ phase, taints }: NodeGroupState): Known<boolean> {
  if (isUnknown(phase) || phase !== "retired") {
    return isUnknown(phase) ? phase : phase === "active";
  }
  return isUnknown(taints) ? taints : !taints.some(({ effect }) => /^NO_(SCHEDULE|EXECUTE)$/.test(effect));
}
