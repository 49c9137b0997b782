import { Command } from "commander";
import { actionsOf, differences } from "../upgrade/review/same-actions";
import { ACCEPTED, REJECTED } from "./shared/exit-codes";
import { failed } from "./shared/failed";
import { planIn } from "./shared/plan-files";
import { visible } from "./shared/visible";

const EXAMPLES = `
After the merge, with the reviewed plan:
  terraform plan -out=tfplan && terraform show -json tfplan > now.json
  cdktf-eks-upgrade same reviewed.json now.json && terraform apply tfplan

The command compares the action on each address, and the attributes that change, with their old and new values. Attributes
that a plan does not change may differ. Values are never printed, and sensitive values are not compared.

After an apply that failed half-way, use --rest: changes that are already applied are no difference.

Exit codes:
  0  the plan matches the reviewed plan
  1  the plan does not match the reviewed plan
  2  a plan cannot be read: nothing was compared`;

export function sameCommand(): Command {
  return new Command("same")
    .description("Compares the actions of a plan with the actions of the reviewed plan.")
    .argument("<reviewed>", 'the reviewed plan, from "terraform show -json" or "redact"')
    .argument("<now>", 'the plan that is about to be applied; "-" is standard input')
    .option("--rest", "after a partial apply: some reviewed changes may be applied already")
    .addHelpText("after", EXAMPLES)
    .action((reviewed: string, now: string, { rest = false }: { readonly rest?: boolean }) => {
      process.exitCode = run(reviewed, now, rest);
    });
}

function run(reviewed: string, now: string, isRest: boolean): number {
  // Both plans without their secrets: the reviewed plan may be redacted already.
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
      `The plan matches the reviewed plan: ${count === 1 ? "1 change" : `${count} changes`}.\n`,
    );
    return ACCEPTED;
  }
  const lines = found.map(({ address, what }) => `  ${visible(address)}: ${visible(what)}\n`);
  process.stdout.write(
    `The plan does not match the reviewed plan. Review it again before you apply it:\n${lines.join("")}`,
  );
  return REJECTED;
}
