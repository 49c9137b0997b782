import { USUAL_DURATIONS } from "../../../sandbox/eks/options";
import { ADMIN, at, clusterRequest, nodeGroupRequest, ROLE, SandboxEks, SUBNETS } from "./sandbox-eks";

let eks: SandboxEks;

beforeEach(async () => {
  eks = await SandboxEks.start();
  await eks.cluster();
});

afterEach(() => eks.stop());

const PATH = "/clusters/alpha/node-groups";
const ONE = `${PATH}/workers-v1`;

test("a new node group is CREATING until its time has passed, then ACTIVE", async () => {
  expect(at(await eks.ok("POST", PATH, nodeGroupRequest()), "nodegroup", "status")).toBe("CREATING");
  eks.clock.advance(USUAL_DURATIONS.nodeGroupCreate - 1);
  expect(await eks.read(ONE, "nodegroup", "status")).toBe("CREATING");
  eks.clock.advance(1);
  expect(await eks.read(ONE, "nodegroup", "status")).toBe("ACTIVE");
});

test("a node group says what it was asked to be", async () => {
  const asked = {
    capacityType: "SPOT",
    instanceTypes: ["m6i.4xlarge"],
    amiType: "BOTTLEROCKET_x86_64",
    diskSize: 50,
    labels: { group: "workers" },
    taints: [{ key: "retiring", value: "true", effect: "NO_SCHEDULE" }],
    updateConfig: { maxUnavailablePercentage: 33 },
    nodeRepairConfig: { enabled: true },
    warmPoolConfig: { enabled: true, minSize: 1 },
    tags: { fleet: "alpha" },
    version: "1.33",
    releaseVersion: "1.33.5-20261101",
  };
  await eks.nodeGroup(asked);
  expect(await eks.read(ONE, "nodegroup")).toMatchObject({
    ...asked,
    clusterName: "alpha",
    subnets: SUBNETS,
  });
});

test("what a request leaves open gets EKS's defaults", async () => {
  await eks.nodeGroup({ scalingConfig: undefined });
  expect(await eks.read(ONE, "nodegroup")).toMatchObject({
    version: "1.33",
    releaseVersion: "1.33.0-20261123",
    amiType: "AL2023_x86_64_STANDARD",
    capacityType: "ON_DEMAND",
    instanceTypes: ["t3.medium"],
    diskSize: 20,
    scalingConfig: { minSize: 1, maxSize: 2, desiredSize: 2 },
    updateConfig: { maxUnavailable: 1 },
    labels: {},
    taints: [],
  });
});

test("a launch template has a version that EC2 knows, and keeps its disk to itself", async () => {
  await eks.nodeGroup({ launchTemplate: { id: "lt-1", version: "1" } });
  const group = await eks.read(ONE, "nodegroup");
  expect(group).toMatchObject({ launchTemplate: { id: "lt-1", name: "workers", version: "1" } });
  expect(group).not.toHaveProperty("diskSize");
});

test("a template with an image makes a group of type CUSTOM", async () => {
  await eks.nodeGroup({ launchTemplate: { name: "own-image", version: "1" } });
  expect(await eks.read(ONE, "nodegroup")).toMatchObject({
    amiType: "CUSTOM",
    releaseVersion: "ami-1",
    version: "1.33",
  });
});

test("a name can be taken once in a cluster", async () => {
  await eks.nodeGroup();
  expect(await eks.rejection("POST", PATH, nodeGroupRequest())).toEqual({
    status: 409,
    exception: "ResourceInUseException",
    message: "NodeGroup already exists with name workers-v1 and cluster name alpha",
  });
});

const INVALID = "InvalidParameterException";

