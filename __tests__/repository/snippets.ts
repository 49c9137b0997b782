import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { Block } from "./documents";
import { ROOT } from "./project";

/**
 * The errors of the TypeScript compiler in these blocks, with the lines of the document. Each block is a module in the
 * folder of its document: a README imports "./constructs/eks/cluster".
 */
export function typeErrorsOf(blocks: readonly Block[]): readonly string[] {
  mkdirSync(join(ROOT, ".cache"), { recursive: true });
  const folder = mkdtempSync(join(ROOT, ".cache", "snippets-"));
  try {
    const places = new Map(blocks.map((block) => [written(folder, block), block.place]));
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({
        extends: "../../tsconfig.json",
        // The compiler resolves imports as if the snippets were in the project.
        compilerOptions: {
          rootDirs: [".", "../.."],
          // The name of the package resolves to the sources.
          paths: {
            "cdktf-eks-upgrade": ["../../constructs/index.ts"],
            "cdktf-eks-upgrade/*": ["../../*/index.ts"],
          },
          noUnusedLocals: false,
        },
        include: ["**/*.ts"],
        exclude: [],
      }),
    );
    const compiler = join(ROOT, "node_modules", "typescript", "bin", "tsc");
    const { stdout, status } = spawnSync(process.execPath, [compiler, "--pretty", "false", "-p", folder], {
      cwd: folder,
      encoding: "utf8",
    });
    const lines = stdout
      .trimEnd()
      .split("\n")
      .filter((line) => line !== "");
    if (status !== 0 && lines.length === 0) {
      throw new Error(`the TypeScript compiler exited with ${status} and printed nothing`);
    }
    return lines.map((line) => inDocument(line, places));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function written(folder: string, { place, document, code }: Block): string {
  const name = join(dirname(document), `${place.replaceAll(/\W/g, "-")}.ts`);
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, /^(import|export)\b/m.test(code) ? code : `${code}export {};\n`);
  return relative(folder, path);
}

/** Replaces the path of the written file: "README.md:45: error TS2322: …". */
function inDocument(line: string, places: ReadonlyMap<string, string>): string {
  const [, file = "", row = "1", message = line] = /^(.+?)\((\d+),\d+\): (.*)$/.exec(line) ?? [];
  const [document, first] = places.get(file)?.split(":") ?? [];
  return first === undefined ? line : `${document}:${Number(first) + Number(row) - 1}: ${message}`;
}
