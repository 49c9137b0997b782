import { readFileSync } from "node:fs";
import { join } from "node:path";
import { edited, steps } from "../../../cli/rehearsal/steps";
import { changedLines } from "../../../cli/rehearsal/workspace";

const PROJECT = join(__dirname, "..", "..", "..");

test("the steps can be made one after the other in the fleet file as it is", () => {
  const files = new Map<string, string>();
  for (const { file, edits, refused } of steps) {
    const before = files.get(file) ?? readFileSync(join(PROJECT, file), "utf8");
    const after = edited(before, edits);
    expect(after).not.toBe(before);
    files.set(file, refused === true ? before : after);
  }
  const [fleet] = [...files.values()];
  expect(fleet).toContain('"workers-v2": { ...workers, version: "1.34", initialSize: 2 },');
  expect(fleet).toContain("weights: { a: 100, b: 0, default: 0 },");
});

test("a step that does not find its text says what it looked for", () => {
  expect(() => edited("const a = 1;", [{ find: "const b", replace: "const c" }])).toThrow(
    'the fleet file is not as this rehearsal expects it: it has no "const b"',
  );
  expect(() => edited("a b", [{ find: "a", replace: "c", in: "b" }])).toThrow("it has no");
});

test.each([
  ["a replaced line counts once", "-a\n+b", 1],
  ["added lines count each", "+a\n+b", 2],
  ["removed lines count each", "-a\n-b\n-c", 3],
  ["the header does not count", "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n c", 1],
])("%s", (_name, diff, count) => {
  expect(changedLines(diff)).toBe(count);
});
