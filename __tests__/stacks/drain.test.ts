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

const jobOf = (synthesized: ReturnType<typeof withV1>) =>
  Object(Object.values(synthesized[WORKLOAD]?.resource?.kubernetes_job_v1 ?? {})[0]).spec.template.spec;

test("a group with another name is drained by that name", () => {
  const { container } = jobOf(withV1({ phase: "draining", nodeGroupName: "old-v1" }));
  expect(container[0].env).toContainEqual({ name: "GROUP", value: "old-v1" });
});

test("the limit and the images are the cluster's", () => {
  const image = "registry.example.com/kubectl:v1.34.0";
  const drain = { limitMinutes: 90, image, shellImage: "registry.example.com/busybox:1" };
  const { container, init_container } = jobOf(withV1({ phase: "draining" }, { drain }));
  expect([container[0].image, init_container[0].image]).toEqual([image, drain.shellImage]);
  expect(container[0].env).toContainEqual({ name: "LIMIT_SECONDS", value: "5400" });
});

test("the drain can run on nodes with the taints of active groups, unless the fleet file names others", () => {
  const taint = { key: "team", value: "data", effect: "NO_SCHEDULE" } as const;
  const own = { key: "old", effect: "NO_SCHEDULE" } as const;
  const nodeGroups = {
    "workers-v1": { ...workers, version: "1.34", phase: "draining", taints: [own] },
    "workers-v2": { ...workers, version: "1.34", taints: [taint] },
  } as const;
  const keysOf = (drain: ClusterSettings["drain"]) =>
    jobOf(stacksOf([withCluster({ ...cluster, nodeGroups, ...(drain && { drain }) })])).toleration.map(
      ({ key }: { readonly key: string }) => key,
    );
  expect(keysOf(undefined)).toEqual(["CriticalAddonsOnly", "team"]);
  expect(keysOf({ tolerates: [own] })).toEqual(["CriticalAddonsOnly", "old"]);
});
