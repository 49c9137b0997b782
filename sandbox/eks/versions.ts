import type { Call, Operations } from "./call";
import { invalidParameter } from "./errors";
import { minorOf } from "./minor";
import type { EksOptions, OfferedVersion } from "./options";
import { pageOf } from "./pages";
import { timestamp } from "./timestamp";

export type VersionStatus = "STANDARD_SUPPORT" | "EXTENDED_SUPPORT" | "UNSUPPORTED";

/** Support ends when the day begins, UTC. */
export function statusOf(offered: OfferedVersion, now: number): VersionStatus {
  if (now < Date.parse(offered.endOfStandardSupport)) return "STANDARD_SUPPORT";
  if (now < Date.parse(offered.endOfExtendedSupport ?? offered.endOfStandardSupport)) {
    return "EXTENDED_SUPPORT";
  }
  return "UNSUPPORTED";
}

/** The offer for a version that clusters may have now; anything else is rejected. */
export function supportedVersion(options: EksOptions, version: string, now: number): OfferedVersion {
  const offered = options.versions.find((candidate) => candidate.version === version);
  if (offered === undefined || statusOf(offered, now) === "UNSUPPORTED") {
    throw invalidParameter(`unsupported Kubernetes version ${version}`);
  }
  return offered;
}

/** What a cluster gets that asks for no version: the newest one in standard support. */
export function defaultVersion(options: EksOptions, now: number): string {
  const [newest] = options.versions
    .filter((offered) => statusOf(offered, now) === "STANDARD_SUPPORT")
    .map(({ version }) => version)
    .sort((a, b) => (minorOf(b) ?? 0) - (minorOf(a) ?? 0));
  if (newest === undefined) throw invalidParameter("no Kubernetes version is in standard support");
  return newest;
}

export const versionOperations: Operations = {
  DescribeClusterVersions: {
    method: "GET",
    path: "/cluster-versions",
    answer: ({ options, query, now }: Call) => {
      const wanted = query.getAll("clusterVersions");
      const status = query.get("versionStatus") ?? query.get("status")?.toUpperCase().replace("-", "_");
      const latest = defaultVersion(options, now);
      const described = [...options.versions]
        .sort((a, b) => (minorOf(b.version) ?? 0) - (minorOf(a.version) ?? 0))
        .filter(({ version }) => wanted.length === 0 || wanted.includes(version))
        .filter(({ version }) => query.get("defaultOnly") !== "true" || version === latest)
        .filter((offered) =>
          status !== undefined
            ? statusOf(offered, now) === status
            : query.get("includeAll") === "true" || statusOf(offered, now) !== "UNSUPPORTED",
        )
        .map((offered) => describe(offered, latest, now));
      return pageOf("clusterVersions", described, query);
    },
  },
};

function describe(offered: OfferedVersion, latest: string, now: number): object {
  const versionStatus = statusOf(offered, now);
  const date = (day: string) => timestamp(Date.parse(day));
  return {
    clusterVersion: offered.version,
    clusterType: "eks",
    defaultPlatformVersion: "eks.1",
    defaultVersion: offered.version === latest,
    ...(offered.release === undefined ? {} : { releaseDate: date(offered.release) }),
    endOfStandardSupportDate: date(offered.endOfStandardSupport),
    endOfExtendedSupportDate: date(offered.endOfExtendedSupport ?? offered.endOfStandardSupport),
    status: versionStatus.toLowerCase().replace("_", "-"),
    versionStatus,
    kubernetesPatchVersion: `${offered.version}.0`,
  };
}
