import { Command, Option } from "commander";
import colors from "picocolors";
import { type GoalOptions, type GoalRequest, goalRequestOf, withGoalOptions } from "./planning/goal-options";
import { stepName } from "./planning/wording";
import { exitWithMissingPrerequisites } from "./rehearsal/prerequisites";
import { stepLine } from "./rehearsal/progress-lines";
import {
  type Audience,
  type FaultsAt,
  faultTimes,
  type PlayedStack,
  type PlayedStep,
  UpgradeRehearsal,
} from "./rehearsal/upgrade-rehearsal";
import { Workspace } from "./rehearsal/workspace";
import { ACCEPTED, REJECTED } from "./shared/exit-codes";
import { failed, messageOf } from "./shared/failed";
import { onInterrupt } from "./shared/interrupted";
import { tableLines } from "./shared/table";

const EXAMPLES = `
Rehearse the next minor of the first cluster:
  cdktf-eks-upgrade rehearse

Rehearse the whole upgrade of a cluster, in a copy of this project, with real Terraform against AWS on this machine:
  cdktf-eks-upgrade rehearse --to 1.36 --cluster alpha-kr-a
  cdktf-eks-upgrade rehearse --to 1.36 --cluster alpha-kr-a --way second-cluster

Each step is written into the copy as "next --write" does, synthesized, planned, reviewed, applied and planned again. The
command compares what Terraform does with what "plan" expects. It does not wait for soaks. In-cluster stacks are applied
to a real Kubernetes API with simulated pods. This needs Kubernetes ("npm run kubernetes" builds it once), etcd, the
Kubernetes and Helm providers, and the charts that the fleet names. If one of these is missing, or with --skip-inside,
in-cluster stacks are skipped with the reason, and only what they synthesize is compared.

With --faults, AWS throttles and then rejects a change of each plan, and Terraform is killed during the apply. A second
apply must end in the same state. "once-a-kind" does so at the first step of each kind. In-cluster stacks have no faults.

The command does not change your project and needs no AWS account. It needs Terraform, an AWS provider that Terraform can
install, Python 3.10 or later with venv, and git.

Exit codes:
  0  every step matched the plan
  1  a step did not match the plan
  2  there is no plan, or something is missing: nothing was rehearsed`;

interface RehearseOptions extends GoalOptions {
  readonly faults: FaultsAt;
  readonly skipInside?: true;
}

export function rehearseCommand(): Command {
  return withGoalOptions(new Command("rehearse"))
    .description("Applies the steps of an upgrade in a copy of the project, against AWS on loopback.")
    .addOption(
      new Option("--faults <when>", "make applies fail, and apply again")
        .choices(faultTimes)
        .default(faultTimes[0]),
    )
    .option("--skip-inside", "skip in-cluster stacks, which takes less time and needs no charts")
    .addHelpText("after", EXAMPLES)
    .action(async (options: RehearseOptions) => {
      process.exitCode = await run(options);
    });
}

async function run(options: RehearseOptions): Promise<number> {
  const request = goalRequestOf({ ...options, soak: [], withoutTo: "next-minor" });
  if ("problems" in request) {
    return failed("nothing was rehearsed", request.problems);
  }
  await exitWithMissingPrerequisites();
  const workspace = await Workspace.copyOf(process.cwd());
  const done = onInterrupt(() => workspace.remove());
  try {
    return await rehearsed(workspace, request, options);
  } finally {
    done();
  }
}

async function rehearsed(
  workspace: Workspace,
  request: GoalRequest,
  options: RehearseOptions,
): Promise<number> {
  let rehearsal: UpgradeRehearsal;
  try {
    say(
      colors.dim(
        "Real Terraform, AWS on this machine only, a copy of this project: your project does not change.",
      ),
    );
    rehearsal = await UpgradeRehearsal.begin(workspace, request, {
      audience,
      faults: options.faults,
      ...(options.skipInside === true ? { skipInside: "--skip-inside" } : {}),
    });
  } catch (error) {
    workspace.remove();
    return failed("nothing was rehearsed", messageOf(error).split("\n"));
  }
  try {
    const results = await played(rehearsal);
    if (results.length === 0) {
      say("No step is left: the fleet is at its goal.");
      return ACCEPTED;
    }
    const wrong = results.filter(({ problems }) => problems.length > 0).length;
    say(`\n${table(results)}\n`);
    say(
      wrong === 0
        ? colors.green("Every step matched the plan.")
        : colors.red(`${wrong} of ${results.length} steps did not match the plan.`),
    );
    return wrong === 0 ? ACCEPTED : REJECTED;
  } catch (error) {
    // Terraform or the program rejects a step.
    say(colors.red(messageOf(error)));
    return REJECTED;
  } finally {
    await rehearsal.end();
  }
}

/** Until no step is left, or a step has a problem. */
async function played(rehearsal: UpgradeRehearsal): Promise<readonly PlayedStep[]> {
  const results: PlayedStep[] = [];
  for (let left = await rehearsal.left(); left.length > 0; left = await rehearsal.left()) {
    const [step] = left;
    if (step === undefined) {
      break;
    }
    say(
      `\n${colors.bold(`${stepLine(results.length + 1)}${results.length + left.length}: ${stepName(step)}`)}`,
    );
    const result = await rehearsal.play(step);
    show(result);
    results.push(result);
    if (result.problems.length > 0) {
      break;
    }
  }
  return results;
}

const audience: Audience = {
  stage: (text) => say(colors.dim(`  ${text} …`)),
  notice: (sentence) => say(colors.yellow(`  ${sentence}`)),
  progress: (address, state, seconds) => {
    if (state !== "start") {
      const verb = state === "complete" ? "done after" : "still running after";
      say(colors.dim(`    ${address} ${verb} ${seconds} s`));
    }
  },
};

function show({ diff, changedLines, stacks, problems, seconds }: PlayedStep): void {
  say(coloured(diff));
  for (const { stack, outcome, reason, actions } of stacks) {
    say(
      `  ${stack}: ${reason === undefined ? outcome : colors.yellow(`${outcome}, as synthesized: ${reason}`)}`,
    );
    for (const { address, action } of actions) {
      say(`    ${SIGNS[action] ?? action} ${address}`);
    }
  }
  for (const problem of problems) {
    say(colors.red(`  ${problem}`));
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

function table(results: readonly PlayedStep[]): string {
  const rows = results.map(({ title, stacks, changedLines, problems, seconds }, index) => [
    String(index + 1),
    lines(changedLines),
    `${seconds.toFixed(0)} s`,
    problems.length > 0 ? "wrong" : stacks.map(summary).join("; "),
    title,
  ]);
  return tableLines([["", "code", "time", "Terraform", "step"], ...rows]).join("\n");
}

function summary({ stack, outcome, actions }: PlayedStack): string {
  const counts = new Map<string, number>();
  for (const { action } of actions) {
    counts.set(action, (counts.get(action) ?? 0) + 1);
  }
  const summed = [...counts].map(([action, count]) => `${count} ${action}`).join(", ");
  return `${stack}: ${outcome === "skipped" ? "skipped" : summed}`;
}

function lines(count: number): string {
  return count === 1 ? "1 line" : `${count} lines`;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
