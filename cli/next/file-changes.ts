import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";
import type { UpgradeStep } from "../../upgrade/planner/upgrade-plan";
import { changedStacks } from "../changed/changed-stacks";
import { editFleet, type FleetFile } from "../fleet-source/edit-fleet";
import { readProgram } from "../fleet-source/read-program";
import { type SynthesizedStack, synthesisIn, type Wrong } from "../shared/declared-fleet";
import { onInterrupt } from "../shared/interrupted";
import { problemOfWriting, writeWhole } from "../shared/write-file";

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
 * Writes files and synthesizes the program. If the program rejects the step, or its stacks do not change, or somebody
 * interrupts it, the files are restored. A file with uncommitted changes, or one that git does not track, is not written:
 * they may be the step before, and two steps are two diffs.
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
  const unsaved = changes.flatMap(({ path }) => unsavedIn(project, path));
  if (unsaved.length > 0) {
    return { problems: unsaved };
  }
  const before = stacksBefore.length > 0 ? stacksBefore : await synthesisIn(project, { isReused: true });
  if ("problems" in before) {
    return before;
  }
  const texts = changes.map(({ path }) => ({ path, text: readFileSync(join(project, path), "utf8") }));
  const restore = () => {
    for (const { path, text } of texts) {
      writeWhole(join(project, path), text);
    }
  };
  const done = onInterrupt(restore);
  try {
    return await written(project, changes, stacks, before, restore);
  } finally {
    done();
  }
}

async function written(
  project: string,
  changes: readonly FileChange[],
  stacks: UpgradeStep["stacks"],
  before: readonly SynthesizedStack[],
  restore: () => void,
): Promise<Wrong | undefined> {
  for (const { path, after } of changes) {
    const problem = problemOfWriting(join(project, path), after);
    if (problem !== undefined) {
      restore();
      return { problems: [problem] };
    }
  }
  const synthesis = await synthesisIn(project, { isReused: true });
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

/** Why a file is not written; empty if it is as it was committed, if git is missing, or without a repository. */
function unsavedIn(project: string, path: string): readonly string[] {
  const { status, stdout } = spawnSync("git", ["status", "--porcelain", "--ignored", "--", path], {
    cwd: project,
    encoding: "utf8",
  });
  if (status !== 0 || stdout === "") {
    return [];
  }
  return /^(\?\?|!!)/.test(stdout)
    ? [`${path} is not tracked by git, so the step would be no diff: commit the file first`]
    : [
        `${path} has uncommitted changes, maybe from the step before: commit them after the apply, or discard them with "git restore ${path}"`,
      ];
}
