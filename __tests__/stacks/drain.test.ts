import type { ClusterSettings } from "../../upgrade/fleet/settings";
import { cluster, stacksOf, withCluster, workers } from "./fixtures";

const WORKLOAD = "beta-kr-a-workload";

const withV1 = (v1: Partial<ClusterSettings["nodeGroups"][string]>, changes: Partial<ClusterSettings> = {}) =>
  stacksOf([
    withCluster({
      ...cluster,
      ...changes,
      nodeGroups: {
        "workers-v1": { ...workers, version: "1.34", ...v1 },
        "workers-v2": { ...workers, version: "1.34" },
      },
    }),
  ]);

test.each(["active", "cordoned"] as const)("a group that is %s is not drained", (phase) => {
  expect(Object.keys(withV1({ phase }))).toEqual(["beta-kr-a"]);
});

test.each(["draining", "retired"] as const)(
  "a group that is %s is drained in the in-cluster stack, and its Job stays",
  (phase) => {
    const { resource } = withV1({ phase })[WORKLOAD] ?? {};
    expect(Object.keys(resource?.kubernetes_job_v1 ?? {})).toEqual(["drain-workers-v1"]);
  },
);

test("a group that was drained by hand has no Job", () => {
  const drainedByHand = { reason: "a database that one person moves", on: "2026-11-20" };
  expect(Object.keys(withV1({ phase: "draining", drainedByHand }))).toEqual(["beta-kr-a"]);
});

test("a group with another name is drained by that name", () => {
  const { resource } = withV1({ phase: "draining", nodeGroupName: "old-v1" })[WORKLOAD] ?? {};
  expect(JSON.stringify(resource?.kubernetes_job_v1)).toContain(
    "--selector=eks.amazonaws.com/nodegroup=old-v1",
  );
});

test("the limit and the image are the cluster's", () => {
  const image = "registry.example.com/kubectl:v1.34.0";
  const { resource } = withV1({ phase: "draining" }, { drain: { limitMinutes: 90, image } })[WORKLOAD] ?? {};
  const job = JSON.stringify(resource?.kubernetes_job_v1);
  expect(job).toContain(`"image":"${image}"`);
  expect(job).toContain("--timeout=90m");
});
