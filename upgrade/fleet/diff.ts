import { ByPlace } from "./by-place";
import type { FleetChange, ResourceChange } from "./change";
import { grouped } from "./grouped";
import { lazily } from "./lazily";
import {
  type AddonState,
  type BindingState,
  type ClusterKey,
  type ClusterState,
  type IdentityState,
  ifKnown,
  type Known,
  type LoadBalancerState,
  type NodeGroupState,
  type OtherNodesState,
  type Place,
  type ReleaseState,
  type RoleState,
  type RouteState,
  type TargetGroupState,
} from "./state";

/** One part of a fleet before and after a change, and what the plan does to it (nothing if `change` is left out). */
export interface Pair<T> {
  readonly before?: T;
  readonly after?: T;
  readonly change?: ResourceChange;
}

/** A part that exists before and after, and is the same one: it is not replaced. */
export interface Kept<T> extends Pair<T> {
  readonly before: T;
  readonly after: T;
}

/** A part that the plan destroys and does not recreate. */
export interface Removed<T> extends Pair<T> {
  readonly before: T;
  readonly change: ResourceChange;
}

/** A change by the parts of the fleet: each before and after, and what the plan does to it. */
export class FleetDiff {
  /** Without those that are only read. */
  readonly clusters: readonly Pair<ClusterState>[];
  readonly nodeGroups: readonly Pair<NodeGroupState>[];
  readonly addons: readonly Pair<AddonState>[];
  readonly otherNodes: readonly Pair<OtherNodesState>[];
  readonly loadBalancers: readonly Pair<LoadBalancerState>[];
  readonly targetGroups: readonly Pair<TargetGroupState>[];
  readonly routes: readonly Pair<RouteState>[];
  readonly bindings: readonly Pair<BindingState>[];
  readonly releases: readonly Pair<ReleaseState>[];
  readonly roles: readonly Pair<RoleState>[];
  readonly identities: readonly Pair<IdentityState>[];
  private readonly changes: ByPlace<ResourceChange>;
  private readonly known: () => ByPlace<Place>;
  private readonly clustersByKey: () => ReadonlyMap<ClusterKey, Pair<ClusterState>>;
  private readonly nodeGroupsByCluster: () => ReadonlyMap<ClusterKey, readonly Pair<NodeGroupState>[]>;
  private readonly addonsByCluster: () => ReadonlyMap<ClusterKey, readonly Pair<AddonState>[]>;

  constructor({ before, after, resources }: FleetChange) {
    this.changes = ByPlace.of(resources);
    const pair = <T extends Place>(was: readonly T[], becomes: readonly T[]) =>
      pairs(was, becomes, this.changes);
    this.clusters = pair(before.clusters, after.clusters);
    this.nodeGroups = pair(before.nodeGroups, after.nodeGroups);
    this.addons = pair(before.addons, after.addons);
    this.otherNodes = pair(before.otherNodes ?? [], after.otherNodes ?? []);
    this.loadBalancers = pair(before.loadBalancers, after.loadBalancers);
    this.targetGroups = pair(before.targetGroups, after.targetGroups);
    this.routes = pair(before.routes, after.routes);
    this.bindings = pair(before.bindings, after.bindings);
    this.releases = pair(before.releases, after.releases);
    this.roles = pair(before.roles, after.roles);
    this.identities = pair(before.identities, after.identities);
    this.known = lazily(() =>
      ByPlace.of<Place>([...before.clusters, ...before.nodeGroups, ...before.addons]),
    );
    this.clustersByKey = lazily(() =>
      byKeys([...pair(before.readClusters ?? [], after.readClusters ?? []), ...this.clusters]),
    );
    this.nodeGroupsByCluster = lazily(() => byCluster(this.nodeGroups));
    this.addonsByCluster = lazily(() => byCluster(this.addons));
  }

  /** `undefined` where the key is unknown, or the cluster is not in view. */
  cluster(key: Known<ClusterKey> | undefined): Pair<ClusterState> | undefined {
    return this.clustersByKey().get(ifKnown(key) ?? "");
  }

