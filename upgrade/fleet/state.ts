import type { ClusterKey, Keyed, KeyTypes } from "./key";
import { ifKnown, isUnknown, type Known } from "./known";
import type { LinkedState } from "./links";
import type { Place } from "./place";
import type { AddonState } from "./state/addon";
import type { ClusterState } from "./state/cluster";
import type { FargateProfileState } from "./state/fargate-profile";
import type { Identified } from "./state/identified";
import type { DrainState, IdentityState, ReleaseState } from "./state/in-cluster";
import type { NodeGroupState } from "./state/node-group";
import type { NodeClassState, NodePoolState } from "./state/node-pool";
import type { OtherNodesState } from "./state/other-nodes";
import type {
  BindingState,
  HaproxyState,
  LoadBalancerState,
  RecordState,
  RouteState,
  TargetGroupState,
} from "./state/traffic";

export type { ClusterKey, LoadBalancerKey, TargetGroupKey } from "./key";
export { ifKnown, isUnknown, type Known, UNKNOWN, type Unknown } from "./known";
export type { LinkedState } from "./links";
export type { Place } from "./place";
export type { AddonState } from "./state/addon";
export type { ClusterState } from "./state/cluster";
export type { FargateProfileState, FargateSelector } from "./state/fargate-profile";
export type { Identified } from "./state/identified";
export type { DrainState, IdentityState, ReleaseState } from "./state/in-cluster";
export type { NodeGroupState, TaintState } from "./state/node-group";
export type { NodeClassState, NodePoolState, NodeRequirement } from "./state/node-pool";
export type { OtherNodesState } from "./state/other-nodes";
export type {
  BindingState,
  HaproxyServerState,
  HaproxyState,
  LoadBalancerState,
  RecordState,
  RouteAnswer,
  RouteConditions,
  RouteState,
  TargetGroupState,
  WeightedTarget,
} from "./state/traffic";

/*
 * A fleet as plain data that can be written as JSON. It has the same form for constructs, for synthesized stacks and for
 * Terraform plans.
 */

export interface RoleState extends Place {
  readonly roleName: Known<string>;
}

/** A cluster, target group or load balancer that no plan has. The place is the resource that names it. */
export interface ElsewhereState extends Place {
  readonly kind: Keyed;
  readonly key: KeyTypes[Keyed];
  readonly account?: string;
  readonly region?: string;
  readonly name: string;
}

/** Visits the keys in a thing, and says what they become. */
export interface KeyVisitor {
  /** What the thing itself is known by. */
  own<K extends Keyed>(kind: K, thing: Identified<K>): Omit<Identified<K>, keyof Place>;
  /** The key by which a thing names another. */
  named<K extends Keyed>(kind: K, key: Known<KeyTypes[K]>, by: Place): Known<KeyTypes[K]>;
}

/** A kind of part: what is known of all things of the kind. */
interface Part<T extends Place, Kind extends string = string> {
  /** What a change to the resource of such a thing is called. Empty where no resource is the thing alone. */
  readonly resourceKinds: readonly Kind[];
  /** What it is, whichever stack manages it: a plan may hand it over to another. Left out where nothing tells. */
  identity?(thing: T): unknown;
  /** The thing with other keys, its own and those of the things that it names; the same object where none is other. */
  withKeys(thing: T, keys: KeyVisitor): T;
}

function part<T extends Place>() {
  return <const Kind extends string = never>(declared: Part<T, Kind>): Part<T, Kind> => declared;
}

/** The same object where nothing changes. */
function updated<C extends object, T extends Partial<C>>(thing: T, changes: C): T {
  for (const name in changes) {
    if (!Object.is(changes[name], thing[name])) {
      return { ...thing, ...changes };
    }
  }
  return thing;
}

/** The same list where no item changes. */
function unchanged<T>(items: readonly T[], map: (item: T) => T): readonly T[] {
  const mapped = items.map(map);
  return items.every((item, at) => item === mapped[at]) ? items : mapped;
}

function withCluster<T extends Place & { readonly cluster: Known<ClusterKey> }>(
  thing: T,
  keys: KeyVisitor,
): T {
  const cluster = keys.named("cluster", thing.cluster, thing);
  return cluster === thing.cluster ? thing : { ...thing, cluster };
}

/**
 * What a fleet is made of: a line for each kind of part. Merging, splitting, pairing and renaming go over this table,
 * so that a new kind of part is a line here, and a reader that finds it.
 */
