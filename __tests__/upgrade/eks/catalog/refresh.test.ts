import fc from "fast-check";
import {
  Catalog,
  type CatalogData,
  type KubernetesVersionRow,
} from "../../../../upgrade/eks/catalog/catalog";
import { type Offer, type OfferedBuild, refresh } from "../../../../upgrade/eks/catalog/refresh";

const NO_ROWS: CatalogData = { kubernetesVersions: [], addonVersions: [] };
const DAY = "2026-11-25";

function versionRow(version: string, more: Partial<KubernetesVersionRow> = {}): KubernetesVersionRow {
  return {
    version,
    upstreamRelease: "2026-04-22",
    eksRelease: "2026-06-02",
    endOfStandardSupport: "2027-08-02",
    endOfExtendedSupport: "2028-08-02",
    source: "a page",
    ...more,
  };
}

const offered = (version: string, more: object = {}) => ({
  version,
  eksRelease: "2026-06-02",
  endOfStandardSupport: "2027-08-02",
  endOfExtendedSupport: "2028-08-02",
  ...more,
});

const build = (addonVersion: string, isDefault = false, clusterVersion = "1.33"): OfferedBuild => ({
  addonName: "coredns",
  clusterVersion,
  addonVersion,
  isDefault,
});

const buildRow = (addonVersion: string, evidence = "docs-latest", clusterVersion = "1.33") => ({
  addonName: "coredns",
  clusterVersion,
  addonVersion,
  evidence,
  asOf: "2026-08",
  source: "a page",
});

const offer = (more: Partial<Offer> = {}): Offer => ({
  region: "ap-northeast-2",
  day: DAY,
  versions: [offered("1.33")],
  addonNames: ["coredns"],
  unknownAddons: [],
  builds: [],
  ...more,
});

const OWN: CatalogData = {
  kubernetesVersions: [versionRow("1.33")],
  addonVersions: [buildRow("v1.14.2-eksbuild.9"), buildRow("v1.14.3-eksbuild.3")],
};

test("leaves the very rows where EKS says nothing new, once their list is marked complete", () => {
  const builds = [build("v1.14.3-eksbuild.3"), build("v1.14.2-eksbuild.9")];
  const first = refresh(OWN, NO_ROWS, offer({ builds }));
  expect(first.changed).toEqual(["coredns: the builds for 1.33 are all that EKS offers"]);
  expect(first.data.addonVersions.map(({ isComplete }) => isComplete)).toEqual([true, true]);
  const { data, ...report } = refresh(first.data, NO_ROWS, offer({ builds }));
  expect(data.kubernetesVersions).toBe(OWN.kubernetesVersions);
  expect(data.addonVersions).toBe(first.data.addonVersions);
  expect(report).toEqual({ added: [], changed: [], kept: [], skipped: [], problems: [] });
});

test("takes over a new version and new builds, each in its place, with day and source", () => {
  const { data, added, problems } = refresh(
    OWN,
    NO_ROWS,
    offer({
      versions: [offered("1.34", { endOfExtendedSupport: undefined }), offered("1.33")],
      builds: [
        build("v1.14.10-eksbuild.1", true),
        build("v1.14.2-eksbuild.11"),
        build("v1.15.0-eksbuild.1", true, "1.34"),
      ],
    }),
  );
  expect(problems).toEqual([]);
  expect(added).toEqual([
    "Kubernetes 1.34: supported until 2027-08-02",
    "coredns v1.14.2-eksbuild.11 for 1.33",
    "coredns v1.14.10-eksbuild.1 for 1.33, EKS's default",
    "coredns v1.15.0-eksbuild.1 for 1.34, EKS's default",
  ]);
  expect(data.kubernetesVersions).toEqual([
    versionRow("1.33"),
    {
      version: "1.34",
      eksRelease: "2026-06-02",
      endOfStandardSupport: "2027-08-02",
      endOfExtendedSupport: null,
      source: "DescribeClusterVersions, ap-northeast-2, 2026-11-25",
    },
  ]);
  expect(data.addonVersions.map(({ addonVersion, evidence }) => `${addonVersion} ${evidence}`)).toEqual([
    "v1.14.2-eksbuild.9 docs-latest",
    "v1.14.2-eksbuild.11 eks-offered",
    "v1.14.3-eksbuild.3 docs-latest",
    "v1.14.10-eksbuild.1 eks-default",
    "v1.15.0-eksbuild.1 eks-default",
  ]);
  expect(data.addonVersions[1]).toEqual({
    addonName: "coredns",
    clusterVersion: "1.33",
    addonVersion: "v1.14.2-eksbuild.11",
    evidence: "eks-offered",
    asOf: DAY,
    source: "DescribeAddonVersions, ap-northeast-2, 2026-11-25",
    isComplete: true,
  });
});

