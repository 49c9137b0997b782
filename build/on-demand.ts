import type { Plugin } from "esbuild";
import { inPlaceOf, loadedPeer } from "./peers";

/**
 * A module that evaluates an expression, which gives the names, when one of them is first used.
 *
 * esbuild copies the own properties of a module at once. It leaves inherited ones where they are.
 */
export function moduleOnDemand(expression: string): string {
  return `module.exports = Object.create(new Proxy({}, {
    get: (_, name) => (name === "__esModule" ? undefined : ${expression}[name]),
  }));`;
}

/**
 * Loads a package when the first of its names is used, not when the bundle is loaded. Bindings are large, and a program
 * uses few of them.
 */
export function onDemand(filter: RegExp): Plugin {
  return inPlaceOf(filter, "on-demand", (path) => moduleOnDemand(loadedPeer(path)));
}
