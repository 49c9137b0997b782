import { createColors } from "picocolors";
import { visible } from "../review/wording";
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
  const widths = head.map((text, column) =>
    Math.max(text.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((text, column) =>
        column < 3 ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd();
  const isNext = new Set(next.map(({ step }) => step));
  const isFinal = (index: number) => steps[index]?.noRollback !== undefined;
  const table = [
    colors.dim(line(head)),
    ...rows.map((row, index) => {
      const text = line(row);
      return isFinal(index) ? colors.yellow(text) : isNext.has(index) ? colors.bold(text) : text;
    }),
  ];
  const notes = steps.flatMap((step, index) =>
    notesOf(step).map((note) => `  ${`${index + 1}`.padStart(widths[0] ?? 0)}  ${visible(note)}`),
  );
  const waiting = next.flatMap(({ step, notBefore }) =>
    notBefore === undefined ? [] : [`  step ${step + 1} not before ${notBefore}`],
  );
  const sections = [
    `${colors.bold(visible(goalLine(goal)))}: ${extent(plan)}`,
    table.join("\n"),
    section(colors.bold("Notes on steps"), notes),
    section(colors.bold("Waiting"), waiting),
    remarksOf(remarks, colors.bold("Not part of the plan")).trimEnd(),
  ];
  return `${sections.filter((text) => text !== "").join("\n\n")}\n`;
}

const section = (title: string, lines: readonly string[]) =>
  lines.length === 0 ? "" : [title, ...lines].join("\n");

function remarksOf(remarks: readonly string[], title = "Not part of the plan"): string {
  return remarks.length === 0
    ? ""
    : `${section(
        title,
        remarks.map((remark) => `  ${visible(remark)}`),
      )}\n`;
}
