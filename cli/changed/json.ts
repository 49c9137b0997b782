import { jsonReport } from "../shared/json-report";
import type { ChangedStack } from "./changed-stacks";

/** For programs, by schemas/changed.schema.json. */
export function jsonOf(stacks: readonly ChangedStack[]): string {
  return jsonReport("1.0", { stacks });
}
