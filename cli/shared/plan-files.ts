import { readJson, STANDARD_INPUT } from "../../upgrade/input/read-json";
import { isRecord } from "../../upgrade/terraform/json";
import { type Plan, parsePlan } from "../../upgrade/terraform/plan-json";
import type { NamedPlan } from "../../upgrade/terraform/read-plans";
import { withoutSecrets } from "../../upgrade/terraform/without-secrets";

/** Whether the values that a plan marks as sensitive are kept or unknown. */
export type Secrets = "kept" | "taken-out";

/** A file of "terraform show -json", or what is wrong with it, by its name. */
export function planIn(path: string, secrets: Secrets): Plan | { readonly problem: string } {
  const json = readJson(path);
  const plan =
    "problem" in json
      ? json
      : parsePlan(secrets === "taken-out" && isRecord(json.value) ? withoutSecrets(json.value) : json.value);
  return "problem" in plan ? { problem: `${planName(path)}: ${plan.problem}` } : plan;
}

/** All plans, and the problem of each that cannot be read. */
export function plansIn(
  paths: readonly string[],
  secrets: Secrets,
): { readonly plans: readonly NamedPlan[]; readonly problems: readonly string[] } {
  const plans: NamedPlan[] = [];
  const problems: string[] = [];
  for (const path of new Set(paths)) {
    const plan = planIn(path, secrets);
    if ("problem" in plan) {
      problems.push(plan.problem);
    } else {
      plans.push({ name: planName(path), plan });
    }
  }
  return { plans, problems };
}

/** What a report calls a plan. */
export function planName(argument: string): string {
  return argument === STANDARD_INPUT.argument ? STANDARD_INPUT.name : argument;
}
