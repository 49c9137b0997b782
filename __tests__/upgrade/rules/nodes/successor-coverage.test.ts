import { type FleetState, type NodeGroupState, UNKNOWN } from "../../../../upgrade/fleet/state";
import { clusterState, nodeGroupState, saidBy, stepBetween } from "../state";

const RULE = "successor-coverage";
const V1 = "stack/alpha/workers-v1";

const v1: Partial<NodeGroupState> = {
  amiType: "AL2023_x86_64_STANDARD",
  instanceTypes: ["m6i.xlarge"],
  subnetIds: ["subnet-a", "subnet-b", "subnet-c"],
  labels: {
    group: "workers",
    instancegroup: "workers-v1",
    subgroup: "v1",
    "krmt.io/instancegroup": "workers-v1",
  },
};
const v2: Partial<NodeGroupState> = {
  ...v1,
  labels: {
    group: "workers",
    instancegroup: "workers-v2",
    subgroup: "v2",
    "krmt.io/instancegroup": "workers-v2",
  },
};

/** workers-v1 is cordoned beside workers-v2. */
function cordoned(
  successor: Partial<NodeGroupState>,
  group: Partial<NodeGroupState> = {},
  ...others: readonly NodeGroupState[]
) {
  const fleet = (phase: NodeGroupState["phase"]): Partial<FleetState> => ({
    clusters: [clusterState()],
    nodeGroups: [
      nodeGroupState({ ...v1, ...group, phase }),
      nodeGroupState({ ...v2, nodeGroupName: "workers-v2", ...successor }),
      ...others,
    ],
  });
  return saidBy(RULE, stepBetween(fleet("active"), fleet("cordoned")));
}

const gap = (what: string) =>
  `error ${V1}: node group workers-v1 would be cordoned, and workers-v2 ${what}: it cannot run all pods of workers-v1. Give it the same labels, taints and platform first`;

test("a successor like its predecessor, but for the labels of its generation, passes", () => {
  expect(cordoned({})).toEqual([]);
});

test.each<[Partial<NodeGroupState>, Partial<NodeGroupState>, string]>([
  [{}, { labels: { ...v1.labels, team: "web" } }, "lacks the label team=web"],
  [
    { labels: { ...v2.labels, team: "api" } },
    { labels: { ...v1.labels, team: "web" } },
    "has the label team=api and not web",
  ],
  [
    { taints: [{ key: "dedicated", value: "web", effect: "NO_SCHEDULE" }] },
    {},
    "has the taint dedicated=web:NO_SCHEDULE",
  ],
  [{}, { taints: [{ key: "dedicated", effect: "NO_SCHEDULE" }] }, "lacks the taint dedicated:NO_SCHEDULE"],
  [{ amiType: "AL2023_ARM_64_STANDARD" }, {}, "is arm64 and not x86_64"],
  [{ amiType: "WINDOWS_CORE_2022_x86_64" }, {}, "is Windows x86_64 and not x86_64"],
  [
    { amiType: undefined, instanceTypes: ["m7g.xlarge"] },
    { amiType: undefined, instanceTypes: ["m6i.xlarge"] },
    "is arm64 and not x86_64",
  ],
])("a successor with %j for a predecessor with %j fails", (successor, group, what) => {
  expect(cordoned(successor, group)).toEqual([gap(what)]);
});

test("a platform that an own AMI decides, and the size of the instances, do not count", () => {
  expect(cordoned({ amiType: "CUSTOM", instanceTypes: undefined })).toEqual([]);
  expect(cordoned({ instanceTypes: ["m6i.4xlarge", "g4dn.xlarge"] })).toEqual([]);
});

test("the taint of the cordon itself does not count", () => {
  const taints = [{ key: "cdktf-eks-upgrade/cordoned", value: "true", effect: "NO_SCHEDULE" }];
  expect(cordoned({}, { taints })).toEqual([]);
});

test("one of several successors is enough", () => {
  const fitting = nodeGroupState({ ...v2, nodeGroupName: "workers-v3" });
  expect(cordoned({ amiType: "AL2023_ARM_64_STANDARD" }, {}, fitting)).toEqual([]);
});

test("subnets that a successor does not have fail, and those of several add up", () => {
  expect(cordoned({ subnetIds: ["subnet-a", "subnet-b"] })).toEqual([
    `error ${V1}: node group workers-v1 would be cordoned, and workers-v2 has no nodes in subnet-c: a volume cannot leave its zone. Give it all subnets of workers-v1 first, or create another group for them`,
  ]);
  const other = nodeGroupState({ ...v2, nodeGroupName: "workers-v3", subnetIds: ["subnet-c"] });
  expect(cordoned({ subnetIds: ["subnet-a", "subnet-b"] }, {}, other)).toEqual([]);
});

test("only warns about other subnets, which may be in the same zones", () => {
  expect(cordoned({ subnetIds: ["subnet-a", "subnet-b", "subnet-d"] })).toEqual([
    `warning ${V1}: node group workers-v1 would be cordoned, and workers-v2 has other subnets instead of subnet-c: a volume cannot leave its zone. Check that they are in the same zones`,
  ]);
});

test("a group without nodes has no pods to move", () => {
  expect(cordoned({ amiType: "AL2023_ARM_64_STANDARD" }, { desiredSize: 0 })).toEqual([]);
});

test.each<[Partial<NodeGroupState>, string]>([
  [{ labels: UNKNOWN }, "the list of labels of node group workers-v2"],
  [{ taints: UNKNOWN }, "the list of taints of node group workers-v2"],
  [{ amiType: UNKNOWN }, "the AMI type of node group workers-v2"],
])("does not evaluate %j", (successor, value) => {
  expect(cordoned(successor)).toEqual([
    `not evaluated ${V1}: ${value} is known after apply, so this plan does not show whether workers-v2 can run the pods of workers-v1. Write the value in the code, or apply what it comes from in an earlier change`,
  ]);
});

test("does not evaluate subnets that are not known", () => {
  expect(cordoned({ subnetIds: UNKNOWN })).toEqual([
    `not evaluated ${V1}: the list of subnets of node group workers-v2 is known after apply, so this plan does not show whether workers-v2 covers the zones of workers-v1. Write the value in the code, or apply what it comes from in an earlier change`,
  ]);
});
