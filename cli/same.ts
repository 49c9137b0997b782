import { Command } from "commander";
import { actionsOf, differences } from "../upgrade/review/same-actions";
import { ACCEPTED, REJECTED } from "./shared/exit-codes";
import { failed } from "./shared/failed";
import { planIn } from "./shared/plan-files";
import { visible } from "./shared/visible";

const EXAMPLES = `
After the merge, with the plan that was reviewed:
  terraform plan -out=tfplan && terraform show -json tfplan > now.json
  cdktf-eks-upgrade same reviewed.json now.json && terraform apply tfplan

What counts is what is done to which address, and the attributes that change, from which value to which. What a plan
leaves alone may have changed meanwhile. Values are never printed; sensitive ones are not compared.

An apply that failed half-way goes on with --rest: what is done already is no difference then.

Ends with
  0  the plan does what was reviewed
  1  it does something else
  2  a plan cannot be read: nothing was compared`;

export function sameCommand(): Command {
  return new Command("same")
    .summary("tell whether a plan does what was reviewed")
    .description("Compares what a plan does with what one did that was reviewed before.")
    .argument("<reviewed>", 'the plan that was reviewed, from "terraform show -json" or "redact"')
    .argument("<now>", 'the plan that is about to be applied; "-" is standard input')
    .option("--rest", "of an apply that has begun: some of what was reviewed may be done already")
    .addHelpText("after", EXAMPLES)
    .action((reviewed: string, now: string, { rest = false }: { readonly rest?: boolean }) => {
      process.exitCode = run(reviewed, now, rest);
    });
}

function run(reviewed: string, now: string, isRest: boolean): number {
  // Both sides alike without their secrets: the one that was reviewed may have lost them already.
  const [was, is] = [planIn(reviewed, "taken-out"), planIn(now, "taken-out")];
  if ("problem" in was || "problem" in is) {
    return failed(
      "nothing was compared",
      [was, is].flatMap((plan) => ("problem" in plan ? [plan.problem] : [])),
    );
  }
  const found = differences(was, is, isRest);
  if (found.length === 0) {
    const count = actionsOf(is).size;
    process.stdout.write(
      `The plan does what was reviewed: ${count === 1 ? "1 change" : `${count} changes`}.\n`,
    );
    return ACCEPTED;
  }
  const lines = found.map(({ address, what }) => `  ${visible(address)}: ${visible(what)}\n`);
  process.stdout.write(
    `The plan is not the one that was reviewed; review it anew before anything is applied:\n${lines.join("")}`,
  );
  return REJECTED;
}
