import { setDesiredSize } from "../../../sandbox/eks/node-group-config";
import { USUAL_DURATIONS } from "../../../sandbox/eks/options";
import { at, SandboxEks } from "./sandbox-eks";

let eks: SandboxEks;

beforeEach(async () => {
  eks = await SandboxEks.start();
  await eks.cluster({ version: "1.32" });
});

afterEach(() => eks.stop());

const ONE = "/clusters/alpha/node-groups/workers-v1";
const group = () => eks.read(ONE, "nodegroup");
const rejection = (operation: string, request: object) =>
  eks.rejection("POST", `${ONE}/update-${operation}`, request);

async function config(request: object): Promise<unknown> {
  const answer = await eks.ok("POST", `${ONE}/update-config`, request);
  eks.clock.advance(USUAL_DURATIONS.nodeGroupConfig);
  return eks.read(`/clusters/alpha/updates/${at(answer, "update", "id")}?nodegroupName=workers-v1`, "update");
}

describe("the version of a node group", () => {
  test("follows the cluster's, and takes its time", async () => {
    await eks.nodeGroup();
    await eks.upgrade("1.33");
    const answer = await eks.ok("POST", `${ONE}/update-version`, { version: "1.33" });
    expect(answer).toMatchObject({ update: { type: "VersionUpdate", status: "InProgress" } });
    eks.clock.advance(USUAL_DURATIONS.nodeGroupVersion - 1);
    expect(await group()).toMatchObject({ version: "1.32", status: "UPDATING" });
    eks.clock.advance(1);
    expect(await group()).toMatchObject({
      version: "1.33",
      releaseVersion: "1.33.0-20261123",
      status: "ACTIVE",
    });
  });

  test("may skip minors", async () => {
    await eks.nodeGroup();
    await eks.upgrade("1.33");
    await eks.upgrade("1.34");
    await eks.upgradeNodes({ version: "1.34" });
    expect(await group()).toMatchObject({ version: "1.34" });
  });

  test("is never newer than the cluster's", async () => {
    await eks.nodeGroup();
    expect(await rejection("version", { version: "1.33" })).toEqual({
      status: 400,
      exception: "InvalidParameterException",
      message: "Nodegroup Kubernetes version 1.33 can't be greater than the cluster's version 1.32",
    });
  });

  test("never goes back", async () => {
    await eks.upgrade("1.33");
    await eks.nodeGroup();
    expect(await rejection("version", { version: "1.32" })).toMatchObject({
      exception: "InvalidParameterException",
      message: "You cannot roll back a node group to an earlier Kubernetes version: from 1.33 to 1.32",
    });
  });

  test("does not leave Amazon Linux 2 behind 1.32", async () => {
    await eks.nodeGroup({ amiType: "AL2_x86_64" });
    await eks.upgrade("1.33");
    expect(await rejection("version", { version: "1.33" })).toMatchObject({
      message: "AMI Type AL2_x86_64 is only supported for kubernetes versions 1.32 or earlier",
    });
  });

  test("is a minor, not a patch", async () => {
    await eks.nodeGroup();
    expect(await rejection("version", { version: "1.32.1" })).toMatchObject({
      message: "unsupported Kubernetes version 1.32.1",
    });
  });

  test("waits for the cluster to be ACTIVE", async () => {
    await eks.nodeGroup();
    await eks.ok("POST", "/clusters/alpha/updates", { version: "1.33" });
    expect(await rejection("version", {})).toMatchObject({ exception: "InvalidRequestException" });
  });
});

describe("the release of a node group", () => {
  test("goes forward", async () => {
    await eks.nodeGroup({ releaseVersion: "1.32.5-20261001" });
    await eks.upgradeNodes({ releaseVersion: "1.32.9-20261101" });
    expect(await group()).toMatchObject({ releaseVersion: "1.32.9-20261101", version: "1.32" });
  });

  test("is the latest where the request names none", async () => {
    await eks.nodeGroup({ releaseVersion: "1.32.5-20261001" });
    await eks.upgradeNodes({});
    expect(await group()).toMatchObject({ releaseVersion: "1.32.0-20261123" });
  });

  test.each([
    [
      "goes back",
      "1.32.4-20260901",
      "InvalidParameterException",
      "You cannot roll back a node group to an earlier AMI version: from 1.32.5-20261001 to 1.32.4-20260901",
    ],
    [
      "is another minor's",
      "1.33.0-20261101",
      "InvalidRequestException",
      "Requested release version 1.33.0-20261101 is not valid for kubernetes version 1.32.",
    ],
  ])("is rejected where it %s", async (_, releaseVersion, exception, message) => {
    await eks.nodeGroup({ releaseVersion: "1.32.5-20261001" });
    expect(await rejection("version", { releaseVersion })).toMatchObject({ exception, message });
  });
});

