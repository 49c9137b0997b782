import { CANNOT_BE_JUDGED } from "./exit-codes";

/** Says what was not done and why, a sentence a line. @returns the exit code */
export function failed(what: string, problems: readonly string[]): number {
  process.stderr.write(`error: ${what}\n${problems.map((problem) => `  ${problem}\n`).join("")}`);
  return CANNOT_BE_JUDGED;
}

/** What a thrown value says. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
