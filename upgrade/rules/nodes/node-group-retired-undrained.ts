import { PHASE_TAG } from "../../eks/node-group-phase";
import { updated } from "../../fleet/diff";
import { isUnknown } from "../../fleet/state";
import type { Rule } from "../rule";
import { counted, notJudged, told } from "../support/wording";

export const nodeGroupRetiredUndrained: Rule = {
  id: "node-group-retired-undrained",
  severity: "error",
  title: "a node group scaled to nothing that was not draining before",
  why: "A size of 0 evicts nothing: EKS ends the nodes through the Auto Scaling group, at once and past all disruption budgets. That a group is draining is kept in a tag of it, so that another step, and a guard, see it.",
  source:
    'EKS user guide, update-managed-node-group ("modifying NodegroupScalingConfig does not respect PDBs"); aws/containers-roadmap #1636; terraform-aws-modules/terraform-aws-eks #1813',
  judge(input) {
    return updated(input.diff.nodeGroups).flatMap(({ before, after }) => {
      const { stack, address, nodeGroupName } = after;
      const name = told(nodeGroupName);
      if (after.phase !== "retired" || before.desiredSize === 0) {
        return [];
      }
      if (isUnknown(before.phase)) {
        return [notJudged(after, `whether node group ${name} is draining`, "whether it may be retired")];
      }
      if (before.phase === "draining" || before.phase === "retired") {
        return [];
      }
      const nodes = isUnknown(before.desiredSize)
        ? "an unknown number of nodes"
        : counted(before.desiredSize, "node");
      const message = `node group ${name} would be retired while it is ${before.phase}, not drained, and ${nodes} would be ended past all disruption budgets; set its phase to draining (tag ${PHASE_TAG}), drain it, and retire it in a step of its own`;
      return [{ stack, address, message }];
    });
  },
};
