import type { AddonVersion } from "../../eks/addon-version";
import type { Catalog } from "../../eks/catalog/catalog";
import { KubernetesVersion } from "../../eks/kubernetes-version";
import { allowedSkew, oldestUnder } from "../../eks/version-skew";
import type { FleetIndex } from "../../fleet/fleet-index";
import { type AddonState, type ClusterState, ifKnown, isUnknown } from "../../fleet/state";
import { nearest } from "../../input/nearest";
import type { Finding, RuleInput, Severity } from "../rule";
import { found, NAME_THE_CLUSTER, notEvaluated } from "./finding";
import { buildIn, versionIn } from "./reading";
import { shown } from "./wording";

/** The add-ons of a fleet that are incompatible with their clusters, or may be, by severity. */
export function addonFindings(index: FleetIndex, input: RuleInput, severity: Severity): readonly Finding[] {
  const { catalog } = input;
  return index.fleet.addons.flatMap((addon): readonly Finding[] => {
    const cluster = index.cluster(addon.cluster);
    const unknown = unknownOf(addon, cluster);
    if (unknown !== undefined) {
      const question = `whether add-on ${shown(addon.addonName)} is compatible with its cluster`;
      const fix = isUnknown(addon.cluster) ? NAME_THE_CLUSTER : undefined;
      return severity === "error" ? [notEvaluated(addon, unknown, question, fix)] : [];
    }
    const incompatibility = incompatibilityIn(addon, cluster, catalog);
    if (incompatibility === undefined) {
      return [];
    }
    // EKS checks a build only when it is set. One that is left alone keeps running, except kube-proxy by its skew.
    const isChecked = addon.addonName === "kube-proxy" || isSet(addon, input);
    if ((isChecked ? incompatibility.severity : "warning") !== severity) {
      return [];
    }
    const values = { build: shown(addon.addonVersion), cluster: shown(cluster?.version) };
    return [found(addon, incompatibility.message, { code: incompatibility.code, values })];
  });
}

/** Whether the change sets the version of an add-on. At synthesis there is no change, and every version is set. */
function isSet(addon: AddonState, { diff, resources }: RuleInput): boolean {
  const { cluster } = addon;
  const pairs = isUnknown(cluster) ? diff.addons : diff.addonsOf(cluster);
  const pair = pairs.find(({ before, after }) => before === addon || after === addon);
  return (
    resources.length === 0 ||
    (pair?.change !== undefined &&
      !(pair.change.isImport && pair.change.changed.length === 0) &&
      pair.before?.addonVersion !== pair.after?.addonVersion)
  );
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

/** The value that decides and is not known. */
function unknownOf(
  { addonName, addonVersion, offeredFor, isAsked, cluster: key }: AddonState,
  cluster: ClusterState | undefined,
): string | undefined {
  if (addonVersion === undefined) {
    return undefined;
  }
  if (isUnknown(key)) {
    return `the cluster of add-on ${shown(addonName)}`;
  }
  if (cluster?.version === undefined) {
    return undefined;
  }
  const of = `of cluster ${shown(cluster.clusterName)}`;
  if (isUnknown(addonName)) {
    return `the name of an add-on ${of}`;
  }
  // EKS itself selects a compatible version.
  if (isUnknown(addonVersion) && (isAsked === true || offeredFor === cluster.version)) {
    return undefined;
  }
  if (isUnknown(addonVersion)) {
    return `the version of add-on ${shown(addonName)} ${of}`;
  }
  return isUnknown(cluster.version) ? `the Kubernetes version ${of}` : undefined;
}

/** Why an add-on version may not work in a cluster: it is incompatible (an error), or nobody knows (a warning). */
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
  if (addonName !== "kube-proxy" && catalog.hasAllAddonVersions(addonName, cluster)) {
    return {
      severity: "error",
      code: "not-offered",
      message: `${addonName} ${build} is incompatible with Kubernetes ${cluster}: EKS does not offer it. Pin one of ${list(known)}, or refresh the catalog ("catalog refresh")`,
    };
  }
  return addonName === "kube-proxy"
    ? kubeProxyFit(build, cluster, catalog)
    : otherFit(addonName, build, cluster, known, catalog);
}

/** The version of kube-proxy is that of Kubernetes, so the version skew policy decides. */
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
      message: `kube-proxy ${build} is newer than the control plane: Kubernetes ${cluster} needs v${cluster} or older. Upgrade the control plane first, or pin a version of v${cluster}`,
    };
  }
  if (cluster.minorsAheadOf(proxy) > allowedSkew(proxy)) {
    return {
      severity: "error",
      code: "too-old",
      message: `kube-proxy ${build} is too old for the control plane: Kubernetes ${cluster} needs v${oldestUnder(cluster)} to v${cluster}. Update kube-proxy before the control plane`,
    };
  }
  const known = catalog.addonVersions("kube-proxy", proxy);
  return known.some((candidate) => candidate.equals(build))
    ? undefined
    : unknown("kube-proxy", build, proxy, known, catalog);
}

/** Whether a build is outside of what is known to be compatible. Upgrade plans then replace it. */
export function isOutside(
  addonName: string,
  build: AddonVersion,
  cluster: KubernetesVersion,
  catalog: Catalog,
): boolean {
  const incompatibility = incompatibilityOf(addonName, build, cluster, catalog);
  return incompatibility?.severity === "error" || incompatibility?.code === "other-minor";
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
    return unknown(addonName, build, cluster, known, catalog);
  }
  if (build.compareMinor(oldest) < 0 && isLastBefore(addonName, build, cluster, oldest, catalog)) {
    return {
      severity: "warning",
      code: "update-after-control-plane",
      message: `${addonName} ${build} is a version for Kubernetes ${cluster.plus(-1)}: no version is known that is compatible with ${cluster.plus(-1)} and ${cluster}. As soon as the control plane runs ${cluster}, update it to one of ${list(known)}`,
    };
  }
  if (build.compareMinor(oldest) < 0 || build.compareMinor(newest) > 0) {
    return {
      severity: "warning",
      code: "other-minor",
      message: `${addonName} ${build} may be incompatible with Kubernetes ${cluster}: the catalog has ${minors(oldest, newest)} for it, and its list is not complete. Check it with "aws eks describe-addon-versions --addon-name ${addonName} --kubernetes-version ${cluster}"`,
    };
  }
  return unknown(addonName, build, cluster, known, catalog);
}

/**
 * Whether a version is compatible with the Kubernetes version before, and no such version is compatible with this one.
 * Rejecting it would reject every upgrade; EKS accepts it, because add-ons are updated after their control plane.
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
  catalog: Catalog,
): Incompatibility {
  const near = catalog.addonNames.includes(addonName) ? undefined : nearest(addonName, catalog.addonNames);
  const meant = near === undefined ? "" : `Did you mean "${near}"? `;
  const seen = known.length === 0 ? "has no version of it" : `has ${list(known)}`;
  return {
    severity: "warning",
    code: "not-in-catalog",
    message: `${addonName} ${build} is not in the catalog: for Kubernetes ${version} it ${seen}. ${meant}Check it with "aws eks describe-addon-versions --addon-name ${addonName} --kubernetes-version ${version}"`,
  };
}

function minors(oldest: AddonVersion, newest: AddonVersion): string {
  return oldest.compareMinor(newest) === 0
    ? oldest.majorMinor
    : `${oldest.majorMinor} to ${newest.majorMinor}`;
}

/** The newest few. */
function list(builds: readonly AddonVersion[]): string {
  return builds.slice(-3).join(", ");
}
