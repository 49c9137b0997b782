import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { build, type Metafile } from "esbuild";
import { OPTIONS, PROJECT, vendorsIn, writePrograms, writeVendors } from "./bundle";
import { foldersOf } from "./folders";
import { noticesOf } from "./notices";
import { onDemand } from "./on-demand";
import { peers } from "./peers";
import type { Vendor } from "./vendor";

/** What a program imports. */
const ENTRIES = ["constructs", "stacks", "upgrade"] as const;

/** The library: one file, so that its entries share their classes. It runs the modules of an entry when that is loaded. */
const LIBRARY = "dist/library.js";

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

function write(path: string, text: string): void {
  mkdirSync(dirname(join(PROJECT, path)), { recursive: true });
  writeFileSync(join(PROJECT, path), text);
}

async function main(): Promise<void> {
  rmSync(join(PROJECT, "dist"), { recursive: true, force: true });
  const vendors = vendorsIn("dist");
  const metafiles = [
    await library(vendors),
    ...(await writePrograms("dist", vendors)),
    ...(await writeVendors(vendors)),
  ];
  writeEntries();
  write("dist/THIRD-PARTY-NOTICES.txt", noticesOf(PROJECT, metafiles));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
