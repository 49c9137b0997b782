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

/** A file before and after an edit. */
export interface FileChange {
  readonly path: string;
  /** As "git diff" shows it. */
  readonly diff: string;
  readonly after: string;
}

/** The changes of a step in the files of a project. Writes nothing. */
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
 * Writes files and synthesizes the program. If the program rejects the step, or its stacks do not change, the files are
 * restored. A file with uncommitted changes is not written: they may be the step before, and two steps are two diffs.
 *
 * @param stacksBefore - what the program synthesizes without the step; empty if it was not synthesized yet
 * @returns why nothing was written
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
          `${path} has uncommitted changes, maybe from the step before: commit them after the apply, or discard them with "git restore ${path}"`,
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
    return { problems: [`cannot write: ${reasonOf(error)}`] };
  }
  const synthesis = await synthesisIn(project);
  if ("problems" in synthesis) {
    restore();
    return { problems: ["the program rejects the step, so the files were restored:", ...synthesis.problems] };
  }
  const differing = new Set(changedStacks(before, synthesis).map(({ stack }) => stack));
  // The stacks of plans have the names of their files.
  const known = stacks.filter(({ stack }) => before.some(({ name }) => name === stack));
  const isChangedAsPlanned =
    known.length === 0 ? differing.size > 0 : known.some(({ stack }) => differing.has(stack));
  if (stacks.length > 0 && !isChangedAsPlanned) {
    restore();
    return {
      problems: [
        `the step does not change ${known.length === 0 ? "any stack" : known.map(({ stack }) => stack).join(", ")}, so the files were restored: the program overwrites the value. Make the step by hand`,
      ],
    };
  }
  return undefined;
}

/** False if git is missing, or if the project is in no repository. */
function isChanged(project: string, path: string): boolean {
  const { status, stdout } = spawnSync("git", ["status", "--porcelain", "--", path], {
    cwd: project,
    encoding: "utf8",
  });
  return status === 0 && /^[ MARC][MARC]|^[MARC]/m.test(stdout);
}
