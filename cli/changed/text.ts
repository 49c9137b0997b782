import { createColors } from "picocolors";
import { visible } from "../shared/visible";
import type { ChangedStack } from "./changed-stacks";

/** For people: a line a stack, in the order of applying. */
export function textOf(stacks: readonly ChangedStack[], isColored: boolean): string {
  const colors = createColors(isColored);
  const paint = { added: colors.green, changed: colors.yellow, removed: colors.red };
  const width = Math.max(...stacks.map(({ stack }) => stack.length));
  const lines = stacks.map(({ stack, change, environment, region, after, plannedAfter }) => {
    const where = [environment, region].filter((text) => text !== null).join(", ");
    const order =
      after.length === 0
        ? ""
        : `; after ${after.join(", ")}${plannedAfter.length === 0 ? "" : `, and planned only when ${plannedAfter.join(", ")} ${plannedAfter.length === 1 ? "is" : "are"} applied`}`;
    return `${paint[change](change.padEnd("removed".length))}  ${visible(stack.padEnd(width))}  ${colors.dim(visible(`${where}${order}`))}`;
  });
  return stacks.length === 0 ? "No stack changes.\n" : `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}
