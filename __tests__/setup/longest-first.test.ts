import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

const LongestFirst = require("./longest-first.cjs");

const TESTS = resolve(__dirname, "..");

test("every test file with a duration exists", () => {
  const files: readonly string[] = LongestFirst.files;
  expect(files.filter((file) => !existsSync(join(TESTS, file)))).toEqual([]);
});

test("the longest test file comes first, and those without a duration last", () => {
  const [first = "", second = ""] = LongestFirst.files;
  const paths = ["z.test.ts", second, "a.test.ts", first].map((file) => ({ path: join(TESTS, file) }));
  expect(new LongestFirst().sort(paths)).toEqual(
    [first, second, "a.test.ts", "z.test.ts"].map((file) => ({ path: join(TESTS, file) })),
  );
});
