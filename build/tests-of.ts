import { dirname, join } from "node:path";

/**
 * The unit tests beside changed files: a changed test itself, the test with the name of a source, else the folder of tests
 * that mirrors its folder. A document has the tests of the repository.
 */
export function testsOf(changed: readonly string[], exists: (path: string) => boolean): readonly string[] {
  const tests = new Set<string>();
  for (const path of changed) {
    const test = testOf(path, exists);
    if (test !== undefined) {
      tests.add(test);
    }
  }
  return [...tests].filter((test) => ![...tests].some((other) => test.startsWith(`${other}/`))).sort();
}

function testOf(path: string, exists: (path: string) => boolean): string | undefined {
  if (path.endsWith(".test.ts")) {
    return exists(path) ? path : undefined;
  }
  if (path.endsWith(".md")) {
    return "__tests__/repository";
  }
  if (!/\.tsx?$/.test(path) || path.includes("/end-to-end/")) {
    return undefined;
  }
  const mirrored = path.startsWith("__tests__/") ? path : join("__tests__", path);
  const own = mirrored.replace(/\.tsx?$/, ".test.ts");
  if (exists(own)) {
    return own;
  }
  const folder = dirname(mirrored);
  return folder !== "__tests__" && exists(folder) ? folder : undefined;
}