test.each([
  ["a malformed name", { nodegroupName: "_workers" }, INVALID, "The nodegroupName _workers is not valid"],
  ["a name of 64 characters", { nodegroupName: "w".repeat(64) }, INVALID, "is not valid"],
  [
    "an older version",
    { version: "1.32" },
    INVALID,
    "a node group can only be created at the cluster's version 1.33",
  ],
  ["a newer version", { version: "1.34" }, INVALID, "only be created at the cluster's version 1.33"],
  [
    "a release of another minor",
    { releaseVersion: "1.32.9-20261101" },
    "InvalidRequestException",
    "Requested release version 1.32.9-20261101 is not valid for kubernetes version 1.33.",
  ],
  [
    "Amazon Linux 2 on 1.33",
    { amiType: "AL2_x86_64" },
    INVALID,
    "AMI Type AL2_x86_64 is only supported for kubernetes versions 1.32 or earlier",
  ],
  ["an unknown role", { nodeRole: `${ROLE}-x` }, INVALID, "The role with name eks-x cannot be found."],
  ["an unknown subnet", { subnets: ["subnet-x"] }, INVALID, "The subnet ID 'subnet-x' does not exist"],
  ["a subnet of another VPC", { subnets: ["subnet-other"] }, INVALID, "not in the cluster's VPC vpc-1"],
  ["no subnet", { subnets: [] }, INVALID, "subnets can not be empty"],
  [
    "a minimum above its desired size",
    { scalingConfig: { minSize: 4, maxSize: 60, desiredSize: 3 } },
    INVALID,
    "minSize can't be greater than desiredSize",
  ],
  [
    "a desired size above its maximum",
    { scalingConfig: { minSize: 1, maxSize: 2, desiredSize: 3 } },
    INVALID,
    "desiredSize can't be greater than maxSize",
  ],
  [
    "a minimum above its maximum",
    { scalingConfig: { minSize: 3, maxSize: 2, desiredSize: 3 } },
    INVALID,
    "minSize can't be greater than maxSize",
  ],
  [
    "a maximum of 0",
    { scalingConfig: { minSize: 0, maxSize: 0, desiredSize: 0 } },
    INVALID,
    "maxSize must be at least 1, got: 0",
  ],
  [
    "a negative minimum",
    { scalingConfig: { minSize: -1, maxSize: 1, desiredSize: 0 } },
    INVALID,
    "minSize must be at least 0, got: -1",
  ],
  [
    "51 taints",
    { taints: Array.from({ length: 51 }, (_, i) => ({ key: `k${i}`, effect: "NO_SCHEDULE" })) },
    INVALID,
    "A node group can have at most 50 taints, got: 51",
  ],
  [
    "a taint without a known effect",
    { taints: [{ key: "k", effect: "NoSchedule" }] },
    INVALID,
    "taints[0].effect must be one of NO_SCHEDULE, NO_EXECUTE, PREFER_NO_SCHEDULE",
  ],
  [
    "a label of Kubernetes' own",
    { labels: { "node-role.kubernetes.io/worker": "" } },
    INVALID,
    "Label cannot contain reserved prefixes",
  ],
  [
    "an updateConfig that says both",
    { updateConfig: { maxUnavailable: 1, maxUnavailablePercentage: 10 } },
    INVALID,
    "updateConfig needs exactly one of maxUnavailable and maxUnavailablePercentage",
  ],
  ["an empty updateConfig", { updateConfig: {} }, INVALID, "updateConfig needs exactly one of"],
  [
    "101 unavailable nodes",
    { updateConfig: { maxUnavailable: 101 } },
    INVALID,
    "maxUnavailable must be between 1 and 100, got: 101",
  ],
  [
    "an unknown template",
    { launchTemplate: { id: "lt-x", version: "1" } },
    INVALID,
    "Launch template lt-x with version 1 does not exist",
  ],
  [
    "an unknown version of a template",
    { launchTemplate: { id: "lt-1", version: "3" } },
    INVALID,
    "Launch template lt-1 with version 3 does not exist",
  ],
  [
    "a template by id and name",
    { launchTemplate: { id: "lt-1", name: "workers" } },
    INVALID,
    "Either provide launch template ID or launch template name in the request.",
  ],
  [
    "a disk beside a template",
    { launchTemplate: { id: "lt-1", version: "1" }, diskSize: 50 },
    "InvalidRequestException",
    "Disk size must be specified within the launch template.",
  ],
  [
    "a version beside an own image",
    { launchTemplate: { id: "lt-ami", version: "1" }, version: "1.33" },
    INVALID,
    "You cannot specify the Kubernetes version or the release version when using a custom AMI.",
  ],
  [
    "an AMI type beside an own image",
    { launchTemplate: { id: "lt-ami", version: "1" }, amiType: "AL2023_x86_64_STANDARD" },
    INVALID,
    "You cannot specify an AMI Type other than CUSTOM",
  ],
  ["type CUSTOM without an image", { amiType: "CUSTOM" }, INVALID, "AMI Type CUSTOM needs an image id"],
])("a node group with %s is rejected", async (_, more, exception, message) => {
  expect(await eks.rejection("POST", PATH, nodeGroupRequest(more))).toEqual({
    status: 400,
    exception,
    message: expect.stringContaining(message),
  });
  expect(await eks.read(PATH, "nodegroups")).toEqual([]);
});

