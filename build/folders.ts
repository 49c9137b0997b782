import { readFileSync } from "node:fs";
import { dirname, relative } from "node:path";
import type { Plugin } from "esbuild";

/**
 * Files that a source reads from its own folder lie in the output as they lie in the project: `__dirname` of
 * `sandbox/moto/process.ts` is `sandbox/moto` in the output.
 *
 * @param up the way from the folder of the bundle to the folder of the output
 */
export function foldersOf(project: string, up: string): Plugin {
  return {
    name: "folders",
    setup(build) {
      build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const folder = JSON.stringify(relative(project, dirname(path)));
        const ownFolder = `require("node:path").join(__dirname, ${JSON.stringify(up)}, ${folder})`;
        return { loader: "ts", contents: readFileSync(path, "utf8").replace(/\b__dirname\b/g, ownFolder) };
      });
    },
  };
}
