import { changedLines } from "../../../cli/rehearsal/workspace";

test.each([
  ["a replaced line counts once", "-a\n+b", 1],
  ["added lines count each", "+a\n+b", 2],
  ["removed lines count each", "-a\n-b\n-c", 3],
  ["the header does not count", "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n c", 1],
])("%s", (_name, diff, count) => {
  expect(changedLines(diff)).toBe(count);
});
