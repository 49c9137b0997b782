import type { Plugin } from "esbuild";
import { peerDependencies } from "../package.json";

const NAMESPACE = "peer";

const ranges = new Map<string, string>(Object.entries(peerDependencies));

/** An expression that loads a module of a peer, or throws an error that says what to install. */
export function loadedPeer(path: string): string {
  const name = path.split("/", path.startsWith("@") ? 2 : 1).join("/");
  const install = [...ranges].map(([peer, range]) => `"${peer}@${range.split(" || ").at(-1)}"`).join(" ");
  const message = `cdktf-eks-upgrade needs ${name} for its constructs, and it is not installed. Run: npm install ${install}`;
  return `(() => {
    try {
      return require(${JSON.stringify(path)});
    } catch (error) {
      const isMissing = error.code === "MODULE_NOT_FOUND" && error.message.includes(${JSON.stringify(`'${path}'`)});
      throw isMissing ? new Error(${JSON.stringify(message)}) : error;
    }
  })()`;
}

/**
 * Peers are optional: the command, and what is pure, need none of them. An import of a construct without them says what to
 * install.
 */
export function peers(filter: RegExp): Plugin {
  return {
    name: NAMESPACE,
    setup(build) {
      build.onResolve({ filter }, ({ path, namespace }) =>
        namespace === NAMESPACE ? { path, external: true } : { path, namespace: NAMESPACE },
      );
      build.onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => ({
        loader: "js",
        contents: `module.exports = ${loadedPeer(path)};`,
      }));
    },
  };
}
