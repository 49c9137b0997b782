import { type FleetState, type NodeGroupState, UNKNOWN } from "../../../../upgrade/fleet/state";
import { clusterState, nodeGroupState, saidBy, stepBetween } from "../state";

const RULE = "successor-capacity";
const V1 = "stack/alpha/workers-v1";

const group = (name: string, state: Partial<NodeGroupState> = {}) =>
  nodeGroupState({ nodeGroupName: name, version: "1.34", ...state });
const fleet = (...nodeGroups: readonly NodeGroupState[]): Partial<FleetState> => ({
  clusters: [clusterState()],
  nodeGroups,
});

/** workers-v1 with 10 nodes is cordoned beside others. */
function cordoned(
  before: readonly NodeGroupState[],
  after: readonly NodeGroupState[] = before,
  v1: Partial<NodeGroupState> = {},
) {
  return saidBy(
    RULE,
    stepBetween(
      fleet(group("workers-v1", { desiredSize: 10, ...v1 }), ...before),
      fleet(group("workers-v1", { desiredSize: 10, ...v1, phase: "cordoned" }), ...after),
    ),
  );
}

test("a successor with as many nodes passes, and one with one node less fails", () => {
  expect(cordoned([group("workers-v2", { desiredSize: 10 })])).toEqual([]);
  expect(cordoned([group("workers-v2", { desiredSize: 9 })])).toEqual([
    `error ${V1}: node group workers-v1 with 10 nodes would be cordoned, and workers-v2 has 9 nodes: workers-v2 must have as many nodes before. Scale workers-v2 to 10 nodes first, in a separate change`,
  ]);
});

test("a group without nodes leaves nothing to take over", () => {
  expect(cordoned([group("workers-v2", { desiredSize: 0 })], undefined, { desiredSize: 0 })).toEqual([]);
});

test("a successor that is made in the same step fails, however large", () => {
  expect(cordoned([], [group("workers-v2", { desiredSize: 10 })])).toEqual([
    `error ${V1}: node group workers-v1 with 10 nodes would be cordoned, and this change only creates workers-v2: workers-v2 must have as many nodes before. Scale workers-v2 to 10 nodes first, in a separate change`,
  ]);
});

test("nodes that a successor gets, or loses, in the same step do not count", () => {
  const [ten, three] = [group("workers-v2", { desiredSize: 10 }), group("workers-v2", { desiredSize: 3 })];
  expect(cordoned([three], [ten])).toHaveLength(1);
  expect(cordoned([ten], [three])).toHaveLength(1);
});

test("names that Terraform makes one of a kind by a suffix are those before it", () => {
  const suffix = "-20261125211408783800000011";
  const [small, other] = [
    group(`workers-v2${suffix}`, { desiredSize: 9, labels: {} }),
    group(`batch${suffix}`, { desiredSize: 10, labels: {} }),
  ];
  const v1 = { nodeGroupName: `workers-v1${suffix}`, address: V1, labels: {} };
  expect(cordoned([small, other], undefined, v1)).toEqual([
    `error ${V1}: node group workers-v1${suffix} with 10 nodes would be cordoned, and workers-v2${suffix} has 9 nodes: workers-v2${suffix} must have as many nodes before. Scale workers-v2${suffix} to 10 nodes first, in a separate change`,
  ]);
});

test("successors add up, and groups that leave together share them", () => {
  const [v2, v3] = [group("workers-v2", { desiredSize: 6 }), group("workers-v3", { desiredSize: 4 })];
  expect(cordoned([v2, v3])).toEqual([]);
  const leaving = { ...v2, phase: "cordoned" } as const;
  expect(cordoned([v2, v3], [leaving, v3])).toEqual([
    `error ${V1}: node group workers-v1 and workers-v2 with 16 nodes would be cordoned, and workers-v3 has 4 nodes: workers-v3 must have as many nodes before. Scale workers-v3 to 16 nodes first, in a separate change`,
  ]);
});

test("a group of another kind is no successor, where there is one of the same", () => {
  const gpu = group("gpu-v1", { desiredSize: 50, labels: { group: "gpu" } });
  expect(cordoned([gpu, group("workers-v2", { desiredSize: 2 })])).toHaveLength(1);
});

test("the name alone tells a successor, too, and where neither does, what can run the pods", () => {
  const bare = { labels: {} };
  expect(cordoned([group("workers-v2", { ...bare, desiredSize: 9 })], undefined, bare)).toHaveLength(1);
  expect(cordoned([group("green", { ...bare, desiredSize: 9 })], undefined, bare)).toEqual([
    `error ${V1}: node group workers-v1 with 10 nodes would be cordoned, and green has 9 nodes: green must have as many nodes before. Scale green to 10 nodes first, in a separate change`,
  ]);
});

test("only warns about nodes of other instance types, but rejects no nodes", () => {
  const v1 = { instanceTypes: ["m6i.xlarge"] };
  const large = (desiredSize: number) => group("workers-v2", { instanceTypes: ["m6i.4xlarge"], desiredSize });
  expect(cordoned([large(3)], undefined, v1)).toEqual([
    `warning ${V1}: node group workers-v1 with 10 nodes would be cordoned, and workers-v2 has 3 nodes: workers-v2 must have as many nodes before. Scale workers-v2 to 10 nodes first, in a separate change`,
  ]);
  expect(cordoned([large(0)], undefined, v1)[0]).toMatch(/^error/);
});

test("does not evaluate a number of nodes that is not known", () => {
  expect(cordoned([group("workers-v2", { desiredSize: UNKNOWN })])).toEqual([
    `not evaluated ${V1}: the number of nodes of workers-v2 is known after apply, so this plan does not show whether workers-v2 can run the pods of workers-v1. Write the value in the code, or apply what it comes from in an earlier change`,
  ]);
  expect(cordoned([group("workers-v2")], undefined, { desiredSize: UNKNOWN })).toEqual([
    `not evaluated ${V1}: the number of nodes of workers-v1 is known after apply, so this plan does not show whether workers-v2 can run the pods of workers-v1. Write the value in the code, or apply what it comes from in an earlier change`,
  ]);
});

test("does not check a group that was cordoned before", () => {
  const v1 = group("workers-v1", { desiredSize: 10, phase: "cordoned" });
  const v2 = group("workers-v2", { desiredSize: 1 });
  expect(saidBy(RULE, stepBetween(fleet(v1, v2), fleet({ ...v1, phase: "draining" }, v2)))).toEqual([]);
});

test("groups of two stacks are different groups, even when their addresses are equal", () => {
  const address = "aws_eks_node_group.this";
  const v2 = group("workers-v2", { stack: "nodes-v2", address, desiredSize: 1 });
  expect(cordoned([v2], undefined, { stack: "nodes-v1", address })).toEqual([
    expect.stringMatching(/^error aws_eks_node_group.this: .*10 nodes.*1 node/),
  ]);
});
