import { cpSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { type BuildOptions, build, type Metafile, type Plugin } from "esbuild";
import { commands } from "../cli/commands";
import { foldersOf } from "./folders";
import { Vendor } from "./vendor";

/*
 * The bundled programs, in a folder whose paths are those of the project. Folders are given from the project: "dist".
 */

/** Files that the bundled code reads from its own folder, and schemas for the editors of users. */
const READ_AT_RUN_TIME = [
  "charts",
  "schemas",
  "cli/shared/recorder.cjs",
  "sandbox/moto/server.py",
  "sandbox/moto/requirements.txt",
];

/** What is run. */
const PROGRAMS = ["cli/main", "cli/kubernetes"] as const;

/** All commands: the program loads this file when one is called. Node parses it as a whole, which takes longer than help. */
const COMMANDS = "cli/commands.js";

export const PROJECT = resolve(__dirname, "..");

export const OPTIONS: BuildOptions = {
  absWorkingDir: PROJECT,
  bundle: true,
  platform: "node",
  target: "node20.9",
  format: "cjs",
  // The ES modules of a package: of these, what is not used can be left out.
  mainFields: ["module", "main"],
  metafile: true,
  legalComments: "none", // They are in the notices.
  logLevel: "warning",
};

/** Packages in files of their own. */
export function vendorsIn(out: string): readonly Vendor[] {
  return [
    new Vendor(/^commander$/, `${out}/vendor/commander.js`),
    new Vendor(/^@aws-sdk\//, `${out}/vendor/aws-sdk.js`),
    new Vendor(/^@babel\/parser$/, `${out}/vendor/babel-parser.js`),
    new Vendor(/^yaml$/, `${out}/vendor/yaml.js`),
    new Vendor(/^(@observablehq\/plot|linkedom)$/, `${out}/vendor/charts.js`),
  ];
}

/** Writes the vendors. The bundles that load them have to be written before. */
export async function writeVendors(vendors: readonly Vendor[]): Promise<readonly Metafile[]> {
  const metafiles: Metafile[] = [];
  for (const vendor of vendors) {
    metafiles.push(await vendor.write(PROJECT, OPTIONS));
  }
  return metafiles;
}

/** Writes the programs, and what they read at run time. */
export async function writePrograms(out: string, vendors: readonly Vendor[]): Promise<readonly Metafile[]> {
  const loaders = Object.keys(commands).map(
    (name) => `exports[${JSON.stringify(name)}] = () => require("./cli/${name}");`,
  );
  const sources = [
    ...PROGRAMS.map((program) => ({ entryPoints: [`${program}.ts`], outfile: `${out}/${program}.js` })),
    { stdin: { contents: loaders.join("\n"), resolveDir: PROJECT }, outfile: `${out}/${COMMANDS}` },
  ];
  const metafiles: Metafile[] = [];
  for (const { outfile, ...source } of sources) {
    const { metafile } = await build({
      ...OPTIONS,
      metafile: true,
      plugins: [
        commandsOnDemand,
        ...vendors.map((vendor) => vendor.plugin(outfile)),
        foldersOf(PROJECT, ".."),
      ],
      ...source,
      // Node parses all of the file, whatever command is called.
      minifyWhitespace: true,
      minifySyntax: true,
      outfile,
    });
    metafiles.push(metafile);
  }
  for (const path of READ_AT_RUN_TIME) {
    cpSync(join(PROJECT, path), join(PROJECT, out, path), { recursive: true });
  }
  return metafiles;
}

/** `require("./review")` in cli/commands.ts. */
const commandsOnDemand: Plugin = {
  name: "commands-on-demand",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\// }, ({ path, importer, kind }) =>
      kind === "require-call" && importer === join(PROJECT, "cli", "commands.ts")
        ? { path: basename(path), namespace: "command" }
        : undefined,
    );
    onResolve({ filter: /.*/, namespace: "command" }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /.*/, namespace: "command" }, ({ path }) => ({
      contents: `module.exports = require("./${basename(COMMANDS)}")[${JSON.stringify(path)}]();`,
    }));
  },
};
