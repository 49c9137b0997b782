import { removed } from "../../fleet/diff";
import { isUnknown } from "../../fleet/state";
import { nodeGroupsRecreatedElsewhere } from "../nodes/node-group-in-use-replaced";
import type { Rule } from "../rule";
import { found, notEvaluated } from "../support/finding";
import { counted, shown } from "../support/wording";

export const nodeGroupRemovedWithNodes: Rule = {
  id: "node-group-removed-with-nodes",
  severity: "error",
  title: "A node group is removed while it has nodes",
  why: "EKS sets its size to 0, waits a few minutes and ends its nodes, whatever the disruption budgets say. Retire a group (scale to 0) after its drain, and remove it in a separate change. A group that is removed with its whole cluster does not count.",
  source:
    "EKS user guide, delete-managed-node-group; aws/containers-roadmap #1636; terraform-aws-modules/terraform-aws-eks #2905 (outage), #1813; hashicorp/terraform-provider-aws #31090 (2,000 pods purged)",
  judge(input) {
    const { diff } = input;
    const again = new Set(nodeGroupsRecreatedElsewhere(diff).map(({ was }) => was));
    return removed(diff.nodeGroups).flatMap(({ before, change }) => {
      const { nodeGroupName, desiredSize } = before;
      const name = shown(nodeGroupName);
      // The rule for replacements reports a group that is recreated at another address.
      if (desiredSize === 0 || diff.destroys(before.cluster) || again.has(before)) {
        return [];
      }
      if (isUnknown(desiredSize)) {
        return [
          notEvaluated(change, `the number of nodes of node group ${name}`, "whether it may be removed"),
        ];
      }
      const message = `node group ${name} would be removed with ${counted(desiredSize, "node")}: EKS ends them after a few minutes and ignores disruption budgets. Cordon, drain and retire it (scale to 0) first, each in a separate change`;
      return [found(change, message, { values: { nodes: desiredSize } })];
    });
  },
};
