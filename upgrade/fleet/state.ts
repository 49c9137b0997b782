import type { NodeGroupPhase } from "../eks/node-group-phase";
import type { ClusterKey, Keyed, KeyTypes, LoadBalancerKey, TargetGroupKey } from "./key";
import { ifKnown, isUnknown, type Known } from "./known";
import type { LinkedState } from "./links";
import type { Place } from "./place";

export type { ClusterKey, LoadBalancerKey, TargetGroupKey } from "./key";
export { ifKnown, isUnknown, type Known, UNKNOWN, type Unknown } from "./known";
export type { LinkedState } from "./links";
export type { Place } from "./place";

/*
 * A fleet as plain data that can be written as JSON. It has the same form for constructs, for synthesized stacks and for
 * Terraform plans.
 */

/** The identity of a thing in AWS, in addition to its name, as far as known. */
export interface Identified<K extends Keyed> extends Place {
  /** The same in every plan, before and after. Opaque. */
  readonly key: KeyTypes[K];
  /** The AWS account. */
  readonly account?: string;
  readonly region?: string;
}

export interface ClusterState extends Identified<"cluster"> {
  readonly clusterName: Known<string>;
  /** Left out if the code leaves it to EKS. */
  readonly version?: Known<string>;
  readonly supportType?: Known<string>;
  /** By EKS's own deletion protection, or by our tag. */
  readonly isProtected: Known<boolean>;
  readonly isPublic: Known<boolean>;
  readonly publicCidrs?: Known<readonly string[]>;
  /** Its tags say that it may be removed while it is in use: an environment for tests, or our tag for it. */
  readonly isDisposable?: true;
  /** `force_update_version`. */
  readonly isForced: Known<boolean>;
  /** A rollback that the code declares: the day of the upgrade to roll back. */
  readonly rollbackOfUpgradeOn?: Known<string>;
  /** `endpoint_private_access`. */
  readonly isPrivate?: Known<boolean>;
  /** "API", "API_AND_CONFIG_MAP", "CONFIG_MAP". Left out if the code leaves it to EKS. */
  readonly authenticationMode?: Known<string>;
  /** Nodes that are not in managed groups: "karpenter", "auto-mode", "fargate", "self-managed". */
  readonly otherNodes: readonly string[];
}

export interface NodeGroupState extends Place {
  readonly cluster: Known<ClusterKey>;
  readonly nodeGroupName: Known<string>;
  /** Left out if the code leaves it to EKS (the version of the cluster at creation), or a custom AMI sets it. */
  readonly version?: Known<string>;
  readonly releaseVersion?: Known<string>;
  /** The code has the release and does not leave it to EKS. Set only for a group that existed before. */
  readonly isReleasePinned?: true;
  /** The version of its launch template as in the code: "3", "$Latest". Left out without a template. */
  readonly launchTemplateVersion?: Known<string>;
  readonly amiType?: Known<string>;
  readonly capacityType?: Known<string>;
  readonly instanceTypes?: Known<readonly string[]>;
  readonly subnetIds?: Known<readonly string[]>;
  readonly labels: Known<Readonly<Record<string, string>>>;
  readonly taints: Known<readonly TaintState[]>;
  readonly minSize: Known<number>;
  readonly maxSize: Known<number>;
  /** Before: the real number. After: the number that Terraform sends. */
  readonly desiredSize: Known<number>;
  /** From our tag. Without it: retired if the maximum size is 0, cordoned with a NO_SCHEDULE taint. */
  readonly phase: Known<NodeGroupPhase>;
  readonly isForced: Known<boolean>;
}

export interface TaintState {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}

export interface AddonState extends Place {
  readonly cluster: Known<ClusterKey>;
  readonly addonName: Known<string>;
  /** Left out if the code leaves it to EKS. */
  readonly addonVersion?: Known<string>;
  /** EKS chooses the build (data.aws_eks_addon_version), and the answer is known after apply. */
  readonly isAsked?: true;
  /** Terraform updates it after its cluster, because it refers to it. Set only if it changes. */
  readonly isAfterCluster?: true;
  /** The Kubernetes version for which EKS chooses the build, if the build is known after apply. */
  readonly offeredFor?: Known<string>;
  /** Its pods stay in the cluster when it is removed (`preserve`). */
  readonly isPreserved?: true;
}

export interface OtherNodesState extends Place {
  readonly cluster: Known<ClusterKey>;
  readonly kind: "auto-mode" | "fargate" | "karpenter" | "self-managed";
  /** Its name: "Auto Scaling group legacy". Left out if its nodes stay after removal: an access entry. */
  readonly what?: string;
  /** The built-in node pools of Auto Mode. */
  readonly pools?: Known<readonly string[]>;
  /** Changes of its launch template replace all its instances (`instance_refresh`). */
  readonly isRefreshed?: true;
  /** The launch template or the AMI that it follows, "lt-1 3". */
  readonly template?: Known<string>;
  /** The version of the launch template that it follows without a number: "$Latest". */
  readonly floatingTemplate?: string;
  /** Its nodes run Amazon Linux 2. */
  readonly isAmazonLinux2?: true;
  /** Before: the real number. After: the number that Terraform sends. Left out if there is no number. */
  readonly size?: Known<number>;
}

