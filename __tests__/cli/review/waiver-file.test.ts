import fc from "fast-check";
import { waiversIn } from "../../../cli/review/waiver-file";
import { rules } from "../../../upgrade/rules/rules";

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
    "waivers[0]: it ended on 2026-11-23, and the day is 2026-11-24; take it out and do what the rule says, or have a new end reviewed",
  ]);
});

test.each([[[]], ["waivers"], [null], [{}], [{ waivers: {} }]])(
  "fails for %j, which is no file of waivers",
  (content) => {
    expect(waiversIn(content, DAY)).toEqual({
      waivers: [],
      problems: ['it must be of the form { "waivers": [{ "rule", "address", "reason", "until" }] }'],
    });
  },
);

test("tells all that is wrong at once", () => {
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
    '"waiver" is not known: a file of waivers is of the form { "waivers": [{ "rule", "address", "reason", "until" }] }',
    "waivers[0]: rule must be the id of a rule, as the finding has it",
    "waivers[0]: address must be the Terraform address, exactly as the finding has it",
    "waivers[0]: reason must say why this may pass",
    'waivers[0]: until must be the last day on which this may pass, as in "2026-12-31"',
    "waivers[1]: a waiver must be an object with rule, address, reason and until",
    "waivers[2]: reason must say why this may pass",
    'waivers[2]: until must be the last day on which this may pass, as in "2026-12-31"',
    'waivers[3]: "note" is not known: a waiver has rule, address, reason, until and, if need be, stack',
    `waivers[3]: there is no rule "node-group-skew"; the rules are ${rules.map(({ id }) => id).join(", ")}`,
    "waivers[3]: stack must be the file of the plan, exactly as the finding has it; or leave it out",
    'waivers[5]: node-group-version-skew at module.eks.aws_eks_node_group.this["workers-v1"] is waived in waivers[4] already; keep one of them',
    'waivers[6]: until must be the last day on which this may pass, as in "2026-12-31"',
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
