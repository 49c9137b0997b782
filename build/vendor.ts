import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { type BuildOptions, build, type Metafile, type Plugin } from "esbuild";
import { literalKeys } from "./literal-keys";
import { moduleOnDemand } from "./on-demand";

const NAMESPACE = "vendor";

/**
 * Packages in a file of their own, which a bundle loads when it first uses one of their names. The file holds only the
 * names that the sources use: of the EC2 client, two operations of seven hundred.
 */
export class Vendor {
  /** By package. */
  private readonly used = new Map<string, Set<string>>();

  constructor(
    private readonly packages: RegExp,
    private readonly file: string,
  ) {}

  /** For the bundle that is written to `outfile`. */
  plugin(outfile: string): Plugin {
    const way = relative(dirname(outfile), this.file);
    const path = way.startsWith(".") ? way : `./${way}`;
    return {
      name: NAMESPACE,
      setup: ({ onResolve, onLoad }) => {
        onResolve({ filter: this.packages }, ({ path: name, importer }) => {
          this.use(name, importer);
          return { path: name, namespace: NAMESPACE };
        });
        onResolve({ filter: /^\./, namespace: NAMESPACE }, (file) => ({ path: file.path, external: true }));
        onLoad({ filter: this.packages, namespace: NAMESPACE }, (module) => ({
          loader: "js",
          contents: moduleOnDemand(`require(${JSON.stringify(path)})[${JSON.stringify(module.path)}]`),
        }));
      },
    };
  }

  /** Writes the file. The bundles that load it have to be written before. */
  async write(project: string, options: BuildOptions): Promise<Metafile> {
    const entries = [...this.used].map(([name, exported], index) => {
      const names = [...exported].sort();
      const aliases = names.map((each) => `${each} as ${each}${index}`);
      const members = names.map((each) => `${each}: ${each}${index}`);
      return [
        `import { ${aliases.join(", ")} } from ${JSON.stringify(name)};`,
        `exports[${JSON.stringify(name)}] = { ${members.join(", ")} };`,
      ].join("\n");
    });
    const { metafile } = await build({
      ...options,
      metafile: true,
      minify: true,
      plugins: [literalKeys],
      stdin: { contents: entries.join("\n"), resolveDir: project },
      outfile: join(project, this.file),
    });
    return metafile;
  }

  /** Every exported name counts as used that is a word of the importing source, outside of comments and strings. */
  private use(name: string, importer: string): void {
    const code = readFileSync(importer, "utf8").replace(/\/\*.*?\*\/|(?<=^|\s)\/\/[^\n]*|"[^"\n]*"/gms, "");
    const words = new Set(code.match(/\w+/g));
    const exported = Object.keys(require(name)).filter((each) => words.has(each));
    this.used.set(name, new Set([...(this.used.get(name) ?? []), ...exported]));
  }
}
