import type {
  AddonState,
  BindingState,
  ClusterKey,
  ClusterState,
  FleetState,
  Known,
  NodeGroupState,
  RouteState,
  TargetGroupKey,
  TargetGroupState,
} from "./fleet-state";
import { ifKnown } from "./fleet-state";

/** A fleet by its keys, so that no rule has to search it. Made once for a state. */
export class FleetIndex {
  private static readonly made = new WeakMap<FleetState, FleetIndex>();

  static of(fleet: FleetState): FleetIndex {
    const index = FleetIndex.made.get(fleet) ?? new FleetIndex(fleet);
    FleetIndex.made.set(fleet, index);
    return index;
  }

  private readonly clusters: ReadonlyMap<ClusterKey, ClusterState>;
  private readonly nodeGroups: ReadonlyMap<ClusterKey, readonly NodeGroupState[]>;
  private readonly addons: ReadonlyMap<ClusterKey, readonly AddonState[]>;
  private readonly targetGroups: ReadonlyMap<TargetGroupKey, TargetGroupState>;
  private readonly bindings: ReadonlyMap<TargetGroupKey, readonly BindingState[]>;
  private readonly bindingsByCluster: ReadonlyMap<ClusterKey, readonly BindingState[]>;
  private readonly routes: ReadonlyMap<TargetGroupKey, readonly RouteState[]>;

  private constructor(fleet: FleetState) {
    this.clusters = new Map(fleet.clusters.map((cluster) => [cluster.key, cluster]));
    this.nodeGroups = grouped(fleet.nodeGroups, ({ cluster }) => [cluster]);
    this.addons = grouped(fleet.addons, ({ cluster }) => [cluster]);
    this.targetGroups = new Map(fleet.targetGroups.map((group) => [group.key, group]));
    this.bindings = grouped(fleet.bindings, ({ targetGroup }) => [targetGroup]);
    this.bindingsByCluster = grouped(fleet.bindings, ({ cluster }) => [cluster]);
    this.routes = grouped(fleet.routes, ({ targets }) =>
      (ifKnown(targets) ?? []).map(({ targetGroup }) => targetGroup),
    );
  }

  /** `undefined` where the key is unknown, or nobody declared such a cluster. */
  cluster(key: Known<ClusterKey>): ClusterState | undefined {
    return this.clusters.get(ifKnown(key) ?? "");
  }

  nodeGroupsOf(key: ClusterKey): readonly NodeGroupState[] {
    return this.nodeGroups.get(key) ?? [];
  }

  addonsOf(key: ClusterKey): readonly AddonState[] {
    return this.addons.get(key) ?? [];
  }

  targetGroup(key: Known<TargetGroupKey>): TargetGroupState | undefined {
    return this.targetGroups.get(ifKnown(key) ?? "");
  }

  /** Of clusters to a target group. */
  bindingsTo(key: TargetGroupKey): readonly BindingState[] {
    return this.bindings.get(key) ?? [];
  }

  /** Of a cluster's pods, to whatever target groups. */
  bindingsOf(key: ClusterKey): readonly BindingState[] {
    return this.bindingsByCluster.get(key) ?? [];
  }

  /** The routes that name a target group, with whatever weight. */
  routesTo(key: TargetGroupKey): readonly RouteState[] {
    return this.routes.get(key) ?? [];
  }
}

/** Things by their keys; one whose key is unknown is under none. */
function grouped<T>(
  things: readonly T[],
  keysOf: (thing: T) => readonly Known<string>[],
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const thing of things) {
    for (const key of new Set(keysOf(thing).map((candidate) => ifKnown(candidate)))) {
      if (key !== undefined) {
        const group = groups.get(key) ?? [];
        groups.set(key, group);
        group.push(thing);
      }
    }
  }
  return groups;
}