describe("the launch template of a node group", () => {
  test("moves to another version, and leaves the image alone", async () => {
    await eks.nodeGroup({ launchTemplate: { id: "lt-1", version: "1" } });
    const before = at(await group(), "releaseVersion");
    await eks.upgradeNodes({ launchTemplate: { id: "lt-1", version: "2" } });
    expect(await group()).toMatchObject({
      launchTemplate: { id: "lt-1", name: "workers", version: "2" },
      releaseVersion: before,
    });
  });

  test("brings the image where it has one", async () => {
    await eks.nodeGroup({ launchTemplate: { id: "lt-ami", version: "1" } });
    await eks.upgradeNodes({ launchTemplate: { id: "lt-ami", version: "2" } });
    expect(await group()).toMatchObject({ releaseVersion: "ami-2" });
  });

  test("is rejected where the version goes beside an own image", async () => {
    await eks.nodeGroup({ launchTemplate: { id: "lt-ami", version: "1" } });
    expect(await rejection("version", { version: "1.32" })).toMatchObject({
      message: "You cannot specify the Kubernetes version or the release version when using a custom AMI.",
    });
  });

  test.each([
    [
      "was created without one",
      {},
      { id: "lt-1", version: "1" },
      "InvalidRequestException",
      "You cannot specify a launch template for a node group that was created without one.",
    ],
    [
      "has another one",
      { launchTemplate: { id: "lt-1", version: "1" } },
      { id: "lt-2", version: "1" },
      "InvalidRequestException",
      "Launch template lt-2 is not the one that the node group was created with: lt-1",
    ],
    [
      "has no such version",
      { launchTemplate: { id: "lt-1", version: "1" } },
      { id: "lt-1", version: "9" },
      "InvalidParameterException",
      "Launch template lt-1 with version 9 does not exist",
    ],
  ])("is rejected where the group %s", async (_, more, launchTemplate, exception, message) => {
    await eks.nodeGroup(more);
    expect(await rejection("version", { launchTemplate })).toMatchObject({ exception, message });
  });
});

