import { writeFileSync } from "node:fs";
import { PASSED, REFUSED } from "../shared/exit-codes";
import { failed } from "../shared/failed";
import { reasonOf } from "../shared/read-json";
import { isColored } from "../shared/terminal";
import { type Format, formatted } from "./formats";
import { verdictOf } from "./text";
import type { Report } from "./wording";

/** To standard output; or to a file, and then the verdict alone is said. @returns the exit code */
export function writeReport(report: Report, format: Format, output: string | undefined): number {
  if (output === undefined) {
    process.stdout.write(formatted(report, format, isColored()));
  } else {
    try {
      writeFileSync(output, formatted(report, format, false));
    } catch (error) {
      return failed("nothing was written", [`${output}: it cannot be written: ${reasonOf(error)}`]);
    }
    process.stdout.write(`${verdictOf(report, isColored())}\n`);
  }
  return report.result.verdict === "passed" ? PASSED : REFUSED;
}