const TABLE = {
  clusters: part<ClusterState>()({
    resourceKinds: ["cluster"],
    identity: ({ key }) => key,
    withKeys: (cluster, keys) => updated(cluster, keys.own("cluster", cluster)),
  }),
  /** Clusters that a plan only reads, for their versions. Rules do not evaluate them. */
  readClusters: part<ClusterState>()({
    resourceKinds: [],
    withKeys: (cluster, keys) => updated(cluster, keys.own("cluster", cluster)),
  }),
  nodeGroups: part<NodeGroupState>()({
    resourceKinds: ["node-group"],
    identity: ({ cluster, nodeGroupName }) => [cluster, nodeGroupName],
    withKeys: withCluster,
  }),
  addons: part<AddonState>()({
    resourceKinds: ["addon"],
    identity: ({ cluster, addonName }) => [cluster, addonName],
    withKeys: withCluster,
  }),
  /** Of Karpenter and of Auto Mode. */
  nodePools: part<NodePoolState>()({
    resourceKinds: ["release"],
    identity: ({ cluster, nodePoolName }) => [cluster, nodePoolName],
    withKeys: withCluster,
  }),
  nodeClasses: part<NodeClassState>()({ resourceKinds: [], withKeys: withCluster }),
  fargateProfiles: part<FargateProfileState>()({
    resourceKinds: [],
    identity: ({ cluster, profileName }) => [cluster, profileName],
    withKeys: withCluster,
  }),
  /** What else makes nodes that are in no managed node group, and what its removal ends. */
  otherNodes: part<OtherNodesState>()({ resourceKinds: [], withKeys: withCluster }),
  loadBalancers: part<LoadBalancerState>()({
    resourceKinds: ["load-balancer"],
    identity: ({ key }) => key,
    withKeys: (balancer, keys) => updated(balancer, keys.own("loadBalancer", balancer)),
  }),
  targetGroups: part<TargetGroupState>()({
    resourceKinds: ["target-group"],
    identity: ({ key }) => key,
    withKeys(group, keys) {
      const own = updated(group, keys.own("targetGroup", group));
      const owner = group.owner === undefined ? undefined : keys.named("cluster", group.owner, group);
      return owner === undefined || isUnknown(owner) ? own : updated(own, { owner });
    },
  }),
  /** Default actions of listeners and actions of rules: everything that sends requests somewhere. */
  routes: part<RouteState>()({
    resourceKinds: ["listener", "listener-rule"],
    withKeys(route, keys) {
      const loadBalancer = keys.named("loadBalancer", route.loadBalancer, route);
      const targets = isUnknown(route.targets)
        ? []
        : route.targets.map((target) =>
            updated(target, { targetGroup: keys.named("targetGroup", target.targetGroup, route) }),
          );
      const areSame = isUnknown(route.targets) || route.targets.every((target, at) => target === targets[at]);
      return updated(route, { loadBalancer, targets: areSame ? route.targets : targets });
    },
  }),
  bindings: part<BindingState>()({
    resourceKinds: ["binding"],
    withKeys: (binding, keys) =>
      updated(binding, {
        cluster: keys.named("cluster", binding.cluster, binding),
        targetGroup: keys.named("targetGroup", binding.targetGroup, binding),
      }),
  }),
  /** Helm releases, and what they need: rules see whether a controller is removed before what needs it. */
  releases: part<ReleaseState>()({
    resourceKinds: ["release"],
    withKeys: (release, keys) =>
      release.cluster === undefined
        ? release
        : updated(release, { cluster: keys.named("cluster", release.cluster, release) }),
  }),
  roles: part<RoleState>()({ resourceKinds: ["role"], withKeys: (role) => role }),
  /** What clusters know of themselves: which one of a group is active. */
  identities: part<IdentityState>()({ resourceKinds: [], withKeys: withCluster }),
  /** Jobs that drain node groups: a plan that creates one evicts pods. */
  drains: part<DrainState>()({ resourceKinds: [], withKeys: withCluster }),
  /** What stands on what: rules see whether something in use loses what it needs. */
  links: part<LinkedState>()({
    resourceKinds: [],
    withKeys: (link, keys) =>
      link.cluster === undefined
        ? link
        : updated(link, { cluster: keys.named("cluster", link.cluster, link) }),
  }),
  records: part<RecordState>()({
    resourceKinds: ["record"],
    withKeys(record, keys) {
      const loadBalancer =
        record.loadBalancer && ifKnown(keys.named("loadBalancer", record.loadBalancer, record));
      const cluster = record.cluster && ifKnown(keys.named("cluster", record.cluster, record));
      return updated(record, {
        ...(loadBalancer === undefined ? {} : { loadBalancer }),
        ...(cluster === undefined ? {} : { cluster }),
      });
    },
  }),
  haproxies: part<HaproxyState>()({
    resourceKinds: ["haproxy"],
    withKeys: (haproxy, keys) =>
      updated(haproxy, {
        servers: unchanged(haproxy.servers, (server) => {
          const cluster = server.cluster && ifKnown(keys.named("cluster", server.cluster, haproxy));
          return cluster === undefined ? server : updated(server, { cluster });
        }),
      }),
  }),
  elsewhere: part<ElsewhereState>()({ resourceKinds: [], withKeys: (thing) => thing }),
};

export type PartName = keyof typeof TABLE;

/** The type of a thing, by the name of its part. */
export type Things = {
  readonly [P in PartName]: (typeof TABLE)[P] extends Part<infer T, string> ? T : never;
};

export type PartKind = (typeof TABLE)[PartName]["resourceKinds"][number];

export type FleetState = { readonly [P in PartName]: readonly Things[P][] };

/** The table, for code that does not know the part. */
export const PARTS: { readonly [P in PartName]: Part<Things[P]> } = TABLE;

function isPartName(name: string): name is PartName {
  return Object.hasOwn(TABLE, name);
}

/** In the order of the table. */
export const partNames: readonly PartName[] = Object.keys(TABLE).filter(isPartName);

/** What a change to the resource of a thing is called. */
export function resourceKindsOf(name: PartName): readonly PartKind[] {
  return TABLE[name].resourceKinds;
}

/** A fleet to which things are added. */
export type FleetLists = { readonly [P in PartName]: Things[P][] };

type Lists = Readonly<Record<string, readonly unknown[]>>;

/** A new list for each part: of things, or of pairs of things. */
export function emptyLists<L extends Lists = FleetLists>(): L {
  const lists = Object.fromEntries(partNames.map((name) => [name, []]));
  if (!isWhole<L>(lists)) {
    throw new Error("a part of the fleet has no list");
  }
  return lists;
}

function isWhole<L extends Lists>(lists: Lists): lists is L {
  return partNames.every((name) => lists[name] !== undefined);
}

export const EMPTY_FLEET: FleetState = emptyLists();
