import type { Place } from "../../fleet/state";
import type { Finding } from "../rule";

/** A finding at a place. */
export function found(
  { stack, address }: Place,
  message: string,
  more: Pick<Finding, "code" | "values" | "severity"> = {},
): Finding {
  return { stack, address, message, ...more };
}