test.each([
  ["a name of 63 characters", { nodegroupName: "w".repeat(63) }],
  ["no nodes", { scalingConfig: { minSize: 0, maxSize: 1, desiredSize: 0 } }],
  ["50 taints", { taints: Array.from({ length: 50 }, (_, i) => ({ key: `k${i}`, effect: "NO_EXECUTE" })) }],
  ["100 unavailable nodes", { updateConfig: { maxUnavailable: 100 } }],
  ["a template's latest version", { launchTemplate: { name: "workers", version: "$Latest" } }],
])("a node group with %s is allowed", async (_, more) => {
  await eks.nodeGroup(more);
});

test("Amazon Linux 2 is there up to 1.32", async () => {
  await eks.ok("POST", "/clusters", clusterRequest({ name: "old", version: "1.32" }));
  eks.clock.advance(USUAL_DURATIONS.clusterCreate);
  await eks.ok("POST", "/clusters/old/node-groups", nodeGroupRequest({ amiType: "AL2_x86_64" }));
});

test("a cluster that is not ACTIVE gets no node groups", async () => {
  await eks.ok("POST", "/clusters/alpha/updates", { version: "1.34" });
  expect(await eks.rejection("POST", PATH, nodeGroupRequest())).toMatchObject({
    exception: "InvalidRequestException",
    message: "Cluster 'alpha' is not in ACTIVE status, it is UPDATING",
  });
});

test("a creation that a fault has chosen ends CREATE_FAILED, and says why", async () => {
  eks.faults.add({
    service: "eks",
    operation: "CreateNodegroup",
    failure: { kind: "update", errorCode: "NodeCreationFailure", message: "nodes did not join" },
  });
  await eks.nodeGroup();
  expect(await eks.read(ONE, "nodegroup")).toMatchObject({
    status: "CREATE_FAILED",
    health: { issues: [{ code: "NodeCreationFailure", message: "nodes did not join" }] },
  });
  await eks.ok("DELETE", ONE);
});

test("node groups are listed in the order in which they were made, page by page", async () => {
  for (const nodegroupName of ["b", "a"]) await eks.nodeGroup({ nodegroupName });
  const first = await eks.ok("GET", `${PATH}?maxResults=1`);
  expect(first.nodegroups).toEqual(["b"]);
  expect(await eks.ok("GET", `${PATH}?maxResults=1&nextToken=${first.nextToken}`)).toEqual({
    nodegroups: ["a"],
  });
});

test("a deleted node group is DELETING for its time, then gone", async () => {
  await eks.nodeGroup();
  await eks.ok("DELETE", ONE);
  eks.clock.advance(USUAL_DURATIONS.nodeGroupDelete - 1);
  expect(await eks.read(ONE, "nodegroup", "status")).toBe("DELETING");
  eks.clock.advance(1);
  expect(await eks.rejection("GET", ONE)).toEqual({
    status: 404,
    exception: "ResourceNotFoundException",
    message: "No node group found for name: workers-v1.",
  });
  expect(await eks.read(PATH, "nodegroups")).toEqual([]);
});

test("a node group is not deleted while it is created", async () => {
  await eks.ok("POST", PATH, nodeGroupRequest());
  expect(await eks.rejection("DELETE", ONE)).toMatchObject({
    status: 409,
    exception: "ResourceInUseException",
  });
});

test("nodes get an access entry for their role, which goes with the last group", async () => {
  const entries = () => eks.read("/clusters/alpha/access-entries", "accessEntries");
  await eks.nodeGroup();
  await eks.nodeGroup({ nodegroupName: "workers-v2" });
  await eks.nodeGroup({ nodegroupName: "admins", nodeRole: ADMIN });
  expect(await entries()).toEqual([ROLE, ADMIN]);
  await eks.ok("DELETE", ONE);
  expect(await entries()).toEqual([ROLE, ADMIN]);
  await eks.ok("DELETE", `${PATH}/workers-v2`);
  expect(await entries()).toEqual([ADMIN]);
});
