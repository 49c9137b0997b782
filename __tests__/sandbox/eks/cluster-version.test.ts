import { USUAL_DURATIONS } from "../../../sandbox/eks/options";
import { at, DAY, MINUTE, SandboxEks, type StartOptions } from "./sandbox-eks";

let eks: SandboxEks;

async function start(options: StartOptions = {}): Promise<void> {
  await eks?.stop();
  eks = await SandboxEks.start(options);
}

beforeEach(async () => {
  await start();
  await eks.cluster();
});

afterAll(() => eks.stop());

const version = () => eks.read("/clusters/alpha", "cluster", "version");
const rejection = (to: string, more: object = {}) =>
  eks.rejection("POST", "/clusters/alpha/updates", { version: to, ...more });

test("an update of one minor runs for its time, and changes the version at its end", async () => {
  const answer = await eks.ok("POST", "/clusters/alpha/updates", { version: "1.34" });
  expect(answer).toMatchObject({ update: { type: "VersionUpdate", status: "InProgress" } });
  const path = `/clusters/alpha/updates/${at(answer, "update", "id")}`;
  eks.clock.advance(USUAL_DURATIONS.clusterVersion - 1);
  expect(await eks.read("/clusters/alpha", "cluster")).toMatchObject({ version: "1.33", status: "UPDATING" });
  expect(await eks.read(path, "update", "status")).toBe("InProgress");
  eks.clock.advance(1);
  expect(await eks.read("/clusters/alpha", "cluster")).toMatchObject({ version: "1.34", status: "ACTIVE" });
  expect(await eks.read(path, "update", "status")).toBe("Successful");
});

test.each([
  ["two minors", "1.35", "Unsupported Kubernetes minor version update from 1.33 to 1.35"],
  ["one minor back", "1.32", "Unsupported Kubernetes minor version update from 1.33 to 1.32"],
  ["two minors back", "1.31", "Unsupported Kubernetes minor version update from 1.33 to 1.31"],
  ["its own version", "1.33", "Cluster is already at version 1.33"],
  ["a patch version", "1.34.2", "unsupported Kubernetes version 1.34.2"],
  ["an unknown version", "1.99", "unsupported Kubernetes version 1.99"],
  ["a version out of support", "1.30", "unsupported Kubernetes version 1.30"],
])("an update to %s is rejected", async (_, to, message) => {
  expect(await rejection(to)).toEqual({ status: 400, exception: "InvalidParameterException", message });
  expect(await version()).toBe("1.33");
});

test("a second update is rejected while one runs", async () => {
  const answer = await eks.ok("POST", "/clusters/alpha/updates", { version: "1.34" });
  const id = at(answer, "update", "id");
  expect(await rejection("1.34")).toEqual({
    status: 409,
    exception: "ResourceInUseException",
    message: `Cannot VersionUpdate because cluster alpha currently has update ${id} in progress`,
  });
  eks.clock.advance(USUAL_DURATIONS.clusterVersion);
  await eks.upgrade("1.35");
  expect(await version()).toBe("1.35");
});

test("a cluster that is being created is not updated", async () => {
  await start();
  await eks.cluster();
  await eks.ok("DELETE", "/clusters/alpha");
  expect(await rejection("1.34")).toMatchObject({ exception: "InvalidRequestException" });
});

test("nodes may be three minors behind, and no more", async () => {
  await start();
  await eks.cluster({ version: "1.32" });
  await eks.nodeGroup();
  for (const next of ["1.33", "1.34", "1.35"]) await eks.upgrade(next);
  expect(await rejection("1.36")).toEqual({
    status: 400,
    exception: "InvalidRequestException",
    message:
      "Nodegroups workers-v1 must be updated to match cluster version 1.35 before updating cluster version",
  });
});

test("where the policy is equal, nodes must have the cluster's version", async () => {
  await start({ nodeGroupVersionPolicy: "equal" });
  await eks.cluster();
  await eks.nodeGroup();
  await eks.upgrade("1.34");
  expect(await rejection("1.35")).toMatchObject({
    exception: "InvalidRequestException",
    message:
      "Nodegroups workers-v1 must be updated to match cluster version 1.34 before updating cluster version",
  });
  await eks.upgradeNodes({ version: "1.34" });
  await eks.upgrade("1.35");
});

