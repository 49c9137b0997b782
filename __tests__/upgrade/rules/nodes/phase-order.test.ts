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
  ["active", "draining", "Cordon it first, check that its successor runs the new pods, then drain it"],
  ["retired", "draining", "Make it active again, or remove it: it has no nodes to drain"],
  ["retired", "cordoned", "Make it active again, or remove it: it has no nodes"],
] as const)("from %s to %s is reported", (from, to, fix) => {
  expect(said(from, to)).toEqual([
    `warning stack/alpha/workers-v1: node group workers-v1 would go from ${from} to ${to}: the phases are active, cordoned, draining, retired. ${fix}`,
  ]);
});

test("a phase that is not known is for other rules", () => {
  const step = stepBetween(
    { nodeGroups: [nodeGroupState()] },
    { nodeGroups: [nodeGroupState({ phase: UNKNOWN })] },
  );
  expect(saidBy(RULE, step)).toEqual([]);
});
