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
    `error ${V1}: workers-v1 with 3 nodes is cordoned, and gpu-v1 cannot run its pods (gpu-v1 has the label group=gpu and not workers); make its successor first, of the same group label or with the next number in its name`,
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

test("whether other nodes take over is not judged, nor what a group of an unknown phase does", () => {
  expect(cordoned([gpu], { clusters: [clusterState({ otherNodes: ["karpenter"] })] })).toEqual([
    `not judged ${V1}: the room on the nodes of cluster alpha-kr-a that no node group holds (karpenter) is not known before the apply, so whether its pods can leave workers-v1 is not judged; see to it by hand, and waive this with what you saw`,
  ]);
  expect(cordoned([gpu, nodeGroupState({ nodeGroupName: "workers-v2", phase: UNKNOWN })])).toEqual([
    `not judged ${V1}: whether workers-v2 takes pods is not known before the apply, so whether its pods can leave workers-v1 is not judged; write it out in the code, or plan again when it is known`,
  ]);
});

test("a group of another stack that cannot run the pods is named, even when the addresses are equal", () => {
  const address = "aws_eks_node_group.this";
  expect(cordoned([{ ...gpu, stack: "gpu", address }], undefined, { stack: "workers", address })).toEqual([
    expect.stringMatching(/^error aws_eks_node_group.this: .*gpu-v1/),
  ]);
});
