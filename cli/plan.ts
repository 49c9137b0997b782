import { Command } from "commander";
import { type GoalOptions, goalRequestOf, withGoalOptions } from "./planning/goal-options";
import { jsonOf } from "./planning/json";
import { markdownOf } from "./planning/markdown";
import { type Planned, plannedFrom } from "./planning/planned";
import { textOf } from "./planning/text";
import { ACCEPTED } from "./shared/exit-codes";
import { failed } from "./shared/failed";
import { formatNamed, withFormat } from "./shared/options";
import { isColored } from "./shared/terminal";

const formats = ["text", "markdown", "json"] as const;

interface PlanOptions extends GoalOptions {
  readonly format: string;
  readonly json?: true;
}

const EXAMPLES = `
Upgrade all clusters of the fleet in place, the least important environment first:
  cdktf-eks-upgrade plan --to 1.36

Upgrade one cluster in place, or move its traffic to a second cluster:
  cdktf-eks-upgrade plan --to 1.36 --cluster alpha-kr-a
  cdktf-eks-upgrade plan --to 1.36 --cluster alpha-kr-a --way second-cluster --shift 0,10,50,100

Use a goal from a file for rolls of node groups, previews, charts, or a goal for each cluster:
  cdktf-eks-upgrade plan --goal goal.json

Let the control plane soak for three days, so that a rollback stays possible:
  cdktf-eks-upgrade plan --to 1.36 --soak control-plane=72 --last-change alpha-kr-a=2026-11-24T09:00:00Z

Print Markdown with a flowchart, or plan a fleet from its Terraform plans, with or without our constructs:
  cdktf-eks-upgrade plan --to 1.36 --format markdown
  cdktf-eks-upgrade plan --to 1.36 plans/*.json

The command reads the state of the fleet from the synthesized program. If you plan again after a step, the plan has the
remaining steps. The rules accept every step and every state between.

Exit code 0: a plan, also one without steps. Exit code 2: there is no plan; the command prints each reason.`;

export function planCommand(): Command {
  return withFormat(withGoalOptions(new Command("plan")), formats)
    .description(
      "Plans the upgrade of clusters to a Kubernetes version: what each step changes, what Terraform does, how long it takes and how to roll back.",
    )
    .argument(
      "[plans...]",
      'Terraform plans as JSON, from "terraform show -json"; without them, the program in this folder is read',
    )
    .option("--json", "the same as --format json, by schemas/plan.schema.json")
    .addHelpText("after", EXAMPLES)
    .action(async (plans: readonly string[], options: PlanOptions) => {
      process.exitCode = await run(plans, options);
    });
}

async function run(plans: readonly string[], options: PlanOptions): Promise<number> {
  const request = goalRequestOf(options);
  const problems = "problems" in request ? [...request.problems] : [];
  const format = formatNamed(options.json === true ? "json" : options.format, formats, problems);
  if ("problems" in request || format === undefined) {
    return failed("the options are invalid", problems);
  }
  const planned = await plannedFrom(".", plans, request);
  if ("problems" in planned) {
    return failed("there is no plan", planned.problems);
  }
  process.stdout.write(formatted(planned, format));
  return ACCEPTED;
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
