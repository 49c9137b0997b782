import { Command } from "commander";
import { declared } from "../upgrade/fleet/change";
import { counted } from "../upgrade/rules/support/wording";
import { readPlans } from "../upgrade/terraform/read-plans";
import { documentOf } from "./page/document";
import { fleetPage } from "./page/fleet-page";
import { type GoalOptions, goalRequestOf, hasGoal, withGoalOptions } from "./planning/goal-options";
import { fleetFrom, planned } from "./planning/planned";
import { subjectOf, summary } from "./review/wording";
import { ACCEPTED } from "./shared/exit-codes";
import { failed } from "./shared/failed";
import { plansIn } from "./shared/plan-files";
import { problemOfWriting } from "./shared/write-file";

interface PageOptions extends GoalOptions {
  readonly output: string;
}

const EXAMPLES = `
The fleet of the program in this folder, with the plan of its upgrade:
  cdktf-eks-upgrade page --to 1.36 --output fleet.html

A fleet from its Terraform plans, with the findings of the review:
  cdktf-eks-upgrade page plans/*.json

The page is one file. It shows support as a timeline, versions, traffic, the upgrade plan and findings. It loads nothing from
the network and prints well.

Exit code 0: written, also with findings. Exit code 2: the fleet cannot be read, or there is no plan; nothing is written.`;

export function pageCommand(): Command {
  return withGoalOptions(new Command("page"))
    .description(
      "Writes an HTML page: support, versions, traffic, and findings of all clusters, and with --to or --goal the plan of their upgrade.",
    )
    .argument(
      "[plans...]",
      'Terraform plans as JSON, from "terraform show -json"; without them, the program in this folder is read',
    )
    .option("-o, --output <file>", "write to this file", "fleet.html")
    .addHelpText("after", EXAMPLES)
    .action(async (plans: readonly string[], options: PageOptions) => {
      process.exitCode = await run(plans, options);
    });
}

async function run(plans: readonly string[], options: PageOptions): Promise<number> {
  const wantsPlan = hasGoal(options);
  const request = goalRequestOf(wantsPlan ? options : { ...options, withoutTo: "next-minor" });
  if ("problems" in request) {
    return failed("the options are invalid", request.problems);
  }
  const read = await fleetFrom(".", plans);
  if ("problems" in read) {
    return failed("the fleet cannot be read", read.problems);
  }
  const plan = wantsPlan ? planned(read, request) : undefined;
  if (plan !== undefined && "problems" in plan) {
    return failed("there is no plan", plan.problems);
  }
  const { catalog, day } = request;
  const page = fleetPage({
    fleet: read.fleet,
    change: plans.length === 0 ? declared(read.fleet) : readPlans(plansIn(plans, "kept").plans),
    catalog,
    day,
    source: plans.length === 0 ? "As the program declares it" : `From ${subjectOf({ plans })}`,
    ...(plan === undefined ? {} : { planned: plan }),
  });
  const problem = problemOfWriting(options.output, documentOf(page));
  if (problem !== undefined) {
    return failed("nothing was written", [problem]);
  }
  console.log(
    `${options.output}: ${counted(page.status.clusters.length, "cluster")}, ${summary({ result: page.result, plans })}`,
  );
  return ACCEPTED;
}
