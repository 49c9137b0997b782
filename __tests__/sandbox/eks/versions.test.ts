import { at, clusterRequest, DAY, SandboxEks } from "./sandbox-eks";

let eks: SandboxEks;

beforeEach(async () => {
  eks = await SandboxEks.start();
});

afterEach(() => eks.stop());

async function described(query = ""): Promise<readonly unknown[]> {
  const versions = await eks.read(`/cluster-versions${query}`, "clusterVersions");
  if (!Array.isArray(versions)) throw new Error("no list");
  return versions.map((version) => `${at(version, "clusterVersion")} ${at(version, "versionStatus")}`);
}

test("the versions that clusters may have are described, the newest first", async () => {
  expect(await described()).toEqual([
    "1.36 STANDARD_SUPPORT",
    "1.35 STANDARD_SUPPORT",
    "1.34 STANDARD_SUPPORT",
    "1.33 EXTENDED_SUPPORT",
    "1.32 EXTENDED_SUPPORT",
    "1.31 EXTENDED_SUPPORT",
  ]);
});

test.each([
  [
    "?includeAll=true&clusterVersions=1.30&clusterVersions=1.36",
    ["1.36 STANDARD_SUPPORT", "1.30 UNSUPPORTED"],
  ],
  ["?versionStatus=UNSUPPORTED", ["1.30 UNSUPPORTED"]],
  ["?status=extended-support&clusterVersions=1.33", ["1.33 EXTENDED_SUPPORT"]],
  ["?defaultOnly=true", ["1.36 STANDARD_SUPPORT"]],
])("versions can be asked for: %s", async (query, versions) => {
  expect(await described(query)).toEqual(versions);
});

test("support ends on its day", async () => {
  eks.clock.advance(8 * DAY - 1);
  expect(await described("?clusterVersions=1.34")).toEqual(["1.34 STANDARD_SUPPORT"]);
  eks.clock.advance(1);
  expect(await described("?clusterVersions=1.34")).toEqual(["1.34 EXTENDED_SUPPORT"]);
});

test("a version is rejected after its support ends", async () => {
  eks.clock.advance(Date.parse("2026-12-26") - eks.clock.now());
  expect(await eks.rejection("POST", "/clusters", clusterRequest({ version: "1.31" }))).toMatchObject({
    message: "unsupported Kubernetes version 1.31",
  });
});

describe("insights", () => {
  const PATH = "/clusters/alpha/insights";

  test("warn of add-ons that do not fit the next version, and of nodes too old for it", async () => {
    await eks.cluster();
    await eks.ok("POST", "/clusters/alpha/addons", {
      addonName: "vpc-cni",
      addonVersion: "v1.20.4-eksbuild.1",
    });
    expect(at(await eks.ok("POST", PATH), "insights")).toMatchObject([
      { name: "EKS add-on version compatibility", insightStatus: { status: "WARNING" } },
      { name: "Kubelet version skew", insightStatus: { status: "PASSING" } },
    ]);
  });

  test("can be listed, filtered, and read one by one and by page", async () => {
    await eks.cluster();
    eks.server
      .region("ap-northeast-2")
      .cluster("alpha")
      .insights.push({
        id: "11111111-1111-4111-8111-111111111111",
        name: "Deprecated APIs removed in Kubernetes v1.34",
        category: "UPGRADE_READINESS",
        kubernetesVersion: "1.34",
        description: "Checks for usage of deprecated APIs.",
        insightStatus: { status: "ERROR", reason: "Deprecated API usage detected within last 30 days." },
        recommendation: "Update the manifests.",
      });
    const errors = await eks.ok("POST", PATH, { filter: { statuses: ["ERROR"] } });
    expect(errors).toMatchObject({ insights: [{ name: "Deprecated APIs removed in Kubernetes v1.34" }] });
    const first = await eks.ok("POST", PATH, { maxResults: 2 });
    expect(first.insights).toHaveLength(2);
    expect(await eks.ok("POST", PATH, { maxResults: 2, nextToken: first.nextToken })).toEqual({
      insights: [expect.objectContaining({ kubernetesVersion: "1.34" })],
    });
    expect(await eks.read(`${PATH}/11111111-1111-4111-8111-111111111111`, "insight", "recommendation")).toBe(
      "Update the manifests.",
    );
    expect(await eks.rejection("GET", `${PATH}/nothing`)).toMatchObject({ status: 404 });
  });
});
