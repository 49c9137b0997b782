import Ajv from "ajv/dist/2020";
import { EXTENDED_SUPPORT_USD_PER_MONTH, statusOf } from "../../../cli/status/fleet-status";
import { jsonOf } from "../../../cli/status/json";
import { textOf } from "../../../cli/status/text";
import schema from "../../../schemas/status.schema.json";
import { Catalog } from "../../../upgrade/eks/catalog/catalog";
import { mergedFleet } from "../../../upgrade/fleet/parts";
import { EMPTY_FLEET, type FleetState, UNKNOWN } from "../../../upgrade/fleet/state";
import { readSynthesized } from "../../../upgrade/terraform/read-synthesized";
import { cluster, stacksOf, withLoadBalancer, workers } from "../../stacks/fixtures";
import { clusterState, nodePoolState } from "../../upgrade/rules/state";

const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);

function fleetOf(): FleetState {
  const environment = {
    ...withLoadBalancer({ weights: { a: 90, b: 10 } }),
    clusters: {
      "beta-kr-b": {
        ...cluster,
        version: "1.36",
        addons: {
          ...cluster.addons,
          "kube-proxy": "v1.36.0-eksbuild.45",
          coredns: "v1.14.6-eksbuild.4",
        },
        nodeGroups: { "workers-v1": { ...workers, version: "1.36" } },
      },
      "beta-kr-a": {
        ...cluster,
        nodeGroups: {
          "workers-v2": { ...workers, version: "1.34" },
          "workers-v1": { ...workers, version: "1.33", phase: "draining" as const },
          "batch-v1": { ...workers, version: "1.33" },
        },
      },
    },
  };
  const fleet = readSynthesized(
    Object.entries(stacksOf([environment])).map(([name, json]) => ({ name, json })),
  );
  if ("problem" in fleet) {
    throw new Error(fleet.problem);
  }
  return fleet;
}

const fleet = fleetOf();
const on = (day: string) => statusOf(fleet, Catalog.DATED, day);

test.each([
  ["2026-12-02", "standard", 0, 0],
  ["2026-12-03", "extended", 364, 365],
  ["2027-12-02", "extended", 0, 365],
  ["2027-12-03", "ended", -1, 0],
  ["2025-10-01", "not-released", 427, 0],
] as const)("on %s, 1.34 is in %s support for %d days, at $%d a month", (day, support, daysLeft, price) => {
  expect(on(day).clusters[0]).toMatchObject({
    cluster: "beta-kr-a",
    version: "1.34",
    support,
    daysLeft,
    endOfStandardSupport: "2026-12-02",
    endOfExtendedSupport: "2027-12-02",
    extendedSupportUsdPerMonth: price,
  });
});

test("the price of extended support is that of AWS: 60 cents an hour in place of 10", () => {
  expect(EXTENDED_SUPPORT_USD_PER_MONTH).toBeCloseTo((0.6 - 0.1) * 730);
});

test("tells which upgrade is under way: nodes that stay behind, generations, a shift", () => {
  const [a, b] = on("2026-11-24").clusters;
  expect(a?.underWay).toEqual([
    "control plane at 1.34, older: batch-v1 (1.33)",
    "workers-v1 draining, replaced by workers-v2",
    "90 % of beta-webapp",
  ]);
  expect(b?.underWay).toEqual(["10 % of beta-webapp"]);
  expect(a?.nodeGroups).toEqual([
    { nodeGroup: "batch-v1", version: "1.33", phase: "active", minorsBehind: 1 },
    { nodeGroup: "workers-v1", version: "1.33", phase: "draining", minorsBehind: 1 },
    { nodeGroup: "workers-v2", version: "1.34", phase: "active", minorsBehind: 0 },
  ]);
});

test("reports a cluster that is bound at weight 0, and nothing for the cluster with all traffic", () => {
  const routes = fleet.routes.map((route) => ({
    ...route,
    targets: Array.isArray(route.targets)
      ? route.targets.map((target, index) => ({ ...target, weight: index === 0 ? 100 : 0 }))
      : route.targets,
  }));
  const [a, b] = statusOf({ ...fleet, routes }, Catalog.DATED, "2026-11-24").clusters;
  expect(a?.underWay).not.toContainEqual(expect.stringContaining("beta-webapp"));
  expect(b?.underWay).toEqual(["bound to beta-webapp, weight 0"]);
});

