import type { Node } from "@babel/types";
import type { FleetValue } from "../../upgrade/fleet/path";
import { valueText } from "../../upgrade/fleet/value-text";
import { CannotEdit } from "./cannot-edit-error";
import type { SourceFile } from "./source-file";

/** @param byHand - what to write instead: "write 3" */
export function notPlain(file: SourceFile, node: Node, path: readonly string[], byHand: string): CannotEdit {
  const [text = "", ...more] = file.textOf(node).split(/\r?\n/);
  return new CannotEdit(
    `${file.place(node)}: ${dotted(path)} is an expression ("${text}${more.length > 0 ? " …" : ""}") that the editor cannot evaluate: ${byHand} by hand`,
  );
}

export function notWhatWasRead(
  place: string,
  path: readonly string[],
  value: FleetValue,
  before: FleetValue,
): CannotEdit {
  return new CannotEdit(
    `${place}: ${dotted(path)} is ${shown(value)} in the file, but ${shown(before)} in the fleet that was read. Synthesize and plan again`,
  );
}

/** "clusters.alpha-kr-a.version". */
export const dotted = (path: readonly string[]) => path.join(".");

const shown = (value: FleetValue) => valueText(value, { quote: '"' });