describe("the configuration of a node group", () => {
  beforeEach(() =>
    eks.nodeGroup({
      labels: { group: "workers", old: "1" },
      taints: [{ key: "a", value: "1", effect: "NO_SCHEDULE" }],
    }),
  );

  test("takes its time, and the group stays as it was meanwhile", async () => {
    await eks.ok("POST", `${ONE}/update-config`, { scalingConfig: { minSize: 0 } });
    eks.clock.advance(USUAL_DURATIONS.nodeGroupConfig - 1);
    expect(await group()).toMatchObject({ status: "UPDATING", scalingConfig: { minSize: 3 } });
    eks.clock.advance(1);
    expect(await group()).toMatchObject({
      status: "ACTIVE",
      scalingConfig: { minSize: 0, maxSize: 60, desiredSize: 3 },
    });
  });

  test("changes labels one by one", async () => {
    await config({ labels: { addOrUpdateLabels: { group: "web", more: "2" }, removeLabels: ["old"] } });
    expect(at(await group(), "labels")).toEqual({ group: "web", more: "2" });
  });

  test("changes taints one by one", async () => {
    const added = { key: "retiring", value: "true", effect: "NO_SCHEDULE" };
    expect(await config({ taints: { addOrUpdateTaints: [added] } })).toMatchObject({
      type: "ConfigUpdate",
      status: "Successful",
      params: [{ type: "TaintsToAdd", value: JSON.stringify([added]) }],
    });
    expect(at(await group(), "taints")).toEqual([{ key: "a", value: "1", effect: "NO_SCHEDULE" }, added]);
    await config({ taints: { removeTaints: [{ key: "a", value: "1", effect: "NO_SCHEDULE" }] } });
    expect(at(await group(), "taints")).toEqual([added]);
  });

  test("gives a taint another value", async () => {
    const next = { key: "a", value: "2", effect: "NO_SCHEDULE" };
    const before = { key: "a", value: "1", effect: "NO_SCHEDULE" };
    await config({ taints: { addOrUpdateTaints: [next], removeTaints: [before] } });
    expect(at(await group(), "taints")).toEqual([next]);
  });

  test.each([
    [
      "a minimum above the desired size",
      { scalingConfig: { minSize: 4 } },
      "Minimum capacity 4 can't be greater than desired size 3",
    ],
    [
      "a maximum below the desired size",
      { scalingConfig: { minSize: 1, maxSize: 2 } },
      "Desired capacity 3 can't be greater than max size 2",
    ],
    [
      "one taint too many",
      {
        taints: {
          addOrUpdateTaints: Array.from({ length: 50 }, (_, i) => ({ key: `k${i}`, effect: "NO_EXECUTE" })),
        },
      },
      "A node group can have at most 50 taints, got: 51",
    ],
    [
      "an updateConfig that says both",
      { updateConfig: { maxUnavailable: 1, maxUnavailablePercentage: 1 } },
      "updateConfig needs exactly one of maxUnavailable and maxUnavailablePercentage",
    ],
    [
      "a reserved label",
      { labels: { addOrUpdateLabels: { "eks.amazonaws.com/x": "1" } } },
      "Label cannot contain reserved prefixes [kubernetes.io/, k8s.io/, eks.amazonaws.com/], got: eks.amazonaws.com/x",
    ],
  ])("with %s is rejected", async (_, request, message) => {
    expect(await rejection("config", request)).toEqual({
      status: 400,
      exception: "InvalidParameterException",
      message,
    });
  });

  test("is not updated twice at once", async () => {
    await eks.ok("POST", `${ONE}/update-config`, { scalingConfig: { maxSize: 10 } });
    for (const operation of ["config", "version"]) {
      expect(await rejection(operation, {})).toEqual({
        status: 409,
        exception: "ResourceInUseException",
        message: "Nodegroup cannot be updated as it is currently not in Active State",
      });
    }
  });
});

test("an update that a fault has chosen ends Failed and leaves the group as it was", async () => {
  await eks.nodeGroup();
  await eks.upgrade("1.33");
  eks.faults.add({
    service: "eks",
    operation: "UpdateNodegroupVersion",
    resource: "alpha/workers-v1",
    failure: { kind: "update", errorCode: "PodEvictionFailure" },
  });
  const answer = await eks.ok("POST", `${ONE}/update-version`, { version: "1.33" });
  eks.clock.advance(USUAL_DURATIONS.nodeGroupVersion);
  const path = `/clusters/alpha/updates/${at(answer, "update", "id")}?nodegroupName=workers-v1`;
  expect(await eks.read(path, "update")).toMatchObject({
    status: "Failed",
    errors: [{ errorCode: "PodEvictionFailure", resourceIds: ["alpha/workers-v1"] }],
  });
  expect(await group()).toMatchObject({ status: "ACTIVE", version: "1.32" });
});

describe("an autoscaler", () => {
  beforeEach(() => eks.nodeGroup());

  test("changes the desired size at once, and nobody's update", async () => {
    setDesiredSize(eks.server.region("ap-northeast-2").cluster("alpha"), "workers-v1", 40);
    expect(await group()).toMatchObject({
      scalingConfig: { minSize: 3, maxSize: 60, desiredSize: 40 },
      status: "ACTIVE",
    });
    expect(await eks.read("/clusters/alpha/updates?nodegroupName=workers-v1", "updateIds")).toEqual([]);
  });

  test("keeps its size when an update that runs does not say one", async () => {
    await eks.ok("POST", `${ONE}/update-config`, {
      taints: { addOrUpdateTaints: [{ key: "retiring", effect: "NO_SCHEDULE" }] },
    });
    setDesiredSize(eks.server.region("ap-northeast-2").cluster("alpha"), "workers-v1", 40);
    eks.clock.advance(USUAL_DURATIONS.nodeGroupConfig);
    expect(await group()).toMatchObject({ scalingConfig: { desiredSize: 40 } });
  });

  test.each([
    [61, "Desired capacity 61 can't be greater than max size 60"],
    [2, "Minimum capacity 3 can't be greater than desired size 2"],
  ])("stays within the limits: %i", (size, message) => {
    const cluster = eks.server.region("ap-northeast-2").cluster("alpha");
    expect(() => setDesiredSize(cluster, "workers-v1", size)).toThrow(message);
  });
});
