import { posix } from "node:path";
import { importsOf } from "./layers";

/**
 * The circles of imports among files, types included: each as the paths of its files, in the order of their names.
 * @param sources by path
 */
export function importCycles(sources: ReadonlyMap<string, string>): readonly (readonly string[])[] {
  const targets = new Map(
    [...sources].map(([path, source]) => [
      path,
      importsOf(source).flatMap(({ target }) => resolved(path, target, sources) ?? []),
    ]),
  );
  return strongComponents(targets)
    .filter((files) => files.length > 1)
    .map((files) => [...files].sort())
    .sort();
}

function resolved(path: string, target: string, sources: ReadonlyMap<string, string>): string | undefined {
  const base = posix.join(posix.dirname(path), target);
  return target.startsWith(".")
    ? [`${base}.ts`, `${base}/index.ts`].find((each) => sources.has(each))
    : undefined;
}

/** Tarjan's algorithm. */
function strongComponents(graph: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const found = new Map<string, { readonly order: number; lowest: number; isOpen: boolean }>();
  const open: string[] = [];
  const components: string[][] = [];
  const visit = (file: string) => {
    const mark = { order: found.size, lowest: found.size, isOpen: true };
    found.set(file, mark);
    open.push(file);
    for (const target of graph.get(file) ?? []) {
      const other = found.get(target) ?? visit(target);
      mark.lowest = other.isOpen ? Math.min(mark.lowest, other.lowest) : mark.lowest;
    }
    if (mark.lowest === mark.order) {
      const component = open.splice(open.indexOf(file));
      for (const each of component) {
        const done = found.get(each);
        if (done !== undefined) {
          done.isOpen = false;
        }
      }
      components.push(component);
    }
    return mark;
  };
  for (const file of graph.keys()) {
    if (!found.has(file)) {
      visit(file);
    }
  }
  return components;
}
