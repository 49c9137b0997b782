import { roleNameOf } from "./arns";
import type { Call } from "./call";
import { invalidParameter } from "./errors";

/** Rejects a role that IAM does not know. */
export async function rejectUnknownRole(call: Call, arn: string): Promise<void> {
  if (roleNameOf(arn) === undefined || !(await call.options.neighbours.hasRole(arn))) {
    throw invalidParameter(`Role ${arn} could not be found`, { clusterName: call.label("name") });
  }
}
