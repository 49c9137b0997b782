import { writeFileSync } from "node:fs";
import { PASSED, REFUSED } from "../exit-codes";
import { failed } from "../failed";
import { isColored } from "../terminal";
import { type Format, formatted } from "./formats";
import { reasonOf } from "./read-json";
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
