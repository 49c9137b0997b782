import { createColors } from "picocolors";
import { visible } from "../review/wording";
import type { Planned } from "./planned";
import { extent, goalLine, notesOf, stackLine } from "./wording";

/** For a terminal: a line a step, and below it what is to be known of single ones. */
export function textOf({ goal, plan }: Planned, isColored: boolean): string {
  const colors = createColors(isColored);
  const { steps, next, remarks } = plan;
  if (steps.length === 0) {
    return `${visible(goalLine(goal))}: nothing is left to do.\n${remarksOf(remarks)}`;
  }
  const rows = steps.map(({ wave, title, stacks, estimate }, index) => [
    `${index + 1}`,
    `${wave}`,
    `${estimate.minutes}`,
    stacks.map((stack) => visible(stackLine(stack))).join("; "),
    visible(title),
  ]);
  const head = ["", "wave", "min", "Terraform", "step"];
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
  const closes = (index: number) => steps[index]?.closesWayBack !== undefined;
  const table = [
    colors.dim(line(head)),
    ...rows.map((row, index) => {
      const text = line(row);
      return closes(index) ? colors.yellow(text) : isNext.has(index) ? colors.bold(text) : text;
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
    section(colors.bold("To know of single steps"), notes),
    section(colors.bold("To wait for"), waiting),
    remarksOf(remarks, colors.bold("What the plan does not do")).trimEnd(),
  ];
  return `${sections.filter((text) => text !== "").join("\n\n")}\n`;
}

const section = (title: string, lines: readonly string[]) =>
  lines.length === 0 ? "" : [title, ...lines].join("\n");

function remarksOf(remarks: readonly string[], title = "What the plan does not do"): string {
  return remarks.length === 0
    ? ""
    : `${section(
        title,
        remarks.map((remark) => `  ${visible(remark)}`),
      )}\n`;
}
