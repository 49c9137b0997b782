import { statSync } from "node:fs";
import { type ReadJson, readJson } from "../../upgrade/input/read-json";
import { review } from "../../upgrade/review/review";
import { judge } from "../../upgrade/rules/rules";
import { parsePlan } from "../../upgrade/terraform/plan-json";
import { type NamedPlan, PlansReader } from "../../upgrade/terraform/read-plans";
import { planName } from "../shared/plan-files";
import type { Format } from "./formats";
import type { ReviewRequest } from "./request";
import type { Report } from "./wording";

export type Judged =
  | { readonly report: Report; readonly format: Format }
  /** A sentence for each problem. No plan was evaluated. */
  | { readonly problems: readonly string[] };

/**
 * Reads plans and evaluates them as one fleet. If one of them cannot be read, none is evaluated.
 *
 * @param request - `undefined` if it has problems: the plans are read too, so that all problems are reported at once
 */
export function judgePlans(
  paths: readonly string[],
  request: ReviewRequest | undefined,
  problems: readonly string[],
  read: (path: string) => ReadJson = readJson,
): Judged {
  const names: string[] = [];
  const planProblems: string[] = [];
  const reader = new PlansReader();
  // Separate functions: when one returns, nothing holds what it read, and memory is free for the next plan.
  const planIn = (path: string) => {
    const json = read(path);
    return "problem" in json ? { problem: withRemedy(json) } : parsePlan(json.value);
  };
  const again = (name: string, path: string) => () => {
    const plan = planIn(path);
    return "problem" in plan ? undefined : { name, plan };
  };
  const add = (path: string): void => {
    const name = planName(path);
    const plan = planIn(path);
    if ("problem" in plan) {
      planProblems.push(`${name}: ${plan.problem}`);
    } else {
      names.push(name);
      reader.add({ name, plan }, canBeReadAgain(path) ? again(name, path) : kept({ name, plan }));
    }
  };
  for (const path of new Set(paths)) {
    add(path);
  }
  const change = reader.fleet();
  if (request === undefined || planProblems.length > 0) {
    return { problems: [...problems, ...planProblems] };
  }
  const { day, catalog, waivers, format } = request;
  const judgements = judge({ ...change, catalog, day });
  return { report: { result: review(change, judgements, waivers, day), plans: names }, format };
}

/** In a function of its own: a closure beside would hold each plan. */
function kept(plan: NamedPlan): () => NamedPlan {
  return () => plan;
}

/** A pipe gives its bytes once. */
function canBeReadAgain(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function withRemedy({
  problem,
  isUnreadable,
}: {
  readonly problem: string;
  readonly isUnreadable?: true;
}): string {
  return isUnreadable === true
    ? problem
    : `${problem}; write the input with "terraform plan -out=PLAN" and "terraform show -json PLAN"`;
}