test("corrects a date, which is then no longer a reckoned one, and keeps what EKS does not say", () => {
  const own = {
    ...OWN,
    kubernetesVersions: [versionRow("1.33", { derived: ["endOfExtendedSupport", "eksRelease"] })],
  };
  const { data, changed } = refresh(
    own,
    NO_ROWS,
    offer({ versions: [offered("1.33", { endOfExtendedSupport: "2028-09-01", eksRelease: undefined })] }),
  );
  expect(changed).toEqual(["Kubernetes 1.33: end of extended support 2028-08-02 → 2028-09-01"]);
  expect(data.kubernetesVersions).toEqual([
    versionRow("1.33", {
      endOfExtendedSupport: "2028-09-01",
      source: "DescribeClusterVersions, ap-northeast-2, 2026-11-25",
      derived: ["eksRelease"],
    }),
  ]);
});

test("tells that a known build has become EKS's default", () => {
  const { data, added, changed } = refresh(
    OWN,
    NO_ROWS,
    offer({ builds: [build("v1.14.3-eksbuild.3", true), build("v1.14.2-eksbuild.9")] }),
  );
  expect([added, changed]).toEqual([
    [],
    [
      "coredns v1.14.3-eksbuild.3 for 1.33, EKS's default",
      "coredns: the builds for 1.33 are all that EKS offers",
    ],
  ]);
  expect(data.addonVersions.map(({ evidence }) => evidence)).toEqual(["docs-latest", "eks-default"]);
});

test("keeps builds that EKS does not offer today, and says which", () => {
  const { data, kept } = refresh(OWN, NO_ROWS, offer());
  expect(data.addonVersions).toBe(OWN.addonVersions);
  expect(kept).toEqual(["coredns for 1.33: v1.14.2-eksbuild.9, v1.14.3-eksbuild.3"]);
});

test("does not remove the row of a supported version, and names it", () => {
  const own = {
    ...OWN,
    kubernetesVersions: [
      versionRow("1.26", { endOfStandardSupport: "2025-03-23", endOfExtendedSupport: "2026-03-23" }),
      versionRow("1.32", { endOfStandardSupport: "2026-11-24", endOfExtendedSupport: DAY }),
      versionRow("1.33", { endOfStandardSupport: DAY }),
      versionRow("1.34", { eksRelease: "2026-11-26" }),
    ],
  };
  const { data, problems } = refresh(own, NO_ROWS, offer({ versions: [offered("1.35")] }));
  expect(problems).toEqual([
    "the row of 1.32 would be lost: it is in extended support until 2026-11-25, and EKS in ap-northeast-2 does not name it; ask another region, or correct the dates of the row",
    "the row of 1.33 would be lost: it is in standard support until 2026-11-25, and EKS in ap-northeast-2 does not name it; ask another region, or correct the dates of the row",
  ]);
  expect(data).toBe(own);
});

test("says in a file of one's own only what the dated catalog does not say", () => {
  const own = { kubernetesVersions: [], addonVersions: [] };
  const { data } = refresh(
    own,
    OWN,
    offer({ builds: [build("v1.14.3-eksbuild.3"), build("v1.14.4-eksbuild.1")] }),
  );
  expect(data.kubernetesVersions).toEqual([]);
  expect(data.addonVersions.map(({ addonVersion }) => addonVersion)).toEqual(["v1.14.4-eksbuild.1"]);
});

