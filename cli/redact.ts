import { Command } from "commander";
import { readJson } from "../upgrade/input/read-json";
import { isRecord } from "../upgrade/terraform/json";
import { parsePlan } from "../upgrade/terraform/plan-json";
import { withoutSecrets } from "../upgrade/terraform/without-secrets";
import { ACCEPTED } from "./shared/exit-codes";
import { failed } from "./shared/failed";
import { planName } from "./shared/plan-files";
import { problemOfWriting } from "./shared/write-file";

const EXAMPLES = `
Keep a plan for the review and the merge, without its secrets:
  terraform show -json tfplan | cdktf-eks-upgrade redact - --output alpha-kr-a.json

"terraform show -json" writes the sensitive values of a plan as plain text, and the binary plan holds them too. This
command removes them, also where the same text is not marked. "review" and "same" read the result. A rule that needs a
removed value is not evaluated. A secret that is not marked as sensitive stays: mark it.

Exit code 0: written. Exit code 2: the input is not a Terraform plan.`;

export function redactCommand(): Command {
  return new Command("redact")
    .description("Writes a plan without the values that Terraform marks as sensitive.")
    .argument("<plan>", 'a plan as JSON, from "terraform show -json"; "-" is standard input')
    .option("-o, --output <file>", "write to this file instead of standard output")
    .addHelpText("after", EXAMPLES)
    .action((plan: string, { output }: { readonly output?: string }) => {
      process.exitCode = run(plan, output);
    });
}

function run(path: string, output: string | undefined): number {
  const json = readJson(path);
  const plan = "problem" in json ? json : parsePlan(json.value);
  if ("problem" in json || "problem" in plan || !isRecord(json.value)) {
    return failed("nothing was written", [
      `${planName(path)}: ${"problem" in plan ? plan.problem : "not a plan"}`,
    ]);
  }
  const text = `${JSON.stringify(withoutSecrets(json.value))}\n`;
  if (output === undefined) {
    process.stdout.write(text);
    return ACCEPTED;
  }
  const problem = problemOfWriting(output, text);
  return problem === undefined ? ACCEPTED : failed("nothing was written", [problem]);
}
