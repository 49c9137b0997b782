import fc from "fast-check";
import { Catalog } from "../../../../upgrade/eks/catalog/catalog";
import { KubernetesVersion } from "../../../../upgrade/eks/kubernetes-version";
import { type AddonState, type FleetState, type Known, UNKNOWN } from "../../../../upgrade/fleet/state";
import { judge } from "../../../../upgrade/rules/rules";
import { addonVersions } from "../../arbitraries";
import { addonState, cluster, clusterState, findings, saidBy, stepBetween } from "../state";

const of = (version: string, addonName: string, addonVersion: string, catalog?: Catalog) =>
  findings(cluster(version, { addon: { addonName, addonVersion } }), catalog);

const row = (addonName: string, addonVersion: string, clusterVersion = "1.34") => ({
  addonName,
  clusterVersion,
  addonVersion,
  evidence: "observed",
  asOf: "2026-11-23",
  source: "a test",
});

test.each([
  ["1.34", "coredns", "v1.12.3-eksbuild.1"],
  ["1.34", "coredns", "v1.13.2-eksbuild.24"],
  ["1.34", "kube-proxy", "v1.34.6-eksbuild.29"],
  ["1.35", "kube-proxy", "v1.34.6-eksbuild.29"],
  ["1.36", "kube-proxy", "v1.33.10-eksbuild.29"],
])("a cluster of %s passes with %s %s", (version, addonName, addonVersion) => {
  expect(of(version, addonName, addonVersion)).toEqual([]);
});

const known =
  'coredns %s may be incompatible with Kubernetes 1.34: the catalog has v1.12 to v1.13 for it, and its list is not complete. Check it with "aws eks describe-addon-versions --addon-name coredns --kubernetes-version 1.34"';

test.each(["v1.11.4-eksbuild.2", "v1.14.3-eksbuild.16", "v2.12.3-eksbuild.1"])(
  "coredns %s is a warning on 1.34: no build of its minor is known, and the list is not complete",
  (addonVersion) => {
    expect(of("1.34", "coredns", addonVersion)).toEqual([
      `warning addon-version-known: ${known.replace("%s", addonVersion)}`,
    ]);
  },
);

test("where one minor is known, it is named alone", () => {
  expect(of("1.34", "metrics-server", "v0.10.0-eksbuild.1")).toEqual([
    'warning addon-version-known: metrics-server v0.10.0-eksbuild.1 may be incompatible with Kubernetes 1.34: the catalog has v0.9 for it, and its list is not complete. Check it with "aws eks describe-addon-versions --addon-name metrics-server --kubernetes-version 1.34"',
  ]);
});

describe("where the list of EKS is complete", () => {
  const builds = ["v1.12.4-eksbuild.38", "v1.13.2-eksbuild.24"];
  const all = new Catalog({
    ...Catalog.DATED.data,
    addonVersions: builds.map((build) => ({ ...row("coredns", build), isComplete: true })),
  });
  const fleet = (version: string, addonVersion: string) => ({
    clusters: [clusterState({ version })],
    addons: [addonState({ addonVersion })],
  });
  const step = (before: Partial<FleetState>, after: Partial<FleetState>) =>
    judge({ ...stepBetween(before, after), catalog: all })
      .filter(({ rule }) => rule.startsWith("addon-version"))
      .map(({ severity, rule, code }) => `${severity} ${rule} ${code}`);

  test("a build that it lacks is an error when the change sets it", () => {
    const [before, after] = [fleet("1.34", "v1.12.4-eksbuild.38"), fleet("1.34", "v1.13.1-eksbuild.1")];
    expect(step(before, after)).toEqual(["error addon-version-fits not-offered"]);
    expect(step(before, fleet("1.34", "v1.13.2-eksbuild.24"))).toEqual([]);
  });

  test("a build that it lacks is a warning when the change leaves it alone", () => {
    const [before, after] = [fleet("1.33", "v1.11.4-eksbuild.60"), fleet("1.34", "v1.11.4-eksbuild.60")];
    expect(step(before, after)).toEqual(["warning addon-version-known not-offered"]);
  });

  test("a cluster that is declared with it is an error", () => {
    expect(of("1.34", "coredns", "v1.13.1-eksbuild.1", all)).toEqual([
      'error addon-version-fits: coredns v1.13.1-eksbuild.1 is incompatible with Kubernetes 1.34: EKS does not offer it. Pin one of v1.12.4-eksbuild.38, v1.13.2-eksbuild.24, or refresh the catalog ("catalog refresh")',
    ]);
  });
});

