import { testsOf } from "../../build/tests-of";

const FILES = new Set([
  "__tests__/cli/page",
  "__tests__/cli/page/page.test.ts",
  "__tests__/upgrade/eks",
  "__tests__/upgrade/eks/days.test.ts",
]);

const testsFor = (...changed: readonly string[]) => testsOf(changed, (path) => FILES.has(path));

test.each([
  ["upgrade/eks/days.ts", ["__tests__/upgrade/eks/days.test.ts"]],
  ["cli/page/style.ts", ["__tests__/cli/page"]],
  ["cli/page/document.tsx", ["__tests__/cli/page"]],
  ["__tests__/cli/page/page.test.ts", ["__tests__/cli/page/page.test.ts"]],
  ["__tests__/cli/page/fleets.ts", ["__tests__/cli/page"]],
  ["docs/page.md", ["__tests__/repository"]],
  ["__tests__/removed.test.ts", []],
  ["__tests__/end-to-end/page.e2e.ts", []],
  ["charts/only-once/values.yaml", []],
  ["main.ts", []],
])("the tests of %s are %j", (path, tests) => {
  expect(testsFor(path)).toEqual(tests);
});

test("a test of a folder that runs anyway is not named again", () => {
  expect(testsFor("__tests__/cli/page/page.test.ts", "cli/page/style.ts")).toEqual(["__tests__/cli/page"]);
});
