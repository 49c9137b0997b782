import fc from "fast-check";
import { AddonVersion } from "../../../../upgrade/eks/addon-version";
import addonVersions from "../../../../upgrade/eks/catalog/addon-versions.json";
import { Catalog } from "../../../../upgrade/eks/catalog/catalog";
import { KubernetesVersion } from "../../../../upgrade/eks/kubernetes-version";
import { BEFORE_OLDEST, NEWEST, NEXT, NEXT_ROW, OLDEST, WITH_NEXT } from "../../../fixtures/minors";
import { addonVersions as anyBuild } from "../../arbitraries";

const v = KubernetesVersion.of;

const build = (addonVersion: string) => ({
  addonName: "coredns",
  clusterVersion: "1.34",
  addonVersion,
  evidence: "observed",
  asOf: "2026-11-23",
  source: "a test",
});

describe("the dated catalog", () => {
  const { data } = Catalog.DATED;

  test("has every Kubernetes version that EKS ever had, once", () => {
    const minors = data.kubernetesVersions.map(({ version }) => v(version).minor);
    expect(minors.sort((left, right) => left - right)).toEqual(minors.map((_, index) => 14 + index));
    expect(minors.length).toBeGreaterThanOrEqual(24);
    expect([OLDEST, NEWEST]).toEqual(["1.14", `1.${minors.at(-1)}`]);
  });

  test("names a source for every Kubernetes version", () => {
    expect(data.kubernetesVersions.filter(({ source }) => source.trim() === "")).toEqual([]);
  });

  test("names for every build a source that it explains", () => {
    const explained = Object.keys(addonVersions.sources);
    expect(data.addonVersions.filter(({ source }) => !explained.includes(source))).toEqual([]);
  });

  test("uses every source that it explains", () => {
    const used = new Set(data.addonVersions.map(({ source }) => source));
    expect(Object.keys(addonVersions.sources).filter((source) => !used.has(source))).toEqual([]);
  });

  test("says when and how every build was seen", () => {
    const isDated = /^\d{4}(-\d{2}(-\d{2})?)?$/;
    expect(data.addonVersions.filter(({ asOf, evidence }) => !isDated.test(asOf) || evidence === "")).toEqual(
      [],
    );
  });

  test("has no build twice", () => {
    const keys = data.addonVersions.map(
      ({ addonName, clusterVersion, addonVersion }) => `${addonName} ${clusterVersion} ${addonVersion}`,
    );
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  test("has builds only for Kubernetes versions that it knows", () => {
    expect(
      data.addonVersions.filter(({ clusterVersion }) => !Catalog.DATED.knows(v(clusterVersion))),
    ).toEqual([]);
  });

  test("has kube-proxy builds only of the minor of their cluster", () => {
    const builds = data.addonVersions.filter(({ addonName }) => addonName === "kube-proxy");
    expect(
      builds.filter((row) => AddonVersion.of(row.addonVersion).majorMinor !== `v${row.clusterVersion}`),
    ).toEqual([]);
  });

  test("has the versions that were in support on a day: every one that EKS had released, from 1.31 on", () => {
    const on = (day: string) =>
      data.kubernetesVersions
        .map(({ version }) => version)
        .filter((version) =>
          ["standard", "extended"].includes(Catalog.DATED.supportOn(day, v(version)) ?? ""),
        );
    expect(on("2026-06-02")).toEqual(["1.30", "1.31", "1.32", "1.33", "1.34", "1.35", "1.36"]);
    const released = data.kubernetesVersions.filter(({ eksRelease }) => eksRelease <= "2026-11-23");
    expect(on("2026-11-23")).toEqual(
      released.map(({ version }) => version).filter((version) => v(version).minor >= 31),
    );
  });

  test.each(["kube-proxy", "coredns", "vpc-cni", "eks-pod-identity-agent"])(
    "knows builds of %s for 1.31 to 1.36",
    (addonName) => {
      const versions = ["1.31", "1.32", "1.33", "1.34", "1.35", "1.36"];
      expect(
        versions.filter((version) => Catalog.DATED.addonVersions(addonName, v(version)).length === 0),
      ).toEqual([]);
    },
  );

  test("has its dates in their order", () => {
    const days = data.kubernetesVersions.map((row) =>
      [row.upstreamRelease, row.eksRelease, row.endOfStandardSupport, row.endOfExtendedSupport].filter(
        (day) => day !== null,
      ),
    );
    expect(days).toEqual(days.map((row) => [...row].sort()));
  });
});

test.each([
  ["1.34", "2025-10-01", "not-released"],
  ["1.34", "2025-10-02", "standard"],
  ["1.34", "2026-12-02", "standard"],
  ["1.34", "2026-12-03", "extended"],
  ["1.34", "2027-12-02", "extended"],
  ["1.34", "2027-12-03", "ended"],
  ["1.20", "2022-11-01", "standard"],
  ["1.20", "2022-11-02", "ended"],
  [BEFORE_OLDEST, "2022-11-02", undefined],
  [NEXT, "2022-11-02", undefined],
])("the support of %s on %s is %s", (version, day, support) => {
  expect(Catalog.DATED.supportOn(day, v(version))).toBe(support);
});

test.each([
  [BEFORE_OLDEST, false],
  [OLDEST, true],
  [NEWEST, true],
  [NEXT, false],
])("whether the dated catalog knows %s: %s", (version, known) => {
  expect(Catalog.DATED.knows(v(version))).toBe(known);
  expect(Catalog.DATED.row(v(version))?.version).toBe(known ? version : undefined);
});

describe("a catalog with more rows", () => {
  test("knows the versions of both", () => {
    expect([WITH_NEXT.oldest, WITH_NEXT.newest].map(String)).toEqual([OLDEST, NEXT]);
    expect(WITH_NEXT.supportOn(NEXT_ROW.endOfStandardSupport, v(NEXT))).toBe("standard");
  });

  test("takes a version that both have from the new rows", () => {
    const catalog = Catalog.DATED.with({ kubernetesVersions: [{ ...NEXT_ROW, version: "1.34" }] });
    expect(catalog.row(v("1.34"))?.source).toBe(NEXT_ROW.source);
    expect(catalog.data.kubernetesVersions.filter(({ version }) => version === "1.34")).toHaveLength(1);
  });

  test("leaves the one that it was made from as it was", () => {
    const before = JSON.stringify(Catalog.DATED.data);
    Catalog.DATED.with({ kubernetesVersions: [NEXT_ROW], addonVersions: [build("v1.99.0-eksbuild.1")] });
    expect(JSON.stringify(Catalog.DATED.data)).toBe(before);
    expect(Catalog.DATED.knows(v(NEXT))).toBe(false);
  });

  test("has its builds oldest first, by number, and each once", () => {
    const builds = ["v1.99.1-eksbuild.13", "v1.99.1-eksbuild.9", "v1.99.1-eksbuild.13"];
    const catalog = Catalog.DATED.with({ addonVersions: builds.map(build) });
    expect(catalog.addonVersions("coredns", v("1.34")).slice(-2).map(String)).toEqual([
      "v1.99.1-eksbuild.9",
      "v1.99.1-eksbuild.13",
    ]);
  });

  test("knows no fewer builds than before, whatever is added", () => {
    const before = Catalog.DATED.addonVersions("coredns", v("1.34")).map(String);
    fc.assert(
      fc.property(fc.array(anyBuild), (builds) => {
        const after = Catalog.DATED.with({ addonVersions: builds.map((added) => build(String(added))) });
        const known = after.addonVersions("coredns", v("1.34")).map(String);
        expect(known).toEqual(expect.arrayContaining([...before, ...builds.map(String)]));
        expect(after.addonVersions("coredns", v("1.33"))).toEqual(
          Catalog.DATED.addonVersions("coredns", v("1.33")),
        );
      }),
      { numRuns: 30 },
    );
  });

  test("rejects rows that are no versions", () => {
    expect(() => Catalog.DATED.with({ kubernetesVersions: [{ ...NEXT_ROW, version: `v${NEXT}` }] })).toThrow(
      RangeError,
    );
    expect(() => Catalog.DATED.with({ addonVersions: [build(NEXT)] })).toThrow(RangeError);
  });
});

test("an add-on that the catalog never saw has no builds", () => {
  expect(Catalog.DATED.addonVersions("my-own", v("1.34"))).toEqual([]);
});
