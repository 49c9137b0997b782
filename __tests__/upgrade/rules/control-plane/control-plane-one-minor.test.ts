import { type ClusterState, UNKNOWN } from "../../../../upgrade/fleet/state";
import { clusterState, saidBy, saidOf, stepBetween } from "../state";

const RULE = "control-plane-one-minor";
const at = (version: ClusterState["version"]) => ({ clusters: [clusterState({ version })] });

test.each([
  ["1.33", "1.33"],
  ["1.33", "1.34"],
  ["1.9", "1.10"],
])("a control plane that goes from %s to %s passes", (from, to) => {
  expect(saidBy(RULE, stepBetween(at(from), at(to)))).toEqual([]);
});

test.each([
  ["1.32", "1.34", "1.33"],
  ["1.31", "1.36", "1.32"],
])("a control plane that goes from %s to %s fails", (from, to, next) => {
  expect(saidBy(RULE, stepBetween(at(from), at(to)))).toEqual([
    `error stack/alpha: cluster alpha-kr-a would be upgraded from Kubernetes ${from} to ${to}: EKS upgrades a control plane one minor version at a time. Upgrade to ${next} first, then its add-ons and nodes`,
  ]);
});

test("has nothing to compare in a new cluster, a program and a replaced cluster", () => {
  expect(saidBy(RULE, stepBetween({}, at("1.34")))).toEqual([]);
  expect(saidOf(RULE, at("1.34"))).toEqual([]);
  const replaced = { "stack/alpha": { action: "replace", replacedFor: ["name"] } } as const;
  expect(saidBy(RULE, stepBetween(at("1.31"), at("1.34"), replaced))).toEqual([]);
});

test("a cluster that moves to another address is the same", () => {
  const moved = { clusters: [clusterState({ version: "1.34", address: "module.eks" })] };
  const step = stepBetween(at("1.32"), moved);
  const resources = step.resources.flatMap((change) =>
    change.address === "module.eks"
      ? [{ ...change, action: "update" as const, previousAddress: "stack/alpha" }]
      : [],
  );
  expect(saidBy(RULE, { ...step, resources })).toHaveLength(1);
});

test("does not evaluate a version that is not known; a version that is left to EKS stays", () => {
  expect(saidBy(RULE, stepBetween(at("1.33"), at(UNKNOWN)))).toEqual([
    "not evaluated stack/alpha: the Kubernetes version that cluster alpha-kr-a is upgraded to from 1.33 is known after apply, so this plan does not show whether it is one minor version newer. Write the value in the code, or apply what it comes from in an earlier change",
  ]);
  expect(saidBy(RULE, stepBetween(at("1.33"), at(undefined)))).toEqual([]);
});
