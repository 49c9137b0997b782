import { AddonVersion } from "../addon-version";
import { KubernetesVersion } from "../kubernetes-version";
import { type AddonVersionRow, Catalog, type CatalogData, type KubernetesVersionRow } from "./catalog";

/** A Kubernetes version that EKS says it supports. Dates are days in UTC; one that EKS does not say is left out. */
export interface OfferedVersion {
  readonly version: string;
  readonly eksRelease?: string;
  readonly endOfStandardSupport?: string;
  readonly endOfExtendedSupport?: string;
}

/** A build that EKS says it offers for clusters of one version. */
export interface OfferedBuild {
  readonly addonName: string;
  readonly clusterVersion: string;
  readonly addonVersion: string;
  readonly isDefault: boolean;
}

/** The answer of EKS in one region on one day. */
export interface Offer {
  readonly region: string;
  readonly day: string;
  readonly versions: readonly OfferedVersion[];
  /** The add-ons that were asked for. */
  readonly addonNames: readonly string[];
  /** Those of them that EKS does not know. */
  readonly unknownAddons: readonly string[];
  readonly builds: readonly OfferedBuild[];
}

export interface Refresh {
  /** All rows of the file, in its order; the given rows themselves if nothing changes. */
  readonly data: CatalogData;
  /** A line for each row that is new. */
  readonly added: readonly string[];
  /** A line for each row that changes. */
  readonly changed: readonly string[];
  /** A line for each add-on and version whose rows stay although EKS does not offer them today. */
  readonly kept: readonly string[];
  /** A line for each thing that EKS offers and a row cannot hold. */
  readonly skipped: readonly string[];
  /** If there is one, do not use the answer. */
  readonly problems: readonly string[];
}

/**
 * The rows of a catalog file with what EKS offers. No row is removed: clusters run builds that EKS no longer offers. A
 * row with the values of EKS stays as it is, with its own source and day, so the same offer again changes nothing.
 *
 * @param own - the rows of the file that is refreshed
 * @param base - what is known without that file, which it need not repeat
 */
export function refresh(own: CatalogData, base: CatalogData, offer: Offer): Refresh {
  const known = new Catalog(base).with(own);
  const lost = lostVersions(known, offer);
  if (lost.length > 0) {
    return { data: own, added: [], changed: [], kept: [], skipped: [], problems: lost };
  }
  const versions = refreshVersions(own, known, offer);
  const builds = refreshBuilds(own, base, offer);
  return {
    data: { kubernetesVersions: versions.rows, addonVersions: builds.rows },
    added: [...versions.added, ...builds.added],
    changed: [...versions.changed, ...builds.changed],
    kept: builds.kept,
    skipped: [...versions.skipped, ...builds.skipped],
    problems: [],
  };
}

/** EKS names all versions that it supports. If one is missing, the answer is not complete, or the region is behind. */
function lostVersions(known: Catalog, { versions, region, day }: Offer): readonly string[] {
  const offered = new Set(versions.map(({ version }) => version));
  return known.data.kubernetesVersions.flatMap((row) => {
    const support = known.supportOn(day, KubernetesVersion.of(row.version));
    if (offered.has(row.version) || (support !== "standard" && support !== "extended")) {
      return [];
    }
    const end = support === "standard" ? row.endOfStandardSupport : row.endOfExtendedSupport;
    return [
      `the row of ${row.version} would be lost: it is in ${support} support until ${end}, and EKS in ${region} does not name it; ask another region, or correct the dates of the row`,
    ];
  });
}

interface Refreshed<Row> {
  readonly rows: readonly Row[];
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly skipped: readonly string[];
}

const DATES = {
  eksRelease: "release on EKS",
  endOfStandardSupport: "end of standard support",
  endOfExtendedSupport: "end of extended support",
} as const;

