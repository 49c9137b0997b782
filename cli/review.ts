import { Command } from "commander";
import { formats } from "./review/formats";
import { judgePlans } from "./review/judge-plans";
import { type ReviewOptions, requestOf } from "./review/request";
import { writeReport } from "./review/write-report";
import { failed } from "./shared/failed";
import { withCatalog, withDay, withFormat } from "./shared/options";

const EXAMPLES = `
Make a plan and check it:
  terraform plan -out=tfplan && terraform show -json tfplan > plan.json
  cdktf-eks-upgrade review plan.json
  terraform show -json tfplan | cdktf-eks-upgrade review -

Check plans that are applied together as one fleet:
  cdktf-eks-upgrade review plans/*.json

In CI, for the summary of the job and for code scanning:
  cdktf-eks-upgrade review --format markdown plan.json >> "$GITHUB_STEP_SUMMARY"
  cdktf-eks-upgrade review --format sarif --output review.sarif plan.json

Waive one finding by rule and address, with a reason and an end date, in a reviewed file:
  { "waivers": [{ "rule": "node-group-version-skew", "address": "aws_eks_node_group.old",
                  "reason": "removed on Monday, PLAT-123", "until": "2026-12-01" }] }
  cdktf-eks-upgrade review --waivers waivers.json plan.json

Exit codes:
  0  nothing rejected
  1  something rejected, or not evaluated because a value is known after apply
  2  a plan, an option or a file is invalid: nothing was evaluated

The command uses no network. It uses the clock only for the day.`;

export function reviewCommand(): Command {
  return withCatalog(withDay(withFormat(new Command("review"), formats), "judge"))
    .description(
      "Reports what Terraform plans change in EKS clusters and their traffic, and how to roll back. Rejects changes that would break something. Reads resource types and attributes, so it works on every plan.",
    )
    .argument("[plans...]", 'plans as JSON, from "terraform show -json"; "-" is standard input')
    .option("-w, --waivers <file>", "accept the findings that this file waives")
    .option("-o, --output <file>", "write to this file, and only the verdict to standard output")
    .addHelpText("after", EXAMPLES)
    .action((plans: readonly string[], options: ReviewOptions) => {
      process.exitCode = run(plans, options);
    });
}

function run(plans: readonly string[], options: ReviewOptions): number {
  const { request, problems } = requestOf(plans, options);
  const judged = judgePlans(plans, request, problems);
  if ("problems" in judged) {
    return failed("nothing was evaluated", judged.problems);
  }
  const { report, format } = judged;
  return writeReport(report, format, options.output);
}
