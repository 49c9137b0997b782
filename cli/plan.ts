import { Command } from "commander";
import { type GoalOptions, goalRequestOf, withGoalOptions } from "./planning/goal-options";
import { jsonOf } from "./planning/json";
import { markdownOf } from "./planning/markdown";
import { type Planned, plannedFrom } from "./planning/planned";
import { textOf } from "./planning/text";
import { PASSED } from "./shared/exit-codes";
import { failed } from "./shared/failed";
import { isColored } from "./shared/terminal";

const formats = ["text", "markdown", "json"] as const;

interface PlanOptions extends GoalOptions {
  readonly format: string;
  readonly json?: true;
}

const EXAMPLES = `
All clusters of the fleet, in place, the least important environment first:
  cdktf-eks-upgrade plan --to 1.36

One of them; and its traffic to another cluster, three minors later:
  cdktf-eks-upgrade plan --to 1.36 --cluster alpha-kr-a
  cdktf-eks-upgrade plan --to 1.36 --cluster alpha-kr-a --way second-cluster --shift 0,10,50,100

What options cannot say, a file can: rolls of node groups, previews, charts, a goal for each cluster:
  cdktf-eks-upgrade plan --goal goal.json

A control plane that soaks for three days, so that its rollback stays open for as long:
  cdktf-eks-upgrade plan --to 1.36 --soak control-plane=72 --last-change alpha-kr-a=2026-11-24T09:00:00Z

For a ticket, with a picture; and of a fleet that is written without our constructs:
  cdktf-eks-upgrade plan --to 1.36 --format markdown
  cdktf-eks-upgrade plan --to 1.36 plans/*.json

Where the fleet is, is read from what its program synthesizes: plan again after any step, and the rest of the same plan
is left. Every step, and every state on the way, passes the rules.

Ends with 0, also where nothing is left to do, and with 2 where there is no plan: each thing that stands in the way is
told in a sentence.`;

export function planCommand(): Command {
  return withGoalOptions(new Command("plan"))
    .summary("plan an upgrade, step by step")
    .description(
      "Plans the way of clusters to a Kubernetes version: each step with what it changes, what Terraform will do, how long it takes and how to go back.",
    )
    .argument(
      "[plans...]",
      'plans as JSON, from "terraform show -json", in place of the program in this folder',
    )
    .option("-f, --format <format>", `one of ${formats.join(", ")}`, formats[0])
    .option("--json", "the same as --format json, by schemas/plan.schema.json")
    .addHelpText("after", EXAMPLES)
    .action(async (plans: readonly string[], options: PlanOptions) => {
      process.exitCode = await run(plans, options);
    });
}

async function run(plans: readonly string[], options: PlanOptions): Promise<number> {
  const format = options.json === true ? "json" : formats.find((each) => each === options.format);
  const request = goalRequestOf(options);
  const problems = [
    ...("problems" in request ? request.problems : []),
    ...(format === undefined
      ? [`--format ${options.format}: there is no such format; give one of ${formats.join(", ")}`]
      : []),
  ];
  if ("problems" in request || format === undefined) {
    return failed("nothing was planned", problems);
  }
  const planned = await plannedFrom(".", plans, request);
  if ("problems" in planned) {
    return failed("there is no plan", planned.problems);
  }
  process.stdout.write(formatted(planned, format));
  return PASSED;
}

function formatted(planned: Planned, format: (typeof formats)[number]): string {
  switch (format) {
    case "text":
      return textOf(planned, isColored());
    case "markdown":
      return markdownOf(planned);
    case "json":
      return jsonOf(planned);
  }
}