test("passes over what no row can say, and tells it", () => {
  const versions = [offered("1.33"), offered("2.0"), { version: "1.36" }];
  const { data, skipped } = refresh(
    OWN,
    NO_ROWS,
    offer({ versions, builds: [build("1.14.3")], unknownAddons: ["corends"] }),
  );
  expect(data).toEqual(OWN);
  expect(skipped).toEqual([
    'Kubernetes 2.0: it is not of the form "1.34"',
    "Kubernetes 1.36: EKS does not say when it was released and how long it is supported",
    "corends: EKS knows no such add-on",
    'coredns 1.14.3 for 1.33: it is not of the form "v1.34.0-eksbuild.1"',
  ]);
});

describe("whatever EKS offers", () => {
  const anyBuild = fc.record({
    addonName: fc.constantFrom("coredns", "vpc-cni"),
    clusterVersion: fc.constantFrom("1.32", "1.33", "1.34"),
    addonVersion: fc
      .tuple(fc.nat(20), fc.nat(20))
      .map(([patch, number]) => `v1.14.${patch}-eksbuild.${number}`),
    isDefault: fc.boolean(),
  });
  const anyOffer = fc.array(anyBuild, { maxLength: 12 }).map((builds) =>
    offer({
      versions: [offered("1.32"), offered("1.33"), offered("1.34")],
      addonNames: ["coredns"],
      builds,
    }),
  );

  test("no row is lost, no two have one key, and the old ones stay in their order", () => {
    fc.assert(
      fc.property(anyOffer, anyOffer, (first, second) => {
        const own = refresh(OWN, NO_ROWS, first).data;
        const { data } = refresh(own, NO_ROWS, second);
        const keys = data.addonVersions.map(
          (row) => `${row.addonName} ${row.clusterVersion} ${row.addonVersion}`,
        );
        expect(new Set(keys).size).toBe(keys.length);
        const old = own.addonVersions.map(
          (row) => `${row.addonName} ${row.clusterVersion} ${row.addonVersion}`,
        );
        expect(keys.filter((key) => old.includes(key))).toEqual(old);
      }),
    );
  });

  test("a second time nothing is new, and the order of the answer does not matter", () => {
    fc.assert(
      fc.property(anyOffer, (first) => {
        // Of two that are one build, EKS names but one.
        const builds = [
          ...new Map(
            first.builds.map((row) => [`${row.addonName}${row.clusterVersion}${row.addonVersion}`, row]),
          ).values(),
        ];
        const once = refresh(OWN, NO_ROWS, { ...first, builds }).data;
        const twice = refresh(once, NO_ROWS, { ...first, builds, day: "2026-12-24" });
        expect([twice.added, twice.changed]).toEqual([[], []]);
        expect(twice.data.addonVersions).toBe(once.addonVersions);
        expect(refresh(OWN, NO_ROWS, { ...first, builds: [...builds].reverse() }).data).toEqual(once);
      }),
    );
  });
});

test("the dated catalog takes an offer of all that it has as nothing new", () => {
  const { kubernetesVersions, addonVersions } = Catalog.DATED.data;
  const data = {
    kubernetesVersions,
    addonVersions: addonVersions.map((row) => ({ ...row, isComplete: true as const })),
  };
  const { added, changed, kept, problems } = refresh(data, NO_ROWS, {
    region: "ap-northeast-2",
    day: "2026-11-23",
    versions: data.kubernetesVersions.map(({ version }) => ({ version })),
    addonNames: [...new Set(data.addonVersions.map(({ addonName }) => addonName))],
    unknownAddons: [],
    builds: data.addonVersions.map((row) => ({ ...row, isDefault: false })),
  });
  expect({ added, changed, kept, problems }).toEqual({ added: [], changed: [], kept: [], problems: [] });
});

test("a file that adds to another one gets a row that says that the list is complete", () => {
  const [row] = OWN.addonVersions;
  const { data } = refresh(
    { kubernetesVersions: [versionRow("1.33")], addonVersions: [] },
    OWN,
    offer({ builds: [build("v1.14.2-eksbuild.9")] }),
  );
  expect(data.addonVersions).toEqual([{ ...row, isComplete: true }]);
});