function refreshVersions(own: CatalogData, known: Catalog, offer: Offer): Refreshed<KubernetesVersionRow> {
  const rows = new Map(own.kubernetesVersions.map((row) => [row.version, row]));
  const added: string[] = [];
  const changed: string[] = [];
  const skipped: string[] = [];
  const source = `DescribeClusterVersions, ${offer.region}, ${offer.day}`;
  for (const offered of offer.versions) {
    const { version, eksRelease, endOfStandardSupport, endOfExtendedSupport } = offered;
    const parsed = KubernetesVersion.parse(version);
    const row = parsed === undefined ? undefined : known.row(parsed);
    if (parsed === undefined) {
      skipped.push(`Kubernetes ${version}: it is not of the form "1.34"`);
    } else if (row !== undefined) {
      const differences = Object.entries(DATES).flatMap(([name, words]) => {
        const [was, is] = [fieldOf(row, name), fieldOf(offered, name)];
        return is === undefined || was === is ? [] : [{ name, is, text: `${words} ${was} → ${is}` }];
      });
      if (differences.length > 0) {
        changed.push(`Kubernetes ${version}: ${differences.map(({ text }) => text).join(", ")}`);
        const stated = new Set(differences.map(({ name }) => name));
        const derived = row.derived?.filter((name) => !stated.has(name)) ?? [];
        const { derived: _, ...rest } = row;
        rows.set(version, {
          ...rest,
          ...Object.fromEntries(differences.map(({ name, is }) => [name, is])),
          source,
          ...(derived.length === 0 ? {} : { derived }),
        });
      }
    } else if (eksRelease === undefined || endOfStandardSupport === undefined) {
      skipped.push(
        `Kubernetes ${version}: EKS does not say when it was released and how long it is supported`,
      );
    } else {
      added.push(`Kubernetes ${version}: supported until ${endOfStandardSupport}`);
      rows.set(version, {
        version,
        eksRelease,
        endOfStandardSupport,
        endOfExtendedSupport: endOfExtendedSupport ?? null,
        source,
      });
    }
  }
  const isSame = added.length + changed.length === 0;
  return { rows: isSame ? own.kubernetesVersions : inOrder([...rows.values()]), added, changed, skipped };
}

function fieldOf(row: KubernetesVersionRow | OfferedVersion, name: string): unknown {
  return new Map<string, unknown>(Object.entries(row)).get(name);
}

const inOrder = (rows: readonly KubernetesVersionRow[]) =>
  [...rows].sort((left, right) => minorOf(left.version) - minorOf(right.version));

const minorOf = (version: string) => KubernetesVersion.of(version).minor;

function refreshBuilds(
  own: CatalogData,
  base: CatalogData,
  offer: Offer,
): Refreshed<AddonVersionRow> & { readonly kept: readonly string[] } {
  const rows = new Map(own.addonVersions.map((row) => [keyOf(row), row]));
  const known = new Map([...base.addonVersions, ...own.addonVersions].map((row) => [keyOf(row), row]));
  const complete = new Set(
    base.addonVersions.flatMap((row) => (row.isComplete === true ? [listOf(row)] : [])),
  );
  const supported = new Set(offer.versions.map(({ version }) => version));
  const offered = new Set(offer.builds.map(keyOf));
  const added: string[] = [];
  const changed: string[] = [];
  const skipped = offer.unknownAddons.map((name) => `${name}: EKS knows no such add-on`);
  for (const build of [...offer.builds].sort(byName)) {
    const { addonName, clusterVersion, addonVersion, isDefault } = build;
    const row = known.get(keyOf(build));
    const text = `${addonName} ${addonVersion} for ${clusterVersion}`;
    if (!supported.has(clusterVersion)) {
      continue;
    }
    if (AddonVersion.parse(addonVersion) === undefined) {
      skipped.push(`${text}: it is not of the form "v1.34.0-eksbuild.1"`);
      continue;
    }
    if (row !== undefined && (!isDefault || row.evidence === "eks-default")) {
      continue;
    }
    (row === undefined ? added : changed).push(`${text}${isDefault ? ", EKS's default" : ""}`);
    rows.set(keyOf(build), {
      addonName,
      clusterVersion,
      addonVersion,
      evidence: isDefault ? "eks-default" : "eks-offered",
      asOf: offer.day,
      source: `DescribeAddonVersions, ${offer.region}, ${offer.day}`,
      isComplete: true,
    });
  }
  const marked = markComplete(rows, known, complete, offer, supported);
  for (const [addonName, versions] of marked) {
    changed.push(`${addonName}: the builds for ${[...versions].join(", ")} are all that EKS offers`);
  }
  const withdrawn = new Map<string, string[]>();
  for (const row of own.addonVersions) {
    const isAsked = offer.addonNames.includes(row.addonName) && supported.has(row.clusterVersion);
    if (isAsked && !offered.has(keyOf(row))) {
      const key = listOf(row);
      withdrawn.set(key, [...(withdrawn.get(key) ?? []), row.addonVersion]);
    }
  }
  return {
    rows: added.length + changed.length === 0 ? own.addonVersions : placed(own.addonVersions, rows),
    added,
    changed,
    skipped,
    kept: [...withdrawn].map(([key, versions]) => `${key}: ${versions.join(", ")}`),
  };
}

