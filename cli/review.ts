import { Command } from "commander";
import { formats } from "./review/formats";
import { judgePlans } from "./review/judge-plans";
import { type ReviewOptions, requestOf } from "./review/request";
import { writeReport } from "./review/write-report";
import { failed } from "./shared/failed";
import { withCatalog, withDay, withFormat } from "./shared/options";

const EXAMPLES = `
Make a plan and judge it:
  terraform plan -out=tfplan && terraform show -json tfplan > plan.json
  cdktf-eks-upgrade review plan.json
  terraform show -json tfplan | cdktf-eks-upgrade review -

Plans that are applied together are judged together, as one fleet:
  cdktf-eks-upgrade review plans/*.json

In CI, on the page of the job and for code scanning:
  cdktf-eks-upgrade review --format markdown plan.json >> "$GITHUB_STEP_SUMMARY"
  cdktf-eks-upgrade review --format sarif --output review.sarif plan.json

Let one refusal pass, by rule and address, for a reason and until a day, in a file that is reviewed:
  { "waivers": [{ "rule": "node-group-version-skew", "address": "aws_eks_node_group.old",
                  "reason": "goes on Monday, PLAT-123", "until": "2026-12-01" }] }
  cdktf-eks-upgrade review --waivers waivers.json plan.json

Ends with
  0  nothing refused
  1  something refused, or not judged because a value that decides is not known yet
  2  a plan, an option or a file is wrong: nothing was judged

No network is used, and no clock but for the day.`;

export function reviewCommand(): Command {
  return withCatalog(withDay(withFormat(new Command("review"), formats), "judge"))
    .summary("judge Terraform plans before they are applied")
    .description(
      "Tells what Terraform plans do to EKS clusters and their traffic, and the way back; refuses what would break something. It reads resource types and attributes, so it works on anyone's plans.",
    )
    .argument("[plans...]", 'plans as JSON, from "terraform show -json"; "-" is standard input')
    .option("-w, --waivers <file>", "let pass what this file waives")
    .option("-o, --output <file>", "write there, and only the verdict to standard output")
    .addHelpText("after", EXAMPLES)
    .action((plans: readonly string[], options: ReviewOptions) => {
      process.exitCode = run(plans, options);
    });
}

function run(plans: readonly string[], options: ReviewOptions): number {
  const { request, problems } = requestOf(plans, options);
  const judged = judgePlans(plans, request, problems);
  if ("problems" in judged) {
    return failed("nothing was judged", judged.problems);
  }
  const { report, format } = judged;
  return writeReport(report, format, options.output);
}
