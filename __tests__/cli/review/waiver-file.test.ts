import fc from "fast-check";
import { waiversIn } from "../../../cli/review/waiver-file";

const DAY = "2026-11-24";
const good = {
  rule: "node-group-version-skew",
  address: 'module.eks.aws_eks_node_group.this["workers-v1"]',
  reason: "goes on Monday, PLAT-123",
  until: "2026-12-01",
};

const problemsOf = (...rows: readonly unknown[]) => waiversIn({ waivers: rows }, DAY).problems;

test("a waiver has rule, address, reason and end, and may name its stack", () => {
  const inStack = { ...good, stack: "plans/alpha.json" };
  expect(waiversIn({ $schema: "waivers.schema.json", waivers: [good, inStack] }, DAY)).toEqual({
    waivers: [good, inStack],
    problems: [],
  });
  expect(waiversIn({ waivers: [] }, DAY)).toEqual({ waivers: [], problems: [] });
});

test("a waiver holds through its last day", () => {
  expect(problemsOf({ ...good, until: "2026-11-24" })).toEqual([]);
  expect(problemsOf({ ...good, until: "2026-11-23" })).toEqual([
    "waivers[0].until: the waiver ended on 2026-11-23, before 2026-11-24: fix the violation and remove the waiver, or set a later day",
  ]);
});

const FORM = '{ "waivers": [{ "rule", "address", "reason", "until" }] }';

test.each([
  [[], `invalid value []: expected an object, as in ${FORM}`],
  ["waivers", `invalid value "waivers": expected an object, as in ${FORM}`],
  [null, `invalid value null: expected an object, as in ${FORM}`],
  [{}, `waivers: missing: expected a list of waivers, as in ${FORM}`],
  [{ waivers: {} }, `waivers: invalid value {}: expected a list of waivers, as in ${FORM}`],
])("%j is not a file of waivers", (content, problem) => {
  expect(waiversIn(content, DAY)).toEqual({ waivers: [], problems: [problem] });
});

test("every problem of a file is reported at once", () => {
  expect(
    waiversIn(
      {
        waiver: [],
        waivers: [
          {},
          7,
          { ...good, reason: " ", until: "2026-02-30" },
          { ...good, rule: "node-group-skew", note: "x", stack: 1 },
          good,
          { ...good, reason: "twice" },
          { ...good, until: "31.12.2026" },
        ],
      },
      DAY,
    ).problems,
  ).toEqual([
    "waivers[0].rule: missing: expected the id of a rule",
    "waivers[0].address: missing: expected a Terraform address",
    "waivers[0].reason: missing: expected the reason why this is accepted",
    'waivers[0].until: missing: expected a date, as in "2026-12-31"',
    "waivers[1]: invalid value 7: expected a waiver, with rule, address, reason and until",
    'waivers[2].reason: invalid value " ": expected the reason why this is accepted',
    'waivers[2].until: invalid value "2026-02-30": expected a date, as in "2026-12-31"',
    "waivers[3].stack: invalid value 1: expected the file of a plan",
    'waivers[3]: unknown property "note": expected "rule", "address", "stack", "reason" or "until"',
    'waivers[6].until: invalid value "31.12.2026": expected a date, as in "2026-12-31"',
    'unknown property "waiver": did you mean "waivers"?',
    'waivers[3].rule: invalid value "node-group-skew": did you mean "node-group-version-skew"?',
    'waivers[5]: duplicate of waivers[4] (node-group-version-skew at module.eks.aws_eks_node_group.this["workers-v1"]): remove one of them',
  ]);
});

test("a waiver of the same in another stack is another waiver", () => {
  expect(problemsOf(good, { ...good, stack: "a.json" }, { ...good, stack: "b.json" })).toEqual([]);
});

test("whatever the file holds, there are waivers or problems", () => {
  const rows = fc.oneof(
    fc.jsonValue(),
    fc.record({
      rule: fc.jsonValue(),
      address: fc.jsonValue(),
      reason: fc.jsonValue(),
      until: fc.jsonValue(),
    }),
  );
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.record({ waivers: fc.array(rows) })), (content) => {
      const { waivers, problems } = waiversIn(content, DAY);
      expect(problems.length > 0 || waivers.length === 0).toBe(true);
    }),
  );
});
