import { type FleetState, type NodeGroupState, UNKNOWN } from "../../../../upgrade/fleet/state";
import { clusterState, nodeGroupState, saidBy, stepBetween } from "../state";

const RULE = "cordon-without-successor";
const V1 = "stack/alpha/workers-v1";

const gpu = nodeGroupState({ nodeGroupName: "gpu-v1", labels: { group: "gpu" } });

/** workers-v1 is cordoned beside others. */
function cordoned(
  others: readonly NodeGroupState[],
  parts: Partial<FleetState> = { clusters: [clusterState()] },
  v1: Partial<NodeGroupState> = {},
) {
  const fleet = (phase: NodeGroupState["phase"]): Partial<FleetState> => ({
    ...parts,
    nodeGroups: [nodeGroupState({ ...v1, phase }), ...others],
  });
  return saidBy(RULE, stepBetween(fleet("active"), fleet("cordoned")));
}

test("a group with a successor passes, and one without nodes", () => {
  expect(cordoned([nodeGroupState({ nodeGroupName: "workers-v2" })])).toEqual([]);
  expect(cordoned([gpu], undefined, { desiredSize: 0 })).toEqual([]);
});

test("a group that none of the others can stand in for fails", () => {
  expect(cordoned([gpu])).toEqual([
    `error ${V1}: node group workers-v1 (3 nodes) would be cordoned, and gpu-v1 cannot run its pods (gpu-v1 has the label group=gpu and not workers): its pods need another group. Create its successor first, with the same group label or the next number in its name`,
  ]);
});

test("a successor that is cordoned itself is none", () => {
  expect(cordoned([nodeGroupState({ nodeGroupName: "workers-v2", phase: "cordoned" }), gpu])).toHaveLength(1);
});

test("where no group is left, another rule speaks; where the cluster is in another plan, none", () => {
  expect(cordoned([])).toEqual([]);
  expect(cordoned([gpu], {})).toEqual([]);
  expect(cordoned([gpu], { readClusters: [clusterState()] })).toEqual([]);
});

test("does not evaluate nodes outside node groups, or a group of an unknown phase", () => {
  expect(cordoned([gpu], { clusters: [clusterState({ otherNodes: ["karpenter"] })] })).toEqual([
    `not evaluated ${V1}: the free capacity of cluster alpha-kr-a outside node groups (karpenter) is not in the plan, so the plan does not show whether the pods of workers-v1 have other nodes. Check it by hand (kubectl get nodes), and waive this finding with what you saw`,
  ]);
  expect(cordoned([gpu, nodeGroupState({ nodeGroupName: "workers-v2", phase: UNKNOWN })])).toEqual([
    `not evaluated ${V1}: the phase of node group workers-v2 is known after apply, so this plan does not show whether the pods of workers-v1 have other nodes. Write the value in the code, or apply what it comes from in an earlier change`,
  ]);
});

test("a group of another stack that cannot run the pods is named, even when the addresses are equal", () => {
  const address = "aws_eks_node_group.this";
  expect(cordoned([{ ...gpu, stack: "gpu", address }], undefined, { stack: "workers", address })).toEqual([
    expect.stringMatching(/^error aws_eks_node_group.this: .*gpu-v1/),
  ]);
});
