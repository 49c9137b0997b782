import { rules } from "../../../../upgrade/rules/rules";
import { planNames } from "../../../fixtures/plans";
import { addons } from "./addons";
import { capacity } from "./capacity";
import { drains } from "./drains";
import { saidBy } from "./judged";
import { oneAtATime } from "./one-at-a-time";
import { removals } from "./removals";
import { replacement } from "./replacement";
import { safety } from "./safety";
import { traffic } from "./traffic";
import { versions } from "./versions";

/*
 * Each rule on plans that real Terraform made (__tests__/fixtures/plans/README.md says what each does): what it passes,
 * its boundary among that, and what it says of the rest, word for word.
 */

const tables = [
  ...versions,
  ...addons,
  ...oneAtATime,
  ...capacity,
  ...removals,
  ...replacement,
  ...traffic,
  ...drains,
  ...safety,
];

/** The folders whose every plan is judged here: a rule is silent about what its table does not hold. */
const COMPLETE: readonly string[] = ["raw", "workload-blue", "workload-green"];

/** The rules that no plan of the fixtures breaks, and why. */
const WITHOUT_FAILING_PLAN: Readonly<Record<string, string>> = {
  "node-group-version-decrease": "no case takes nodes back yet",
  "unpinned-version": "it is told of what is made, and no case makes a thing without a version yet",
  "upgrade-policy-automatic": "no cluster has the support type STANDARD yet",
  "addon-version-known": "no case has a build of a known minor that the catalog has not seen yet",
  "addon-version-decrease": "no case takes an add-on back yet",
  "cordon-without-successor": "no case has another group that is of another kind and cannot run the pods yet",
  "target-group-removed-with-traffic":
    "no case removes a rule together with its target group yet, and a route that stays in one program loses the target: a shift",
  "secrets-encryption-removed": "no cluster has a key of its own yet",
  "target-group-shared": "no case binds two clusters to one target group yet",
  "phase-order": "no case skips a phase yet",
  "launch-template-latest": "no group has a launch template yet",
};

const complete = COMPLETE.flatMap((folder) => planNames(folder));

describe.each(tables)("$rule", ({ rule, passes, fails }) => {
  for (const [plans, said] of Object.entries(fails)) {
    test(`says of ${plans}`, () => {
      expect(saidBy(rule, plans)).toEqual(said);
    });
  }

  test("passes what it should, and says nothing of all other plans", () => {
    const said = [...new Set([...passes, ...complete])]
      .filter((plans) => fails[plans] === undefined)
      .map((plans) => ({ plans, said: saidBy(rule, plans) }))
      .filter((finding) => finding.said.length > 0);
    expect(said).toEqual([]);
  });
});

test("every rule has a table, in the order of the rules of its group", () => {
  const ids = rules.map(({ id }) => id);
  expect(tables.map(({ rule }) => rule).sort()).toEqual([...ids].sort());
});

test("every rule has a plan that passes and one that fails, but for those that are named with a reason", () => {
  const without = tables.filter(({ fails }) => Object.keys(fails).length === 0).map(({ rule }) => rule);
  expect(tables.filter(({ passes }) => passes.length === 0)).toEqual([]);
  expect(without.sort()).toEqual(Object.keys(WITHOUT_FAILING_PLAN).sort());
});

test("a plan of a table is there, and of a rule that refuses at least one is an error", () => {
  const names = new Set(planNames());
  const asked = tables.flatMap(({ passes, fails }) => [...passes, ...Object.keys(fails)]);
  expect(asked.flatMap((plans) => plans.split(" + ")).filter((name) => !names.has(name))).toEqual([]);
  const mild = tables.filter(({ rule, fails }) => {
    const isRefusing = rules.find(({ id }) => id === rule)?.severity === "error";
    const severities = Object.values(fails).flatMap((said) => said.map(([severity]) => severity));
    return isRefusing && severities.length > 0 && !severities.includes("error");
  });
  expect(mild.map(({ rule }) => rule)).toEqual([]);
});
