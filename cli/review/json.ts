import { version } from "../../package.json";
import type { Report } from "./wording";

/** Of the report, schemas/review.schema.json: its first number changes when a reader would have to. */
export const FORMAT_VERSION = "1.0";

/** For programs. */
export function jsonOf({ result, plans }: Report): string {
  const report = {
    formatVersion: FORMAT_VERSION,
    tool: { name: "cdktf-eks-upgrade", version },
    plans,
    ...result,
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
