import {
  alternativesFor,
  type InstalledRelease,
  isWithin,
  supportedVersions,
} from "../eks/catalog/release-support";
import { compareTexts } from "../eks/compare-texts";
import type { KubernetesVersion } from "../eks/kubernetes-version";
import { CRDS, workloadLayout, workloadStack } from "../eks/layout";
import { type ClusterState, type FleetState, ifKnown, type ReleaseState } from "../fleet/state";
import { terraformAddress } from "../terraform/terraform-address";

/** A release that a fleet file names. */
export interface PlatformRelease {
  readonly state: ReleaseState;
  readonly name: string;
  /** From the cluster's entry. */
  readonly path: ReleasePath;
  /** As the fleet file has it: "1.33.1" of the autoscaler's image, else the chart's. */
  readonly version: string | undefined;
}

type ReleasePath =
  | readonly ["loadBalancerController"]
  | readonly ["clusterAutoscaler"]
  | readonly ["karpenter"]
  | readonly ["releases", string];

/** The releases of a cluster that its fleet file names, by name. */
export function releasesOf(fleet: FleetState, { clusterName }: ClusterState): readonly PlatformRelease[] {
  const stack = workloadStack(ifKnown(clusterName) ?? "");
  return fleet.releases
    .filter((release) => release.stack === stack && release.address !== KARPENTER_CRDS)
    .map((state) => {
      const name = ifKnown(state.releaseName) ?? "";
      return {
        state,
        name,
        path: releasePath(state, name),
        version:
          ifKnown(state.chart) === AUTOSCALER
            ? ifKnown(state.imageTag)?.replace(/^v/, "")
            : ifKnown(state.chartVersion),
      };
    })
    .sort((one, other) => compareTexts(one.name, other.name));
}

const AUTOSCALER = "cluster-autoscaler";

/** The release of the `karpenter` of a cluster, and the release of its CRDs, which has the same version. */
const KARPENTER = terraformAddress("helm_release", workloadLayout.karpenter);
const KARPENTER_CRDS = terraformAddress("helm_release", [...workloadLayout.karpenter, CRDS]);

export function isKarpenter({ path }: PlatformRelease): boolean {
  return path[0] === "karpenter";
}

/** The releases that have the version of a release, and are removed with it. */
export function isPartOf({ state }: PlatformRelease, other: ReleaseState): boolean {
  return (
    other === state ||
    (state.address === KARPENTER && other.address === KARPENTER_CRDS && other.stack === state.stack)
  );
}

/** Where a fleet file declares a release, from its cluster. */
function releasePath({ address, chart }: ReleaseState, releaseName: string): ReleasePath {
  if (address === KARPENTER) {
    return ["karpenter"];
  }
  switch (ifKnown(chart)) {
    case "aws-load-balancer-controller":
      return ["loadBalancerController"];
    case AUTOSCALER:
      return ["clusterAutoscaler"];
    default:
      return ["releases", releaseName];
  }
}

/** The property of the cluster that holds a release. */
export function entryOf(
  path: ReleasePath,
): Exclude<ReleasePath, readonly ["releases", string]> | readonly ["releases"] {
  return path[0] === "releases" ? ["releases"] : path;
}

type VersionPath =
  | readonly ["loadBalancerController"]
  | readonly ["clusterAutoscaler"]
  | readonly ["karpenter", "version"]
  | readonly ["releases", string, "chartVersion"];

/** From the cluster's entry: the version of a release. */
export function versionPath({ path }: PlatformRelease): VersionPath {
  switch (path[0]) {
    case "releases":
      return [...path, "chartVersion"];
    case "karpenter":
      return [...path, "version"];
    default:
      return path;
  }
}

/** A release after its version in the fleet file is changed. */
export function withVersion(state: ReleaseState, version: string): ReleaseState {
  return ifKnown(state.chart) === AUTOSCALER
    ? { ...state, imageTag: `v${version}` }
    : { ...state, chartVersion: version };
}

/** Whether a release is known not to support a version of Kubernetes. */
export function isIncompatible({ state }: PlatformRelease, kubernetes: KubernetesVersion): boolean {
  const supported = state.supports ?? supportedVersions(installed(state));
  return supported !== undefined && !isWithin(kubernetes, supported);
}

/** The newest release that supports all of `versions`, if it is newer, for charts whose releases the catalog knows. */
export function releaseFor(
  { state, version }: PlatformRelease,
  versions: readonly KubernetesVersion[],
): string | undefined {
  const isOfImage = ifKnown(state.chart) === AUTOSCALER;
  if (version === undefined || (isOfImage ? state.imageTag === undefined : state.address !== KARPENTER)) {
    return undefined;
  }
  const lists = versions.map((kubernetes) => alternativesFor(installed(state), kubernetes));
  const [newest] = (lists[0] ?? []).filter(
    (candidate) => /^\d+\.\d+\.\d+$/.test(candidate) && lists.every((list) => list.includes(candidate)),
  );
  return newest !== undefined && isNewer(newest, version) ? newest : undefined;
}

function installed({ chart, chartVersion, imageTag }: ReleaseState): InstalledRelease {
  return { chart: ifKnown(chart) ?? "", chartVersion: ifKnown(chartVersion), imageTag: ifKnown(imageTag) };
}

function isNewer(version: string, other: string): boolean {
  const [one, two] = [version, other].map((text) => text.split(".").map(Number));
  const index = (one ?? []).findIndex((number, at) => number !== two?.[at]);
  return index !== -1 && (one?.[index] ?? 0) > (two?.[index] ?? 0);
}
