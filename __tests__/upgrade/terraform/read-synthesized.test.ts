import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import { declaredFleet } from "../../../constructs/fleet-part";
import { fleet } from "../../../fleet/fleet";
import type { Environment } from "../../../stacks/environment";
import { declareFleet } from "../../../stacks/fleet";
import { Catalog } from "../../../upgrade/eks/catalog/catalog";
import { type FleetState, mapParts, type Place } from "../../../upgrade/fleet/state";
import { changeBetween } from "../../../upgrade/planner/change-between";
import { judge } from "../../../upgrade/rules/rules";
import {
  constructPaths,
  type NamedStack,
  readSynthesized,
} from "../../../upgrade/terraform/read-synthesized";
import { temporaryFolder, withAdoptedLoadBalancer, withCluster, workers } from "../../stacks/fixtures";
import { clusterIn, targetGroupIn } from "../keys";

/** The program's fleet, by its constructs and by what it synthesizes, with the constructs' paths for addresses. */
function bothReadings(environments: readonly Environment[]): {
  readonly declared: FleetState;
  readonly synthesized: FleetState;
} {
  const outdir = temporaryFolder();
  const app = new App({ outdir, skipValidation: true, stackTraces: false });
  declareFleet(app, environments);
  app.synth();
  const stacks = readdirSync(join(outdir, "stacks")).map(
    (name): NamedStack => ({
      name,
      json: JSON.parse(readFileSync(join(outdir, "stacks", name, "cdk.tf.json"), "utf8")),
    }),
  );
  const read = readSynthesized(stacks);
  if ("problem" in read) {
    throw new Error(read.problem);
  }
  const paths = new Map(stacks.map(({ name, json }) => [name, constructPaths(json)]));
  const placed = <T extends Place>(things: readonly T[]): readonly T[] =>
    things.map((thing) => ({
      ...thing,
      address: paths.get(thing.stack)?.get(thing.address) ?? thing.address,
    }));
  return {
    declared: declaredFleet(app),
    synthesized: mapParts(read, placed),
  };
}

const readings = bothReadings(fleet);

/** In one order, and without what is left out by one as undefined. The launch template is a construct of its own. */
function comparable(things: readonly Place[]): unknown {
  return things
    .map((thing) =>
      JSON.stringify(thing, (key, value) =>
        key === "launchTemplateVersion" ? undefined : keysInOrder(key, value),
      ),
    )
    .sort()
    .map((text) => JSON.parse(text));
}

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

function keysInOrder(_: string, value: unknown): unknown {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)))
    : value;
}

test("the pods that others put behind an adopted target group are read from both sides, though Terraform is told nothing", () => {
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
])("what is no stack, but %s, is told", (kind, json) => {
  expect(readSynthesized([{ name: "alpha", json }])).toEqual({
    problem: `alpha: this is ${kind}, not a synthesized stack; give the cdk.tf.json of a stack`,
  });
});
