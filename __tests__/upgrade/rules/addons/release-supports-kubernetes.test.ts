import { alternativesFor, supportedVersions } from "../../../../upgrade/eks/catalog/release-support";
import data from "../../../../upgrade/eks/catalog/release-support.json";
import { KubernetesVersion } from "../../../../upgrade/eks/kubernetes-version";
import { type ReleaseState, UNKNOWN } from "../../../../upgrade/fleet/state";
import { clusterIn } from "../../keys";
import { clusterState, saidBy, saidOf, stepBetween } from "../state";

const RULE = "release-supports-kubernetes";

const istiod = (state: Partial<ReleaseState> = {}): ReleaseState => ({
  stack: "workload-a",
  address: "helm_release.istiod",
  cluster: clusterIn("ap-northeast-2/alpha-kr-a"),
  releaseName: "istiod",
  chart: "istiod",
  chartVersion: "1.28.3",
  ...state,
});
const autoscaler = (imageTag: ReleaseState["imageTag"]) =>
  istiod({
    releaseName: "cluster-autoscaler",
    chart: "cluster-autoscaler",
    chartVersion: "9.59.0",
    imageTag,
  });

const said = (version: string, release: ReleaseState) =>
  saidOf(RULE, { clusters: [clusterState({ version })], releases: [release] });

test.each([
  ["1.4", "1.32", "1.33"],
  ["1.5", "1.33", "1.34"],
  ["1.8", "1.34", "1.35"],
  ["1.9", "1.35", "1.36"],
  ["1.11", "1.35", "1.36"],
])("Karpenter %s supports Kubernetes to %s, and not %s", (minor, newest, later) => {
  const chart = "oci://public.ecr.aws/karpenter/karpenter";
  const karpenter = istiod({ releaseName: "karpenter", chart, chartVersion: `${minor}.0` });
  expect(said(newest, karpenter)).toEqual([]);
  expect(said(later, karpenter)).toHaveLength(1);
});

test.each([
  ["1.30", istiod()],
  ["1.34", istiod()],
  ["1.35", istiod({ chartVersion: "v1.29.0" })],
  ["1.35", istiod({ chart: "https://charts.example.com/istiod-1.29.0.tgz", chartVersion: "1.29.0" })],
  ["1.33", autoscaler("v1.33.1")],
  ["1.34", autoscaler("v1.33.1")],
  ["1.35", autoscaler(undefined)],
])("passes Kubernetes %s with %j", (version, release) => {
  expect(said(version, release)).toEqual([]);
});

test.each([
  [
    "1.29",
    istiod(),
    "istiod 1.28.3 runs on Kubernetes 1.29 in cluster alpha-kr-a: it supports 1.30 to 1.34. Install 1.27 or 1.26 first",
  ],
  [
    "1.35",
    istiod(),
    "istiod 1.28.3 runs on Kubernetes 1.35 in cluster alpha-kr-a: it supports 1.30 to 1.34. Install 1.29 first",
  ],
  [
    "1.36",
    istiod(),
    "istiod 1.28.3 runs on Kubernetes 1.36 in cluster alpha-kr-a: it supports 1.30 to 1.34. Install a version that supports it first",
  ],
  [
    "1.32",
    autoscaler("v1.33.1"),
    "cluster-autoscaler v1.33.1 runs on Kubernetes 1.32 in cluster alpha-kr-a: it supports 1.33 to 1.34. Install 1.32.7 or 1.31.4 first",
  ],
  [
    "1.35",
    autoscaler("v1.33.1"),
    "cluster-autoscaler v1.33.1 runs on Kubernetes 1.35 in cluster alpha-kr-a: it supports 1.33 to 1.34. Install 1.35.0 or 1.34.0 first",
  ],
  [
    "1.36",
    istiod({ chart: "mesh", supports: { oldest: "1.33", newest: "1.35" } }),
    "istiod 1.28.3 runs on Kubernetes 1.36 in cluster alpha-kr-a: it supports 1.33 to 1.35. Install a version that supports it first",
  ],
])("fails Kubernetes %s with %j", (version, release, message) => {
  expect(said(version, release)).toEqual([`error helm_release.istiod: ${message}`]);
});

test("what the code says that a release supports goes before the dated data", () => {
  const later = istiod({ supports: { oldest: "1.30", newest: "1.35" } });
  expect(said("1.35", later)).toEqual([]);
});

test("says nothing of charts, versions and clusters that nobody knows", () => {
  expect(said("1.20", istiod({ chart: "webapp" }))).toEqual([]);
  expect(said("1.20", istiod({ chartVersion: "9.9.9" }))).toEqual([]);
  expect(said("1.20", istiod({ chartVersion: UNKNOWN }))).toEqual([]);
  expect(said("1.20", istiod({ cluster: UNKNOWN }))).toEqual([]);
  expect(said("1.20", autoscaler(UNKNOWN))).toEqual([]);
  expect(saidOf(RULE, { releases: [istiod()] })).toEqual([]);
});

test("a cluster that a plan only reads is judged by what it runs", () => {
  const read = istiod({ clusterVersion: "1.35" });
  expect(saidOf(RULE, { releases: [read] })).toEqual([
    "error helm_release.istiod: istiod 1.28.3 runs on Kubernetes 1.35 in cluster alpha-kr-a: it supports 1.30 to 1.34. Install 1.29 first",
  ]);
});

test("rejects a release that a new control plane makes incompatible, and warns if it was incompatible before", () => {
  const releases = [istiod()];
  const at = (version: string) => ({ clusters: [clusterState({ version })], releases });
  expect(saidBy(RULE, stepBetween(at("1.34"), at("1.35")))).toEqual([
    "error helm_release.istiod: istiod 1.28.3 runs on Kubernetes 1.35 in cluster alpha-kr-a: it supports 1.30 to 1.34. Install 1.29 first",
  ]);
  expect(saidBy(RULE, stepBetween(at("1.35"), at("1.35")))).toEqual([
    "warning helm_release.istiod: istiod 1.28.3 runs on Kubernetes 1.35 in cluster alpha-kr-a: it supports 1.30 to 1.34. Install 1.29 first",
  ]);
});

describe("the dated data", () => {
  test("has a source for each row, and ranges that are some", () => {
    for (const { source, oldest, newest } of data.rows) {
      expect(Object.keys(data.sources)).toContain(source);
      const [from, to] = [KubernetesVersion.of(oldest), KubernetesVersion.of(newest)];
      expect(from.compare(to)).toBeLessThanOrEqual(0);
    }
  });

  test("has one row for each minor", () => {
    const keys = data.rows.map(({ chart, of, minor }) => `${chart} ${of} ${minor}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("names, for a version of Kubernetes, releases that support it", () => {
    const kubernetes = KubernetesVersion.of("1.36");
    const release = { chart: "cluster-autoscaler", imageTag: "v1.30.0" };
    expect(alternativesFor(release, kubernetes)).toEqual(["1.36.1", "1.35.0"]);
    expect(supportedVersions({ ...release, imageTag: "v1.35.0" })).toMatchObject({
      oldest: "1.35",
      newest: "1.36",
    });
  });
});
