import { Catalog } from "../../../upgrade/eks/catalog/catalog";
import { mergedFleet } from "../../../upgrade/fleet/parts";
import type { TrafficKind } from "../../../upgrade/fleet/traffic-kind";
import { planUpgrade } from "../../../upgrade/planner/plan-upgrade";
import type { SecondClusterGoal } from "../../../upgrade/planner/upgrade-goal";
import { clusterOf, trafficOf } from "./fleets";

const clusters = ["alpha-kr-a", "alpha-kr-b"].map((name) =>
  clusterOf(name, { version: "1.33", groups: [{ version: "1.33", nodes: 3 }] }),
);
const slots = {
  a: { cluster: "alpha-kr-a", weight: 100 },
  b: { cluster: "alpha-kr-b", weight: 0 },
};
const goal: SecondClusterGoal = {
  way: "second-cluster",
  cluster: "alpha-kr-a",
  secondCluster: "alpha-kr-b",
  version: "1.33",
  keepsFirst: true,
};

function planOf(fleet: Parameters<typeof mergedFleet>[0], more: Partial<SecondClusterGoal> = {}) {
  return planUpgrade(
    mergedFleet(fleet),
    { clusters: [{ ...goal, ...more }] },
    { catalog: Catalog.DATED, day: "2026-07-10" },
  );
}

function stepsOf(...of: Parameters<typeof planOf>) {
  const plan = planOf(...of);
  if ("problems" in plan) {
    throw new Error(plan.problems.join("\n"));
  }
  return plan.steps;
}

test.each<[TrafficKind, string, readonly string[]]>([
  ["application", "loadBalancers", ["aws_lb_listener.listeners_https_5F94B91D", "aws_lb_listener_rule.api"]],
  ["network", "networkLoadBalancers", ["aws_lb_listener.listeners_https_5F94B91D"]],
  ["record", "weightedRecords", ["aws_route53_record.record-a", "aws_route53_record.record-b"]],
  ["haproxy", "haproxies", ["aws_ssm_parameter.configuration"]],
])("a shift of %s changes its weights, and updates what has them", (kind, property, updated) => {
  const [first] = stepsOf([...clusters, trafficOf(kind, "alpha-web", slots)]);
  expect(first?.edits.map(({ path }) => path)).toEqual([
    [property, "alpha-web", "weights", "a"],
    [property, "alpha-web", "weights", "b"],
  ]);
  expect(first?.stacks).toEqual([
    {
      stack: "alpha-web",
      command: "deploy",
      actions: updated.map((address) => ({ address, action: "update" })),
      isComplete: true,
    },
  ]);
});

test("weights of the environment shift all that follow them in one step, in several stacks", () => {
  const [first, ...others] = stepsOf([
    ...clusters,
    trafficOf("application", "alpha-web", slots, "web"),
    trafficOf("record", "alpha-dns", slots, "web"),
    trafficOf("haproxy", "alpha-orders", slots, "web"),
    trafficOf("network", "alpha-broker", slots),
  ]);
  expect(first?.title).toBe("Shift alpha-broker: a 90, b 10");
  const shared = others.filter(({ title }) => title.startsWith("Shift web:"));
  expect(shared.map(({ edits }) => edits.map(({ path }) => path))).toEqual(
    Array.from({ length: 3 }, () => [
      ["weights", "web", "a"],
      ["weights", "web", "b"],
    ]),
  );
  expect(shared[0]?.stacks.map(({ stack }) => stack)).toEqual(["alpha-dns", "alpha-orders", "alpha-web"]);
});

test("the next shift of records, and their removal, wait until answers have expired", () => {
  const steps = stepsOf([...clusters, trafficOf("record", "alpha-dns", slots)], { keepsFirst: false });
  expect(
    steps
      .filter(({ kind }) => kind === "shift" || kind === "unbind")
      .map(({ title, soakHours }) => [title, soakHours]),
  ).toEqual(
    [
      ["Shift alpha-dns: a 90, b 10", 0],
      ["Shift alpha-dns: a 50, b 50", 1],
      ["Shift alpha-dns: a 0, b 100", 1],
      ["Unbind alpha-kr-a from alpha-dns", 1],
    ].map(([title, hours]) => [String(title).replace(" from alpha-dns", ""), hours]),
  );
});

test("the goal says where records and HAProxy lead for a second cluster that they do not have", () => {
  const only = { a: slots.a };
  const fleet = [...clusters, trafficOf("haproxy", "alpha-orders", only)];
  expect(planOf(fleet)).toEqual({ problems: [expect.stringContaining("entries")] });
  const [bind] = stepsOf(fleet, { entries: { "alpha-orders": { address: "10.0.2.10", port: 80 } } });
  expect(bind?.edits).toEqual([
    {
      kind: "set",
      path: ["haproxies", "alpha-orders", "servers", "b"],
      after: { address: "10.0.2.10", port: 80, cluster: "alpha-kr-b" },
    },
    { kind: "set", path: ["haproxies", "alpha-orders", "weights", "b"], after: 0 },
  ]);
});
