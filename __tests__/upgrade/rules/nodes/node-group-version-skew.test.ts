import { type FleetState, type Known, UNKNOWN } from "../../../../upgrade/fleet/state";
import { clusterState, nodeGroupState, saidBy, stepBetween } from "../state";

const RULE = "node-group-version-skew";

const fleet = (version: Known<string>, nodes: Known<string>, minSize = 3): Partial<FleetState> => ({
  clusters: [clusterState({ version })],
  nodeGroups: [nodeGroupState({ version: nodes, minSize })],
});
const said = (before: Partial<FleetState>, after: Partial<FleetState>) =>
  saidBy(RULE, stepBetween(before, after));

const TOO_OLD =
  "node group workers-v1 runs Kubernetes 1.30 under a control plane with 1.34: nodes of cluster alpha-kr-a must have 1.31 or newer. Upgrade the nodes before the control plane";

test("a control plane that leaves its nodes three minors behind passes, and four fail", () => {
  expect(said(fleet("1.33", "1.31"), fleet("1.34", "1.31"))).toEqual([]);
  expect(said(fleet("1.33", "1.30"), fleet("1.34", "1.30"))).toEqual([
    `error stack/alpha/workers-v1: ${TOO_OLD}`,
  ]);
});

test("nodes that follow in the same step are judged as they were, for the control plane goes first", () => {
  expect(said(fleet("1.33", "1.31"), fleet("1.34", "1.34"))).toEqual([]);
  expect(said(fleet("1.33", "1.30"), fleet("1.34", "1.34"))).toEqual([
    `error stack/alpha/workers-v1: ${TOO_OLD}`,
  ]);
});

test("accepts too old nodes that are upgraded, and only warns about nodes that do not change", () => {
  expect(said(fleet("1.34", "1.30"), fleet("1.34", "1.34"))).toEqual([]);
  expect(said(fleet("1.34", "1.30"), fleet("1.34", "1.30", 5))).toEqual([
    `warning stack/alpha/workers-v1: ${TOO_OLD}`,
  ]);
});

test("a control plane that goes back under newer nodes fails", () => {
  expect(said(fleet("1.34", "1.34"), fleet("1.33", "1.34"))).toEqual([
    "error stack/alpha/workers-v1: node group workers-v1 would run Kubernetes 1.34 under a control plane with 1.33: nodes must not be newer than cluster alpha-kr-a. Upgrade the control plane first, or give the nodes 1.33 or older",
  ]);
});

test("does not evaluate unknown versions, or a group whose cluster is not known", () => {
  const unknown = (value: string, fix = "Write the value in the code") =>
    `not evaluated stack/alpha/workers-v1: ${value} is known after apply, so this plan does not show whether the nodes are compatible with their control plane. ${fix}, or apply what it comes from in an earlier change`;
  expect(said({}, fleet("1.34", UNKNOWN))).toEqual([
    unknown("the Kubernetes version of node group workers-v1"),
  ]);
  expect(said({}, fleet(UNKNOWN, "1.34"))).toEqual([unknown("the Kubernetes version of cluster alpha-kr-a")]);
  const lost = { nodeGroups: [nodeGroupState({ cluster: UNKNOWN, version: "1.34" })] };
  expect(said({}, lost)).toEqual([
    unknown(
      "the cluster of node group workers-v1",
      "Name the cluster by its resource (cluster_name = aws_eks_cluster.example.name)",
    ),
  ]);
});

test("a group whose cluster is in another plan, or that names no version, passes", () => {
  expect(said({}, { nodeGroups: [nodeGroupState({ version: "1.36" })] })).toEqual([]);
  expect(said({}, { clusters: [clusterState()], nodeGroups: [nodeGroupState()] })).toEqual([]);
});
