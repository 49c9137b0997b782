import type { Node } from "@babel/types";
import { expanded } from "./object-text";
import { childrenOf, endOf, SourceFile, startOf } from "./source-file";
import { changed } from "./text-change";

/**
 * Breaks long lines as formatters do, an object from the outside in. Lines of `before` stay, because somebody wrote them
 * like that.
 */
export function fitted(path: string, before: string, after: string, width: number): string {
  const kept = new Set(linesOf(before));
  const left = new Set<string>();
  let text = after;
  for (;;) {
    const lines = linesOf(text);
    const index = lines.findIndex((line) => line.length > width && !kept.has(line) && !left.has(line));
    const line = lines[index];
    if (line === undefined) {
      return text;
    }
    const file = SourceFile.parse(path, text);
    const node = outermostOn(file.program, index + 1);
    const change = node === undefined ? undefined : expanded(file, node);
    if (change === undefined) {
      left.add(line);
    } else {
      text = changed(text, [change]);
    }
  }
}

const linesOf = (text: string) => text.split(/\r?\n/);

/** The outermost object or list that begins and ends on a line. */
function outermostOn(node: Node, line: number): Node | undefined {
  const [first, last] = [node.loc?.start.line ?? 0, node.loc?.end.line ?? 0];
  if (last < line || first > line) {
    return undefined;
  }
  const isOn = first === line && last === line;
  if (
    isOn &&
    (node.type === "ObjectExpression" || node.type === "ArrayExpression") &&
    endOf(node) - startOf(node) > 2
  ) {
    return node;
  }
  for (const child of childrenOf(node)) {
    const found = outermostOn(child, line);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}
