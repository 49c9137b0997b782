import { nextStep } from "../../../cli/next/next-step";
import type { NextStep, UpgradeStep } from "../../../upgrade/planner/upgrade-plan";

const step = (title: string): UpgradeStep => ({
  kind: "control-plane",
  cluster: title,
  clusterName: title,
  wave: 1,
  title,
  edits: [],
  stacks: [],
  rollback: { how: "none", diffs: [] },
  estimate: { minutes: 1, source: "a test" },
  soakHours: 0,
  remarks: [],
});
const steps = [step("a"), step("b"), step("c")];
const at = (now: string, ...next: readonly NextStep[]) =>
  nextStep({ steps, next, remarks: [] }, Date.parse(now));

test("the first step that does not wait is next, and the others can be done too", () => {
  expect(
    at("2026-11-24T09:00:00Z", { step: 0, notBefore: "2026-11-24T09:00:01Z" }, { step: 1 }, { step: 2 }),
  ).toEqual({
    step: steps[1],
    number: 2,
    others: [steps[2]],
  });
});

test.each([
  ["2026-11-24T08:59:59Z", { notBefore: "2026-11-24T09:00:00Z" }],
  ["2026-11-24T09:00:00Z", { step: steps[0], number: 1, others: [] }],
  ["2026-11-24T18:00:00+09:00", { step: steps[0], number: 1, others: [] }],
])("a soak that ends at nine is correct at %s", (now, expected) => {
  expect(
    at(now, { step: 0, notBefore: "2026-11-24T09:00:00Z" }, { step: 2, notBefore: "2026-11-25T09:00:00Z" }),
  ).toEqual(expected);
});

test("without a step, the upgrade is done", () => {
  expect(at("2026-11-24T09:00:00Z")).toEqual({ isDone: true });
});
