import { parsePlan } from "./plan-json";
import { PlansReader, type PlansReading } from "./read-plans";

/** A plan of one stack, as JSON. */
export interface NamedPlan {
  /** The stack or the file, as in findings. Unique. */
  readonly name: string;
  /** What `JSON.parse` gives of the output of `terraform show -json`. */
  readonly plan: unknown;
}

/**
 * Reads the plans of one change as one fleet, before and after.
 *
 * @throws Error if one of them is not a plan
 */
export function readPlans(plans: Iterable<NamedPlan>): PlansReading {
  const reader = new PlansReader();
  for (const { name, plan: json } of plans) {
    const plan = parsePlan(json);
    if ("problem" in plan) {
      throw new Error(`${name}: ${plan.problem}`);
    }
    reader.add({ name, plan }, () => ({ name, plan }));
  }
  return reader.fleet();
}
