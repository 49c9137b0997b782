import { grouped } from "./grouped";
import type { Keyed, KeyTypes } from "./key";
import { ifKnown, isUnknown, type Known } from "./known";
import { allLabelledIn, labelsOf, namesIn } from "./labels";
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
export class FleetIndex {
  private readonly clusters: () => ReadonlyMap<ClusterKey, ClusterState>;
  private readonly nodeGroups: () => ReadonlyMap<ClusterKey, readonly NodeGroupState[]>;
  private readonly addons: () => ReadonlyMap<ClusterKey, readonly AddonState[]>;
  private readonly targetGroups: () => ReadonlyMap<TargetGroupKey, TargetGroupState>;
  private readonly bindings: () => ReadonlyMap<TargetGroupKey, readonly BindingState[]>;
  private readonly bindingsByCluster: () => ReadonlyMap<ClusterKey, readonly BindingState[]>;
  private readonly routes: () => ReadonlyMap<TargetGroupKey, readonly RouteState[]>;
  private readonly names: () => ReadonlyMap<string, string>;
  private readonly labels: () => ReadonlyMap<string, string>;

  constructor(readonly fleet: FleetState) {
    this.clusters = lazily(() => byKey<ClusterKey, ClusterState>([...fleet.readClusters, ...fleet.clusters]));
    this.nodeGroups = lazily(() => grouped(fleet.nodeGroups, ({ cluster }) => cluster));
    this.addons = lazily(() => grouped(fleet.addons, ({ cluster }) => cluster));
    this.targetGroups = lazily(() => byKey<TargetGroupKey, TargetGroupState>(fleet.targetGroups));
    this.bindings = lazily(() => grouped(fleet.bindings, ({ targetGroup }) => targetGroup));
    this.bindingsByCluster = lazily(() => grouped(fleet.bindings, ({ cluster }) => cluster));
    this.routes = lazily(() => routesByTarget(fleet.routes));
    this.names = lazily(() => namesIn([fleet]));
    this.labels = lazily(() => labelsOf(allLabelledIn([fleet])));
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

  /** The name of a cluster, target group or load balancer that the fleet has or names. */
  nameOf(key: Known<KeyTypes[Keyed]> | undefined): string | undefined {
    return key === undefined || isUnknown(key) ? undefined : this.names().get(key);
  }

  /** "ap-northeast-2/alpha-kr-a"; with the account or the stack if another has the same region and name. */
  labelOf(key: Known<KeyTypes[Keyed]> | undefined): string | undefined {
    return key === undefined || isUnknown(key) ? undefined : this.labels().get(key);
  }

  /** Of clusters to a target group. */
  bindingsTo(key: TargetGroupKey): readonly BindingState[] {
    return this.bindings().get(key) ?? [];
  }

  /** Of a cluster's pods, to any target group. */
  bindingsOf(key: ClusterKey): readonly BindingState[] {
    return this.bindingsByCluster().get(key) ?? [];
  }

  /** The routes that name a target group, with any weight. */
  routesTo(key: TargetGroupKey): readonly RouteState[] {
    return this.routes().get(key) ?? [];
  }
}

function byKey<K extends string, T extends { readonly key: K }>(things: readonly T[]): ReadonlyMap<K, T> {
  const keys = new Map<K, T>();
  for (const thing of things) {
    keys.set(thing.key, thing);
  }
  return keys;
}

function routesByTarget(routes: readonly RouteState[]): ReadonlyMap<TargetGroupKey, readonly RouteState[]> {
  const groups = new Map<TargetGroupKey, RouteState[]>();
  for (const route of routes) {
    const targets = ifKnown(route.targets) ?? [];
    for (const key of new Set(targets.map(({ targetGroup }) => ifKnown(targetGroup)))) {
      add(groups, key, route);
    }
  }
  return groups;
}

function add<K extends string, T>(groups: Map<K, T[]>, key: K | undefined, thing: T): void {
  if (key === undefined) {
    return;
  }
  const group = groups.get(key);
  if (group === undefined) {
    groups.set(key, [thing]);
  } else {
    group.push(thing);
  }
}
