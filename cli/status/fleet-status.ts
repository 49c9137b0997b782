import type { Catalog, Support } from "../../upgrade/eks/catalog/catalog";
import { compareTexts } from "../../upgrade/eks/compare-texts";
import { nodeGroupFamily } from "../../upgrade/eks/node-group-family";
import type { NodeGroupPhase } from "../../upgrade/eks/node-group-phase";
import type { NodePoolPhase } from "../../upgrade/eks/node-pool";
import type { DriftPace } from "../../upgrade/eks/node-pool-drift";
import { FleetIndex } from "../../upgrade/fleet/fleet-index";
import { type ClusterState, type FleetState, ifKnown, type NodeGroupState } from "../../upgrade/fleet/state";
import { loadBalancersOf } from "../../upgrade/planner/load-balancers";
import { byGeneration, nameOf } from "../../upgrade/planner/node-groups";
import { buildIn, daysBetween, versionIn } from "../../upgrade/rules/support/reading";

/**
 * What extended support adds to the standard price of $0.10 an hour, for one cluster, in US dollars a month of 730
 * hours. Source: AWS, "Amazon EKS extended support for Kubernetes versions pricing" (January 2024): $0.60 an hour in
 * total, without the nodes.
 */
export const EXTENDED_SUPPORT_USD_PER_MONTH = 0.5 * 730;

export interface FleetStatus {
  readonly clusters: readonly ClusterStatus[];
  readonly loadBalancers: readonly LoadBalancerStatus[];
  /** What extended support adds to the standard price of all clusters, a month. */
  readonly extendedSupportUsdPerMonth: number;
}

/** `null`: the code does not have the value, or it is not in the catalog. */
export interface ClusterStatus {
  readonly cluster: string;
  readonly region: string | null;
  readonly version: string | null;
  readonly support: Support | null;
  readonly endOfStandardSupport: string | null;
  readonly endOfExtendedSupport: string | null;
  /** Until the current support ends. Negative if all support has ended. */
  readonly daysLeft: number | null;
  readonly extendedSupportUsdPerMonth: number;
  /** "STANDARD": EKS upgrades the control plane at the end of standard support. */
  readonly supportType: string | null;
  readonly addons: readonly AddonStatus[];
  readonly nodeGroups: readonly NodeGroupStatus[];
  /** Of Karpenter and Auto Mode. */
  readonly nodePools: readonly NodePoolStatus[];
  /** Upgrades that are not finished: one sentence each. */
  readonly underWay: readonly string[];
}

export interface AddonStatus {
  readonly addon: string;
  readonly version: string | null;
  /** The newest build for the cluster's version in the catalog. */
  readonly newest: string | null;
  readonly isBehind: boolean;
}

export interface NodeGroupStatus {
  readonly nodeGroup: string;
  readonly version: string | null;
  readonly phase: NodeGroupPhase | null;
  /** How many minor versions the nodes are behind the control plane. */
  readonly minorsBehind: number | null;
}

export interface NodePoolStatus {
  readonly nodePool: string;
  /** As the code says: no file shows which nodes run. */
  readonly version: string | null;
  readonly phase: NodePoolPhase | null;
  readonly drift: DriftPace["drift"] | null;
  /** How many minor versions the nodes are behind the control plane. */
  readonly minorsBehind: number | null;
}

export interface LoadBalancerStatus {
  readonly loadBalancer: string;
  readonly targetGroups: readonly {
    readonly targetGroup: string;
    readonly weight: number;
    /** Of all requests, in percent. */
    readonly share: number;
    readonly cluster: string | null;
  }[];
}

/** @param day "2026-11-24" */
export function statusOf(fleet: FleetState, catalog: Catalog, day: string): FleetStatus {
  const names = new Map(fleet.clusters.map(({ key, clusterName }) => [key, ifKnown(clusterName)]));
  const loadBalancers = loadBalancersOf(fleet).map(({ name, slots }): LoadBalancerStatus => {
    const sum = slots.reduce((total, { weight }) => total + weight, 0);
    return {
      loadBalancer: name,
      targetGroups: slots.map(({ name: targetGroup, weight, cluster }) => ({
        targetGroup,
        weight,
        share: sum === 0 ? 0 : Math.round((weight / sum) * 1000) / 10,
        cluster: (cluster === undefined ? undefined : names.get(cluster)) ?? null,
      })),
    };
  });
  const index = new FleetIndex(fleet);
  const clusters = fleet.clusters
    .map((cluster) => clusterStatus(index, cluster, loadBalancers, catalog, day))
    .sort((one, other) => compareTexts(one.cluster, other.cluster));
  return {
    clusters,
    loadBalancers,
    extendedSupportUsdPerMonth: clusters.reduce((sum, each) => sum + each.extendedSupportUsdPerMonth, 0),
  };
}

