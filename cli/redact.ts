import { Command } from "commander";
import { isRecord } from "../upgrade/terraform/json";
import { parsePlan } from "../upgrade/terraform/plan-json";
import { withoutSecrets } from "../upgrade/terraform/without-secrets";
import { PASSED } from "./shared/exit-codes";
import { failed } from "./shared/failed";
import { planName } from "./shared/plan-files";
import { readJson } from "./shared/read-json";
import { problemOfWriting } from "./shared/write-file";

const EXAMPLES = `
Keep a plan for the review, and for the merge, without the secrets in it:
  terraform show -json tfplan | cdktf-eks-upgrade redact - --output alpha-kr-a.json

"terraform show -json" writes in the clear what the plan marks as sensitive, and the binary plan holds it too. This
takes it out, also where the same text stands unmarked; "review" and "same" take what is left. What a rule would have
to know of a hidden value is "not judged". Without such marks a secret is a text like any other: mark it.

Ends with 0, and with 2 where it is no plan.`;

export function redactCommand(): Command {
  return new Command("redact")
    .summary("take the sensitive values out of a plan")
    .description("Writes a plan without the values that Terraform marks as sensitive.")
    .argument("<plan>", 'a plan as JSON, from "terraform show -json"; "-" is standard input')
    .option("-o, --output <file>", "write there, and not to standard output")
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
      `${planName(path)}: ${"problem" in plan ? plan.problem : "it is no plan"}`,
    ]);
  }
  const text = `${JSON.stringify(withoutSecrets(json.value))}\n`;
  if (output === undefined) {
    process.stdout.write(text);
    return PASSED;
  }
  const problem = problemOfWriting(output, text);
  return problem === undefined ? PASSED : failed("nothing was written", [problem]);
}
