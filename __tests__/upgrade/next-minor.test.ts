import { Catalog } from "../../upgrade/eks/catalog/catalog";
import { KubernetesVersion } from "../../upgrade/eks/kubernetes-version";
import { planUpgrade } from "../../upgrade/planner/plan-upgrade";
import { NEWEST, NEXT, WITH_NEXT } from "../fixtures/minors";
import { pathsOf, textOf } from "../repository/project";
import { SandboxEks } from "../sandbox/eks/sandbox-eks";
import { clusterOf, inPlace } from "./planner/fleets";

/* A new minor is a row of the catalog and its add-on builds, and nothing else: what the code does, follows from them. */

const ADDONS = ["kube-proxy", "coredns", "vpc-cni"];
const buildOf = (addonName: string, version: string) =>
  addonName === "kube-proxy" ? `v${version}.0-eksbuild.2` : "v1.99.0-eksbuild.1";
const catalog = WITH_NEXT.with({
  addonVersions: [NEWEST, NEXT].flatMap((clusterVersion) =>
    ADDONS.map((addonName) => ({
      addonName,
      clusterVersion,
      addonVersion: buildOf(addonName, clusterVersion),
      evidence: "observed",
      asOf: "2026-11-02",
      source: "an imaginary minor",
    })),
  ),
});

const atNewest = clusterOf("alpha-kr-a", {
  version: NEWEST,
  groups: [{ version: NEWEST, nodes: 3 }],
  addons: Object.fromEntries(ADDONS.map((name) => [name, buildOf(name, NEWEST)])),
});

test("the catalog puts the minor after the newest", () => {
  expect(String(catalog.newest)).toBe(NEXT);
  expect(Catalog.DATED.knows(catalog.newest)).toBe(false);
});

test("the planner leads a cluster to the minor: control plane, add-ons, nodes", () => {
  const plan = planUpgrade(
    atNewest,
    { clusters: [inPlace("alpha-kr-a", NEXT)] },
    { catalog, day: "2026-11-24" },
  );
  const kinds = "problems" in plan ? plan.problems : plan.steps.map(({ kind }) => kind);
  expect(kinds).toEqual([
    "control-plane",
    "add-ons",
    "node-group-create",
    "cordon",
    "drain",
    "retire",
    "node-group-remove",
  ]);
});

test("the rules accept the minor and reject the one after it", () => {
  const rejected = (version: string) => {
    const plan = planUpgrade(
      clusterOf("alpha-kr-a", { version, groups: [{ version, nodes: 3 }] }),
      { clusters: [inPlace("alpha-kr-a", version)] },
      { catalog, day: "2026-11-24" },
    );
    return "problems" in plan;
  };
  expect([NEXT, String(KubernetesVersion.of(NEXT).plus(1))].map(rejected)).toEqual([false, true]);
});

test("the sandbox upgrades a cluster to the minor", async () => {
  const eks = await SandboxEks.start({ versions: catalog.data.kubernetesVersions });
  try {
    await eks.cluster({ version: NEWEST });
    await eks.upgrade(NEXT);
    expect(await eks.read("/clusters/alpha", "cluster", "version")).toBe(NEXT);
  } finally {
    await eks.stop();
  }
});

/** Sources that name a minor because it is what they are about. */
const MAY_NAME_THE_NEWEST: Readonly<Record<string, string>> = {
  "upgrade/eks/kubernetes-version.ts": "has constants for minors; a minor without one works",
  "__tests__/fixtures/plan-cases.ts": "says what the recorded plans do, which stay as they are",
};

test("no source spells out the newest minor or a later one; 1.99 stands for one that never comes", () => {
  const newest = KubernetesVersion.of(NEWEST).minor;
  const naming = pathsOf(".ts")
    .filter((path) => !(path in MAY_NAME_THE_NEWEST))
    .flatMap((path) =>
      [...textOf(path).matchAll(/"1\.(\d{2})"/g)]
        .filter(([, minor]) => Number(minor) >= newest && Number(minor) < 99)
        .map(([text]) => `${path}: ${text}`),
    );
  expect(naming).toEqual([]);
});
