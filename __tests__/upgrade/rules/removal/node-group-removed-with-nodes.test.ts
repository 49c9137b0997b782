import { type NodeGroupState, UNKNOWN } from "../../../../upgrade/fleet/state";
import { clusterState, nodeGroupState, saidBy, stepBetween } from "../state";

const RULE = "node-group-removed-with-nodes";
const V1 = "stack/alpha/workers-v1";

const removed = (state: Partial<NodeGroupState>) =>
  saidBy(
    RULE,
    stepBetween(
      { clusters: [clusterState()], nodeGroups: [nodeGroupState(state)] },
      { clusters: [clusterState()] },
    ),
  );

test("a group without nodes passes, and one with a single node fails", () => {
  expect(removed({ desiredSize: 0 })).toEqual([]);
  expect(removed({ desiredSize: 1 })).toEqual([
    `error ${V1}: node group workers-v1 would be removed with 1 node: EKS ends them after a few minutes and ignores disruption budgets. Cordon, drain and retire it (scale to 0) first, each in a separate change`,
  ]);
});

test.each(["active", "cordoned", "draining"] as const)("a group that is %s fails with its nodes", (phase) => {
  expect(removed({ phase, desiredSize: 3 })).toHaveLength(1);
});

test("does not evaluate a number of nodes that is not known", () => {
  expect(removed({ desiredSize: UNKNOWN })).toEqual([
    `not evaluated ${V1}: the number of nodes of node group workers-v1 is known after apply, so this plan does not show whether it may be removed. Write the value in the code, or apply what it comes from in an earlier change`,
  ]);
});

test("a group that goes with its whole cluster passes here; one of a cluster in another plan does not", () => {
  const fleet = { clusters: [clusterState()], nodeGroups: [nodeGroupState()] };
  expect(saidBy(RULE, stepBetween(fleet, {}))).toEqual([]);
  expect(saidBy(RULE, stepBetween({ nodeGroups: [nodeGroupState()] }, {}))).toHaveLength(1);
});

test("a group that Terraform only forgets passes: it stays", () => {
  const step = stepBetween({ nodeGroups: [nodeGroupState()] }, {});
  expect(saidBy(RULE, { ...step, resources: [] })).toEqual([]);
});
