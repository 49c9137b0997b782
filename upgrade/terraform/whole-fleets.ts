import { withoutHandedOver } from "../fleet/parts";
import { elsewhere, type ResolvedKeys, withDistinctKeys, withFilledKeys } from "../fleet/resolve-keys";
import {
  type BindingState,
  type ClusterKey,
  type ClusterState,
  type FleetState,
  ifKnown,
  isUnknown,
  type NodeClassState,
  type NodePoolState,
  type RouteState,
} from "../fleet/state";
import type { Reading, Side } from "./reading";

/*
 * After all plans are read, keys are resolved, and facts from one plan are added to parts of another: the version of a
 * cluster that is only read, nodes outside managed groups, targets that are attached to a target group.
 */

/** The fleets before and after the change. */
export function wholeFleets({ before, after, keys }: Reading): readonly [FleetState, FleetState] {
  const sides = [before, after];
  const filled = withFilledKeys(sides.map(withBindingsByName), keys);
  const once = filled.states.map((state, index) => {
    const { handedOver } = sides[index] ?? before;
    return handedOver.isEmpty ? state : withoutHandedOver(state, (place) => handedOver.has(place));
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

/** @param otherSide for the fleet before, the fleet after; for the fleet after, the fleet before */
function finished(
  fleet: FleetState,
  otherSide: FleetState,
  { attached }: Side,
  named: ResolvedKeys["named"],
): FleetState {
  const targetGroups = new Set(
    attached.map(({ stack, targetGroup }) => ifKnown(named("targetGroup", targetGroup, stack))),
  );
  return withOtherNodes(withReadClusters(withOnlyWays(withAttachments(fleet, targetGroups)), otherSide));
}

/** A rule by host under a default action that does not forward is no preview: nothing else serves its requests. */
function withOnlyWays(fleet: FleetState): FleetState {
  const answering = new Set(
    fleet.routes.flatMap(({ kind, answer, listener }) =>
      kind === "default-action" && answer !== undefined && listener !== undefined ? [listener] : [],
    ),
  );
  const isOnly = ({ byHost, listener }: RouteState) =>
    byHost && listener !== undefined && answering.has(listener);
  return answering.size === 0 || !fleet.routes.some(isOnly)
    ? fleet
    : {
        ...fleet,
        routes: fleet.routes.map((route) => (isOnly(route) ? { ...route, isOnlyWay: true } : route)),
      };
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
 * The names of our releases end in the name of their cluster. If the provider does not show its cluster, the name of the
 * release does.
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

/** "aws-load-balancer-tgb-webapp-alpha-kr-a": the longest suffix that is the name of a cluster. */
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
 * The clusters that are only read, and whose version node groups or add-ons need, each once; and the version of the
 * cluster of each release.
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
  // If one plan removes a cluster, another plan reads it as it was before.
  const known = new Set([...managed, ...otherSide.clusters.map(({ key }) => key)]);
  const letIn = fleet.links.filter(({ gives }) => gives.some(({ kind }) => kind === "access"));
  const needed = new Set([...fleet.nodeGroups, ...fleet.addons, ...letIn].map(({ cluster }) => cluster));
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

/** Writes the kinds of nodes outside of managed groups to their clusters. */
export function withOtherNodes(fleet: FleetState): FleetState {
  const makers = nodeMakers(fleet);
  if (makers.length === 0) {
    return fleet;
  }
  const kinds = new Map<ClusterKey, Set<string>>();
  for (const { cluster, kind } of makers) {
    if (!isUnknown(cluster)) {
      kinds.set(cluster, (kinds.get(cluster) ?? new Set()).add(kind));
    }
  }
  return {
    ...fleet,
    // A pool of Karpenter has nodes, even if the plan does not show the cluster of its provider.
    otherNodes: fleet.otherNodes.filter(
      ({ cluster, kind, what }) => !isUnknown(cluster) || (kind === "karpenter" && what !== undefined),
    ),
    nodePools: withClasses(fleet),
    clusters: fleet.clusters.map((cluster) => ({
      ...cluster,
      otherNodes: [...(kinds.get(cluster.key) ?? [])].sort(),
    })),
  };
}

function nodeMakers({ otherNodes, nodePools, nodeClasses, fargateProfiles }: FleetState) {
  return [
    ...otherNodes,
    ...nodePools,
    ...nodeClasses.map(({ cluster, kind }) => ({
      cluster,
      kind: kind === "EC2NodeClass" ? ("karpenter" as const) : ("auto-mode" as const),
    })),
    ...fargateProfiles.map(({ cluster }) => ({ cluster, kind: "fargate" as const })),
  ];
}

/** The node pools with what their node classes say of AMIs, whichever resource has them. */
function withClasses({ nodePools, nodeClasses }: FleetState): FleetState["nodePools"] {
  return nodePools.map((pool) => {
    const own = pool.amiSelector === undefined ? classOf(pool, nodeClasses) : undefined;
    return own === undefined
      ? pool
      : {
          ...pool,
          ...(own.amiSelector === undefined ? {} : { amiSelector: own.amiSelector }),
          ...(own.amiAlias === undefined ? {} : { amiAlias: own.amiAlias }),
        };
  });
}

/** The class that a pool names, in its cluster. */
function classOf(
  { nodeClass, cluster }: NodePoolState,
  classes: readonly NodeClassState[],
): NodeClassState | undefined {
  const name = ifKnown(nodeClass);
  return name === undefined
    ? undefined
    : classes.find(
        (each) =>
          each.className === name &&
          (isUnknown(each.cluster) ? isUnknown(cluster) : each.cluster === cluster),
      );
}
