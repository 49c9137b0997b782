import { existsSync } from "node:fs";
import { App } from "cdktf";
import {
  foldersOf,
  isTraced,
  problemsOf,
  rejection,
  TRACED,
  tried,
  writeOrReject,
} from "../constructs/synthesize";
import type { Environment } from "./environment";
import { declareFleet } from "./fleet";

/**
 * Synthesizes a fleet into cdktf.out, or reports all its problems and writes nothing.
 *
 * @returns the exit code: 0, or 1 if the fleet is rejected
 */
export function synthesizeFleet(environments: readonly Environment[]): 0 | 1 {
  return withoutStacksOfTokens(() => synthesize(environments));
}

function synthesize(environments: readonly Environment[]): 0 | 1 {
  const outdir = process.env.CDKTF_OUTDIR ?? "cdktf.out";
  const missing = foldersOf({ outdir }).filter((folder) => !existsSync(folder));
  // `problemsIn` validates once. Stack traces in the output would differ on each machine.
  const app = tried(outdir, () => new App({ outdir, skipValidation: true, stackTraces: false }));
  if (app.problem !== undefined) {
    console.error(rejection("fleet", [app.problem]));
    return 1;
  }
  return writeOrReject(app.value, "fleet", () => problemsIn(app.value, environments), missing);
}

function problemsIn(app: App, environments: readonly Environment[]): readonly string[] {
  try {
    declareFleet(app, environments);
    return problemsOf(app);
  } catch (error) {
    return [thrownProblem(error)];
  }
}

/** A program's error keeps its kind and its message. */
function thrownProblem(error: unknown): string {
  // tsx does not check types: a property that is missing or of another type throws a TypeError here.
  const advice =
    error instanceof Error && error.name === "TypeError"
      ? 'If a fleet file does not match its type, "npm run types" reports where. For a stack trace, run'
      : "For a stack trace, run";
  const trace = isTraced() && error instanceof Error ? `\n${error.stack ?? ""}` : "";
  return `the program failed: ${String(error)}. ${advice} it again with ${TRACED}.${trace}`;
}

/**
 * For each token, cdktf records the stack trace of its creation and looks up the lines of TypeScript. That takes half of
 * the time of a synthesis, and no problem of a fleet uses it. An error that ends the program keeps its stack trace.
 */
function withoutStacksOfTokens<Result>(work: () => Result): Result {
  if (isTraced()) {
    return work();
  }
  const { prepareStackTrace } = Error;
  Error.prepareStackTrace = () => "";
  try {
    return work();
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
  }
}
