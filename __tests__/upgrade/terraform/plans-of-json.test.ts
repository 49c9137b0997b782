import { readPlans } from "../../../upgrade/terraform/plans-of-json";
import { planJson } from "../../fixtures/plans";

test("what JSON.parse gives of a plan is read", () => {
  const { before, after } = readPlans([{ name: "shop", plan: planJson("raw/control-plane/two-minors") }]);
  expect([before, after].map(({ clusters }) => clusters.map(({ version }) => version))).toEqual([
    ["1.33", "1.34"],
    ["1.35", "1.34"],
  ]);
});

test("what is not a plan is an error with its name", () => {
  expect(() => readPlans([{ name: "shop", plan: { values: {} } }])).toThrow(/^shop: /);
});
