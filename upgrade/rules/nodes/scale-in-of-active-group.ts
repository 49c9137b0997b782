import { kept } from "../../fleet/diff";
import { isUnknown } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { counted, notJudged, told } from "../support/wording";

export const scaleInOfActiveGroup: Rule = {
  id: "scale-in-of-active-group",
  severity: "error",
  title: "fewer nodes than run, in a group that is not drained",
  why: "EKS takes nodes away through the Auto Scaling group, which ends them at once: a change of sizes asks no disruption budget. Judged are the desired and the maximum size against what runs; a lower minimum takes nothing away by itself, and an autoscaler that then scales in drains. A group on its way out (draining, retired) is for other rules.",
  source:
    'EKS user guide, update-managed-node-group ("modifying NodegroupScalingConfig does not respect PDBs"); aws/containers-roadmap #1636',
  judge(input) {
    return kept(input.diff.nodeGroups).flatMap(({ before, after, change }): readonly Finding[] => {
      const { stack, address, desiredSize, maxSize, phase } = after;
      const runs = before.desiredSize;
      const name = told(after.nodeGroupName);
      if (change === undefined || runs === 0 || phase === "draining" || phase === "retired") {
        return [];
      }
      if (isUnknown(runs) || isUnknown(desiredSize) || isUnknown(maxSize)) {
        const value = isUnknown(runs)
          ? `the number of nodes of ${name}`
          : `the ${isUnknown(desiredSize) ? "desired" : "maximum"} size of ${name}`;
        return [notJudged(after, value, "whether nodes are taken away")];
      }
      const goal = Math.min(desiredSize, maxSize);
      if (goal >= runs) {
        return [];
      }
      const what = desiredSize <= maxSize ? "desired" : "maximum";
      const message = `the ${what} size of node group ${name} would be ${goal} while ${counted(runs, "node")} ${runs === 1 ? "runs" : "run"}, and EKS would end ${counted(runs - goal, "node")} past all disruption budgets; leave ${runs} and let an autoscaler drain, or cordon and drain the group before`;
      return [{ stack, address, message }];
    });
  },
};
