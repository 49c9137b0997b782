import { INVALID_INPUT } from "./exit-codes";

/** Prints an error and its problems, one per line. @returns the exit code */
export function failed(what: string, problems: readonly string[]): number {
  process.stderr.write(`error: ${what}\n${problems.map((problem) => `  ${problem}\n`).join("")}`);
  return INVALID_INPUT;
}

/** The message of a thrown value. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
