import { goneWordsIn } from "./plain-words";
import { pathsOf, textOf } from "./project";

/** All sources and documents. Without the changelog, which names old words. */
const sources = [".ts", ".tsx", ".cjs", ".sh", ".yaml", ".yml", ".tpl", ".json", ".md"]
  .flatMap((ending) => pathsOf(ending))
  .filter((path) => !/^(?:CHANGELOG\.md|package-lock\.json|__tests__\/repository\/plain-words)/.test(path));

test("every source is in plain words", () => {
  expect(sources.length).toBeGreaterThan(300);
  expect(sources.flatMap((path) => goneWordsIn(path, textOf(path)))).toEqual([]);
});

test.each([
  ["x.ts", "it closes the way back", ["way back", "rollback"]],
  ["x.ts", "const closingWayBack = 1;", ["way back", "rollback"]],
  ["x.ts", "judgeNewSins(input)", ["sins", "violation"]],
  ["x.ts", "// a cluster that was born at 1.34", ["born", "created, at creation"]],
  ["x.ts", "NOT_JUDGED", ["not judged", "not evaluated"]],
  ["x.ts", "import { stemOf } from './stem'", ["stem", "node group family"]],
  ["upgrade/planner/draft.ts", "export interface Dead {}", ["dead", "blocked"]],
  ["upgrade/adopt/adoption.ts", "readonly left: string", ["left", "notAdopted"]],
])("finds in %s: %s", (path, line, [word, use]) => {
  expect(goneWordsIn(path, `// a line before\n${line}`)).toEqual([`${path}:2: "${word}": ${use}`]);
});

test.each([
  ["x.ts", 'id: "node-group-born-at-cluster-version"'],
  ["x.ts", "step.wayBack"],
  ["x.ts", 'verdict === "refused"'],
  ["x.ts", "the systemd filesystem; since; casing; the left operand; a dead letter"],
  ["x.ts", "connect ECONNREFUSED 127.0.0.1"],
])("accepts in %s: %s", (path, line) => {
  expect(goneWordsIn(path, line)).toEqual([]);
});
