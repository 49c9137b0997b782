import type { ChangedStack } from "../changed/changed-stacks";
import { code, prose } from "../review/markdown";

/** For the summary of a run: what changes, in the order of applying, and what cannot be planned yet. */
export function markdownOf(stacks: readonly ChangedStack[]): string {
  if (stacks.length === 0) {
    return "No stack changes.\n";
  }
  const rows = stacks.map(({ stack, change, environment, plannedAfter }) => {
    const planned =
      plannedAfter.length === 0
        ? "now"
        : `**after the merge**, once ${plannedAfter.map(code).join(", ")} ${plannedAfter.length === 1 ? "is" : "are"} applied: what it looks up in AWS is not there yet. Its plan is reviewed then, before it is applied.`;
    return `| ${code(stack)} | ${change} | ${prose(environment ?? "")} | ${planned} |`;
  });
  return `### Stacks that change, in the order of applying (${stacks.length})

| stack | change | environment | planned |
| --- | --- | --- | --- |
${rows.join("\n")}
`;
}
