import { review } from "../../upgrade/review/review";
import { judge } from "../../upgrade/rules/rules";
import { parsePlan } from "../../upgrade/terraform/plan-json";
import { PlansReader } from "../../upgrade/terraform/read-plans";
import { planName } from "../shared/plan-files";
import { type ReadJson, readJson } from "../shared/read-json";
import type { Format } from "./formats";
import type { ReviewRequest } from "./request";
import type { Report } from "./wording";

export type Judged =
  | { readonly report: Report; readonly format: Format }
  /** A sentence for each thing that is wrong; nothing was judged. */
  | { readonly problems: readonly string[] };

/**
 * Reads plans and judges them as one fleet; where one cannot be read, none is judged.
 *
 * @param request - `undefined` where it has problems of its own: the plans are read all the same, to tell all at once
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
  // Functions of their own: where one returns nothing holds what it read, and the next takes its place in memory.
  const planIn = (path: string) => {
    const json = read(path);
    return "problem" in json ? { problem: withRemedy(json) } : parsePlan(json.value);
  };
  const add = (path: string): void => {
    const name = planName(path);
    const plan = planIn(path);
    if ("problem" in plan) {
      planProblems.push(`${name}: ${plan.problem}`);
    } else {
      names.push(name);
      reader.add({ name, plan });
    }
  };
  for (const path of new Set(paths)) {
    add(path);
  }
  const step = reader.fleet();
  if (request === undefined || planProblems.length > 0) {
    return { problems: [...problems, ...planProblems] };
  }
  const { day, catalog, waivers, format } = request;
  const judgements = judge({ ...step, catalog, day });
  return { report: { result: review(step, judgements, waivers, day), plans: names }, format };
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
    : `${problem}; give what "terraform show -json PLAN" writes of a plan that "terraform plan -out=PLAN" saved`;
}
