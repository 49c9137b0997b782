import { kept } from "../../fleet/diff";
import type { Rule } from "../rule";
import { found } from "../support/finding";
import { listed, shown } from "../support/wording";

/** Attributes that are not part of an update of the group, or that EKS computes. */
const IGNORED: readonly string[] = ["tags", "tags_all", "timeouts", "status", "resources", "arn", "id"];

export const scalingWithOtherChanges: Rule = {
  id: "scaling-with-other-changes",
  severity: "error",
  title: "The sizes of a node group change together with something else",
  why: "If the sizes change, Terraform also sends the desired size. If an autoscaler sets it, Terraform sends the value from the time of the plan: an autoscaler's 40 nodes became the 3 of the plan. So change sizes in a separate change, and plan and apply it at once. Tags do not count, nor does a desired size that the code changes.",
  source:
    "tried with Terraform 1.11 and AWS provider 5.100 (2026-11): 40 nodes became 3; terraform-aws-modules/terraform-aws-eks FAQ and #1813 (desired_size)",
  judge(input) {
    return kept(input.diff.nodeGroups).flatMap(({ after, change }) => {
      const changed = change?.changed ?? [];
      const sizes = changed.filter((path) => path.startsWith("scaling_config"));
      const others = changed
        .filter((path) => !path.startsWith("scaling_config"))
        .filter((path) => !IGNORED.includes(path.split(".")[0] ?? path));
      if (sizes.length === 0 || others.length === 0 || sizes.includes("scaling_config.desired_size")) {
        return [];
      }
      const message = `node group ${shown(after.nodeGroupName)} changes ${listed(sizes)} together with ${listed(others)}: Terraform then also sends the desired size from the time of the plan. Change the sizes in a separate change, and plan and apply it at once`;
      return [found(after, message, { values: { sizes: listed(sizes), others: listed(others) } })];
    });
  },
};
