import { resolve } from "node:path";
import colors from "picocolors";
import { exitWithMissingPrerequisites } from "./rehearsal/prerequisites";
import { type Audience, Rehearsal, type StepResult } from "./rehearsal/rehearsal";
import { steps } from "./rehearsal/steps";

/** The stacks that the steps stand on, in the order of the first deployment. */
const STACKS = ["alpha-kr-a", "alpha-kr-b", "alpha-webapp"];

async function main(): Promise<0 | 1> {
  await exitWithMissingPrerequisites();
  say(colors.bold("An upgrade of alpha-kr-a in place, then a shift of the webapp's traffic and back."));
  say("Real Terraform, AWS on this machine alone, a copy of this project: nothing of yours is touched.\n");
  const rehearsal = await Rehearsal.begin(resolve(__dirname, ".."), STACKS, audience);
  try {
    heading(`Before: deploy ${STACKS.join(", ")}`);
    for (const stack of STACKS) {
      const actions = await rehearsal.deploy(stack);
      say(`  ${stack}: ${actions.length} resources created`);
    }
    const results: StepResult[] = [];
    for (const [index, step] of steps.entries()) {
      heading(
        `Step ${index + 1} of ${steps.length}: ${step.title}${step.refused ? " (must be refused)" : ""}`,
      );
      const result = await rehearsal.play(step);
      show(result);
      results.push(result);
    }
    heading("All steps");
    say(table(results));
    const failed = results.filter((result) => !isGood(result));
    say(
      failed.length === 0
        ? colors.green("Every step went as it should.")
        : colors.red(`${failed.length} steps did not go as they should.`),
    );
    return failed.length === 0 ? 0 : 1;
  } finally {
    await rehearsal.end();
  }
}

const audience: Audience = {
  stage: (text) => say(colors.dim(`  ${text} …`)),
  progress: (address, state, seconds) => {
    if (state !== "start") {
      const verb = state === "complete" ? "done after" : "still at it after";
      say(colors.dim(`    ${address} ${verb} ${seconds} s`));
    }
  },
};

function show({
  step,
  diff,
  changedLines,
  actions,
  refusals,
  left,
  revertsToTheSameBytes,
  seconds,
}: StepResult): void {
  say(coloured(diff));
  for (const { address, action } of actions) {
    say(`  ${SIGNS[action] ?? action} ${address}`);
  }
  for (const refusal of refusals) {
    say(colors.yellow(`  refused by the plan: ${refusal}`));
  }
  if (refusals.length === 0) {
    say(
      left.length === 0
        ? "  a second plan is empty"
        : colors.red(`  a second plan would change ${left.map(({ address }) => address).join(", ")}`),
    );
  }
  say(
    revertsToTheSameBytes
      ? "  the diff taken back gives the same bytes"
      : colors.red("  the diff taken back gives other bytes"),
  );
  if (step.meanwhile !== undefined) {
    say(`  played by nobody here: ${step.meanwhile.told}`);
  }
  say(`  ${lines(changedLines)}, ${seconds.toFixed(0)} s`);
}

const SIGNS: Readonly<Record<string, string>> = {
  create: colors.green("+"),
  update: colors.yellow("~"),
  delete: colors.red("-"),
  replace: colors.red("-/+"),
};

/** A diff without git's own header, whose hashes tell a reader nothing. */
function coloured(diff: string): string {
  return diff
    .split("\n")
    .filter((line) => line !== "" && !/^(diff|index|---|@@)/.test(line))
    .map((line) => {
      if (line.startsWith("+++")) {
        return colors.bold(`  ${line.replace("+++ b/", "")}`);
      }
      return `  ${line.startsWith("+") ? colors.green(line) : line.startsWith("-") ? colors.red(line) : line}`;
    })
    .join("\n");
}

function isGood({ step, refusals, left, revertsToTheSameBytes }: StepResult): boolean {
  const refused = refusals.length > 0;
  return refused === (step.refused === true) && left.length === 0 && revertsToTheSameBytes;
}

function table(results: readonly StepResult[]): string {
  const rows = results.map((result, index) => [
    String(index + 1),
    result.step.title,
    result.step.stack,
    lines(result.changedLines),
    result.refusals.length > 0 ? "refused" : summary(result),
    `${result.seconds.toFixed(0)} s`,
  ]);
  const all = [["", "step", "stack", "code", "Terraform", "time"], ...rows];
  const widths = [0, 1, 2, 3, 4, 5].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function summary({ actions }: StepResult): string {
  const counts = new Map<string, number>();
  for (const { action } of actions) {
    counts.set(action, (counts.get(action) ?? 0) + 1);
  }
  return [...counts].map(([action, count]) => `${count} ${action}`).join(", ");
}

function lines(count: number): string {
  return count === 1 ? "1 line" : `${count} lines`;
}

function heading(text: string): void {
  say(`\n${colors.bold(text)}`);
}

function say(text: string): void {
  console.log(text);
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
