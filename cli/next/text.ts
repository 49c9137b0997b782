import { createColors } from "picocolors";
import type { UpgradeStep } from "../../upgrade/planner/upgrade-plan";
import { duration, editLine, notesOf, stackLine, stepName } from "../planning/wording";
import { joined } from "../shared/sections";
import { visible } from "../shared/visible";
import type { FileChange } from "./file-changes";

export interface ShownStep {
  readonly step: UpgradeStep;
  readonly number: number;
  readonly of: number;
  readonly others: readonly UpgradeStep[];
  readonly changes: readonly FileChange[];
  readonly isWritten: boolean;
}

/** For a terminal: the diff first. */
export function textOf(
  { step, number, of, others, changes, isWritten }: ShownStep,
  isColored: boolean,
): string {
  const colors = createColors(isColored);
  const diff = changes
    .flatMap(({ diff: text }) => text.trimEnd().split("\n"))
    .map((line) =>
      line.startsWith("+") ? colors.green(line) : line.startsWith("-") ? colors.red(line) : line,
    );
  const lines = [
    ...step.stacks.map((stack) => `Terraform  ${visible(stackLine(stack))}`),
    `rollback   ${visible(step.rollback.how)}`,
    ...notesOf(step).map((note) => `note       ${visible(note)}`),
    ...others.map((other) => `also now   ${visible(stepName(other))}`),
  ];
  const paths = changes.map(({ path }) => path).join(", ");
  const end =
    changes.length === 0
      ? `Nothing to write: ${step.edits.length === 0 ? "this step does not change the fleet file" : "the file already has this change"}.`
      : isWritten
        ? colors.green(`Written to ${paths}.`)
        : colors.dim(`--write edits ${paths}.`);
  return joined([
    `${colors.bold(visible(stepName(step)))} (step ${number} of ${of}), about ${duration(step.estimate.minutes)}`,
    diff.length === 0 ? step.edits.map((edit) => visible(editLine(edit))).join("\n") : diff.join("\n"),
    lines.join("\n"),
    end,
  ]);
}
