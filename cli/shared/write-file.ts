import { writeFileSync } from "node:fs";
import { reasonOf } from "./read-json";

/** Writes a file. @returns what is wrong, by its path; `undefined` if it is written */
export function problemOfWriting(path: string, text: string): string | undefined {
  try {
    writeFileSync(path, text);
    return undefined;
  } catch (error) {
    return `${path}: cannot be written: ${reasonOf(error)}`;
  }
}
