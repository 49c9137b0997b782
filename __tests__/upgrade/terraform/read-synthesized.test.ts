import { fleet } from "../../../fleet/fleet";
import { Catalog } from "../../../upgrade/eks/catalog/catalog";
import type { FleetState } from "../../../upgrade/fleet/state";
import { changeBetween } from "../../../upgrade/planner/change-between";
import { judge } from "../../../upgrade/rules/rules";
import { readSynthesized } from "../../../upgrade/terraform/read-synthesized";
import { withAdoptedLoadBalancer, withCluster, workers } from "../../stacks/fixtures";
import { clusterIn, targetGroupIn } from "../keys";
import { bothReadings, comparable, keysInOrder } from "./both-readings";

const readings = bothReadings(fleet);

describe("the fleet that a program synthesizes", () => {
  const { declared, synthesized } = readings;

  test.each(["clusters", "nodeGroups", "addons", "loadBalancers", "targetGroups", "bindings"] as const)(
    "has the %s that its constructs declare",
    (kind) => {
      expect(comparable(synthesized[kind])).toEqual(comparable(declared[kind]));
      expect(synthesized[kind].length).toBeGreaterThan(0);
    },
  );

  test("has the routes that its constructs declare", () => {
    // A construct stands for the routes of both ports, so that its path is the address of several.
    const routes = (state: FleetState) =>
      state.routes.map(({ address: _, ...route }) => JSON.stringify(route, keysInOrder)).sort();
    expect(routes(synthesized)).toEqual(routes(declared));
    expect(synthesized.routes.length).toBeGreaterThan(0);
  });

  test("has each resource under the path of its construct", () => {
    const declaredPaths = declared.nodeGroups.map(({ address }) => address);
    expect(synthesized.nodeGroups.map(({ address }) => address).sort()).toEqual([...declaredPaths].sort());
  });
});

test("reads the pods that others put behind an adopted target group on both sides, although the code says nothing of them", () => {
  const { declared, synthesized } = bothReadings([withAdoptedLoadBalancer()]);
  expect(comparable(synthesized.targetGroups)).toEqual(comparable(declared.targetGroups));
  expect(comparable(synthesized.bindings)).toEqual(comparable(declared.bindings));
  const [binding] = declared.bindings;
  expect(binding).toEqual({
    stack: "beta-webapp",
    address: "beta-webapp/target-group-a",
    cluster: clusterIn("ap-northeast-2/beta-kr-a"),
    targetGroup: targetGroupIn("ap-northeast-2/beta-webapp-a"),
    multiCluster: { unknown: true },
    isByOthers: true,
  });
});

test("a declared rollback is read from both sides, and the rules accept the older version", () => {
  const goal = bothReadings([
    withCluster({
      version: "1.33",
      addons: { "kube-proxy": "v1.33.10-eksbuild.29" },
      nodeGroups: { "workers-v1": { ...workers, version: "1.33" } },
      rollback: { of: "1.34", upgradedOn: "2026-11-28" },
    }),
  ]);
  expect(comparable(goal.synthesized.clusters)).toEqual(comparable(goal.declared.clusters));
  const upgraded = (state: FleetState): FleetState => ({
    ...state,
    clusters: state.clusters.map(({ rollbackOfUpgradeOn: _, ...each }) => ({ ...each, version: "1.34" })),
  });
  const change = changeBetween(upgraded(goal.synthesized), goal.synthesized);
  const findings = judge({ ...change, catalog: Catalog.DATED, day: "2026-11-30" });
  expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
});

test.each([
  ["null", null],
  ["a list", []],
  ["an object", {}],
  ["a string", "cdk.tf.json"],
])("reports that a file is no stack, but %s", (kind, json) => {
  expect(readSynthesized([{ name: "alpha", json }])).toEqual({
    problem: `alpha: this is ${kind}, not a synthesized stack: expected the cdk.tf.json of a stack`,
  });
});
