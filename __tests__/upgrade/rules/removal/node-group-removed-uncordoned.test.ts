import { CORDON_TAINT } from "../../../../upgrade/eks/node-group-phase";
import { type NodeGroupState, UNKNOWN } from "../../../../upgrade/fleet/state";
import { clusterState, nodeGroupState, saidBy, stepBetween } from "../state";

const RULE = "node-group-removed-uncordoned";
const V1 = "stack/alpha/workers-v1";
const TAKES_PODS = `error ${V1}: node group workers-v1 would be removed while it is active: an autoscaler may start nodes in it at any time. Cordon and retire it first`;

const removed = (state: Partial<NodeGroupState>) =>
  saidBy(
    RULE,
    stepBetween(
      { clusters: [clusterState()], nodeGroups: [nodeGroupState({ desiredSize: 0, ...state })] },
      { clusters: [clusterState()] },
    ),
  );

test.each(["cordoned", "draining", "retired"] as const)("a group that was %s passes", (phase) => {
  expect(removed({ phase, taints: [CORDON_TAINT] })).toEqual([]);
});

test("a group that is retired by its sizes alone fails: pods may still be placed on it", () => {
  const dedicated = { key: "dedicated", value: "web", effect: "PREFER_NO_SCHEDULE" };
  for (const taints of [[], [dedicated]]) {
    expect(removed({ phase: "retired", minSize: 0, taints })).toEqual([TAKES_PODS]);
  }
  expect(removed({ phase: "retired", minSize: 0, taints: UNKNOWN })).toEqual([
    `not evaluated ${V1}: the phase of node group workers-v1 is known after apply, so this plan does not show whether it may be removed. Write the value in the code, or apply what it comes from in an earlier change`,
  ]);
});

test("a group that takes pods fails, though it has no nodes; with nodes another rule speaks", () => {
  expect(removed({ phase: "active" })).toEqual([TAKES_PODS]);
  expect(removed({ phase: "active", desiredSize: 1 })).toEqual([]);
});

test("does not evaluate a phase that is not known", () => {
  expect(removed({ phase: UNKNOWN })).toEqual([
    `not evaluated ${V1}: the phase of node group workers-v1 is known after apply, so this plan does not show whether it may be removed. Write the value in the code, or apply what it comes from in an earlier change`,
  ]);
});

test("a group that goes with its whole cluster passes", () => {
  const fleet = { clusters: [clusterState()], nodeGroups: [nodeGroupState({ desiredSize: 0 })] };
  expect(saidBy(RULE, stepBetween(fleet, {}))).toEqual([]);
});
