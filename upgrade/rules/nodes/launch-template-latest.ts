import { type FleetState, ifKnown } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { violations } from "../support/violations";
import { told } from "../support/wording";

export const launchTemplateLatest: Rule = {
  id: "launch-template-latest",
  severity: "warning",
  title: "a launch template without a version of its own",
  why: "$Latest and $Default mean another template tomorrow: nodes that join later differ from those that run, and the next update of the group rolls all of them for a change that nobody reviewed.",
  source:
    "EKS user guide, launch-templates; nalbam/terraform-aws-eks-worker ($Latest: hidden rolls); clowdhaus/eksup EKS006",
  judge: (input) => violations(input, ({ fleet }) => violationsIn(fleet)),
};

function violationsIn({ nodeGroups }: FleetState): readonly Finding[] {
  return nodeGroups.flatMap(({ stack, address, nodeGroupName, launchTemplateVersion }) => {
    const version = ifKnown(launchTemplateVersion);
    if (version !== "$Latest" && version !== "$Default") {
      return [];
    }
    const message = `node group ${told(nodeGroupName)} takes version ${version} of its launch template, which is another one tomorrow; write the number of the version`;
    return [{ stack, address, message, values: { version } }];
  });
}