test("reports the newest build in the catalog for each add-on", () => {
  const [, b] = on("2026-11-24").clusters;
  expect(b?.addons).toEqual([
    { addon: "coredns", version: "v1.14.6-eksbuild.4", newest: "v1.14.7-eksbuild.11", isBehind: true },
    { addon: "kube-proxy", version: "v1.36.0-eksbuild.45", newest: "v1.36.0-eksbuild.45", isBehind: false },
    { addon: "vpc-cni", version: "v1.23.1-eksbuild.1", newest: "v1.23.2-eksbuild.1", isBehind: true },
  ]);
});

test("tells where the traffic goes", () => {
  expect(on("2026-11-24").loadBalancers).toEqual([
    {
      loadBalancer: "beta-webapp",
      targetGroups: [
        { targetGroup: "a", weight: 90, share: 90, cluster: "beta-kr-a" },
        { targetGroup: "b", weight: 10, share: 10, cluster: "beta-kr-b" },
      ],
    },
  ]);
});

test("what is not known is null, and costs nothing that anybody knows", () => {
  const [known] = fleet.clusters;
  const clusters = known === undefined ? [] : [{ ...known, version: UNKNOWN, clusterName: UNKNOWN }];
  const status = statusOf({ ...EMPTY_FLEET, clusters }, Catalog.DATED, "2026-11-24");
  expect(status.clusters[0]).toMatchObject({ version: null, support: null, daysLeft: null, addons: [] });
  validate(JSON.parse(jsonOf(status, "2026-11-24")));
  expect(validate.errors).toBeNull();
  expect(textOf(status, false)).toContain("unknown");
});

test("the JSON is as the published schema says, and the schema takes nothing that it does not name", () => {
  const json = JSON.parse(jsonOf(on("2026-11-24"), "2026-11-24"));
  validate(json);
  expect(validate.errors).toBeNull();
  expect(validate({ ...json, more: 1 })).toBe(false);
});

test("the text is a line a cluster, with colours only where they are asked for", () => {
  expect(textOf(on("2026-12-03"), false)).toBe(
    `${[
      "cluster    version  support   standard until  extended until  days  $/month  nodes            add-ons behind",
      "beta-kr-a  1.34     extended  2026-12-02      2027-12-02       364     +365  1.33, 1.34 (-1)",
      "beta-kr-b  1.36     standard  2027-08-02      2028-08-02       242           1.36             coredns, vpc-cni",
      "",
      "Under way",
      "  beta-kr-a: control plane at 1.34, older: batch-v1 (1.33)",
      "  beta-kr-a: workers-v1 draining, replaced by workers-v2",
      "  beta-kr-a: 90 % of beta-webapp",
      "  beta-kr-b: 10 % of beta-webapp",
      "",
      "Traffic",
      "  beta-webapp: a 90 (90 %, beta-kr-a), b 10 (10 %, beta-kr-b)",
      "",
      "Extended support adds $365 a month to the standard price.",
    ].join("\n")}\n`,
  );
  expect(textOf(on("2026-12-03"), true)).toContain("\u001b[33m");
  expect(textOf(statusOf(EMPTY_FLEET, Catalog.DATED, "2026-11-24"), false)).toBe(
    "The fleet has no cluster.\n",
  );
});

test("node pools have their version, phase and drift, and what is under way", () => {
  const nodePools = [
    nodePoolState({ version: "1.33", drift: "held" }),
    nodePoolState({ nodePoolName: "batch-v1", phase: "limited", limits: { cpu: "0" } }),
  ];
  const fleet = mergedFleet([{ clusters: [clusterState({ version: "1.34" })], nodePools }]);
  const [status] = statusOf(fleet, Catalog.DATED, "2026-11-24").clusters;
  expect(status?.nodePools).toEqual([
    { nodePool: "batch-v1", version: null, phase: "limited", drift: "released", minorsBehind: null },
    { nodePool: "workers-v1", version: "1.33", phase: "active", drift: "held", minorsBehind: 1 },
  ]);
  expect(status?.underWay).toEqual(["batch-v1 limited", "drift of workers-v1 held at 1.33"]);
});
