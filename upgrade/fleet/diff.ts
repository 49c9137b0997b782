import { ByPlace } from "./by-place";
import type { FleetChange, ResourceChange } from "./change";
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

/** One thing of a fleet before and after a step, and what the plan does to it (nothing, where `change` is left out). */
export interface Pair<T> {
  readonly before?: T;
  readonly after?: T;
  readonly change?: ResourceChange;
}

/** A thing that is there before and after, and is the same: not another one in its place. */
export interface Kept<T> extends Pair<T> {
  readonly before: T;
  readonly after: T;
}

/** A thing that the step destroys, and puts nothing in its place. */
export interface Removed<T> extends Pair<T> {
  readonly before: T;
  readonly change: ResourceChange;
}

/** A step by its things. Made once for all rules. */
export class Step {
  private static readonly made = new WeakMap<FleetChange, Step>();

  static of(input: FleetChange): Step {
    const step = Step.made.get(input) ?? new Step(input);
    Step.made.set(input, step);
    return step;
  }

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
  private known: ByPlace<Place> | undefined;
  private readonly clustersByKey: ReadonlyMap<ClusterKey, Pair<ClusterState>>;
  private readonly nodeGroupsByCluster: ReadonlyMap<ClusterKey, readonly Pair<NodeGroupState>[]>;
  private readonly addonsByCluster: ReadonlyMap<ClusterKey, readonly Pair<AddonState>[]>;

  private constructor(private readonly input: FleetChange) {
    const { before, after, resources } = input;
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
    const clusters = new Map<ClusterKey, Pair<ClusterState>>();
    const read = pair(before.readClusters ?? [], after.readClusters ?? []);
    for (const cluster of [...read, ...this.clusters]) {
      // One that is replaced may have another name afterwards.
      for (const key of [cluster.before?.key, cluster.after?.key]) {
        if (key !== undefined) {
          clusters.set(key, cluster);
        }
      }
    }
    this.clustersByKey = clusters;
    this.nodeGroupsByCluster = byCluster(this.nodeGroups);
    this.addonsByCluster = byCluster(this.addons);
  }

  /** `undefined` where the key is unknown, or the cluster is not in view. */
  cluster(key: Known<ClusterKey> | undefined): Pair<ClusterState> | undefined {
    return this.clustersByKey.get(ifKnown(key) ?? "");
  }

  nodeGroupsOf(key: ClusterKey): readonly Pair<NodeGroupState>[] {
    return this.nodeGroupsByCluster.get(key) ?? [];
  }

  addonsOf(key: ClusterKey): readonly Pair<AddonState>[] {
    return this.addonsByCluster.get(key) ?? [];
  }

  /** Whether a cluster, node group or add-on was there before and nothing is done to it. */
  leavesAlone(thing: Place): boolean {
    if (this.changes.get(thing) !== undefined) {
      return false;
    }
    const { clusters, nodeGroups, addons } = this.input.before;
    this.known ??= ByPlace.of<Place>([...clusters, ...nodeGroups, ...addons]);
    return this.known.get(thing) !== undefined;
  }

  /** Whether a cluster goes in this step, or another takes its place. */
  ends(key: Known<ClusterKey> | undefined): boolean {
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

/** Those of them to which the step does something: all others are as they were. */
export function updated<T>(things: readonly Pair<T>[]): readonly Kept<T>[] {
  return kept(things.filter(({ change }) => change !== undefined));
}

export function removed<T>(things: readonly Pair<T>[]): readonly Removed<T>[] {
  return things.flatMap(({ before, change }) =>
    before === undefined || change?.action !== "delete" ? [] : [{ before, change }],
  );
}

/** The things that a step makes, also in the place of others; not those that it takes under Terraform. */
export function born<T>(things: readonly Pair<T>[]): readonly T[] {
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

function byCluster<T extends { readonly cluster: Known<ClusterKey> }>(
  things: readonly Pair<T>[],
): ReadonlyMap<ClusterKey, readonly Pair<T>[]> {
  const groups = new Map<ClusterKey, Pair<T>[]>();
  for (const pair of things) {
    const key = ifKnown(pair.after?.cluster) ?? ifKnown(pair.before?.cluster);
    if (key !== undefined) {
      const group = groups.get(key) ?? [];
      groups.set(key, group);
      group.push(pair);
    }
  }
  return groups;
}
