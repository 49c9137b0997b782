import { importCycles } from "./import-cycles";
import { pathsOf, textOf } from "./project";

test("files that import each other in a circle are found, whether they import values or types", () => {
  const files = new Map([
    ["a/one.ts", 'import type { Two } from "./two";'],
    ["a/two.ts", 'export { three } from "../b";'],
    ["b/index.ts", 'import { one } from "../a/one";\nimport { four } from "./four";'],
    ["b/four.ts", 'import { readFileSync } from "node:fs";'],
  ]);
  expect(importCycles(files)).toEqual([["a/one.ts", "a/two.ts", "b/index.ts"]]);
});

test.each(["upgrade", "constructs", "stacks", "cli", "sandbox"])(
  "no files in %s/ import each other in a circle",
  (folder) => {
    const sources = new Map(pathsOf(".ts", folder).map((path) => [path, textOf(path)]));
    expect(importCycles(sources)).toEqual([]);
  },
);
