import { Command } from "commander";
import { changedStacks } from "./changed/changed-stacks";
import { jsonOf } from "./changed/json";
import { textOf } from "./changed/text";
import { synthesisIn } from "./shared/declared-fleet";
import { ACCEPTED } from "./shared/exit-codes";
import { failed } from "./shared/failed";
import { isColored } from "./shared/terminal";

interface ChangedOptions {
  readonly base: string;
  readonly head: string;
  readonly json?: true;
}

const EXAMPLES = `
List what a pull request changes, from a checkout of each side (run "npm ci" in both):
  git worktree add ../base origin/main
  cdktf-eks-upgrade changed --base ../base

Compare what each side has synthesized already:
  cdktf-eks-upgrade changed --base ../base/cdktf.out --head cdktf.out

Use the stacks as the matrix of the jobs that plan, in a GitHub workflow:
  echo "stacks=$(cdktf-eks-upgrade changed --base ../base --json | jq -c .stacks)" >> "$GITHUB_OUTPUT"

A folder with a cdktf.json is synthesized into a temporary folder: its own cdktf.out stays as it is. A folder with a
manifest.json is read as it is. The command compares what Terraform gets, so comments in the code make no difference.

Stacks are in the order of applying. A removed stack is destroyed from the base's cdktf.out. A stack may look up in AWS
what another stack creates. It can be planned only after that stack is applied: "plannedAfter" names it.

Exit code 0: compared, also if nothing differs. Exit code 2: a side cannot be read or synthesized.`;

export function changedCommand(): Command {
  return new Command("changed")
    .description(
      "Lists the stacks whose synthesis differs between two folders, in the order in which they are applied, with what a CI job needs to plan each.",
    )
    .requiredOption("-b, --base <folder>", "the project before the change, or its cdktf.out")
    .option("--head <folder>", "the project after the change, or its cdktf.out", ".")
    .option("--json", "JSON, by schemas/changed.schema.json")
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
  return ACCEPTED;
}