describe("where no build is known that fits a version and the one before", () => {
  test.each(["v1.11.4-eksbuild.60", "v1.11.0-eksbuild.1"])(
    "coredns %s of 1.32 is a warning on 1.33: it follows its control plane",
    (addonVersion) => {
      expect(of("1.33", "coredns", addonVersion)).toEqual([
        `warning addon-version-known: coredns ${addonVersion} is a version for Kubernetes 1.32: no version is known that is compatible with 1.32 and 1.33. As soon as the control plane runs 1.33, update it to one of v1.12.4-eksbuild.31, v1.12.4-eksbuild.38, v1.13.2-eksbuild.11`,
      ]);
    },
  );

  test.each([
    ["1.33", "v1.10.1-eksbuild.38", "of the version before that one"],
    ["1.34", "v1.11.4-eksbuild.60", "which was not updated on the version before"],
  ])("coredns on %s warns of %s, %s", (version, addonVersion) => {
    expect(of(version, "coredns", addonVersion)).toEqual([
      expect.stringContaining(
        `warning addon-version-known: coredns ${addonVersion} may be incompatible with Kubernetes ${version}: `,
      ),
    ]);
  });

  test("says less where a company's own catalog knows one that fits both", () => {
    const catalog = Catalog.DATED.with({ addonVersions: [row("coredns", "v1.12.1-eksbuild.2", "1.32")] });
    expect(of("1.33", "coredns", "v1.11.4-eksbuild.60", catalog)).toEqual([
      expect.stringContaining(
        "warning addon-version-known: coredns v1.11.4-eksbuild.60 may be incompatible with Kubernetes 1.33",
      ),
    ]);
  });
});

test.each(["v1.12.0-eksbuild.1", "v1.13.9-eksbuild.1"])(
  "coredns %s is a warning on 1.34: it is unknown and its minor fits",
  (addonVersion) => {
    expect(of("1.34", "coredns", addonVersion)).toEqual([
      `warning addon-version-known: coredns ${addonVersion} is not in the catalog: for Kubernetes 1.34 it has v1.12.4-eksbuild.38, v1.13.2-eksbuild.11, v1.13.2-eksbuild.24. Check it with "aws eks describe-addon-versions --addon-name coredns --kubernetes-version 1.34"`,
    ]);
  },
);

test("an add-on of which nothing is known is a warning", () => {
  expect(of("1.34", "my-own", "v2.0.0-eksbuild.1")).toEqual([
    'warning addon-version-known: my-own v2.0.0-eksbuild.1 is not in the catalog: for Kubernetes 1.34 it has no version of it. Check it with "aws eks describe-addon-versions --addon-name my-own --kubernetes-version 1.34"',
  ]);
});

describe("kube-proxy", () => {
  test.each([
    ["1.34", "v1.35.3-eksbuild.29"],
    ["1.34", "v1.36.0-eksbuild.1"],
    ["1.34", "v2.0.0-eksbuild.1"],
  ])("fails on %s with %s, which is newer than the control plane", (version, addonVersion) => {
    expect(of(version, "kube-proxy", addonVersion)).toEqual([
      `error addon-version-fits: kube-proxy ${addonVersion} is newer than the control plane: Kubernetes ${version} needs v1.34 or older. Upgrade the control plane first, or pin a version of v1.34`,
    ]);
  });

  test.each([
    ["1.34", "v1.30.14-eksbuild.28", "v1.31"],
    ["1.28", "v1.24.17-eksbuild.19", "v1.25"],
    ["1.27", "v1.24.17-eksbuild.19", "v1.25"],
  ])("fails on %s with %s, for it may be %s or newer", (version, addonVersion, oldest) => {
    expect(of(version, "kube-proxy", addonVersion)).toEqual([
      `error addon-version-fits: kube-proxy ${addonVersion} is too old for the control plane: Kubernetes ${version} needs ${oldest} to v${version}. Update kube-proxy before the control plane`,
    ]);
  });

  test.each([
    ["1.34", "v1.31.14-eksbuild.36"],
    ["1.28", "v1.25.16-eksbuild.22"],
    ["1.26", "v1.24.17-eksbuild.19"],
  ])("passes on %s with %s, the oldest minor that it allows", (version, addonVersion) => {
    expect(of(version, "kube-proxy", addonVersion)).toEqual([]);
  });

  test("of an unknown build is a warning that lists the builds of its own minor", () => {
    expect(of("1.35", "kube-proxy", "v1.34.9-eksbuild.1")).toEqual([
      'warning addon-version-known: kube-proxy v1.34.9-eksbuild.1 is not in the catalog: for Kubernetes 1.34 it has v1.34.6-eksbuild.18, v1.34.6-eksbuild.25, v1.34.6-eksbuild.29. Check it with "aws eks describe-addon-versions --addon-name kube-proxy --kubernetes-version 1.34"',
    ]);
  });
});

