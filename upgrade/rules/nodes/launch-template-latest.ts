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

function violationsIn({ nodeGroups, otherNodes }: FleetState): readonly Finding[] {
  const floating = otherNodes.flatMap((nodes) => {
    const version = nodes.floatingTemplate;
    const message = `${nodes.what} uses version ${version} of its launch template: new instances may differ from those that run, and no instance refresh starts for a new version. Write the number of the version`;
    return version === undefined ? [] : [found(nodes, message, { values: { version } })];
  });
  const ofGroups = nodeGroups.flatMap((group) => {
    const version = ifKnown(group.launchTemplateVersion);
    if (version !== "$Latest" && version !== "$Default") {
      return [];
    }
    const message = `node group ${shown(group.nodeGroupName)} uses version ${version} of its launch template: it may be another version tomorrow. Write the number of the version`;
    return [found(group, message, { values: { version } })];
  });
  return [...ofGroups, ...floating];
}
