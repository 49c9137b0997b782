import { existsSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { changedStacks } from "./changed/changed-stacks";
import { longDrains } from "./jobs/drain-minutes";
import { environmentsIn } from "./jobs/environments-file";
import { jobsOf } from "./jobs/jobs";
import { markdownOf } from "./jobs/markdown";
import { synthesisIn } from "./shared/declared-fleet";
import { ACCEPTED } from "./shared/exit-codes";
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
Print the jobs from what both sides have synthesized:
  cdktf-eks-upgrade jobs --base base/cdktf.out --environments .github/eks-upgrade.json --json

The file has the environments in the order of applying, by the tag "environment" that a stack puts on its resources:
  { "environments": { "alpha": {
      "planRole": "arn:aws:iam::123456789012:role/eks-upgrade-plan",
      "applyRole": "arn:aws:iam::123456789012:role/eks-upgrade-apply",
      "runner": "ubuntu-24.04", "inClusterRunner": "alpha-vpc" } } }

"runner" runs all jobs, "inClusterRunner" those of the in-cluster stacks. Both are optional.
Without --json the output is Markdown, for the summary of a run.

Exit code 0: the jobs, also if nothing changes. Exit code 2: a side or the file has a problem.`;

export function jobsCommand(): Command {
  return new Command("jobs")
    .description(
      "Lists the jobs of a pull request and of its merge: which stacks they plan and apply, in which order, with which role and on which runner.",
    )
    .requiredOption("-b, --base <folder>", "the cdktf.out before the change")
    .requiredOption("-e, --environments <file>", "the roles and runners of the environments")
    .option("--head <folder>", "the cdktf.out after the change", "cdktf.out")
    .option("--anew", "treat no stack as reviewed: plan all after the merge")
    .option("--json", "JSON, by schemas/jobs.schema.json")
    .addHelpText("after", EXAMPLES)
    .action(async (options: JobsCommandOptions) => {
      process.exitCode = await run(options);
    });
}

async function run({
  base,
  head,
  environments: file,
  anew: plansAll = false,
  json,
}: JobsCommandOptions): Promise<number> {
  const unsynthesized = [base, head].filter((folder) => !existsSync(join(folder, "manifest.json")));
  const [environments, ...sides] = [environmentsIn(file), await synthesisIn(base), await synthesisIn(head)];
  const problems = [
    ...("problems" in environments ? environments.problems : []),
    ...unsynthesized.map(
      (folder) => `${folder}: not a cdktf.out (it has no manifest.json): synthesize first`,
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
  const jobs = jobsOf(stacks, environments, { base, head, plansAll });
  const unfit = [...("problems" in jobs ? jobs.problems : []), ...longDrains(was, becomes)];
  if ("problems" in jobs || unfit.length > 0) {
    return failed("there are no jobs", unfit);
  }
  process.stdout.write(json ? jsonReport("1.0", jobs) : markdownOf(stacks));
  return ACCEPTED;
}
