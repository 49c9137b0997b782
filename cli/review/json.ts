import { jsonReport } from "../shared/json-report";
import type { Report } from "./wording";

/** For programs, by schemas/review.schema.json. */
export function jsonOf({ result, plans }: Report): string {
  return jsonReport("1.0", { plans, ...result });
}