/** Marks the rows that EKS offers: with the new ones, they are all that it offers. A list is complete by any of its rows. */
function markComplete(
  rows: Map<string, AddonVersionRow>,
  known: ReadonlyMap<string, AddonVersionRow>,
  base: ReadonlySet<string>,
  { builds }: Offer,
  supported: ReadonlySet<string>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const marked = new Map<string, Set<string>>();
  const complete = new Set(base);
  const mark = (row: AddonVersionRow) => {
    rows.set(keyOf(row), { ...row, isComplete: true });
    complete.add(listOf(row));
    marked.set(row.addonName, (marked.get(row.addonName) ?? new Set()).add(row.clusterVersion));
  };
  const offered = builds.filter(({ clusterVersion }) => supported.has(clusterVersion));
  for (const build of offered) {
    const own = rows.get(keyOf(build));
    if (own?.isComplete === true) {
      complete.add(listOf(own));
    } else if (own !== undefined) {
      mark(own);
    }
  }
  // A file that adds to another one repeats one row of a list, to say that the list is complete.
  for (const build of offered) {
    const row = known.get(keyOf(build));
    if (row !== undefined && !complete.has(listOf(row))) {
      mark(row);
    }
  }
  return marked;
}

/** The list of builds of an add-on for a version. */
function listOf({
  addonName,
  clusterVersion,
}: Pick<AddonVersionRow, "addonName" | "clusterVersion">): string {
  return `${addonName} for ${clusterVersion}`;
}

function keyOf(build: Pick<AddonVersionRow, "addonName" | "clusterVersion" | "addonVersion">): string {
  return `${build.addonName} ${build.clusterVersion} ${build.addonVersion}`;
}

/** The old rows in their order. A new row comes before the first higher row of its add-on, or after the last. */
function placed(
  old: readonly AddonVersionRow[],
  rows: ReadonlyMap<string, AddonVersionRow>,
): readonly AddonVersionRow[] {
  const result = old.map((row) => rows.get(keyOf(row)) ?? row);
  const before = new Set(old.map(keyOf));
  const news = [...rows.values()].filter((row) => !before.has(keyOf(row))).sort(byName);
  for (const row of news) {
    const above = result.findIndex((other) => other.addonName === row.addonName && byVersion(row, other) < 0);
    const last = result.findLastIndex((other) => other.addonName === row.addonName);
    result.splice(above !== -1 ? above : last !== -1 ? last + 1 : result.length, 0, row);
  }
  return result;
}

type Build = Pick<AddonVersionRow, "addonName" | "clusterVersion" | "addonVersion">;

function byName(left: Build, right: Build): number {
  return left.addonName < right.addonName
    ? -1
    : left.addonName > right.addonName
      ? 1
      : byVersion(left, right);
}

function byVersion(left: Build, right: Build): number {
  const minors = minorOf(left.clusterVersion) - minorOf(right.clusterVersion);
  const [a, b] = [AddonVersion.parse(left.addonVersion), AddonVersion.parse(right.addonVersion)];
  return minors !== 0 || a === undefined || b === undefined ? minors : a.compare(b);
}
