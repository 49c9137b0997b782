import { posix } from "node:path";

/** What the files of a folder may import. */
interface Layer {
  /** Folders of ours, beside its own. */
  readonly folders: readonly string[];
  /** Folders of which only types may be imported. */
  readonly types?: readonly string[];
  /** Packages, by the beginning of their name; those of Node may always be. */
  readonly packages: readonly string[];
}

const CDKTF = ["cdktf", "constructs", "@cdktf/"];

/** The layers of the project, by folder: an import goes down, never up. */
const LAYERS: Readonly<Record<string, Layer>> = {
  "main.ts": { folders: ["stacks", "fleet"], packages: [] },
  fleet: { folders: [], types: ["upgrade/fleet"], packages: [] },
  stacks: { folders: ["constructs", "upgrade"], packages: CDKTF },
  constructs: { folders: ["upgrade"], packages: CDKTF },
  upgrade: { folders: [], packages: ["valibot", "yaml"] },
  cli: {
    folders: ["upgrade", "sandbox", "package.json"],
    packages: [
      "@aws-sdk/",
      "@babel/parser",
      "@babel/types",
      "@observablehq/plot",
      "commander",
      "diff",
      "linkedom",
      "picocolors",
      "preact",
      "preact-render-to-string",
      "valibot",
    ],
  },
  sandbox: { folders: [], packages: [] },
  build: {
    folders: ["cli", "constructs", "upgrade", "package.json"],
    packages: ["@microsoft/api-extractor", "@valibot/to-json-schema", "esbuild", "typescript", "valibot"],
  },
  bench: { folders: ["stacks", "cli", "upgrade"], packages: CDKTF },
};

/**
 * The folders of `upgrade/`, from the ground up. A folder imports only from the rows before its own, types included:
 * the features of one row do not import each other.
 */
const INSIDE_UPGRADE: readonly (readonly string[])[] = [
  ["input"],
  ["eks"],
  ["fleet"],
  ["terraform"],
  ["rules"],
  ["planner"],
  ["review", "adopt", "preflight"],
  ["index"],
];

interface Import {
  readonly target: string;
  readonly isType: boolean;
}

/** A sentence for each thing in a file that the layers do not allow. */
export function violationsOf(path: string, source: string): readonly string[] {
  const folder = folderOf(path);
  const layer = LAYERS[folder];
  if (layer === undefined) {
    return [`${path}: the folder ${folder} has no place among the layers; give it one`];
  }
  const code = withoutComments(source);
  return [
    ...importsOf(code).flatMap((each) => violationOf(path, folder, layer, each)),
    ...(["stacks", "bench"].includes(folder)
      ? []
      : found(code, /new (?!IamOpenidConnectProvider\()(\w*(?:Provider|Backend))\(/g).map(
          (name) => `${path}: makes a ${name}; providers and backends are made in stacks/`,
        )),
    ...found(code, /\binstanceof (\w+)/g)
      .filter((name) => ["stacks", "constructs"].includes(folder) && name !== "Error")
      .map((name) => `${path}: asks for instanceof ${name}, which fails where a package is there twice`),
    ...found(withoutTexts(code), /((?:[:<|&,]|\bas)\s*any\b)/g).map(
      (text) => `${path}: has an any ("${text}")`,
    ),
  ];
}

function violationOf(
  path: string,
  folder: string,
  layer: Layer,
  { target, isType }: Import,
): readonly string[] {
  if (target.startsWith(".")) {
    const file = posix.join(posix.dirname(path), target);
    const to = folderOf(file);
    const typesOf = layer.types?.find((types) => isBelow(file, types));
    if (to === folder) {
      return folder === "upgrade" ? violationInsideUpgrade(path, file, target) : [];
    }
    if (layer.folders.includes(to) || (isType && typesOf !== undefined)) {
      return [];
    }
    return typesOf === undefined
      ? [`${path}: imports ${to} ("${target}"), which ${folder} may not`]
      : [`${path}: imports more than types of ${typesOf} ("${target}")`];
  }
  if (/^@cdktf\/provider-[a-z]+$/.test(target)) {
    return [`${path}: imports the barrel "${target}"; import one resource`];
  }
  if (target.startsWith("cdktf/")) {
    return [`${path}: imports "${target}", which is private to cdktf`];
  }
  if (target.startsWith("node:") || layer.packages.some((name) => target === name || isBelow(target, name))) {
    return [];
  }
  return [`${path}: imports the package "${target}", which ${folder} may not`];
}

function violationInsideUpgrade(path: string, file: string, target: string): readonly string[] {
  const [from, to] = [insideUpgrade(path), insideUpgrade(file)];
  const [row, rowOfTarget] = [rowOf(from), rowOf(to)];
  if (row === -1) {
    return [`${path}: the folder upgrade/${from} has no place among the layers; give it one`];
  }
  return from === to || rowOfTarget < row
    ? []
    : [`${path}: imports upgrade/${to} ("${target}"), which upgrade/${from} may not`];
}

const rowOf = (folder: string) => INSIDE_UPGRADE.findIndex((row) => row.includes(folder));

const insideUpgrade = (path: string) => path.split("/")[1]?.replace(/\.ts$/, "") ?? "";

const isBelow = (target: string, name: string) => target.startsWith(name.endsWith("/") ? name : `${name}/`);

/** Everything before the first slash: a folder, or a file at the top. */
const folderOf = (path: string) => path.split("/")[0] ?? path;

export function importsOf(code: string): readonly Import[] {
  const statements = /^\s*(?:import|export)\b(\s+type\b)?(?:[^"';]*?\bfrom)?\s*"([^"]+)"/gm;
  const calls = /\b(?:import|require)\(\s*"([^"]+)"/g;
  return [
    ...[...code.matchAll(statements)].map(([, type, target = ""]) => ({
      target,
      isType: type !== undefined,
    })),
    ...[...code.matchAll(calls)].map(([, target = ""]) => ({ target, isType: false })),
  ];
}

const found = (code: string, pattern: RegExp) => [...code.matchAll(pattern)].map(([, name = ""]) => name);

const withoutComments = (source: string) =>
  source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|[^:"'`])\/\/.*$/gm, "$1");

const withoutTexts = (code: string) => code.replace(/"[^"\n]*"|'[^'\n]*'|`[^`]*`/g, '""');
