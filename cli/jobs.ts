import { existsSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { changedStacks } from "./changed/changed-stacks";
import { environmentsIn } from "./jobs/environments-file";
import { jobsOf } from "./jobs/jobs";
import { markdownOf } from "./jobs/markdown";
import { synthesisIn } from "./shared/declared-fleet";
import { PASSED } from "./shared/exit-codes";
import { failed } from "./shared/failed";
import { jsonReport } from "./shared/json-report";

interface JobsCommandOptions {
  readonly base: string;
  readonly head: string;
  readonly environments: string;
  readonly anew?: boolean;
  readonly json?: boolean;
}

const EXAMPLES = `
From what both sides have synthesized:
  cdktf-eks-upgrade jobs --base base/cdktf.out --environments .github/eks-upgrade.json --json

The environments, in the order of applying, by the tag "environment" that a stack puts on everything:
  { "environments": { "alpha": {
      "planRole": "arn:aws:iam::123456789012:role/eks-upgrade-plan",
      "applyRole": "arn:aws:iam::123456789012:role/eks-upgrade-apply",
      "runner": "ubuntu-24.04", "inClusterRunner": "alpha-vpc" } } }

"runner" is for all, "inClusterRunner" for the stacks that talk to a cluster itself; both may be left out.
Without --json it is Markdown, for the summary of a run.

Ends with 0, also where nothing changes, and with 2 where a side or the file is wrong.`;

export function jobsCommand(): Command {
  return new Command("jobs")
    .summary("tell CI what to plan and apply for a change of the code")
    .description(
      "Gives the jobs of a pull request and of its merge: which stacks are planned and applied, in which order, by which role and on which runner.",
    )
    .requiredOption("-b, --base <folder>", "the cdktf.out as it was")
    .requiredOption("-e, --environments <file>", "the roles and runners of the environments")
    .option("--head <folder>", "the cdktf.out as it becomes", "cdktf.out")
    .option("--anew", "take no stack for reviewed: all are planned after the merge")
    .option("--json", "for workflows, by schemas/jobs.schema.json")
    .addHelpText("after", EXAMPLES)
    .action(async (options: JobsCommandOptions) => {
      process.exitCode = await run(options);
    });
}

async function run({
  base,
  head,
  environments: file,
  anew = false,
  json,
}: JobsCommandOptions): Promise<number> {
  const unsynthesized = [base, head].filter((folder) => !existsSync(join(folder, "manifest.json")));
  const [environments, ...sides] = [environmentsIn(file), await synthesisIn(base), await synthesisIn(head)];
  const problems = [
    ...("problems" in environments ? environments.problems : []),
    ...unsynthesized.map(
      (folder) => `${folder}: it is no cdktf.out (it has no manifest.json); synthesize first`,
    ),
  ];
  const [was, becomes] = sides;
  if (problems.length > 0 || "problems" in environments || was === undefined || becomes === undefined) {
    return failed("there are no jobs", problems);
  }
  if ("problems" in was || "problems" in becomes) {
    return failed(
      "there are no jobs",
      [was, becomes].flatMap((side) => ("problems" in side ? side.problems : [])),
    );
  }
  const stacks = changedStacks(was, becomes);
  const jobs = jobsOf(stacks, environments, { base, head, anew });
  if ("problems" in jobs) {
    return failed("there are no jobs", jobs.problems);
  }
  process.stdout.write(json ? jsonReport("1.0", jobs) : markdownOf(stacks));
  return PASSED;
}
