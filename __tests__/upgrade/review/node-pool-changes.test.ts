import { changesOf } from "../../../upgrade/review/changes";
import { readPlans } from "../../../upgrade/terraform/read-plans";
import { planOf } from "../../fixtures/plans";

function changesIn(plan: string): readonly string[] {
  return changesOf(readPlans([planOf(plan)]), "2026-11-24").map(
    ({ kind, subject, what }) => `${kind} ${subject}: ${what}`,
  );
}

test.each([
  ["pools/hold", ["drift-hold workers-v1 of eta: drift held", "drift-hold workers-v2 of eta: drift held"]],
  [
    "pools/release",
    [
      "drift-release workers-v1 of eta: drift released",
      "drift-release workers-v1 of eta: version 1.33 → 1.34",
    ],
  ],
  ["pools/limit", ["node-pool-limit workers-v1 of eta: phase active → limited"]],
  ["pools/remove-limited", ["node-pool-remove workers-v1 of eta: removed: its nodes are drained"]],
  ["pools/ami", ["node-pool-roll workers-v1 of eta: AMI al2023@v20261015 → al2023@v20261101"]],
  ["pools/requirement", ["node-pool-roll workers-v1 of eta: nodes changed"]],
  ["pools/limits-up", ["other workers-v1 of eta: limits changed"]],
  ["pools/budget-of-all", ["other workers-v1 of eta: budgets changed"]],
  ["pools/nothing", []],
])("says of %s what it does to the pool", (plan, expected) => {
  expect(changesIn(plan)).toEqual(expected);
});
