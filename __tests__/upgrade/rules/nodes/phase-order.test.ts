import type { NodeGroupPhase } from "../../../../upgrade/eks/node-group-phase";
import { UNKNOWN } from "../../../../upgrade/fleet/state";
import { nodeGroupState, saidBy, stepBetween } from "../state";

const RULE = "phase-order";

const said = (from: NodeGroupPhase, to: NodeGroupPhase) =>
  saidBy(
    RULE,
    stepBetween(
      { nodeGroups: [nodeGroupState({ phase: from })] },
      { nodeGroups: [nodeGroupState({ phase: to })] },
    ),
  );

test.each([
  ["active", "cordoned"],
  ["cordoned", "draining"],
  ["draining", "retired"],
  ["cordoned", "active"],
  ["draining", "cordoned"],
  ["draining", "active"],
  ["retired", "active"],
] as const)("from %s to %s passes", (from, to) => {
  expect(said(from, to)).toEqual([]);
});

test.each([
  ["active", "draining", "cordon it first, see that its successor takes the new pods, and drain it then"],
  ["retired", "draining", "it has no nodes to drain: make it active again, or remove it"],
  ["retired", "cordoned", "it has no nodes that keep their pods: make it active again, or remove it"],
] as const)("from %s to %s is told", (from, to, wayOut) => {
  expect(said(from, to)).toEqual([
    `warning stack/alpha/workers-v1: node group workers-v1 goes from ${from} to ${to} at once; ${wayOut}`,
  ]);
});

test("a phase that is not known is for other rules", () => {
  const step = stepBetween(
    { nodeGroups: [nodeGroupState()] },
    { nodeGroups: [nodeGroupState({ phase: UNKNOWN })] },
  );
  expect(saidBy(RULE, step)).toEqual([]);
});
