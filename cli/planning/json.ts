import { jsonReport } from "../shared/json-report";
import type { Planned } from "./planned";

/** For programs, by schemas/plan.schema.json. */
export function jsonOf({ goal, plan, day }: Planned): string {
  return jsonReport("1.0", { day, goal, ...plan });
}
