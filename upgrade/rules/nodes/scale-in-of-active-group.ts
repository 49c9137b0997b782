import { kept } from "../../fleet/diff";
import { isUnknown } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { found, notEvaluated } from "../support/finding";
import { counted, shown } from "../support/wording";

export const scaleInOfActiveGroup: Rule = {
  id: "scale-in-of-active-group",
  severity: "error",
  title: "A group that is not drained gets fewer nodes than it has",
  why: "EKS removes nodes through the Auto Scaling group, which ends them at once: a change of sizes ignores disruption budgets. The rule compares the desired and the maximum size with the number of nodes. A lower minimum removes no node: an autoscaler that scales in later drains first. Other rules check groups that are draining or retired.",
  source:
    'EKS user guide, update-managed-node-group ("modifying NodegroupScalingConfig does not respect PDBs"); aws/containers-roadmap #1636',
  judge(input) {
    return kept(input.diff.nodeGroups).flatMap(({ before, after, change }): readonly Finding[] => {
      const { desiredSize, maxSize, phase } = after;
      const runs = before.desiredSize;
      const name = shown(after.nodeGroupName);
      if (change === undefined || runs === 0 || phase === "draining" || phase === "retired") {
        return [];
      }
      if (isUnknown(runs) || isUnknown(desiredSize) || isUnknown(maxSize)) {
        const value = isUnknown(runs)
          ? `the number of nodes of node group ${name}`
          : `the ${isUnknown(desiredSize) ? "desired" : "maximum"} size of node group ${name}`;
        return [notEvaluated(after, value, "whether EKS removes nodes")];
      }
      const goal = Math.min(desiredSize, maxSize);
      if (goal >= runs) {
        return [];
      }
      const what = desiredSize <= maxSize ? "desired" : "maximum";
      const message = `node group ${name} would have the ${what} size ${goal} and has ${counted(runs, "node")}: EKS would end ${counted(runs - goal, "node")} and ignore disruption budgets. Keep ${runs} and let an autoscaler scale in, or cordon and drain the group first`;
      return [found(after, message, { values: { has: runs, [what]: goal } })];
    });
  },
};
