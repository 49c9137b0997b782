import { rules } from "../../../../upgrade/rules/rules";
import { planNames } from "../../../fixtures/plans";
import { addons } from "./addons";
import { capacity } from "./capacity";
import { drains } from "./drains";
import { inUse } from "./in-use";
import { type RuleCases, saidBy } from "./judged";
import { oneAtATime } from "./one-at-a-time";
import { pools } from "./pools";
import { records } from "./records";
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
  ...records,
  ...drains,
  ...safety,
  ...inUse,
  ...pools,
];

/** The folders whose every plan is judged here: a rule is silent about what its table does not hold. */
const COMPLETE: readonly string[] = ["raw", "workload-blue", "workload-green"];

const complete = COMPLETE.flatMap((folder) => planNames(folder));

/** All plans of which a rule says nothing. */
function passing({ boundary, passes }: RuleCases): readonly string[] {
  return typeof boundary === "string" ? [boundary, ...passes] : passes;
}

describe.each(tables)("$rule", (table) => {
  const { rule, fails } = table;
  for (const [plans, said] of Object.entries(fails)) {
    test(`says of ${plans}`, () => {
      expect(saidBy(rule, plans)).toEqual(said);
    });
  }

  test("passes what it should, and says nothing of all other plans", () => {
    const said = [...new Set([...passing(table), ...complete])]
      .filter((plans) => fails[plans] === undefined)
      .map((plans) => ({ plans, said: saidBy(rule, plans) }))
      .filter((finding) => finding.said.length > 0);
    expect(said).toEqual([]);
  });
});

test("every rule has a table", () => {
  const ids = rules.map(({ id }) => id);
  expect(tables.map(({ rule }) => rule).sort()).toEqual([...ids].sort());
});

test("every rule has plans that pass and fail, and a boundary, or says why there is none", () => {
  expect(tables.filter((table) => passing(table).length === 0)).toEqual([]);
  expect(tables.filter(({ fails }) => Object.keys(fails).length === 0)).toEqual([]);
  expect(tables.filter((table) => passing(table).some((plans) => table.fails[plans] !== undefined))).toEqual(
    [],
  );
});

test("the plans of each table exist, and each rule of severity error has a plan that it rejects", () => {
  const names = new Set(planNames());
  const asked = tables.flatMap((table) => [...passing(table), ...Object.keys(table.fails)]);
  expect(asked.flatMap((plans) => plans.split(" + ")).filter((name) => !names.has(name))).toEqual([]);
  const mild = tables.filter(({ rule, fails }) => {
    const isError = rules.find(({ id }) => id === rule)?.severity === "error";
    const severities = Object.values(fails).flatMap((said) => said.map(([severity]) => severity));
    // Not evaluated counts as rejected.
    return isError && severities.length > 0 && severities.every((severity) => severity === "warning");
  });
  expect(mild.map(({ rule }) => rule)).toEqual([]);
});