test("every build of the dated catalog fits the cluster that it is there for, with nothing to say", () => {
  for (const { clusterVersion, addonName, addonVersion } of Catalog.DATED.data.addonVersions) {
    expect([addonName, addonVersion, clusterVersion, of(clusterVersion, addonName, addonVersion)]).toEqual([
      addonName,
      addonVersion,
      clusterVersion,
      [],
    ]);
  }
});

test("no rule judges add-ons of a cluster whose version the catalog does not know", () => {
  expect(of("1.99", "coredns", "v9.0.0-eksbuild.1").filter((finding) => finding.includes("addon"))).toEqual(
    [],
  );
});

const errors = (found: readonly string[]) => found.filter((finding) => finding.startsWith("error"));
const addonNames = fc.constantFrom("coredns", "vpc-cni", "kube-proxy", "metrics-server");

test("a row more never makes a build unfit that was not, where something was known before", () => {
  fc.assert(
    fc.property(addonNames, addonVersions, addonVersions, (addonName, added, build) => {
      const more = Catalog.DATED.with({ addonVersions: [row(addonName, String(added))] });
      const before = of("1.34", addonName, String(build));
      const after = of("1.34", addonName, String(build), more);
      if (errors(before).length === 0) {
        expect(errors(after)).toEqual([]);
      }
      if (before.length === 0) {
        expect(after).toEqual([]);
      }
    }),
    { numRuns: 60 },
  );
});

test("accepts every build that a row names", () => {
  fc.assert(
    fc.property(fc.constantFrom("coredns", "my-own"), addonVersions, (addonName, build) => {
      const more = Catalog.DATED.with({ addonVersions: [row(addonName, String(build))] });
      expect(of("1.34", addonName, String(build), more)).toEqual([]);
    }),
    { numRuns: 30 },
  );
});

test("rows for one cluster version say nothing of another, but for kube-proxy, whose version is its own", () => {
  const next = String(KubernetesVersion.V1_34.plus(1));
  const more = Catalog.DATED.with({
    addonVersions: [row("my-own", "v1.0.0-eksbuild.1"), row("kube-proxy", "v1.34.9-eksbuild.1")],
  });
  expect(of(next, "my-own", "v1.0.0-eksbuild.1", more)).toHaveLength(1);
  expect(of(next, "kube-proxy", "v1.34.9-eksbuild.1", more)).toEqual([]);
});

describe("in a step", () => {
  const fleet = (version: Known<string>, addon: Partial<AddonState>) => ({
    clusters: [clusterState({ version })],
    addons: [addonState(addon)],
  });
  const step = (before: Partial<FleetState>, after: Partial<FleetState>) =>
    saidBy("addon-version-fits", stepBetween(before, after));
  const old = { addonVersion: "v1.11.4-eksbuild.60" };

  test("rejects a kube-proxy that a new control plane makes too old, and warns if it was too old before", () => {
    const proxy = { addonName: "kube-proxy", addonVersion: "v1.30.14-eksbuild.28" };
    const said = (from: string, to: string) =>
      step(fleet(from, proxy), fleet(to, proxy)).map((finding) => finding.split(" ")[0]);
    expect(said("1.33", "1.34")).toEqual(["error"]);
    expect(said("1.34", "1.34")).toEqual(["warning"]);
  });

  test("accepts the build that EKS offers for the cluster's version, and does not evaluate it for another version", () => {
    const asked = (offeredFor: string) => step({}, fleet("1.34", { addonVersion: UNKNOWN, offeredFor }));
    expect(asked("1.34")).toEqual([]);
    expect(asked("1.33")).toHaveLength(1);
  });

  test("does not evaluate what is not known", () => {
    const unknown = (value: string, name = "coredns", fix = "Write the value in the code") =>
      `not evaluated stack/alpha/addon: ${value} is known after apply, so this plan does not show whether add-on ${name} is compatible with its cluster. ${fix}, or apply what it comes from in an earlier change`;
    expect(step({}, fleet("1.34", { addonVersion: UNKNOWN }))).toEqual([
      unknown("the version of add-on coredns of cluster alpha-kr-a"),
    ]);
    expect(step({}, fleet(UNKNOWN, old))).toEqual([unknown("the Kubernetes version of cluster alpha-kr-a")]);
    expect(step({}, fleet("1.34", { ...old, cluster: UNKNOWN }))).toEqual([
      unknown(
        "the cluster of add-on coredns",
        "coredns",
        "Name the cluster by its resource (cluster_name = aws_eks_cluster.example.name)",
      ),
    ]);
    expect(step({}, fleet("1.34", { ...old, addonName: UNKNOWN }))).toEqual([
      unknown("the name of an add-on of cluster alpha-kr-a", "(known after apply)"),
    ]);
  });
});
