import { Command } from "commander";
import { changedStacks } from "./changed/changed-stacks";
import { jsonOf } from "./changed/json";
import { textOf } from "./changed/text";
import { synthesisIn } from "./shared/declared-fleet";
import { PASSED } from "./shared/exit-codes";
import { failed } from "./shared/failed";
import { isColored } from "./shared/terminal";

interface ChangedOptions {
  readonly base: string;
  readonly head: string;
  readonly json?: true;
}

const EXAMPLES = `
What a pull request changes, from a checkout of each side (run "npm ci" in both):
  git worktree add ../base origin/main
  cdktf-eks-upgrade changed --base ../base

Or from what each side has synthesized already:
  cdktf-eks-upgrade changed --base ../base/cdktf.out --head cdktf.out

In a workflow of GitHub, as the matrix of the jobs that plan:
  echo "stacks=$(cdktf-eks-upgrade changed --base ../base --json | jq -c .stacks)" >> "$GITHUB_OUTPUT"

A folder with a cdktf.json is synthesized anew, elsewhere: its own cdktf.out stays as it is. A folder with a
manifest.json is read as it is. What Terraform gets is compared: comments in the code are no difference.

The order is that of applying. A stack that is removed is destroyed from the base's cdktf.out. A stack that looks up in
AWS what another one first makes cannot be planned before that one is applied: "plannedAfter" names it.

Ends with 0, also where nothing differs, and with 2 where a side cannot be read or synthesized.`;

export function changedCommand(): Command {
  return new Command("changed")
    .summary("list the stacks that a change of the code changes")
    .description(
      "Lists the stacks whose synthesis differs between two folders, in the order in which they are applied, with what a job of CI needs to plan each.",
    )
    .requiredOption("-b, --base <folder>", "the project, or its cdktf.out, as it was")
    .option("--head <folder>", "the project, or its cdktf.out, as it becomes", ".")
    .option("--json", "for programs, by schemas/changed.schema.json")
    .addHelpText("after", EXAMPLES)
    .action(async (options: ChangedOptions) => {
      process.exitCode = await run(options);
    });
}

async function run({ base, head, json }: ChangedOptions): Promise<number> {
  const [was, becomes] = await Promise.all([synthesisIn(base), synthesisIn(head)]);
  const problems = [was, becomes].flatMap((side) => ("problems" in side ? side.problems : []));
  if ("problems" in was || "problems" in becomes) {
    return failed("nothing was compared", problems);
  }
  const stacks = changedStacks(was, becomes);
  process.stdout.write(json === true ? jsonOf(stacks) : textOf(stacks, isColored()));
  return PASSED;
}
