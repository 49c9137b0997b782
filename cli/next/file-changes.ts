import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";
import type { UpgradeStep } from "../../upgrade/planner/upgrade-plan";
import { changedStacks } from "../changed/changed-stacks";
import { editFleet, type FleetFile } from "../fleet-source/edit-fleet";
import { readProgram } from "../fleet-source/read-program";
import { type SynthesizedStack, synthesisIn, type Wrong } from "../shared/declared-fleet";
import { reasonOf } from "../shared/read-json";

/** What becomes of a file. */
export interface FileChange {
  readonly path: string;
  /** As "git diff" shows it. */
  readonly diff: string;
  readonly after: string;
}

/** What a step changes in the files of a project. None is written. */
export function fileChanges(
  project: string,
  { clusterName, edits }: Pick<UpgradeStep, "clusterName" | "edits">,
): readonly FileChange[] | Wrong {
  if (edits.length === 0) {
    return [];
  }
  const program = readProgram(project);
  if ("problems" in program) {
    return program;
  }
  const before = new Map(program.files.map(({ path, text }) => [path, text]));
  const edited = editFleet({ ...program, clusterName, edits });
  return "problems" in edited
    ? edited
    : edited.map(({ path, text }: FleetFile) => ({
        path,
        diff: createTwoFilesPatch(
          `a/${path}`,
          `b/${path}`,
          before.get(path) ?? "",
          text,
          undefined,
          undefined,
          { context: 3, headerOptions: FILE_HEADERS_ONLY },
        ),
        after: text,
      }));
}

/**
 * Writes files, and synthesizes what comes of it: where the program refuses that, or where it does not do what the step
 * is for, they are as before again.
 *
 * A file with a change that is not committed is left as it is: that may be the step before, and two steps are two
 * diffs.
 *
 * @param stacksBefore - what the program synthesizes without the step; empty where it was not asked yet
 * @returns what is wrong, where nothing was written
 */
export async function write(
  project: string,
  changes: readonly FileChange[],
  { stacks }: UpgradeStep,
  stacksBefore: readonly SynthesizedStack[],
): Promise<Wrong | undefined> {
  const changed = changes.filter(({ path }) => isChanged(project, path));
  if (changed.length > 0) {
    return {
      problems: changed.map(
        ({ path }) =>
          `${path} has a change that is not committed, maybe the step before this one: commit that when it is applied, or take it back with "git restore ${path}"`,
      ),
    };
  }
  const before = stacksBefore.length > 0 ? stacksBefore : await synthesisIn(project);
  if ("problems" in before) {
    return before;
  }
  const texts = changes.map(({ path }) => ({ path, text: readFileSync(join(project, path), "utf8") }));
  const restore = () => {
    for (const { path, text } of texts) {
      writeFileSync(join(project, path), text);
    }
  };
  try {
    for (const { path, after } of changes) {
      writeFileSync(join(project, path), after);
    }
  } catch (error) {
    restore();
    return { problems: [`it cannot be written: ${reasonOf(error)}`] };
  }
  const synthesis = await synthesisIn(project);
  if ("problems" in synthesis) {
    restore();
    return { problems: ["the program refuses the step, so the files are as before:", ...synthesis.problems] };
  }
  const differing = new Set(changedStacks(before, synthesis).map(({ stack }) => stack));
  // Of plans, stacks have the names of files.
  const known = stacks.filter(({ stack }) => before.some(({ name }) => name === stack));
  const isForetold =
    known.length === 0 ? differing.size > 0 : known.some(({ stack }) => differing.has(stack));
  if (stacks.length > 0 && !isForetold) {
    restore();
    return {
      problems: [
        `the program makes the same of ${known.length === 0 ? "all stacks" : known.map(({ stack }) => stack).join(", ")} with the step as without it, so the files are as before: something in it writes over the value; make the step by hand`,
      ],
    };
  }
  return undefined;
}

/** Not where git is missing, or the project is in no repository. */
function isChanged(project: string, path: string): boolean {
  const { status, stdout } = spawnSync("git", ["status", "--porcelain", "--", path], {
    cwd: project,
    encoding: "utf8",
  });
  return status === 0 && /^[ MARC][MARC]|^[MARC]/m.test(stdout);
}
