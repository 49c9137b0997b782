import { UNKNOWN } from "../../../../upgrade/fleet/state";
import { nodeGroupState, saidBy, stepBetween } from "../state";

const RULE = "scale-in-of-active-group";
const ADDRESS = "stack/alpha/workers-v1";
type Group = Parameters<typeof nodeGroupState>[0];
const step = (before: Group, after: Group) =>
  saidBy(
    RULE,
    stepBetween({ nodeGroups: [nodeGroupState(before)] }, { nodeGroups: [nodeGroupState(after)] }),
  );

test("as many nodes, or more, pass; so does a lower minimum, which takes none away", () => {
  expect(step({ desiredSize: 12 }, { desiredSize: 12, maxSize: 12 })).toEqual([]);
  expect(step({ desiredSize: 12 }, { desiredSize: 13 })).toEqual([]);
  expect(step({ desiredSize: 12, minSize: 12 }, { desiredSize: 12, minSize: 1 })).toEqual([]);
});

test("a desired size below what runs fails", () => {
  expect(step({ desiredSize: 12 }, { desiredSize: 11 })).toEqual([
    `error ${ADDRESS}: node group workers-v1 would have the desired size 11 and has 12 nodes: EKS would end 1 node and ignore disruption budgets. Keep 12 and let an autoscaler scale in, or cordon and drain the group first`,
  ]);
});

test("a maximum below what runs fails", () => {
  expect(step({ desiredSize: 12 }, { desiredSize: 12, maxSize: 10 })).toEqual([
    `error ${ADDRESS}: node group workers-v1 would have the maximum size 10 and has 12 nodes: EKS would end 2 nodes and ignore disruption budgets. Keep 12 and let an autoscaler scale in, or cordon and drain the group first`,
  ]);
});

test("checks a cordoned group, which still has its pods; other rules check a draining or retired group", () => {
  expect(step({ desiredSize: 12, phase: "cordoned" }, { desiredSize: 1, phase: "cordoned" })).toHaveLength(1);
  expect(step({ desiredSize: 12, phase: "draining" }, { desiredSize: 1, phase: "draining" })).toEqual([]);
  expect(step({ desiredSize: 12, phase: "draining" }, { desiredSize: 0, phase: "retired" })).toEqual([]);
});

test.each([
  [{ desiredSize: 12 }, { desiredSize: UNKNOWN }, "the desired size of node group workers-v1"],
  [{ desiredSize: 12 }, { desiredSize: 12, maxSize: UNKNOWN }, "the maximum size of node group workers-v1"],
  [{ desiredSize: UNKNOWN }, { desiredSize: 12 }, "the number of nodes of node group workers-v1"],
] as const)("does not evaluate unknown sizes: %p, %p", (before, after, value) => {
  expect(step(before, after)).toEqual([
    `not evaluated ${ADDRESS}: ${value} is known after apply, so this plan does not show whether EKS removes nodes. Write the value in the code, or apply what it comes from in an earlier change`,
  ]);
});

test("does not evaluate a group that does not change", () => {
  expect(step({ desiredSize: UNKNOWN }, { desiredSize: UNKNOWN })).toEqual([]);
});
