import { removed } from "../../fleet/diff";
import { isUnknown } from "../../fleet/state";
import { nodeGroupsMadeAgain } from "../nodes/node-group-in-use-replaced";
import type { Rule } from "../rule";
import { counted, notJudged, told } from "../support/wording";

export const nodeGroupRemovedWithNodes: Rule = {
  id: "node-group-removed-with-nodes",
  severity: "error",
  title: "a node group removed while it has nodes",
  why: "EKS sets its size to 0, waits a few minutes and ends its nodes whatever the disruption budgets say. A group is retired (size 0) after its drain, and removed in a step of its own. A group that goes with its whole cluster is not judged here.",
  source:
    "EKS user guide, delete-managed-node-group; aws/containers-roadmap #1636; terraform-aws-modules/terraform-aws-eks #2905 (outage), #1813; hashicorp/terraform-provider-aws #31090 (2,000 pods purged)",
  judge(input) {
    const { diff } = input;
    const again = new Set(nodeGroupsMadeAgain(diff).map(({ was }) => was));
    return removed(diff.nodeGroups).flatMap(({ before, change }) => {
      const { nodeGroupName, desiredSize } = before;
      const name = told(nodeGroupName);
      // One that is made again at another address is told of by the rule for replacements.
      if (desiredSize === 0 || diff.destroys(before.cluster) || again.has(before)) {
        return [];
      }
      if (isUnknown(desiredSize)) {
        return [notJudged(change, `the number of nodes of ${name}`, "whether it may be removed")];
      }
      const message = `node group ${name} would be removed with ${counted(desiredSize, "node")}, which EKS ends after a few minutes past all disruption budgets; cordon, drain and retire it (size 0) first, each in a step of its own`;
      return [{ stack: change.stack, address: change.address, message }];
    });
  },
};
