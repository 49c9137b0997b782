import { ACCEPTED, REJECTED } from "../shared/exit-codes";
import { failed } from "../shared/failed";
import { isColored } from "../shared/terminal";
import { problemOfWriting } from "../shared/write-file";
import { type Format, formatted } from "./formats";
import { verdictOf } from "./text";
import type { Report } from "./wording";

/** Writes to standard output, or to a file and only the verdict to standard output. @returns the exit code */
export function writeReport(report: Report, format: Format, output: string | undefined): number {
  if (output === undefined) {
    process.stdout.write(formatted(report, format, isColored()));
  } else {
    const problem = problemOfWriting(output, formatted(report, format, false));
    if (problem !== undefined) {
      return failed("nothing was written", [problem]);
    }
    process.stdout.write(`${verdictOf(report, isColored())}\n`);
  }
  return report.result.verdict === "accepted" ? ACCEPTED : REJECTED;
}
