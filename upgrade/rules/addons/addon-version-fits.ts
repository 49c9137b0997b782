import type { AddonVersion } from "../../eks/addon-version";
import type { Catalog } from "../../eks/catalog/catalog";
import { KubernetesVersion } from "../../eks/kubernetes-version";
import { allowedSkew, oldestUnder } from "../../eks/version-skew";
import type { FleetIndex } from "../../fleet/fleet-index";
import { type AddonState, type ClusterState, ifKnown, isUnknown } from "../../fleet/state";
import type { Finding, Rule, Severity } from "../rule";
import { found } from "../support/finding";
import { buildIn, versionIn } from "../support/reading";
import { violations } from "../support/violations";
import { NAME_THE_CLUSTER, notJudged, told } from "../support/wording";

const source =
  "EKS DescribeAddonVersions, as far as the catalog has it; Kubernetes, version skew policy (kube-proxy)";

/** An add-on build whose minor does not fit its cluster. */
export const addonVersionFits: Rule = {
  id: "addon-version-fits",
  severity: "error",
  title: "an add-on build that does not fit its cluster",
  why: "EKS refuses the build in the middle of the apply, or the add-on stops working when the control plane moves under it. Of an add-on that did not fit before the step it is only told. A build that is not known yet, and that EKS itself is asked for by the version of the cluster (data.aws_eks_addon_version), fits.",
  source,
  judge: (input) => violations(input, (fleet) => findingsIn(fleet, input.catalog, "error")),
};

/** A build that may well exist, but that the catalog has not seen. */
export const addonVersionKnown: Rule = {
  id: "addon-version-known",
  severity: "warning",
  title: "an add-on build that the catalog has not seen for its cluster's version",
  why: "It may well exist: builds come out every week. But nobody checked that it fits. Where none is known that fits a version and the one before, the add-on goes on as it is until it is updated.",
  source,
  judge: (input) => violations(input, (fleet) => findingsIn(fleet, input.catalog, "warning")),
};

function findingsIn(index: FleetIndex, catalog: Catalog, severity: Severity): readonly Finding[] {
  return index.fleet.addons.flatMap((addon): readonly Finding[] => {
    const cluster = index.cluster(addon.cluster);
    const unknown = unknownOf(addon, cluster);
    if (unknown !== undefined) {
      const question = `whether add-on ${told(addon.addonName)} fits its cluster`;
      const wayOut = isUnknown(addon.cluster) ? NAME_THE_CLUSTER : undefined;
      return severity === "error" ? [notJudged(addon, unknown, question, wayOut)] : [];
    }
    const misfit = misfitIn(addon, cluster, catalog);
    if (misfit?.severity !== severity) {
      return [];
    }
    const values = { build: told(addon.addonVersion), cluster: told(cluster?.version) };
    return [found(addon, misfit.message, { code: misfit.code, values })];
  });
}

function misfitIn(
  { addonName, addonVersion }: AddonState,
  cluster: ClusterState | undefined,
  catalog: Catalog,
): Misfit | undefined {
  const name = ifKnown(addonName);
  const build = buildIn(addonVersion);
  const version = versionIn(cluster?.version);
  return name === undefined || build === undefined || version === undefined || !catalog.knows(version)
    ? undefined
    : misfitOf(name, build, version, catalog);
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
export interface Misfit {
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
}

export function misfitOf(
  addonName: string,
  build: AddonVersion,
  cluster: KubernetesVersion,
  catalog: Catalog,
): Misfit | undefined {
  const known = catalog.addonVersions(addonName, cluster);
  if (known.some((candidate) => candidate.equals(build))) {
    return undefined;
  }
  return addonName === "kube-proxy"
    ? kubeProxyFit(build, cluster, catalog)
    : otherFit(addonName, build, cluster, known, catalog);
}

/** A kube-proxy build carries the Kubernetes version in its own, so the skew policy decides. */
function kubeProxyFit(build: AddonVersion, cluster: KubernetesVersion, catalog: Catalog): Misfit | undefined {
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
): Misfit {
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
): Misfit {
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