  nodeGroupsOf(key: ClusterKey): readonly Pair<NodeGroupState>[] {
    return this.nodeGroupsByCluster().get(key) ?? [];
  }

  addonsOf(key: ClusterKey): readonly Pair<AddonState>[] {
    return this.addonsByCluster().get(key) ?? [];
  }

  /** What the plan does at a place; `undefined` where it does nothing. */
  changeAt(place: Place): ResourceChange | undefined {
    return this.changes.get(place);
  }

  /** Whether a cluster, node group or add-on existed before and does not change. */
  leavesAlone(thing: Place): boolean {
    return this.changes.get(thing) === undefined && this.known().get(thing) !== undefined;
  }

  /** Whether a cluster is destroyed, for good or to be replaced. */
  destroys(key: Known<ClusterKey> | undefined): boolean {
    const action = this.cluster(key)?.change?.action;
    return action === "delete" || action === "replace";
  }
}

export function kept<T>(things: readonly Pair<T>[]): readonly Kept<T>[] {
  return things.flatMap(({ before, after, change }) =>
    before === undefined || after === undefined || change?.action === "replace"
      ? []
      : [{ before, after, ...(change === undefined ? {} : { change }) }],
  );
}

/** The parts that the plan changes in place. */
export function updated<T>(things: readonly Pair<T>[]): readonly Kept<T>[] {
  return kept(things.filter(({ change }) => change !== undefined));
}

export function removed<T>(things: readonly Pair<T>[]): readonly Removed<T>[] {
  return things.flatMap(({ before, change }) =>
    before === undefined || change?.action !== "delete" ? [] : [{ before, change }],
  );
}

/** The parts that the plan creates or recreates; not those that it imports. */
export function created<T>(things: readonly Pair<T>[]): readonly T[] {
  return things.flatMap(({ after, change }) =>
    after !== undefined && (change?.action === "create" || change?.action === "replace") ? [after] : [],
  );
}

function pairs<T extends Place>(
  before: readonly T[],
  after: readonly T[],
  changes: ByPlace<ResourceChange>,
): readonly Pair<T>[] {
  // What stays as it is is the same object on both sides.
  const gone = new Set(before);
  const others = new Set<T>();
  for (const thing of after) {
    if (!gone.delete(thing)) {
      others.add(thing);
    }
  }
  const was = new ByPlace<T[]>();
  for (const thing of others.size === 0 ? [] : gone) {
    const same = was.get(thing);
    if (same === undefined) {
      was.set(thing, [thing]);
    } else {
      same.push(thing);
    }
  }
  const result = after.map((thing): Pair<T> => {
    const change = changes.get(thing);
    if (!others.has(thing)) {
      return { before: thing, after: thing, change };
    }
    // Terraform tells of a resource that it moves under its new address, where it is before, too.
    const { stack, address } = thing;
    const earlier =
      was.get(thing)?.shift() ?? was.get({ stack, address: change?.previousAddress ?? address })?.shift();
    if (earlier !== undefined) {
      gone.delete(earlier);
    }
    return { before: earlier, after: thing, change };
  });
  return [...result, ...[...gone].map((thing) => ({ before: thing, change: changes.get(thing) }))];
}

/** A cluster that is replaced may have another name afterwards: it is found by both. */
function byKeys(clusters: readonly Pair<ClusterState>[]): ReadonlyMap<ClusterKey, Pair<ClusterState>> {
  return new Map(
    clusters.flatMap((cluster) =>
      [cluster.before?.key, cluster.after?.key].flatMap((key) => (key === undefined ? [] : [[key, cluster]])),
    ),
  );
}

function byCluster<T extends { readonly cluster: Known<ClusterKey> }>(
  things: readonly Pair<T>[],
): ReadonlyMap<ClusterKey, readonly Pair<T>[]> {
  return grouped(things, ({ before, after }) => ifKnown(after?.cluster) ?? before?.cluster);
}
