import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

export const ROOT = resolve(__dirname, "..", "..");

/** The text of the file at this path of the project. */
export const textOf = (path: string): string => readFileSync(join(ROOT, path), "utf8");

/** The paths of all files with this ending, without installed and generated files. */
export function pathsOf(ending: string, folder = "."): readonly string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "." ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      return ["node_modules", "cdktf.out", "dist"].includes(entry.name) || entry.name.startsWith(".")
        ? []
        : pathsOf(ending, path);
    }
    return entry.name.endsWith(ending) ? [path] : [];
  });
}
