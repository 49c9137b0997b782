import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { type BuildOptions, build, type Metafile, type Plugin } from "esbuild";
import { commands } from "../cli/commands";
import { foldersOf } from "./folders";
import { noticesOf } from "./notices";
import { onDemand } from "./on-demand";
import { peers } from "./peers";
import { Vendor } from "./vendor";

/** Files that the bundled code reads from its own folder, and schemas for the editors of users. */
const READ_AT_RUN_TIME = [
  "charts",
  "schemas",
  "cli/shared/recorder.cjs",
  "sandbox/moto/server.py",
  "sandbox/moto/requirements.txt",
];

/** What a program imports. */
const ENTRIES = ["constructs", "stacks", "upgrade"] as const;

/** What is run. */
const PROGRAMS = ["cli/main", "cli/kubernetes"] as const;

/** All commands: the program loads this file when one is called. Node parses it as a whole, which takes longer than help. */
const COMMANDS = "dist/cli/commands.js";

/** The library: one file, so that its entries share their classes. It runs the modules of an entry when that is loaded. */
const LIBRARY = "dist/library.js";

const PROJECT = resolve(__dirname, "..");

const OPTIONS: BuildOptions = {
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

async function library(vendors: readonly Vendor[]): Promise<Metafile> {
  const loaders = ENTRIES.map((entry) => `exports.${entry} = () => require("./${entry}/index");`);
  const { metafile } = await build({
    ...OPTIONS,
    metafile: true,
    keepNames: true,
    plugins: [
      peers(/^(cdktf|constructs)$/),
      onDemand(/^@cdktf\/provider-/),
      ...vendors.map((vendor) => vendor.plugin(LIBRARY)),
      foldersOf(PROJECT, "."),
    ],
    stdin: { contents: loaders.join("\n"), resolveDir: PROJECT },
    outfile: join(PROJECT, LIBRARY),
  });
  return metafile;
}

function writeEntries(): void {
  const loaded: Readonly<Record<string, () => object>> = require(join(PROJECT, LIBRARY));
  for (const entry of ENTRIES) {
    const names = Object.keys(loaded[entry]?.() ?? {}).join(", ");
    write(
      `dist/${entry}/index.js`,
      [
        `"use strict";`,
        `module.exports = require(${JSON.stringify(relative(`dist/${entry}`, LIBRARY))}).${entry}();`,
        "// ES modules find the names by this line, which never runs.",
        `0 && (module.exports = { ${names} });\n`,
      ].join("\n"),
    );
  }
}

async function programs(vendors: readonly Vendor[]): Promise<readonly Metafile[]> {
  const loaders = Object.keys(commands).map(
    (name) => `exports[${JSON.stringify(name)}] = () => require("./cli/${name}");`,
  );
  const sources = [
    ...PROGRAMS.map((program) => ({ entryPoints: [`${program}.ts`], outfile: `dist/${program}.js` })),
    { stdin: { contents: loaders.join("\n"), resolveDir: PROJECT }, outfile: COMMANDS },
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

function write(path: string, text: string): void {
  mkdirSync(dirname(join(PROJECT, path)), { recursive: true });
  writeFileSync(join(PROJECT, path), text);
}

async function main(): Promise<void> {
  rmSync(join(PROJECT, "dist"), { recursive: true, force: true });
  const vendors = [
    new Vendor(/^commander$/, "dist/vendor/commander.js"),
    new Vendor(/^@aws-sdk\//, "dist/vendor/aws-sdk.js"),
    new Vendor(/^@babel\/parser$/, "dist/vendor/babel-parser.js"),
    new Vendor(/^yaml$/, "dist/vendor/yaml.js"),
    new Vendor(/^(@observablehq\/plot|linkedom)$/, "dist/vendor/charts.js"),
  ];
  const metafiles = [await library(vendors), ...(await programs(vendors))];
  for (const vendor of vendors) {
    metafiles.push(await vendor.write(PROJECT, OPTIONS));
  }
  writeEntries();
  write("dist/THIRD-PARTY-NOTICES.txt", noticesOf(PROJECT, metafiles));
  for (const path of READ_AT_RUN_TIME) {
    cpSync(join(PROJECT, path), join(PROJECT, "dist", path), { recursive: true });
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
