import { PHASE_TAG } from "../../eks/node-group-phase";
import { updated } from "../../fleet/diff";
import { isUnknown } from "../../fleet/state";
import type { Rule } from "../rule";
import { found, notEvaluated } from "../support/finding";
import { counted, shown } from "../support/wording";

export const nodeGroupRetiredUndrained: Rule = {
  id: "node-group-retired-undrained",
  severity: "error",
  title: "A node group that was not draining is scaled to 0",
  why: "A size of 0 evicts nothing: EKS ends the nodes through the Auto Scaling group, at once, and ignores disruption budgets. A tag on the group says that it is draining, so that a later review and the guards see it.",
  source:
    'EKS user guide, update-managed-node-group ("modifying NodegroupScalingConfig does not respect PDBs"); aws/containers-roadmap #1636; terraform-aws-modules/terraform-aws-eks #1813',
  judge(input) {
    return updated(input.diff.nodeGroups).flatMap(({ before, after }) => {
      const name = shown(after.nodeGroupName);
      if (after.phase !== "retired" || before.desiredSize === 0) {
        return [];
      }
      if (isUnknown(before.phase)) {
        return [notEvaluated(after, `the phase of node group ${name}`, "whether it may be retired")];
      }
      if (before.phase === "draining" || before.phase === "retired") {
        return [];
      }
      const nodes = isUnknown(before.desiredSize) ? "its nodes" : counted(before.desiredSize, "node");
      const message = `node group ${name} would be retired while it is ${before.phase}: EKS would end ${nodes} and ignore disruption budgets. Set its phase to draining (tag ${PHASE_TAG}), drain it, and retire it in a separate change`;
      return [found(after, message, { values: { phase: before.phase } })];
    });
  },
};
