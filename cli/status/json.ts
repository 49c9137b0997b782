import { jsonReport } from "../shared/json-report";
import type { FleetStatus } from "./fleet-status";

/** For programs, as in schemas/status.schema.json. */
export function jsonOf(status: FleetStatus, day: string): string {
  return jsonReport("1.0", { day, ...status });
}
