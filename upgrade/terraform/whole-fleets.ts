import { elsewhere, type ResolvedKeys, withDistinctKeys, withFilledKeys } from "../fleet/resolve-keys";
import {
  type BindingState,
  type ClusterKey,
  type ClusterState,
  type FleetState,
  ifKnown,
  isUnknown,
  withoutHandedOver,
} from "../fleet/state";
import { placeText, type Reading, type Side } from "./reading";

/*
 * When all plans are read, it is settled what they mean by each key, and what one plan holds is added to what another
 * one has: the version of a cluster that is only read, the nodes of no managed group, what is attached to a target group.
 */

/** The fleets before and after the change. */
export function wholeFleets({ before, after, keys }: Reading): readonly [FleetState, FleetState] {
  const sides = [before, after];
  const filled = withFilledKeys(sides.map(withBindingsByName), keys);
  const once = filled.states.map((state, index) => {
    const { handedOver } = sides[index] ?? before;
    return handedOver.size === 0
      ? state
      : withoutHandedOver(state, (place) => handedOver.has(placeText(place)));
  });
  const { states, named } = withDistinctKeys(once, keys);
  const settled: ResolvedKeys["named"] = (kind, key, stack) =>
    named(kind, filled.named(kind, key, stack), stack);
  const [was, is] = states;
  if (was === undefined || is === undefined) {
    throw new Error("a change has two sides");
  }
  const whole = [finished(was, is, before, settled), finished(is, was, after, settled)] as const;
  const missing = elsewhere(whole, keys);
  const [first, second] = whole;
  return missing.length === 0
    ? whole
    : [
        { ...first, elsewhere: missing },
        { ...second, elsewhere: missing },
      ];
}

/** @param otherSide the fleet after, of the one before, and the other way round */
function finished(
  fleet: FleetState,
  otherSide: FleetState,
  { attached }: Side,
  named: ResolvedKeys["named"],
): FleetState {
  const targetGroups = new Set(
    attached.map(({ stack, targetGroup }) => ifKnown(named("targetGroup", targetGroup, stack))),
  );
  return withOtherNodes(withReadClusters(withAttachments(fleet, targetGroups), otherSide));
}

function withAttachments(fleet: FleetState, attached: ReadonlySet<string | undefined>): FleetState {
  return attached.size === 0
    ? fleet
    : {
        ...fleet,
        targetGroups: fleet.targetGroups.map((group) =>
          attached.has(group.key) ? { ...group, hasAttachments: true } : group,
        ),
      };
}

/**
 * Our own releases carry the name of their cluster: where the provider does not tell which one it reaches, the one
 * whose name a release ends in is it.
 */
function withBindingsByName({ fleet, releaseNames }: Side): FleetState {
  if (releaseNames.size === 0) {
    return fleet;
  }
  const keys = new Map<string, ClusterKey | undefined>();
  for (const { clusterName, key } of fleet.clusters) {
    const name = ifKnown(clusterName);
    if (name !== undefined) {
      keys.set(name, keys.has(name) && keys.get(name) !== key ? undefined : key);
    }
  }
  const withCluster = (binding: BindingState) => {
    const cluster = clusterIn(releaseNames.get(binding) ?? "", keys);
    return cluster === undefined ? binding : { ...binding, cluster };
  };
  return { ...fleet, bindings: fleet.bindings.map(withCluster) };
}

/** "aws-load-balancer-tgb-webapp-alpha-kr-a": the longest end of it that is a cluster's name. */
function clusterIn(
  releaseName: string,
  keys: ReadonlyMap<string, ClusterKey | undefined>,
): ClusterKey | undefined {
  for (let at = releaseName.indexOf("-"); at >= 0; at = releaseName.indexOf("-", at + 1)) {
    const name = releaseName.slice(at + 1);
    if (keys.has(name)) {
      return keys.get(name);
    }
  }
  return undefined;
}

/**
 * The clusters that are only read and that node groups or add-ons belong to, whose version they need, each once; and
 * the version that releases run on.
 */
function withReadClusters(fleet: FleetState, otherSide: FleetState): FleetState {
  const { clusters, readClusters } = fleet;
  if (readClusters.length === 0) {
    return fleet;
  }
  const managed = new Set(clusters.map(({ key }) => key));
  const versions = new Map<ClusterKey, ClusterState["version"]>();
  for (const { key, version } of readClusters) {
    if (!managed.has(key)) {
      versions.set(key, version);
    }
  }
  // One that a plan removes is read by another as it was.
  const known = new Set([...managed, ...otherSide.clusters.map(({ key }) => key)]);
  const needed = new Set([...fleet.nodeGroups, ...fleet.addons].map(({ cluster }) => cluster));
  const added: ClusterState[] = [];
  for (const cluster of readClusters) {
    if (needed.has(cluster.key) && !known.has(cluster.key)) {
      known.add(cluster.key);
      added.push(cluster);
    }
  }
  return {
    ...fleet,
    readClusters: added,
    releases: fleet.releases.map((release) => {
      const key = ifKnown(release.cluster);
      const clusterVersion = key === undefined ? undefined : versions.get(key);
      return clusterVersion === undefined ? release : { ...release, clusterVersion };
    }),
  };
}

function withOtherNodes(fleet: FleetState): FleetState {
  if (fleet.otherNodes.length === 0) {
    return fleet;
  }
  const kinds = new Map<ClusterKey, Set<string>>();
  const otherNodes = fleet.otherNodes.filter(({ cluster, kind }) => {
    if (!isUnknown(cluster)) {
      kinds.set(cluster, (kinds.get(cluster) ?? new Set()).add(kind));
    }
    return !isUnknown(cluster);
  });
  return {
    ...fleet,
    otherNodes,
    clusters: fleet.clusters.map((cluster) => ({
      ...cluster,
      otherNodes: [...(kinds.get(cluster.key) ?? [])].sort(),
    })),
  };
}
