import { grouped } from "./grouped";
import { ifKnown, isUnknown, type Known } from "./known";
import { Names } from "./labels";
import { lazily } from "./lazily";
import type {
  AddonState,
  BindingState,
  ClusterKey,
  ClusterState,
  FleetState,
  NodeGroupState,
  RouteState,
  TargetGroupKey,
  TargetGroupState,
} from "./state";

/** A fleet by its keys. Each part is indexed at its first use. */
export class FleetIndex extends Names {
  private readonly clusters = lazily(() => byKey([...this.fleet.readClusters, ...this.fleet.clusters]));
  private readonly nodeGroups = lazily(() => grouped(this.fleet.nodeGroups, ({ cluster }) => cluster));
  private readonly addons = lazily(() => grouped(this.fleet.addons, ({ cluster }) => cluster));
  private readonly targetGroups = lazily(() => byKey(this.fleet.targetGroups));
  private readonly owned = lazily(() => grouped(this.fleet.targetGroups, ({ owner }) => owner));
  private readonly bindings = lazily(() => grouped(this.fleet.bindings, ({ targetGroup }) => targetGroup));
  private readonly bindingsByCluster = lazily(() => grouped(this.fleet.bindings, ({ cluster }) => cluster));
  private readonly routes = lazily(() => routesByTarget(this.fleet.routes));

  constructor(readonly fleet: FleetState) {
    super([fleet]);
  }

  /** `undefined` if the key is unknown, or if the fleet neither declares nor reads the cluster. */
  cluster(key: Known<ClusterKey>): ClusterState | undefined {
    return isUnknown(key) ? undefined : this.clusters().get(key);
  }

  nodeGroupsOf(key: ClusterKey): readonly NodeGroupState[] {
    return this.nodeGroups().get(key) ?? [];
  }

  addonsOf(key: ClusterKey): readonly AddonState[] {
    return this.addons().get(key) ?? [];
  }

  targetGroup(key: Known<TargetGroupKey>): TargetGroupState | undefined {
    return isUnknown(key) ? undefined : this.targetGroups().get(key);
  }

  /** Of clusters to a target group. */
  bindingsTo(key: TargetGroupKey): readonly BindingState[] {
    return this.bindings().get(key) ?? [];
  }

  /** Of a cluster's pods, to any target group. */
  bindingsOf(key: ClusterKey): readonly BindingState[] {
    return this.bindingsByCluster().get(key) ?? [];
  }

  /**
   * The target groups in which pods of a cluster are registered: by its bindings, or by the tag of the target group if
   * no other cluster is bound to it.
   */
  targetGroupsOf(key: ClusterKey): readonly TargetGroupKey[] {
    const bound = this.bindingsOf(key).flatMap(({ targetGroup }) => ifKnown(targetGroup) ?? []);
    const owned = (this.owned().get(key) ?? []).flatMap((group) =>
      this.bindingsTo(group.key).length === 0 ? [group.key] : [],
    );
    return [...bound, ...owned];
  }

  /** The clusters whose pods are registered in a target group. */
  clustersBehind(key: TargetGroupKey): readonly ClusterKey[] {
    const bindings = this.bindingsTo(key);
    const owner = bindings.length === 0 ? this.targetGroup(key)?.owner : undefined;
    return [
      ...bindings.flatMap(({ cluster }) => ifKnown(cluster) ?? []),
      ...(owner === undefined ? [] : [owner]),
    ];
  }

  /** The routes that name a target group, with any weight. */
  routesTo(key: TargetGroupKey): readonly RouteState[] {
    return this.routes().get(key) ?? [];
  }
}

function byKey<T extends { readonly key: string }>(things: readonly T[]): ReadonlyMap<string, T> {
  return new Map(things.map((thing) => [thing.key, thing]));
}

function routesByTarget(routes: readonly RouteState[]): ReadonlyMap<string, readonly RouteState[]> {
  const named = routes.flatMap((route) => {
    const targets = ifKnown(route.targets) ?? [];
    return [...new Set(targets.map(({ targetGroup }) => targetGroup))].map((targetGroup) => ({
      route,
      targetGroup,
    }));
  });
  return new Map(
    [...grouped(named, ({ targetGroup }) => targetGroup)].map(([key, all]) => [
      key,
      all.map(({ route }) => route),
    ]),
  );
}
