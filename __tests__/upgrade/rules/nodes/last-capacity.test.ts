import { type ClusterState, type NodeGroupState, UNKNOWN } from "../../../../upgrade/fleet/state";
import { clusterState, nodeGroupState, saidBy, stepBetween } from "../state";

const RULE = "last-capacity";
const V1 = "stack/alpha/workers-v1";

const v1 = nodeGroupState();
const v2 = nodeGroupState({ nodeGroupName: "workers-v2" });
const said = (
  before: readonly NodeGroupState[],
  after: readonly NodeGroupState[],
  cluster: Partial<ClusterState> = {},
) => {
  const clusters = [clusterState(cluster)];
  return saidBy(RULE, stepBetween({ clusters, nodeGroups: before }, { clusters, nodeGroups: after }));
};

const LAST = `error ${V1}: cluster alpha-kr-a would have no active node group, because workers-v1 is its last one: its pods need another group. Create a successor first, with as many nodes`;

test("as long as one group takes pods, others may go", () => {
  expect(said([v1, v2], [{ ...v1, phase: "cordoned" }, v2])).toEqual([]);
  expect(said([v1, v2], [v2])).toEqual([]);
});

test.each(["cordoned", "draining", "retired"] as const)("the last group fails to be %s", (phase) => {
  expect(said([v1], [{ ...v1, phase }])).toEqual([LAST]);
});

test("the last group fails to be removed, also beside one that is cordoned", () => {
  expect(said([v1], [])).toEqual([LAST]);
  const cordoned = { ...v2, phase: "cordoned" } as const;
  expect(said([v1, cordoned], [cordoned])).toEqual([LAST]);
});

test("all groups at once fail together", () => {
  expect(said([v1, v2], [])).toEqual([
    `error ${V1}: cluster alpha-kr-a would have no active node group, because workers-v1 and workers-v2 are its last ones: its pods need another group. Create a successor first, with as many nodes`,
  ]);
});

test("a group that is removed when none took pods any more passes, and the end of the whole cluster", () => {
  const retired = { ...v1, phase: "retired", desiredSize: 0 } as const;
  expect(said([retired], [])).toEqual([]);
  expect(saidBy(RULE, stepBetween({ clusters: [clusterState()], nodeGroups: [v1] }, {}))).toEqual([]);
});

test("a cluster that is only read may have other groups elsewhere, and passes", () => {
  const readClusters = [clusterState()];
  const cordoned = { ...v1, phase: "cordoned" } as const;
  expect(
    saidBy(RULE, stepBetween({ readClusters, nodeGroups: [v1] }, { readClusters, nodeGroups: [cordoned] })),
  ).toEqual([]);
});

test("does not evaluate nodes outside node groups, or a group of an unknown phase", () => {
  expect(said([v1], [], { otherNodes: ["karpenter", "fargate"] })).toEqual([
    `not evaluated ${V1}: the free capacity of cluster alpha-kr-a outside node groups (karpenter and fargate) is not in the plan, so the plan does not show whether the pods of workers-v1 have other nodes. Check it by hand (kubectl get nodes), and waive this finding with what you saw`,
  ]);
  expect(said([v1], [{ ...v1, phase: UNKNOWN }])).toEqual([
    `not evaluated ${V1}: the phase of node group workers-v1 is known after apply, so this plan does not show whether cluster alpha-kr-a has another active node group. Write the value in the code, or apply what it comes from in an earlier change`,
  ]);
});
