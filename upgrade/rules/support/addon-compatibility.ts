import type { AddonVersion } from "../../eks/addon-version";
import type { Catalog } from "../../eks/catalog/catalog";
import { KubernetesVersion } from "../../eks/kubernetes-version";
import { allowedSkew, oldestUnder } from "../../eks/version-skew";
import type { FleetIndex } from "../../fleet/fleet-index";
import { type AddonState, type ClusterState, ifKnown, isUnknown } from "../../fleet/state";
import type { Finding, Severity } from "../rule";
import { found } from "./finding";
import { buildIn, versionIn } from "./reading";
import { NAME_THE_CLUSTER, notJudged, told } from "./wording";

/** The add-ons of a fleet that are incompatible with their clusters, or may be, by severity. */
export function addonFindings(index: FleetIndex, catalog: Catalog, severity: Severity): readonly Finding[] {
  return index.fleet.addons.flatMap((addon): readonly Finding[] => {
    const cluster = index.cluster(addon.cluster);
    const unknown = unknownOf(addon, cluster);
    if (unknown !== undefined) {
      const question = `whether add-on ${told(addon.addonName)} fits its cluster`;
      const wayOut = isUnknown(addon.cluster) ? NAME_THE_CLUSTER : undefined;
      return severity === "error" ? [notJudged(addon, unknown, question, wayOut)] : [];
    }
    const incompatibility = incompatibilityIn(addon, cluster, catalog);
    if (incompatibility?.severity !== severity) {
      return [];
    }
    const values = { build: told(addon.addonVersion), cluster: told(cluster?.version) };
    return [found(addon, incompatibility.message, { code: incompatibility.code, values })];
  });
}

function incompatibilityIn(
  { addonName, addonVersion }: AddonState,
  cluster: ClusterState | undefined,
  catalog: Catalog,
): Incompatibility | undefined {
  const name = ifKnown(addonName);
  const build = buildIn(addonVersion);
  const version = versionIn(cluster?.version);
  return name === undefined || build === undefined || version === undefined || !catalog.knows(version)
    ? undefined
    : incompatibilityOf(name, build, version, catalog);
}

/** What decides, and is not known. */
function unknownOf(
  { addonName, addonVersion, offeredFor, cluster: key }: AddonState,
  cluster: ClusterState | undefined,
): string | undefined {
  if (addonVersion === undefined) {
    return undefined;
  }
  if (isUnknown(key)) {
    return `the cluster of add-on ${told(addonName)}`;
  }
  if (cluster?.version === undefined) {
    return undefined;
  }
  const of = `of cluster ${told(cluster.clusterName)}`;
  if (isUnknown(addonName)) {
    return `the name of an add-on ${of}`;
  }
  // A build that EKS itself names for a version fits that.
  if (isUnknown(addonVersion) && !isUnknown(cluster.version) && offeredFor === cluster.version) {
    return undefined;
  }
  if (isUnknown(addonVersion)) {
    return `the version of add-on ${told(addonName)} ${of}`;
  }
  return isUnknown(cluster.version) ? `the Kubernetes version ${of}` : undefined;
}

/** Why a build may not be what a cluster needs: it does not fit (an error), or nobody knows it (a warning). */
export interface Incompatibility {
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
}

export function incompatibilityOf(
  addonName: string,
  build: AddonVersion,
  cluster: KubernetesVersion,
  catalog: Catalog,
): Incompatibility | undefined {
  const known = catalog.addonVersions(addonName, cluster);
  if (known.some((candidate) => candidate.equals(build))) {
    return undefined;
  }
  return addonName === "kube-proxy"
    ? kubeProxyFit(build, cluster, catalog)
    : otherFit(addonName, build, cluster, known, catalog);
}

/** A kube-proxy build carries the Kubernetes version in its own, so the skew policy decides. */
function kubeProxyFit(
  build: AddonVersion,
  cluster: KubernetesVersion,
  catalog: Catalog,
): Incompatibility | undefined {
  const proxy = KubernetesVersion.parse(`${build.major}.${build.minor}`);
  if (proxy === undefined || proxy.compare(cluster) > 0) {
    return {
      severity: "error",
      code: "newer",
      message: `kube-proxy ${build} is newer than the control plane, which runs ${cluster}; upgrade the control plane first, or pin a build of v${cluster} or older`,
    };
  }
  if (cluster.minorsAheadOf(proxy) > allowedSkew(proxy)) {
    return {
      severity: "error",
      code: "too-old",
      message: `kube-proxy ${build} is too old for a control plane of ${cluster}, which allows v${oldestUnder(cluster)} to v${cluster}; update kube-proxy before the control plane`,
    };
  }
  const known = catalog.addonVersions("kube-proxy", proxy);
  return known.some((candidate) => candidate.equals(build))
    ? undefined
    : unknown("kube-proxy", build, proxy, known);
}

function otherFit(
  addonName: string,
  build: AddonVersion,
  cluster: KubernetesVersion,
  known: readonly AddonVersion[],
  catalog: Catalog,
): Incompatibility {
  const [oldest] = known;
  const newest = known.at(-1);
  if (oldest === undefined || newest === undefined) {
    return unknown(addonName, build, cluster, known);
  }
  if (build.compareMinor(oldest) < 0 && isLastBefore(addonName, build, cluster, oldest, catalog)) {
    return {
      severity: "warning",
      code: "update-after-control-plane",
      message: `${addonName} ${build} is of Kubernetes ${cluster.plus(-1)}, and no build is known that fits both that and ${cluster}; update it as soon as the control plane runs ${cluster}, to one of ${list(known)}`,
    };
  }
  if (build.compareMinor(oldest) < 0 || build.compareMinor(newest) > 0) {
    return {
      severity: "error",
      code: "other-minor",
      message: `${addonName} ${build} does not fit Kubernetes ${cluster}, for which ${minors(oldest, newest)} is known; pin one of ${list(known)}, or add a newer build to a catalog file of your own`,
    };
  }
  return unknown(addonName, build, cluster, known);
}

/**
 * Whether a build fits the version before, and no build that is known there fits this one: whoever refuses that
 * refuses the upgrade. EKS does not: add-ons follow their control plane.
 */
function isLastBefore(
  addonName: string,
  build: AddonVersion,
  cluster: KubernetesVersion,
  oldest: AddonVersion,
  catalog: Catalog,
): boolean {
  const before = catalog.addonVersions(addonName, cluster.plus(-1));
  const [first] = before;
  const last = before.at(-1);
  return (
    first !== undefined &&
    last !== undefined &&
    last.compareMinor(oldest) < 0 &&
    build.compareMinor(first) >= 0 &&
    build.compareMinor(last) <= 0
  );
}

function unknown(
  addonName: string,
  build: AddonVersion,
  version: KubernetesVersion,
  known: readonly AddonVersion[],
): Incompatibility {
  const seen = known.length === 0 ? "has no build of it" : `has ${list(known)}`;
  return {
    severity: "warning",
    code: "not-in-catalog",
    message: `${addonName} ${build} is not in the catalog, which for Kubernetes ${version} ${seen}; check it with "aws eks describe-addon-versions --addon-name ${addonName} --kubernetes-version ${version}"`,
  };
}

function minors(oldest: AddonVersion, newest: AddonVersion): string {
  return oldest.compareMinor(newest) === 0
    ? oldest.majorMinor
    : `${oldest.majorMinor} to ${newest.majorMinor}`;
}

/** The newest few: the long tail of old builds helps nobody. */
function list(builds: readonly AddonVersion[]): string {
  return builds.slice(-3).join(", ");
}
