import type { Environment } from "../../stacks/environment";
import type { HaproxySettings, WeightedRecordSettings } from "../../upgrade/fleet/settings";
import { type FleetState, ifKnown } from "../../upgrade/fleet/state";
import { bothReadings } from "../upgrade/terraform/both-readings";
import { environment } from "./fixtures";

const records: WeightedRecordSettings = {
  zoneId: "Z0123456789ABCDEFGHIJ",
  recordName: "webapp.example.com",
  weights: "webapp",
  records: {
    a: { cluster: "beta-kr-a", loadBalancer: "old-webapp" },
    b: { cluster: "beta-kr-b", alias: { dnsName: "new.ap-northeast-2.elb.amazonaws.com", zoneId: "Z2" } },
  },
};

const haproxy: HaproxySettings = {
  weights: "webapp",
  servers: {
    a: { cluster: "beta-kr-a", address: "10.0.0.1", port: 80 },
    b: { cluster: "beta-kr-b", address: "10.0.0.2", port: 80 },
  },
};

const withTraffic = (changes: Partial<Environment> = {}): Environment => ({
  ...environment,
  weights: { webapp: { a: 90, b: 10 } },
  weightedRecords: { "beta-dns": records },
  haproxies: { "beta-chat": haproxy },
  ...changes,
});

const withRecords = (changes: Partial<WeightedRecordSettings>) =>
  withTraffic({ weightedRecords: { "beta-dns": { ...records, ...changes } } });

const withHaproxy = (changes: Partial<HaproxySettings>) =>
  withTraffic({ haproxies: { "beta-chat": { ...haproxy, ...changes } } });

/** What each load balancer shares, by its name and then by its slots. */
function trafficOf({ loadBalancers, targetGroups, routes, clusters }: FleetState) {
  const nameOf = (key: unknown) => ifKnown(clusters.find((each) => each.key === key)?.clusterName);
  return loadBalancers.map(({ key, loadBalancerName, kind, weights, evacuated }) => ({
    name: ifKnown(loadBalancerName),
    kind,
    weights,
    evacuated,
    targets: routes
      .filter(({ loadBalancer }) => loadBalancer === key)
      .flatMap(({ targets }) => ifKnown(targets) ?? [])
      .map(({ targetGroup, weight }) => [
        nameOf(targetGroups.find((each) => each.key === targetGroup)?.owner),
        weight,
      ]),
  }));
}

test("records and HAProxy are read from Terraform's input as the fleet file says them", () => {
  const { problems, synthesized } = bothReadings([withTraffic()]);
  expect(problems).toEqual([]);
  const targets = [
    ["beta-kr-a", 90],
    ["beta-kr-b", 10],
  ];
  expect(trafficOf(synthesized)).toEqual([
    { name: "beta-dns", kind: "record", weights: "webapp", evacuated: undefined, targets },
    { name: "beta-chat", kind: "haproxy", weights: "webapp", evacuated: undefined, targets },
  ]);
});

test("the rules get the same traffic from constructs as from Terraform's input", () => {
  const { declared, synthesized } = bothReadings([withTraffic({ evacuated: ["beta-kr-b"] })]);
  const shares = (fleet: FleetState) =>
    trafficOf(fleet).map(({ kind, weights, targets }) => ({ kind, weights, targets }));
  expect(shares(declared)).toEqual(shares(synthesized));
});

test("an evacuated cluster has weight 0, and the fleet still has its weight", () => {
  const { synthesized } = bothReadings([withTraffic({ evacuated: ["beta-kr-b"] })]);
  expect(trafficOf(synthesized).map(({ evacuated, targets }) => [evacuated, targets])).toEqual([
    [
      { b: 10 },
      [
        ["beta-kr-a", 90],
        ["beta-kr-b", 0],
      ],
    ],
    [
      { b: 10 },
      [
        ["beta-kr-a", 90],
        ["beta-kr-b", 0],
      ],
    ],
  ]);
});

test("weights above what Route 53 and HAProxy have are scaled to the same shares", () => {
  const { synthesized } = bothReadings([withTraffic({ weights: { webapp: { a: 900, b: 100 } } })]);
  expect(trafficOf(synthesized).map(({ targets }) => targets.map(([, weight]) => weight))).toEqual([
    [9, 1],
    [9, 1],
  ]);
});

test.each<[string, Environment, readonly string[]]>([
  [
    "a cluster that the environment does not have",
    withRecords({ records: { ...records.records, c: { cluster: "beta-kr-c", loadBalancer: "c" } } }),
    ['[beta-dns] record "c" names cluster "beta-kr-c"'],
  ],
  [
    "a record with two targets",
    withRecords({
      records: { a: { loadBalancer: "old-webapp", values: ["10.0.0.1"] }, b: { loadBalancer: "b" } },
    }),
    ['"a" has values and the other records are aliases', 'record "a" has loadBalancer and values'],
  ],
  [
    "two records with one identifier",
    withRecords({
      records: { a: { loadBalancer: "a", setIdentifier: "x" }, b: { loadBalancer: "b", setIdentifier: "x" } },
    }),
    ['duplicate setIdentifier "x": "a" and "b" have it'],
  ],
  [
    "a record that is declared and removed",
    withRecords({ removedRecords: ["a"] }),
    ['the record "a" is declared and in removedRecords'],
  ],
  [
    "a server that is declared and removed",
    withHaproxy({ removedServers: ["b"] }),
    ['the server "b" is declared'],
  ],
  [
    "a parameter that AWS keeps for itself",
    withHaproxy({ parameterName: "/aws/haproxy.cfg" }),
    ['parameterName is "/aws/haproxy.cfg"'],
  ],
  [
    "weights that the environment does not have",
    withHaproxy({ weights: "chat" }),
    ['weights is "chat": expected a weight for each slot, or a name in weights of environment beta'],
  ],
  [
    "a network load balancer",
    withTraffic({
      networkLoadBalancers: {
        "beta-broker": {
          subnetIds: ["subnet-0a1"],
          clientCidrs: {},
          listeners: { mqtt: { port: 1883, protocol: "TCP" } },
          service: { namespace: "broker", name: "broker", port: 1883 },
          targetGroups: { a: { cluster: "beta-kr-a" } },
          weights: { a: 1 },
        },
      },
    }),
    ['networkLoadBalancers has "beta-broker": no stack creates network load balancers yet'],
  ],
])("%s is rejected", (_, fleet, expected) => {
  const { problems } = bothReadings([fleet]);
  for (const text of expected) {
    expect(problems).toContainEqual(expect.stringContaining(text));
  }
});
