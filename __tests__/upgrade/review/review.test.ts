import { review } from "../../../upgrade/review/review";
import type { Waiver } from "../../../upgrade/review/waiver";
import type { Judgement } from "../../../upgrade/rules/rules";
import { clusterState } from "../rules/state";
import { step } from "./step";

const DAY = "2026-11-24";

const judgement = (rule: string, address: string, more: Partial<Judgement> = {}): Judgement => ({
  rule,
  severity: "error",
  stack: "plan.json",
  address,
  message: `${rule} at ${address}`,
  ...more,
});

const waiver = (rule: string, address: string, stack?: string): Waiver => ({
  rule,
  address,
  ...(stack === undefined ? {} : { stack }),
  reason: "it goes on Monday",
  until: "2026-12-01",
});

const nothing = {
  day: DAY,
  verdict: "accepted",
  changes: [],
  rejected: [],
  notEvaluated: [],
  warnings: [],
  waived: [],
  unusedWaivers: [],
  outsidePlans: [],
  unevaluated: [],
};

test("a change without findings is accepted", () => {
  expect(review(step({}, {}), [], [], DAY)).toEqual(nothing);
});

test("an error rejects, evaluated or not; a warning does not", () => {
  const error = judgement("a", "x");
  const unknown = judgement("b", "x", { isNotEvaluated: true });
  const warning = judgement("c", "x", { severity: "warning" });
  const unknownWarning = judgement("d", "x", { severity: "warning", isNotEvaluated: true });
  expect(review(step({}, {}), [error, unknown, warning, unknownWarning], [], DAY)).toEqual({
    ...nothing,
    verdict: "rejected",
    rejected: [error],
    notEvaluated: [unknown],
    warnings: [warning, unknownWarning],
  });
  expect(review(step({}, {}), [unknown], [], DAY).verdict).toBe("rejected");
  expect(review(step({}, {}), [warning, unknownWarning], [], DAY).verdict).toBe("accepted");
});

test("a waiver accepts exactly its rule and address", () => {
  const waived = [judgement("a", 'm.x["k"]'), judgement("a", 'm.x["k"]', { severity: "warning" })];
  const others = [judgement("a", "m.x"), judgement("b", 'm.x["k"]')];
  const one = waiver("a", 'm.x["k"]');
  const result = review(step({}, {}), [...waived, ...others], [one], DAY);
  expect([result.rejected, result.warnings, result.unusedWaivers]).toEqual([others, [], []]);
  expect(result.waived).toEqual(waived.map((each) => ({ judgement: each, waiver: one })));
});

test("a waiver accepts a finding that is not evaluated", () => {
  const one = waiver("a", "x");
  expect(review(step({}, {}), [judgement("a", "x", { isNotEvaluated: true })], [one], DAY).verdict).toBe(
    "accepted",
  );
});

test("a waiver with a stack holds there alone, and comes before one without", () => {
  const [here, there] = [judgement("a", "x"), judgement("a", "x", { stack: "other.json" })];
  const [narrow, wide] = [waiver("a", "x", "plan.json"), waiver("a", "x")];
  expect(review(step({}, {}), [here, there], [narrow], DAY)).toEqual({
    ...nothing,
    verdict: "rejected",
    rejected: [there],
    waived: [{ judgement: here, waiver: narrow }],
  });
  expect(
    review(step({}, {}), [here, there], [wide, narrow], DAY).waived.map(({ waiver: used }) => used),
  ).toEqual([narrow, wide]);
});

test("reports a waiver that matches nothing, in the order of the file", () => {
  const unused = [waiver("b", "y"), waiver("a", "z")];
  expect(review(step({}, {}), [judgement("a", "x")], unused, DAY).unusedWaivers).toEqual(unused);
});

test("facts that are not in the plans are reported and reject nothing", () => {
  const outsidePlans = [{ stack: "plan.json", address: "x", message: "the bindings live elsewhere" }];
  expect(review({ ...step({}, {}), outsidePlans }, [], [], DAY)).toEqual({ ...nothing, outsidePlans });
});

describe("what is sensitive", () => {
  const texts = (...all: readonly string[]) => all.map((text) => ({ text, places: [] }));
  const messageOf = (message: string, ...sensitive: readonly string[]) =>
    review(
      { ...step({}, {}), sensitive: texts(...sensitive) },
      [judgement("a", "x", { message })],
      [],
      DAY,
    ).rejected.map(({ message }) => message);

  test.each([
    ["hunter22 of hunter22-b", ["hunter22"], "(sensitive) of (sensitive)-b"],
    ['the text "a\\"b\\nc"', ['a"b\nc'], 'the text "(sensitive)"'],
    ["1.34, v1.34.1, 1.345 and a cat", ["1.34", "a"], "(sensitive), v1.34.1, 1.345 and (sensitive) cat"],
    ["1.34 → v1.34.6-eksbuild.29.", ["v1.34.6-eksbuild.29"], "1.34 → (sensitive)."],
    ["long-secret", ["long", "long-secret"], "(sensitive)"],
    ["nothing of it", ["", " ", "$&", "(?:"], "nothing of it"],
  ])("is not in the sentence %j", (message, sensitive, masked) => {
    expect(messageOf(message, ...sensitive)).toEqual([masked]);
  });

  test("is in no change and in no fact that is not in the plans", () => {
    const before = { clusters: [clusterState({ clusterName: "secret-name", version: "1.33" })] };
    const after = { clusters: [clusterState({ clusterName: "secret-name", version: "1.34" })] };
    const outsidePlans = [
      { stack: "plan.json", address: "x", message: "cluster secret-name is not in these plans" },
    ];
    const result = review(
      { ...step(before, after, { changed: ["version"] }), outsidePlans, sensitive: texts("secret-name") },
      [],
      [],
      DAY,
    );
    expect(result.changes.map(({ owner, subject, what }) => [owner, subject, what])).toEqual([
      ["(sensitive)", "(sensitive)", "control plane 1.33 → 1.34"],
    ]);
    expect(result.outsidePlans.map(({ message }) => message)).toEqual([
      "cluster (sensitive) is not in these plans",
    ]);
  });

  describe("and looks like a version", () => {
    const clusterAt = (address: string, version: string) =>
      clusterState({ stack: "plan.json", address, version });
    const hidden = clusterAt("hidden", "1.33");
    const clusters = [hidden, clusterAt("open", "1.33"), clusterAt("other", "1.32")];
    const sentenceAt = (address: string, sensitive: string, message: string) =>
      review(
        { ...step({ clusters }, { clusters }), sensitive: [{ text: sensitive, places: [hidden] }] },
        [judgement("a", address, { message })],
        [],
        DAY,
      ).rejected.map(({ message }) => message);

    test.each([
      ["hidden", "runs (sensitive)"],
      ["open", "runs 1.33"],
      ["other", "runs (sensitive)"],
      ["nowhere", "runs (sensitive)"],
    ])("at %s, the sentence is that it %s", (address, sentence) => {
      expect(sentenceAt(address, "1.33", "runs 1.33")).toEqual([sentence]);
    });

    test("any other text is in no sentence, wherever it stands in the clear", () => {
      expect(sentenceAt("open", "alpha-kr-a", "alpha-kr-a runs 1.33")).toEqual(["(sensitive) runs 1.33"]);
    });
  });
});
