import type { AddonVersion } from "../../eks/addon-version";
import type { Catalog } from "../../eks/catalog/catalog";
import { compareTexts } from "../../eks/compare-texts";
import type { KubernetesVersion } from "../../eks/kubernetes-version";
import { FleetIndex } from "../../fleet/fleet-index";
import { type ClusterState, type FleetState, ifKnown } from "../../fleet/state";
import { ONE_MINOR } from "../../rules/addons/addon-one-minor";
import { isOutside } from "../../rules/support/addon-compatibility";
import { buildIn } from "../../rules/support/reading";

/** Nodes of a version do not work without a build of these. */
export const ESSENTIAL_ADDONS: readonly string[] = ["kube-proxy", "coredns", "vpc-cni"];

export interface AddonTarget {
  readonly addonName: string;
  readonly from: AddonVersion;
  readonly to: AddonVersion;
}

/** When add-ons get the newest build of their version: always, or if the next minor needs it. */
export type AddonPace = "newest" | "as-needed";

/** The add-ons of a cluster that need another build at its version, each with the next build. */
export function addonTargets(
  fleet: FleetState,
  cluster: ClusterState,
  version: KubernetesVersion,
  pace: AddonPace,
  catalog: Catalog,
): readonly AddonTarget[] {
  return new FleetIndex(fleet)
    .addonsOf(cluster.key)
    .flatMap((addon): readonly AddonTarget[] => {
      const addonName = ifKnown(addon.addonName);
      const from = buildIn(addon.addonVersion);
      const to =
        addonName === undefined || from === undefined
          ? undefined
          : nextBuild(addonName, from, version, pace, catalog);
      return addonName === undefined || from === undefined || to === undefined
        ? []
        : [{ addonName, from, to }];
    })
    .sort((one, other) => compareTexts(one.addonName, other.addonName));
}

/** The newest build of one update. Before another minor, a build that is compatible with that minor, too. */
function nextBuild(
  addonName: string,
  from: AddonVersion,
  version: KubernetesVersion,
  pace: AddonPace,
  catalog: Catalog,
): AddonVersion | undefined {
  const next = version.plus(1);
  if (pace === "as-needed" && fits(addonName, from, next, catalog)) {
    return undefined;
  }
  const newer = catalog
    .addonVersions(addonName, version)
    .filter((build) => build.compare(from) > 0)
    .filter(
      (build) => !ONE_MINOR.has(addonName) || (build.major === from.major && build.minor - from.minor <= 1),
    );
  const lasting = pace === "newest" ? [] : newer.filter((build) => fits(addonName, build, next, catalog));
  return lasting.at(-1) ?? newer.at(-1);
}

export function fits(
  addonName: string,
  build: AddonVersion,
  version: KubernetesVersion,
  catalog: Catalog,
): boolean {
  return !isOutside(addonName, build, version, catalog);
}
