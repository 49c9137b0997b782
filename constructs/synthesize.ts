import { rmdirSync } from "node:fs";
import { join } from "node:path";
import { type App, Manifest } from "cdktf";
import type { Construct } from "constructs";
import { reasonOf } from "../upgrade/input/read-json";
import type { Rule } from "../upgrade/rules/rule";
import { setOwnRules } from "./fleet-part";
import { writeWhole } from "./write-whole";

export interface SynthesisOptions {
  /** Rules of your own, in addition to ours. Their errors reject the program, their warnings are annotations. @default - none */
  readonly rules?: readonly Rule[];
}

/**
 * Synthesizes a program, or reports the problems of all its stacks together and writes nothing. Call it in place of
 * `app.synth()`, which checks and writes one stack after the other, and ends with a stack trace. If the disk is full or the
 * program is killed, the output stays the earlier one.
 *
 * @returns the exit code: `process.exitCode = synthesizeApp(app)`. It is 1 if the program is rejected
 */
export function synthesizeApp(app: App, { rules = [] }: SynthesisOptions = {}): 0 | 1 {
  setOwnRules(app, rules);
  return writeOrReject(app, "program", () => problemsOf(app));
}

/** The folders that an app creates before anything is checked, the inner one first. */
export function foldersOf({ outdir }: { readonly outdir: string }): readonly string[] {
  return [join(outdir, Manifest.stacksFolder), outdir];
}

/**
 * @param what is synthesized, in the message
 * @param created folders to remove if the app is rejected. A folder that has an earlier output stays
 */
export function writeOrReject(
  app: App,
  what: string,
  check: () => readonly string[],
  created = foldersOf(app),
): 0 | 1 {
  const problems = check();
  const written = problems.length === 0 ? tried(app.outdir, () => writeWhole(app)) : { problem: undefined };
  const all = written.problem === undefined ? problems : [written.problem];
  if (all.length === 0) {
    return 0;
  }
  removeIfEmpty(created);
  console.error(rejection(what, all));
  return 1;
}

/** The problems of a tree of constructs, each with its path, in the order of the tree. */
export function problemsOf(root: Construct): readonly string[] {
  return root.node
    .findAll()
    .flatMap(({ node }) =>
      node.validate().map((problem) => (node.path === "" ? problem : `[${node.path}] ${problem}`)),
    );
}

/** Errors of aspects, of cdktf itself and of the file system, which are found while it writes. */
export function tried<T>(outdir: string, work: () => T): Tried<T> {
  try {
    return { value: work(), problem: undefined };
  } catch (error) {
    return { problem: failureOf(outdir, error) };
  }
}

type Tried<T> = { readonly value: T; readonly problem: undefined } | { readonly problem: string };

function failureOf(outdir: string, error: unknown): string {
  if (!(error instanceof Error) || isTraced()) {
    return String(error);
  }
  return "syscall" in error ? `${outdir}: cannot be written: ${reasonOf(error)}` : error.message;
}

export const TRACED = "DEBUG=cdktf-eks-upgrade";

export const isTraced = () => process.env.DEBUG === "cdktf-eks-upgrade";

function removeIfEmpty(folders: readonly string[]): void {
  for (const folder of folders) {
    try {
      rmdirSync(folder);
    } catch {
      return; // It has an earlier output.
    }
  }
}

export function rejection(what: string, problems: readonly string[]): string {
  const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
  return [
    `The ${what} has ${count}; nothing was written.`,
    "",
    ...problems.map((problem) => `  ${problem.replaceAll("\n", "\n  ")}`),
    "",
  ].join("\n");
}
