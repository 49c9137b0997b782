import { Command } from "commander";
import { clustersToCheck } from "../upgrade/review/clusters-to-check";
import { ACCEPTED } from "./shared/exit-codes";
import { failed } from "./shared/failed";
import { plansIn } from "./shared/plan-files";
import { visible } from "./shared/visible";

const EXAMPLES = `
Check the clusters before a plan is applied:
  cdktf-eks-upgrade clusters plan.json | while read -r cluster; do
    cdktf-eks-upgrade preflight "$cluster" --region ap-northeast-2 --plan plan.json
  done

These are the running clusters that the plans change, and those whose target groups get more traffic, by the tag
elbv2.k8s.aws/cluster. A cluster that is created or removed, or only loses traffic, is not listed.

Exit code 0: listed. Exit code 2: a plan cannot be read.`;

export function clustersCommand(): Command {
  return new Command("clusters")
    .description("Lists the clusters that plans change or give more traffic to, one per line.")
    .argument("<plans...>", 'plans as JSON, from "terraform show -json"; "-" is standard input')
    .addHelpText("after", EXAMPLES)
    .action((plans: readonly string[]) => {
      process.exitCode = run(plans);
    });
}

function run(paths: readonly string[]): number {
  const { plans, problems } = plansIn(paths, "kept");
  if (problems.length > 0) {
    return failed("no clusters are listed", problems);
  }
  process.stdout.write(
    clustersToCheck(plans)
      .map((name) => `${visible(name)}\n`)
      .join(""),
  );
  return ACCEPTED;
}
