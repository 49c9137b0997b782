import { Command } from "commander";
import { fileChanges, write } from "./next/file-changes";
import { nextStep } from "./next/next-step";
import { pullRequestOf } from "./next/pull-request";
import { textOf } from "./next/text";
import { type GoalOptions, goalRequestOf, withGoalOptions } from "./planning/goal-options";
import { plannedFrom } from "./planning/planned";
import { editLine, goalLine } from "./planning/wording";
import { PASSED } from "./shared/exit-codes";
import { failed } from "./shared/failed";
import { jsonReport } from "./shared/json-report";
import { isColored } from "./shared/terminal";

const formats = ["text", "markdown", "json"] as const;

interface NextOptions extends GoalOptions {
  readonly write?: true;
  readonly now: string;
  readonly format: string;
  readonly json?: true;
}

const EXAMPLES = `
What is the next step, and what does it change?
  cdktf-eks-upgrade next --to 1.36 --cluster alpha-kr-a

Write it into the fleet file, and open a pull request:
  cdktf-eks-upgrade next --to 1.36 --cluster alpha-kr-a --write --format json > step.json
  git checkout -b upgrade && git commit -am "$(jq -r .pullRequest.title step.json)"
  gh pr create --title "$(jq -r .pullRequest.title step.json)" --body "$(jq -r .pullRequest.body step.json)"

To a goal in a file, which can say more than options:
  cdktf-eks-upgrade next --goal goal.json --write

With as many nodes in a new group as run in the old one, which only a plan of Terraform knows:
  cdktf-eks-upgrade next --to 1.36 --cluster alpha-kr-a --write alpha-kr-a.json

Comments, order, constants and spreads of the file stay as they are written. What cannot be changed safely, a value that
is computed or a constant that several clusters use, is refused by its place, with what to do by hand. A file with a
change that is not committed is left alone: that may be the step before. What is written is synthesized; where the
program refuses it, or makes nothing else of it, the file is as before.

Ends with 0, also where nothing is left to do or to do yet, and with 2 where there is no plan or the step cannot be
written.`;

export function nextCommand(): Command {
  return withGoalOptions(new Command("next"))
    .summary("show the next step of an upgrade as a diff, or write it")
    .description(
      "Shows the first step that is left of an upgrade as the diff of the fleet file, with the text of its pull request; --write edits the file.",
    )
    .argument(
      "[plans...]",
      'plans as JSON, from "terraform show -json": they know how many nodes run, which the program in this folder does not',
    )
    .option("-w, --write", "edit the fleet file")
    .option(
      "--now <time>",
      "the time at which a soak has ended or not, as 2026-11-24T09:00:00Z (default: now)",
      new Date().toISOString(),
    )
    .option(
      "-f, --format <format>",
      `one of ${formats.join(", ")}; markdown is the text of the pull request`,
      formats[0],
    )
    .option("--json", "the same as --format json, by schemas/next.schema.json")
    .addHelpText("after", EXAMPLES)
    .action(async (plans: readonly string[], options: NextOptions) => {
      process.exitCode = await run(plans, options);
    });
}

async function run(plans: readonly string[], options: NextOptions): Promise<number> {
  const format = options.json === true ? "json" : formats.find((each) => each === options.format);
  const request = goalRequestOf(options);
  const problems = [
    ...("problems" in request ? request.problems : []),
    ...(format === undefined
      ? [`--format ${options.format}: there is no such format; give one of ${formats.join(", ")}`]
      : []),
    ...(Number.isNaN(Date.parse(options.now))
      ? [`--now ${options.now}: it is no time; give one as in "2026-11-24T09:00:00Z"`]
      : []),
  ];
  if ("problems" in request || problems.length > 0) {
    return failed("nothing was planned", problems);
  }
  const planned = await plannedFrom(".", plans, request);
  if ("problems" in planned) {
    return failed("there is no plan", planned.problems);
  }
  const { plan, goal, day, stacks } = planned;
  const now = nextStep(plan, options.now);
  const left = plan.steps.length;
  if (!("step" in now)) {
    const sentence =
      "isDone" in now
        ? `${goalLine(goal)}: nothing is left to do.`
        : `${goalLine(goal)}: the next of ${left} steps is not before ${now.notBefore}.`;
    const notBefore = "isDone" in now ? null : now.notBefore;
    const json = { day, goal, step: null, notBefore, left, written: false, files: [], pullRequest: null };
    process.stdout.write(format === "json" ? jsonReport("1.0", json) : `${sentence}\n`);
    return PASSED;
  }
  const { step, number, others } = now;
  const changes = fileChanges(".", step);
  const byHand = step.edits.map(editLine);
  if ("problems" in changes) {
    return failed(`the step "${step.title}" cannot be written`, [
      ...changes.problems,
      ...byHand.map((line) => `by hand: ${line}`),
    ]);
  }
  const isWritten = options.write === true && changes.length > 0;
  const wrong = isWritten ? await write(".", changes, step, stacks) : undefined;
  if (wrong !== undefined) {
    return failed(`nothing was written of the step "${step.title}"`, wrong.problems);
  }
  const pullRequest = pullRequestOf(step, number, left);
  switch (format) {
    case "markdown":
      process.stdout.write(`# ${pullRequest.title}\n\n${pullRequest.body}`);
      break;
    case "json": {
      const files = changes.map(({ path, diff }) => ({ path, diff }));
      process.stdout.write(
        jsonReport("1.0", { day, goal, step, notBefore: null, left, written: isWritten, files, pullRequest }),
      );
      break;
    }
    default: {
      process.stdout.write(textOf({ step, number, of: left, others, changes, isWritten }, isColored()));
    }
  }
  return PASSED;
}
