import { pathsOf, textOf } from "../repository/project";

test("a test that is skipped prints its reason, which .ci/run repeats", () => {
  const skipping = pathsOf(".e2e.ts").filter((path) => /\.skip\b/.test(textOf(path)));
  expect(skipping.filter((path) => !textOf(path).includes('from "./skip"'))).toEqual([]);
  expect(textOf(".ci/run")).toContain("grep -oE 'skipped: .*'");
});
