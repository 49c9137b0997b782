import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { Block } from "./documents";
import { ROOT } from "./project";

/**
 * What the TypeScript compiler says against the blocks, each a module of its own that lies where its document does:
 * a README imports "./constructs/eks/cluster". Lines are those of the document.
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
        // The snippets are taken to lie in the project itself.
        compilerOptions: {
          rootDirs: [".", "../.."],
          // What the package's own name gives, without building it.
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
      throw new Error(`the TypeScript compiler ended with ${status} and said nothing`);
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

/** "README.md:45: error TS2322: …" in place of the file that was written. */
function inDocument(line: string, places: ReadonlyMap<string, string>): string {
  const [, file = "", row = "1", message = line] = /^(.+?)\((\d+),\d+\): (.*)$/.exec(line) ?? [];
  const [document, first] = places.get(file)?.split(":") ?? [];
  return first === undefined ? line : `${document}:${Number(first) + Number(row) - 1}: ${message}`;
}
