import { INVALID_INPUT } from "./exit-codes";
import { visible } from "./visible";

/** Prints an error and its problems, one per line. @returns the exit code */
export function failed(what: string, problems: readonly string[]): number {
  const lines = problems.map((problem) => `  ${visible(problem)}\n`);
  process.stderr.write(`error: ${visible(what)}\n${lines.join("")}`);
  return INVALID_INPUT;
}

/** The message of a thrown value. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
