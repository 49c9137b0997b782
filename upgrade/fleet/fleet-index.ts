import { grouped } from "./grouped";
import { lazily } from "./lazily";
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
} from "./state";
import { ifKnown } from "./state";

/** A fleet by its keys, so that nobody has to search it. Each part is indexed when it is first asked for. */
export class FleetIndex {
  private readonly clusters: () => ReadonlyMap<ClusterKey, ClusterState>;
  private readonly nodeGroups: () => ReadonlyMap<ClusterKey, readonly NodeGroupState[]>;
  private readonly addons: () => ReadonlyMap<ClusterKey, readonly AddonState[]>;
  private readonly targetGroups: () => ReadonlyMap<TargetGroupKey, TargetGroupState>;
  private readonly bindings: () => ReadonlyMap<TargetGroupKey, readonly BindingState[]>;
  private readonly bindingsByCluster: () => ReadonlyMap<ClusterKey, readonly BindingState[]>;
  private readonly routes: () => ReadonlyMap<TargetGroupKey, readonly RouteState[]>;

  constructor(readonly fleet: FleetState) {
    this.clusters = lazily(() => byKey([...(fleet.readClusters ?? []), ...fleet.clusters]));
    this.nodeGroups = lazily(() => grouped(fleet.nodeGroups, ({ cluster }) => cluster));
    this.addons = lazily(() => grouped(fleet.addons, ({ cluster }) => cluster));
    this.targetGroups = lazily(() => byKey(fleet.targetGroups));
    this.bindings = lazily(() => grouped(fleet.bindings, ({ targetGroup }) => targetGroup));
    this.bindingsByCluster = lazily(() => grouped(fleet.bindings, ({ cluster }) => cluster));
    this.routes = lazily(() => routesByTarget(fleet.routes));
  }

  /** `undefined` where the key is unknown, or nobody declared or read such a cluster. */
  cluster(key: Known<ClusterKey>): ClusterState | undefined {
    return this.clusters().get(ifKnown(key) ?? "");
  }

  nodeGroupsOf(key: ClusterKey): readonly NodeGroupState[] {
    return this.nodeGroups().get(key) ?? [];
  }

  addonsOf(key: ClusterKey): readonly AddonState[] {
    return this.addons().get(key) ?? [];
  }

  targetGroup(key: Known<TargetGroupKey>): TargetGroupState | undefined {
    return this.targetGroups().get(ifKnown(key) ?? "");
  }

  /** Of clusters to a target group. */
  bindingsTo(key: TargetGroupKey): readonly BindingState[] {
    return this.bindings().get(key) ?? [];
  }

  /** Of a cluster's pods, to whatever target groups. */
  bindingsOf(key: ClusterKey): readonly BindingState[] {
    return this.bindingsByCluster().get(key) ?? [];
  }

  /** The routes that name a target group, with whatever weight. */
  routesTo(key: TargetGroupKey): readonly RouteState[] {
    return this.routes().get(key) ?? [];
  }
}

function byKey<T extends { readonly key: string }>(things: readonly T[]): ReadonlyMap<string, T> {
  const keys = new Map<string, T>();
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

function add<T>(groups: Map<string, T[]>, key: string | undefined, thing: T): void {
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
