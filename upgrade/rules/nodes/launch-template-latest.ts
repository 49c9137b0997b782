import { type FleetState, ifKnown } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { found } from "../support/finding";
import { violations } from "../support/violations";
import { shown } from "../support/wording";

export const launchTemplateLatest: Rule = {
  id: "launch-template-latest",
  severity: "warning",
  title: "A node group uses its launch template without a fixed version",
  why: "$Latest and $Default may be another version tomorrow. Nodes that join later then differ from those that run, and the next update of the group rolls all nodes for a change that nobody reviewed.",
  source:
    "EKS user guide, launch-templates; nalbam/terraform-aws-eks-worker ($Latest: hidden rolls); clowdhaus/eksup EKS006",
  judge: (input) => violations(input, ({ fleet }) => violationsIn(fleet)),
};

function violationsIn({ nodeGroups }: FleetState): readonly Finding[] {
  return nodeGroups.flatMap((group) => {
    const version = ifKnown(group.launchTemplateVersion);
    if (version !== "$Latest" && version !== "$Default") {
      return [];
    }
    const message = `node group ${shown(group.nodeGroupName)} uses version ${version} of its launch template: it may be another version tomorrow. Write the number of the version`;
    return [found(group, message, { values: { version } })];
  });
}