export interface LoadBalancerState extends Identified<"loadBalancer"> {
  readonly loadBalancerName: Known<string>;
  /** The weights in the code of slots without traffic, because their cluster is evacuated. @default - none */
  readonly evacuated?: Readonly<Record<string, number>>;
}

export interface TargetGroupState extends Identified<"targetGroup"> {
  readonly targetGroupName: Known<string>;
  /** Instances, addresses or an Auto Scaling group are attached to it without a binding. */
  readonly hasAttachments?: true;
  /** The cluster in its tag `elbv2.k8s.aws/cluster`, whose controller registers its targets. */
  readonly owner?: ClusterKey;
}

export interface RouteState extends Place {
  readonly loadBalancer: Known<LoadBalancerKey>;
  readonly kind: "default-action" | "rule";
  readonly protocol?: Known<string>;
  /** Of the listener. */
  readonly port?: Known<number>;
  readonly sslPolicy?: Known<string>;
  /** Empty if the action is no forward (a redirect, a fixed response). */
  readonly targets: Known<readonly WeightedTarget[]>;
  /** Whether the rule has a condition by host: such a rule may lead to one cluster on purpose (a preview). */
  readonly byHost: boolean;
  /** The ARN or the address of its listener. Left out if the plan does not show it. */
  readonly listener?: string;
  /** How it answers requests itself. Left out if it forwards. */
  readonly answer?: RouteAnswer;
  /** Of a rule: the lowest number is evaluated first. */
  readonly priority?: Known<number>;
  /** Of a rule. Left out if a condition is known after apply. */
  readonly conditions?: RouteConditions;
  /** A rule by host is the only way to what serves it, because the default action of its listener does not forward. */
  readonly isOnlyWay?: true;
  readonly stickinessSeconds?: Known<number>;
}

export interface RouteAnswer {
  readonly type: "redirect" | "fixed-response";
  /** Of a redirect to the same host. */
  readonly port?: Known<string>;
}

/** Which requests a rule takes: all values are patterns with * and ?. */
export interface RouteConditions {
  readonly hosts?: readonly string[];
  readonly paths?: readonly string[];
  /** It also has a condition that few requests meet: a header, a query, a source address, a method. */
  readonly isNarrow?: true;
}

export interface WeightedTarget {
  readonly targetGroup: Known<TargetGroupKey>;
  readonly weight: Known<number>;
}

export interface BindingState extends Place {
  /** The cluster of the pods. Unknown if the plan does not show the cluster of its provider. */
  readonly cluster: Known<ClusterKey>;
  readonly targetGroup: Known<TargetGroupKey>;
  readonly multiCluster: Known<boolean>;
  /** Created outside this code: it has no resource here, and its place is the place of the target group. */
  readonly isByOthers?: true;
}

export interface ReleaseState extends Place {
  /** Its cluster. Left out if nothing shows the cluster of its provider. */
  readonly cluster?: Known<ClusterKey>;
  /** The version of its cluster, if a plan reads it and the fleet does not have it. */
  readonly clusterVersion?: Known<string>;
  readonly releaseName: Known<string>;
  readonly chart: Known<string>;
  readonly chartVersion?: Known<string>;
  /** The tag of its main image, if the values have it. */
  readonly imageTag?: Known<string>;
  /** The Kubernetes versions that it supports, if the code has them. */
  readonly supports?: { readonly oldest: string; readonly newest: string };
}

export interface IdentityState extends Place {
  readonly cluster: Known<ClusterKey>;
  readonly clusterName: Known<string>;
  /** The group of clusters, of which at most one is active: "alpha-kr". */
  readonly group: Known<string>;
  readonly isActive: Known<boolean>;
}

/** A Job that evicts the pods of a node group. */
export interface DrainState extends Place {
  readonly cluster: Known<ClusterKey>;
  readonly nodeGroupName: Known<string>;
}

export interface RoleState extends Place {
  readonly roleName: Known<string>;
}

/** A DNS record that leads to a load balancer or to what runs in a cluster. Read from plans alone. */
export interface RecordState extends Place {
  readonly recordName: Known<string>;
  readonly recordType: Known<string>;
  /** Which of the weighted records of its name it is. */
  readonly setIdentifier?: Known<string>;
  /** Of a weighted record. Left out if it is the only one of its name. */
  readonly weight?: Known<number>;
  /** The load balancer in the same plan. */
  readonly loadBalancer?: LoadBalancerKey;
  /** The names of load balancers in its values. */
  readonly loadBalancerNames: readonly string[];
  /** The cluster of the Service or Ingress that it names. */
  readonly cluster?: ClusterKey;
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
  /** What makes nodes that are in no managed node group. */
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
    resourceKinds: [],
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
