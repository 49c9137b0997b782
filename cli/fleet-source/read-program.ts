import { existsSync, readFileSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import { readJson, reasonOf } from "../../upgrade/input/read-json";
import { getText } from "../../upgrade/terraform/json";
import type { FleetFile } from "./edit-fleet";
import { candidatesOf } from "./fleet-program";

export interface ProgramFiles {
  readonly files: readonly FleetFile[];
  /** The line width of the project's formatter. Left out if the formatter is unknown. */
  readonly lineWidth?: number;
}

/** The TypeScript of the program that cdktf.json of a project names: its main file, and what that imports. */
export function readProgram(project: string): ProgramFiles | { readonly problems: readonly string[] } {
  const config = readJson(join(project, "cdktf.json"));
  const app = "problem" in config ? undefined : getText(config.value, "app");
  if ("problem" in config || app === undefined) {
    const problem = "problem" in config ? config.problem : 'it has no program: add an "app"';
    return { problems: [`${join(project, "cdktf.json")}: ${problem}`] };
  }
  const isThere = (path: string) =>
    existsSync(join(project, path)) && statSync(join(project, path)).isFile() ? [path] : [];
  const main = app
    .split(/[\s"']+/)
    .flatMap((word) => candidatesOf("cdktf.json", `./${word}`))
    .filter((path) => /\.[cm]?tsx?$/.test(path))
    .flatMap(isThere);
  const [first] = main;
  if (first === undefined) {
    return {
      problems: [
        `${join(project, "cdktf.json")}: its "app" ("${app}") has no TypeScript file, so the files to edit are unknown: add it, as in "npx tsx main.ts"`,
      ],
    };
  }
  const texts = new Map<string, string>();
  const problems: string[] = [];
  for (const waiting = [first]; waiting.length > 0; ) {
    const path = waiting.pop() ?? "";
    if (texts.has(path)) {
      continue;
    }
    try {
      const text = readFileSync(join(project, path), "utf8");
      texts.set(path, text);
      waiting.push(
        ...importsOf(text).flatMap((specifier) =>
          candidatesOf(path, specifier)
            .filter((candidate) => /\.[cm]?tsx?$/.test(candidate))
            .flatMap(isThere)
            .slice(0, 1),
        ),
      );
    } catch (error) {
      problems.push(`${path}: ${reasonOf(error)}`);
    }
  }
  const lineWidth = lineWidthOf(project);
  return problems.length > 0
    ? { problems }
    : {
        files: [...texts].map(([path, text]) => ({ path: posix.normalize(path), text })),
        ...(lineWidth === undefined ? {} : { lineWidth }),
      };
}

/** Also those in comments, which lead to files that nothing uses. */
function importsOf(text: string): readonly string[] {
  return [...text.matchAll(/\b(?:from|import)\s*["'](\.[^"'\n]*)["']/g)].map(
    ([, specifier = ""]) => specifier,
  );
}

/** The files in which formatters have the line width. */
const WIDTHS: readonly (readonly [file: string, pattern: RegExp])[] = [
  ["biome.json", /"lineWidth"\s*:\s*(\d+)/],
  ["biome.jsonc", /"lineWidth"\s*:\s*(\d+)/],
  [".prettierrc", /printWidth["']?\s*:\s*(\d+)/],
  [".prettierrc.json", /"printWidth"\s*:\s*(\d+)/],
  [".prettierrc.yaml", /printWidth\s*:\s*(\d+)/],
  [".prettierrc.yml", /printWidth\s*:\s*(\d+)/],
  ["prettier.config.js", /printWidth\s*:\s*(\d+)/],
  ["prettier.config.mjs", /printWidth\s*:\s*(\d+)/],
  ["package.json", /"printWidth"\s*:\s*(\d+)/],
  [".editorconfig", /max_line_length\s*=\s*(\d+)/],
];

function lineWidthOf(project: string): number | undefined {
  for (const [file, pattern] of WIDTHS) {
    const path = join(project, file);
    const width = existsSync(path) ? pattern.exec(readFileSync(path, "utf8"))?.[1] : undefined;
    if (width !== undefined) {
      return Number(width);
    }
  }
  return undefined;
}
