import { AddonVersion } from "../addon-version";
import { KubernetesVersion } from "../kubernetes-version";
import addonVersions from "./addon-versions.json";
import kubernetesVersions from "./kubernetes-versions.json";

/** A Kubernetes version on EKS. Dates are days in UTC, "2026-12-02". */
export interface KubernetesVersionRow {
  readonly version: string;
  /** Of Kubernetes itself. Left out if it was not looked up, because EKS does not report it. */
  readonly upstreamRelease?: string;
  readonly eksRelease: string;
  readonly endOfStandardSupport: string;
  /** `null` if extended support did not exist (before 1.21). */
  readonly endOfExtendedSupport: string | null;
  readonly source: string;
  /** The dates that no source states and that were reckoned from others. */
  readonly derived?: readonly string[];
}

/** An add-on build that EKS is known to offer for clusters of one version. */
export interface AddonVersionRow {
  readonly addonName: string;
  readonly clusterVersion: string;
  readonly addonVersion: string;
  /**
   * How it is known: EKS named it as its default, or offered it, its user guide named it the newest, somebody was
   * seen to run it, or a well-known blueprint installs it.
   */
  readonly evidence: string;
  /** The day, month or year of the evidence. */
  readonly asOf: string;
  /** A key of `sources`, or a sentence. */
  readonly source: string;
  /**
   * It is part of a complete list: all builds that EKS offered for this add-on and version on that day. Only a complete
   * list says that EKS rejects a build. @default - the row is one known build of many
   */
  readonly isComplete?: true;
}

export interface CatalogData {
  readonly kubernetesVersions: readonly KubernetesVersionRow[];
  readonly addonVersions: readonly AddonVersionRow[];
}

export type Support = "not-released" | "standard" | "extended" | "ended";

/**
 * What EKS offers, as of a date: which Kubernetes versions, supported until when, and which add-on builds for
 * each. Nothing asks AWS: what is newer than the catalog is added to it, by us or in a file of your own.
 */
export class Catalog {
  /** The catalog that comes with this package. Its rows name their sources. */
  static readonly DATED = new Catalog({
    kubernetesVersions: kubernetesVersions.rows,
    addonVersions: addonVersions.rows,
  });

  private readonly versions: ReadonlyMap<number, KubernetesVersionRow>;
  private readonly builds: ReadonlyMap<string, readonly AddonVersion[]>;
  private readonly complete: ReadonlySet<string>;

  constructor(readonly data: CatalogData) {
    this.versions = new Map(
      data.kubernetesVersions.map((row) => [KubernetesVersion.of(row.version).minor, row] as const),
    );
    const builds = new Map<string, AddonVersion[]>();
    for (const row of data.addonVersions) {
      const key = buildsKey(row.addonName, KubernetesVersion.of(row.clusterVersion));
      const known = builds.get(key) ?? [];
      builds.set(key, known);
      const build = AddonVersion.of(row.addonVersion);
      if (!known.some((other) => other.equals(build))) {
        known.push(build);
      }
    }
    this.complete = new Set(
      data.addonVersions.flatMap((row) =>
        row.isComplete === true ? [buildsKey(row.addonName, KubernetesVersion.of(row.clusterVersion))] : [],
      ),
    );
    for (const known of builds.values()) {
      known.sort((left, right) => left.compare(right));
    }
    this.builds = builds;
  }

  /** This catalog and the rows of `data`; a Kubernetes version that both have is taken from `data`. */
  with(data: Partial<CatalogData>): Catalog {
    const added = data.kubernetesVersions ?? [];
    const replaced = new Set(added.map((row) => row.version));
    return new Catalog({
      kubernetesVersions: [
        ...this.data.kubernetesVersions.filter((row) => !replaced.has(row.version)),
        ...added,
      ],
      addonVersions: [...this.data.addonVersions, ...(data.addonVersions ?? [])],
    });
  }

  knows(version: KubernetesVersion): boolean {
    return this.versions.has(version.minor);
  }

  get oldest(): KubernetesVersion {
    return this.known()[0] ?? KubernetesVersion.of("1.0");
  }

  get newest(): KubernetesVersion {
    return this.known().at(-1) ?? KubernetesVersion.of("1.0");
  }

  row(version: KubernetesVersion): KubernetesVersionRow | undefined {
    return this.versions.get(version.minor);
  }

  /** On the last day of a support it still lasts. `undefined` for a version that the catalog does not know. */
  supportOn(day: string, version: KubernetesVersion): Support | undefined {
    const row = this.row(version);
    if (row === undefined) {
      return undefined;
    }
    if (day < row.eksRelease) {
      return "not-released";
    }
    if (day <= row.endOfStandardSupport) {
      return "standard";
    }
    return row.endOfExtendedSupport !== null && day <= row.endOfExtendedSupport ? "extended" : "ended";
  }

  /** The add-ons of which a build is known. EKS may have more. */
  get addonNames(): readonly string[] {
    return [...new Set(this.data.addonVersions.map(({ addonName }) => addonName))];
  }

  /** The builds known for clusters of `version`, oldest first; empty if none is known. */
  addonVersions(addonName: string, version: KubernetesVersion): readonly AddonVersion[] {
    return this.builds.get(buildsKey(addonName, version)) ?? [];
  }

  /** Whether the known builds are all that EKS offered, so that it rejects others. */
  hasAllAddonVersions(addonName: string, version: KubernetesVersion): boolean {
    return this.complete.has(buildsKey(addonName, version));
  }

  private known(): readonly KubernetesVersion[] {
    return [...this.versions.keys()]
      .sort((left, right) => left - right)
      .map((minor) => KubernetesVersion.of(`1.${minor}`));
  }
}

function buildsKey(addonName: string, version: KubernetesVersion): string {
  return `${addonName} ${version}`;
}
