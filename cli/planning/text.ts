import { createColors } from "picocolors";
import { joined, section } from "../shared/sections";
import { tableLines } from "../shared/table";
import { visible } from "../shared/visible";
import type { Planned } from "./planned";
import { extent, goalLine, notesOf, stackLine } from "./wording";

/** For a terminal: a line for each step, then the notes on some of them. */
export function textOf({ goal, plan }: Planned, isColored: boolean): string {
  const colors = createColors(isColored);
  const { steps, next, remarks } = plan;
  if (steps.length === 0) {
    return `${visible(goalLine(goal))}: no steps left.\n${remarksOf(remarks)}`;
  }
  const rows = steps.map(({ wave, clusterName, title, stacks, estimate }, index) => [
    `${index + 1}`,
    `${wave}`,
    `${estimate.minutes}`,
    stacks.map((stack) => visible(stackLine(stack))).join("; "),
    visible(clusterName),
    visible(title),
  ]);
  const head = ["", "wave", "min", "Terraform", "cluster", "step"];
  const [headLine = "", ...lines] = tableLines([head, ...rows], { right: [0, 1, 2] });
  const isNext = new Set(next.map(({ step }) => step));
  const isFinal = (index: number) => steps[index]?.noRollback !== undefined;
  const table = section(
    colors.dim(headLine),
    lines.map((text, index) =>
      isFinal(index) ? colors.yellow(text) : isNext.has(index) ? colors.bold(text) : text,
    ),
  );
  const notes = steps.flatMap((step, index) =>
    notesOf(step).map((note) => `  ${`${index + 1}`.padStart(`${steps.length}`.length)}  ${visible(note)}`),
  );
  const waiting = next.flatMap(({ step, notBefore }) =>
    notBefore === undefined ? [] : [`  step ${step + 1} not before ${notBefore}`],
  );
  return joined([
    `${colors.bold(visible(goalLine(goal)))}: ${extent(plan)}`,
    table,
    section(colors.bold("Notes on steps"), notes),
    section(colors.bold("Waiting"), waiting),
    remarksOf(remarks, colors.bold("Not part of the plan")).trimEnd(),
  ]);
}

function remarksOf(remarks: readonly string[], title = "Not part of the plan"): string {
  return remarks.length === 0
    ? ""
    : `${section(
        title,
        remarks.map((remark) => `  ${visible(remark)}`),
      )}\n`;
}
