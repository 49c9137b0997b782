import type { UpgradeStep } from "../../upgrade/planner/upgrade-plan";
import { jsonReport } from "../shared/json-report";
import type { Planned } from "./planned";

/** For programs, by schemas/plan.schema.json. */
export function jsonOf({ goal, plan, day }: Planned): string {
  return jsonReport("1.0", { day, goal, ...plan, steps: plan.steps.map(stepJson) });
}

/** A step with the property names of the schemas, in their order. */
export function stepJson(step: UpgradeStep): Readonly<Record<string, unknown>> {
  const { rollback, noRollback, estimate, soakHours, remarks, ...others } = step;
  return {
    ...others,
    wayBack: rollback,
    ...(noRollback === undefined ? {} : { closesWayBack: noRollback }),
    estimate,
    soakHours,
    remarks,
  };
}