function clusterStatus(
  index: FleetIndex,
  state: ClusterState,
  loadBalancers: readonly LoadBalancerStatus[],
  catalog: Catalog,
  day: string,
): ClusterStatus {
  const cluster = ifKnown(state.clusterName) ?? state.address;
  const version = versionIn(state.version);
  const row = version === undefined ? undefined : catalog.row(version);
  const support = version === undefined ? undefined : catalog.supportOn(day, version);
  const end =
    support === "standard" || support === "not-released"
      ? row?.endOfStandardSupport
      : (row?.endOfExtendedSupport ?? row?.endOfStandardSupport);
  const groups = [...index.nodeGroupsOf(state.key)].sort(byGeneration);
  const nodeGroups = groups.map((group): NodeGroupStatus => {
    const has = versionIn(group.version);
    return {
      nodeGroup: nameOf(group) === "" ? group.address : nameOf(group),
      version: has?.toString() ?? null,
      phase: ifKnown(group.phase) ?? null,
      minorsBehind: has === undefined || version === undefined ? null : version.minorsAheadOf(has),
    };
  });
  const nodePools = index.fleet.nodePools
    .filter((pool) => pool.cluster === state.key)
    .map((pool): NodePoolStatus => {
      const has = versionIn(pool.version);
      return {
        nodePool: ifKnown(pool.nodePoolName) ?? pool.address,
        version: has?.toString() ?? null,
        phase: ifKnown(pool.phase) ?? null,
        drift: ifKnown(pool.drift) ?? null,
        minorsBehind: has === undefined || version === undefined ? null : version.minorsAheadOf(has),
      };
    })
    .sort((one, other) => compareTexts(one.nodePool, other.nodePool));
  const addons = index
    .addonsOf(state.key)
    .map(({ addonName, addonVersion }): AddonStatus => {
      const addon = ifKnown(addonName) ?? "(an add-on known after apply)";
      const build = buildIn(addonVersion);
      const newest = version === undefined ? undefined : catalog.addonVersions(addon, version).at(-1);
      return {
        addon,
        version: build?.toString() ?? null,
        newest: newest?.toString() ?? null,
        isBehind: build !== undefined && newest !== undefined && build.compare(newest) < 0,
      };
    })
    .sort((one, other) => compareTexts(one.addon, other.addon));
  return {
    cluster,
    region: state.region ?? null,
    version: version?.toString() ?? null,
    support: support ?? null,
    endOfStandardSupport: row?.endOfStandardSupport ?? null,
    endOfExtendedSupport: row?.endOfExtendedSupport ?? null,
    daysLeft: end === undefined ? null : (daysBetween(day, end) ?? null),
    extendedSupportUsdPerMonth: support === "extended" ? EXTENDED_SUPPORT_USD_PER_MONTH : 0,
    supportType: ifKnown(state.supportType) ?? null,
    addons,
    nodeGroups,
    nodePools,
    underWay: [
      ...(ifKnown(state.rollbackOfUpgradeOn) === undefined
        ? []
        : [`rollback of the upgrade of ${ifKnown(state.rollbackOfUpgradeOn)}`]),
      ...behindControlPlane(nodeGroups, addons, version?.toString()),
      ...generationsUnderWay(groups),
      ...poolsUnderWay(nodePools),
      ...shiftsUnderWay(cluster, loadBalancers),
    ],
  };
}

/** Nodes and kube-proxy keep the old version while the control plane can be rolled back. */
function behindControlPlane(
  nodeGroups: readonly NodeGroupStatus[],
  addons: readonly AddonStatus[],
  version: string | undefined,
): readonly string[] {
  const kubeProxy = addons.find(({ addon }) => addon === "kube-proxy")?.version;
  const behind = [
    ...(kubeProxy === undefined || kubeProxy === null || kubeProxy.startsWith(`v${version}.`)
      ? []
      : [`kube-proxy (${kubeProxy})`]),
    ...nodeGroups
      .filter(({ minorsBehind, phase }) => minorsBehind !== null && minorsBehind > 0 && phase === "active")
      .map(({ nodeGroup, version: has }) => `${nodeGroup} (${has})`),
  ];
  return behind.length === 0 || version === undefined
    ? []
    : [`control plane at ${version}, older: ${behind.join(", ")}`];
}

function generationsUnderWay(groups: readonly NodeGroupState[]): readonly string[] {
  return groups.flatMap((group) => {
    const phase = ifKnown(group.phase);
    if (phase === undefined) {
      return [];
    }
    const name = nameOf(group);
    const successor = groups.findLast(
      (other) =>
        other !== group &&
        nodeGroupFamily(nameOf(other)) === nodeGroupFamily(name) &&
        byGeneration(group, other) < 0,
    );
    if (phase !== "active") {
      return [`${name} ${phase}${successor === undefined ? "" : `, replaced by ${nameOf(successor)}`}`];
    }
    return successor !== undefined && ifKnown(successor.phase) === "active"
      ? [`${nameOf(successor)} and ${name} both active`]
      : [];
  });
}

/** A pool whose nodes follow the control plane has nothing to say. */
function poolsUnderWay(pools: readonly NodePoolStatus[]): readonly string[] {
  return pools.flatMap(({ nodePool, drift, phase, version }) => [
    ...(drift === "held" ? [`drift of ${nodePool} held${version === null ? "" : ` at ${version}`}`] : []),
    ...(phase === "limited" ? [`${nodePool} limited`] : []),
  ]);
}

function shiftsUnderWay(cluster: string, loadBalancers: readonly LoadBalancerStatus[]): readonly string[] {
  return loadBalancers.flatMap(({ loadBalancer, targetGroups }) => {
    const own = targetGroups.filter((each) => each.cluster === cluster);
    const others = targetGroups.filter((each) => each.cluster !== null && each.cluster !== cluster);
    const share = own.reduce((sum, each) => sum + each.share, 0);
    if (own.length === 0 || !others.some((each) => each.weight > 0)) {
      return [];
    }
    return [share > 0 ? `${share} % of ${loadBalancer}` : `bound to ${loadBalancer}, weight 0`];
  });
}
