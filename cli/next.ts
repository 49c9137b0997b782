import { Command } from "commander";
import { timeOf } from "../upgrade/eks/days";
import { fileChanges, write } from "./next/file-changes";
import { nextStep } from "./next/next-step";
import { pullRequestOf } from "./next/pull-request";
import { textOf } from "./next/text";
import { type GoalOptions, goalRequestOf, withGoalOptions } from "./planning/goal-options";
import { stepJson } from "./planning/json";
import { plannedFrom } from "./planning/planned";
import { editLine, goalLine, stepName } from "./planning/wording";
import { ACCEPTED } from "./shared/exit-codes";
import { failed } from "./shared/failed";
import { jsonReport } from "./shared/json-report";
import { formatNamed, optionProblem, withFormat } from "./shared/options";
import { isColored } from "./shared/terminal";

const formats = ["text", "markdown", "json"] as const;

interface NextOptions extends GoalOptions {
  readonly write?: true;
  readonly now: string;
  readonly format: string;
  readonly json?: true;
}

const EXAMPLES = `
Show the next step and what it changes:
  cdktf-eks-upgrade next --to 1.36 --cluster alpha-kr-a

Write it into the fleet file and open a pull request:
  cdktf-eks-upgrade next --to 1.36 --cluster alpha-kr-a --write --format json > step.json
  git checkout -b upgrade && git commit -am "$(jq -r .pullRequest.title step.json)"
  gh pr create --title "$(jq -r .pullRequest.title step.json)" --body "$(jq -r .pullRequest.body step.json)"

Use a goal from a file, which can say more than the options:
  cdktf-eks-upgrade next --goal goal.json --write

Read the number of running nodes from a Terraform plan, so that a new group gets as many:
  cdktf-eks-upgrade next --to 1.36 --cluster alpha-kr-a --write alpha-kr-a.json

Comments, order, constants and spreads in the file stay. A value that is computed, or a constant that several clusters
use, cannot be changed safely: the command names its place and what to do by hand. It does not change a file that has
uncommitted changes, which may be the step before. After writing, it synthesizes the program. If the program rejects the
step, or synthesizes the same as before, the file is restored.

Exit code 0: a step, or no step left, or none yet. Exit code 2: there is no plan, or the step cannot be written.`;

export function nextCommand(): Command {
  return withFormat(
    withGoalOptions(new Command("next")),
    formats,
    "; markdown is the text of the pull request",
  )
    .description(
      "Shows the next step of an upgrade as a diff of the fleet file, with the text of its pull request; --write edits the file.",
    )
    .argument(
      "[plans...]",
      'Terraform plans as JSON, from "terraform show -json"; unlike the program in this folder, they know how many nodes run',
    )
    .option("-w, --write", "edit the fleet file")
    .option(
      "--now <time>",
      "the time to compare soaks with, such as 2026-11-24T09:00:00Z; without a zone it is UTC (default: now)",
      new Date().toISOString(),
    )
    .option("--json", "the same as --format json, by schemas/next.schema.json")
    .addHelpText("after", EXAMPLES)
    .action(async (plans: readonly string[], options: NextOptions) => {
      process.exitCode = await run(plans, options);
    });
}

async function run(plans: readonly string[], options: NextOptions): Promise<number> {
  const request = goalRequestOf(options);
  const problems = "problems" in request ? [...request.problems] : [];
  const format = formatNamed(options.json === true ? "json" : options.format, formats, problems);
  const at = timeOf(options.now);
  if (at === undefined) {
    problems.push(optionProblem("now", options.now, 'a time such as "2026-11-24T09:00:00Z"'));
  }
  if ("problems" in request || at === undefined || problems.length > 0) {
    return failed("the options are invalid", problems);
  }
  const planned = await plannedFrom(".", plans, request);
  if ("problems" in planned) {
    return failed("there is no plan", planned.problems);
  }
  const { plan, goal, day, stacks } = planned;
  const now = nextStep(plan, at);
  const left = plan.steps.length;
  if (!("step" in now)) {
    const sentence =
      "isDone" in now
        ? `${goalLine(goal)}: no steps left.`
        : `${goalLine(goal)}: the next of ${left} steps waits until ${now.notBefore}.`;
    const notBefore = "isDone" in now ? null : now.notBefore;
    const json = { day, goal, step: null, notBefore, left, written: false, files: [], pullRequest: null };
    process.stdout.write(format === "json" ? jsonReport("1.0", json) : `${sentence}\n`);
    return ACCEPTED;
  }
  const { step, number, others } = now;
  const changes = fileChanges(".", step);
  const byHand = step.edits.map(editLine);
  if ("problems" in changes) {
    return failed(`the step "${stepName(step)}" cannot be written`, [
      ...changes.problems,
      ...byHand.map((line) => `by hand: ${line}`),
    ]);
  }
  const isWritten = options.write === true && changes.length > 0;
  const wrong = isWritten ? await write(".", changes, step, stacks) : undefined;
  if (wrong !== undefined) {
    return failed(`the step "${stepName(step)}" was not written`, wrong.problems);
  }
  const pullRequest = pullRequestOf(step, number, left);
  switch (format) {
    case "markdown":
      process.stdout.write(`# ${pullRequest.title}\n\n${pullRequest.body}`);
      break;
    case "json": {
      const files = changes.map(({ path, diff }) => ({ path, diff }));
      process.stdout.write(
        jsonReport("1.0", {
          day,
          goal,
          step: stepJson(step),
          notBefore: null,
          left,
          written: isWritten,
          files,
          pullRequest,
        }),
      );
      break;
    }
    default: {
      process.stdout.write(textOf({ step, number, of: left, others, changes, isWritten }, isColored()));
    }
  }
  return ACCEPTED;
}