test("an update that a fault has chosen ends Failed and changes nothing", async () => {
  eks.faults.add({
    service: "eks",
    operation: "UpdateClusterVersion",
    failure: { kind: "update", errorCode: "IpNotAvailable", message: "no free IP" },
  });
  const answer = await eks.ok("POST", "/clusters/alpha/updates", { version: "1.34" });
  eks.clock.advance(USUAL_DURATIONS.clusterVersion);
  expect(await eks.read(`/clusters/alpha/updates/${at(answer, "update", "id")}`, "update")).toMatchObject({
    status: "Failed",
    errors: [{ errorCode: "IpNotAvailable", errorMessage: "no free IP", resourceIds: ["alpha"] }],
  });
  expect(await eks.read("/clusters/alpha", "cluster")).toMatchObject({ version: "1.33", status: "ACTIVE" });
  await eks.upgrade("1.34");
  expect(await version()).toBe("1.34");
});

describe("going back", () => {
  test("is possible by one minor within seven days of an upgrade", async () => {
    await eks.upgrade("1.34");
    eks.clock.advance(7 * DAY);
    expect(await eks.ok("POST", "/clusters/alpha/updates", { version: "1.33" })).toMatchObject({
      update: { type: "VersionRollback" },
    });
    eks.clock.advance(USUAL_DURATIONS.clusterVersion);
    expect(await version()).toBe("1.33");
  });

  test("is rejected after the seventh day", async () => {
    await eks.upgrade("1.34");
    eks.clock.advance(7 * DAY + 1);
    expect(await rejection("1.33")).toEqual({
      status: 400,
      exception: "InvalidParameterException",
      message: "Unsupported Kubernetes minor version update from 1.34 to 1.33",
    });
  });

  test("is rejected twice", async () => {
    await eks.upgrade("1.34");
    await eks.upgrade("1.35");
    await eks.upgrade("1.34");
    expect(await rejection("1.33")).toMatchObject({ exception: "InvalidParameterException" });
  });

  test("is rejected by two minors, also after two upgrades", async () => {
    await eks.upgrade("1.34");
    await eks.upgrade("1.35");
    expect(await rejection("1.33")).toMatchObject({
      message: "Unsupported Kubernetes minor version update from 1.35 to 1.33",
    });
  });

  test("is not opened by an upgrade that failed", async () => {
    eks.faults.add({
      service: "eks",
      operation: "UpdateClusterVersion",
      failure: { kind: "update", errorCode: "Unknown" },
    });
    await eks.upgrade("1.34");
    expect(await rejection("1.32")).toMatchObject({ exception: "InvalidParameterException" });
  });

  test("is rejected while nodes are newer than where it goes", async () => {
    await eks.nodeGroup();
    await eks.upgrade("1.34");
    await eks.upgradeNodes({ version: "1.34" });
    expect(await rejection("1.33", { force: true })).toMatchObject({
      exception: "InvalidRequestException",
      message: "Nodegroups workers-v1 must be updated to version 1.33 before rolling back cluster version",
    });
  });

  test("is rejected while an add-on does not fit, unless forced", async () => {
    await eks.ok("POST", "/clusters/alpha/addons", { addonName: "kube-proxy" });
    eks.clock.advance(MINUTE);
    await eks.upgrade("1.34");
    await eks.ok("POST", "/clusters/alpha/addons/kube-proxy/update", {
      addonVersion: "v1.34.6-eksbuild.29",
    });
    eks.clock.advance(MINUTE);
    expect(await rejection("1.33")).toMatchObject({
      status: 400,
      exception: "InvalidStateException",
      message: expect.stringContaining("kube-proxy v1.34.6-eksbuild.29"),
    });
    await eks.ok("POST", "/clusters/alpha/updates", { version: "1.33", force: true });
  });

  test("to a version in extended support needs the upgrade policy that allows it", async () => {
    await start();
    await eks.cluster({ version: "1.33", upgradePolicy: { supportType: "STANDARD" } });
    await eks.upgrade("1.34");
    expect(await rejection("1.33")).toMatchObject({
      exception: "InvalidRequestException",
      message: "Version 1.33 is in extended support: set the cluster's upgrade policy to EXTENDED first",
    });
  });
});
