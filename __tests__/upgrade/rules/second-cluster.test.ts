import { filterParts, mergedFleet } from "../../../upgrade/fleet/parts";
import type { FleetState } from "../../../upgrade/fleet/state";
import { rules } from "../../../upgrade/rules/rules";
import { clusterIn } from "../keys";
import {
  bindingState,
  clusterState,
  loadBalancerState,
  nodeGroupState,
  routeState,
  ruleState,
  saidBy,
  stepBetween,
  targetGroupState,
} from "./state";

/*
 * The steps of a clean upgrade by a second cluster, each with the plans of all stacks at once, and with that of the
 * stack alone that it changes: no rule on traffic, replacements, drains and safety may say a word.
 */

const [A, B] = [clusterIn("ap-northeast-2/alpha-kr-a"), clusterIn("ap-northeast-2/alpha-kr-b")];

const clusterOf = (slot: "a" | "b", version: string, desiredSize: number): Partial<FleetState> => {
  const [key, stack] = [slot === "a" ? A : B, `alpha-kr-${slot}`];
  return {
    clusters: [clusterState({ key, clusterName: stack, stack, address: "aws_eks_cluster.cluster", version })],
    nodeGroups: [
      nodeGroupState({ cluster: key, stack, address: "aws_eks_node_group.workers-v1", version, desiredSize }),
    ],
  };
};

const trafficOf = (weights: Readonly<Record<string, number>>): Partial<FleetState> => ({
  loadBalancers: [loadBalancerState()],
  targetGroups: ["default", ...Object.keys(weights)].map((slot) => targetGroupState(slot)),
  routes: [
    routeState({ ...weights, default: 0 }),
    ...["api", "login"].map((name) => ruleState(name, { ...weights, default: 0 })),
    ...Object.keys(weights).map((slot) => ruleState(`preview-${slot}`, { [slot]: 1 }, { byHost: true })),
  ],
});

const bound = (...slots: readonly string[]): Partial<FleetState> => ({
  bindings: slots.map((slot) => bindingState(slot)),
});

const a = clusterOf("a", "1.33", 12);
const b = clusterOf("b", "1.36", 12);
const smallB = clusterOf("b", "1.36", 3);

const states: readonly (readonly [step: string, state: readonly Partial<FleetState>[]])[] = [
  ["before", [a, trafficOf({ a: 100 }), bound("a")]],
  ["cluster-create", [a, smallB, trafficOf({ a: 100 }), bound("a")]],
  ["bind, with a preview", [a, smallB, trafficOf({ a: 100, b: 0 }), bound("a", "b")]],
  ["capacity", [a, b, trafficOf({ a: 100, b: 0 }), bound("a", "b")]],
  ["shift 10", [a, b, trafficOf({ a: 90, b: 10 }), bound("a", "b")]],
  ["shift 50", [a, b, trafficOf({ a: 50, b: 50 }), bound("a", "b")]],
  ["back to 10", [a, b, trafficOf({ a: 90, b: 10 }), bound("a", "b")]],
  ["shift 50 again", [a, b, trafficOf({ a: 50, b: 50 }), bound("a", "b")]],
  ["shift 100", [a, b, trafficOf({ a: 0, b: 100 }), bound("a", "b")]],
  ["unbind", [a, b, trafficOf({ b: 100 }), bound("b")]],
  ["cluster-remove", [b, trafficOf({ b: 100 }), bound("b")]],
];

const OURS: readonly string[] = rules
  .map(({ id }) => id)
  .slice(rules.findIndex(({ id }) => id === "cluster-replaced"));

const steps = states.slice(1).map(([step, after], index) => ({
  step,
  before: mergedFleet(states[index]?.[1] ?? []),
  after: mergedFleet(after),
}));

test.each(steps)("$step raises nothing", ({ before, after }) => {
  const step = stepBetween(before, after);
  expect(OURS.flatMap((rule) => saidBy(rule, step))).toEqual([]);
});

test.each(steps)("$step raises nothing in the plans of one stack after the other", ({ before, after }) => {
  const stacks = ["alpha-kr-a", "alpha-kr-b", "traffic", "workload-a", "workload-b"];
  for (const stack of stacks) {
    const step = stepBetween(only(stack, before), only(stack, after));
    expect([stack, OURS.flatMap((rule) => saidBy(rule, step))]).toEqual([stack, []]);
  }
});

test.each(steps)("$step raises nothing in the plans of the stacks that it changes", ({ before, after }) => {
  const changed = new Set(stepBetween(before, after).resources.map(({ stack }) => stack));
  const parts = [before, after].map((fleet) => mergedFleet([...changed].map((stack) => only(stack, fleet))));
  const step = stepBetween(parts[0] ?? {}, parts[1] ?? {});
  expect(OURS.flatMap((rule) => saidBy(rule, step))).toEqual([]);
});

test("only warns if the protection is removed before the cluster", () => {
  const [cluster] = mergedFleet([a]).clusters;
  const unprotected = { ...a, clusters: cluster === undefined ? [] : [{ ...cluster, isProtected: false }] };
  const step = stepBetween(a, unprotected);
  expect(OURS.flatMap((rule) => saidBy(rule, step)).map((said) => said.split(":")[0])).toEqual([
    "warning aws_eks_cluster.cluster",
  ]);
});

function only(stack: string, fleet: FleetState): FleetState {
  return filterParts(fleet, (thing) => thing.stack === stack);
}
