import type { Plugin } from "esbuild";
import { peerDependencies } from "../package.json";

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
  return inPlaceOf(filter, "peer", (path) => `module.exports = ${loadedPeer(path)};`);
}

/** A module of our own in place of each that matches, which can load the real one. @param contents - by its path */
export function inPlaceOf(filter: RegExp, namespace: string, contents: (path: string) => string): Plugin {
  return {
    name: namespace,
    setup(build) {
      build.onResolve({ filter }, (module) =>
        module.namespace === namespace
          ? { path: module.path, external: true }
          : { path: module.path, namespace },
      );
      build.onLoad({ filter: /.*/, namespace }, ({ path }) => ({ loader: "js", contents: contents(path) }));
    },
  };
}
