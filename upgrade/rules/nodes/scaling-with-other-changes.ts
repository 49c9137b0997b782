import { kept } from "../../fleet/diff";
import type { Rule } from "../rule";
import { listed, told } from "../support/wording";

/** They are not part of an update of the group, or are told by EKS afterwards. */
const NO_CHANGES: readonly string[] = ["tags", "tags_all", "timeouts", "status", "resources", "arn", "id"];

export const scalingWithOtherChanges: Rule = {
  id: "scaling-with-other-changes",
  severity: "error",
  title: "sizes of a node group changed together with something else",
  why: "With any change of its sizes Terraform sends the desired size too, and where the code leaves that to an autoscaler, as it was when the plan was made: an autoscaler's 40 nodes became the 3 of the plan. So sizes are a step of their own, planned and applied at once, and nothing that takes a while goes before them in the same apply. Tags do not count; nor does a desired size that the code itself changes.",
  source:
    "tried with Terraform 1.11 and AWS provider 5.100 (2026-11): 40 nodes became 3; terraform-aws-modules/terraform-aws-eks FAQ and #1813 (desired_size)",
  judge(input) {
    return kept(input.diff.nodeGroups).flatMap(({ after, change }) => {
      const changed = change?.changed ?? [];
      const sizes = changed.filter((path) => path.startsWith("scaling_config"));
      const others = changed
        .filter((path) => !path.startsWith("scaling_config"))
        .filter((path) => !NO_CHANGES.includes(path.split(".")[0] ?? path));
      if (sizes.length === 0 || others.length === 0 || sizes.includes("scaling_config.desired_size")) {
        return [];
      }
      const { stack, address, nodeGroupName } = after;
      const message = `node group ${told(nodeGroupName)} changes ${listed(sizes)} together with ${listed(others)}, and its desired size is sent along as it was when the plan was made; change its sizes in a step of their own, planned and applied at once`;
      return [{ stack, address, message }];
    });
  },
};
