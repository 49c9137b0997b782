import type { NodeGroupPhase } from "../eks/node-group-phase";

/*
 * What a fleet is, as plain data that can be written down as JSON, whoever declared it and wherever it was read:
 * from a program's constructs, from what it synthesizes, or from a Terraform plan.
 */

/**
 * A value that Terraform learns only while it applies. It is not the same as a value that is not there, which is
 * left out. No rule guesses: one that needs an unknown value answers "not judged".
 */
export interface Unknown {
  readonly unknown: true;
}

export type Known<T> = T | Unknown;

export const UNKNOWN: Unknown = { unknown: true };

export function isUnknown(value: unknown): value is Unknown {
  return typeof value === "object" && value !== null && "unknown" in value && value.unknown === true;
}

/** `undefined` both where the value is not there and where it is unknown. */
export function ifKnown<T>(value: Known<T> | undefined): T | undefined {
  return isUnknown(value) ? undefined : value;
}

/** Where a person finds a thing. */
export interface Place {
  /** The stack, or the file of the plan. */
  readonly stack: string;
  /** The path of a construct, or a Terraform address with its modules and indices. */
  readonly address: string;
}

export interface FleetState {
  readonly clusters: readonly ClusterState[];
  /** Clusters that are only read, for what is in them: they are not judged, and what else they have is not known. */
  readonly readClusters?: readonly ClusterState[];
  readonly nodeGroups: readonly NodeGroupState[];
  readonly addons: readonly AddonState[];
  /** What makes nodes that are in no managed node group. @default - nothing that a plan has */
  readonly otherNodes?: readonly OtherNodesState[];
  readonly loadBalancers: readonly LoadBalancerState[];
  readonly targetGroups: readonly TargetGroupState[];
  /** Default actions of listeners and actions of rules: everything that sends requests somewhere. */
  readonly routes: readonly RouteState[];
  readonly bindings: readonly BindingState[];
  /** Helm releases, and what they need: to tell that a controller goes before what needs it. */
  readonly releases: readonly ReleaseState[];
  readonly roles: readonly RoleState[];
  /** What clusters know of themselves: which one of a group is active. */
  readonly identities: readonly IdentityState[];
}

export const EMPTY_FLEET: FleetState = {
  clusters: [],
  nodeGroups: [],
  addons: [],
  loadBalancers: [],
  targetGroups: [],
  routes: [],
  bindings: [],
  releases: [],
  roles: [],
  identities: [],
};

/** One fleet of many parts: of several constructs, or of several stacks. */
export function mergedFleet(parts: readonly Partial<FleetState>[]): FleetState {
  const otherNodes = parts.flatMap((part) => part.otherNodes ?? []);
  return {
    ...(otherNodes.length === 0 ? {} : { otherNodes }),
    clusters: parts.flatMap(({ clusters = [] }) => clusters),
    nodeGroups: parts.flatMap(({ nodeGroups = [] }) => nodeGroups),
    addons: parts.flatMap(({ addons = [] }) => addons),
    loadBalancers: parts.flatMap(({ loadBalancers = [] }) => loadBalancers),
    targetGroups: parts.flatMap(({ targetGroups = [] }) => targetGroups),
    routes: parts.flatMap(({ routes = [] }) => routes),
    bindings: parts.flatMap(({ bindings = [] }) => bindings),
    releases: parts.flatMap(({ releases = [] }) => releases),
    roles: parts.flatMap(({ roles = [] }) => roles),
    identities: parts.flatMap(({ identities = [] }) => identities),
  };
}

/** @param region `undefined` where nobody knows it */
export function clusterKey(region: string | undefined, clusterName: string): ClusterKey {
  return regionalKey(region, clusterName);
}

/**
 * The key of a thing whose name is one of a kind in its region: a cluster, a load balancer, a target group.
 * @param region `undefined` where nobody knows it
 */
export function regionalKey(region: string | undefined, name: string): string {
  return region === undefined ? name : `${region}/${name}`;
}

/**
 * Names a cluster among all that were read: by region and name where the region is known. The same cluster has the
 * same key in every plan and before and after.
 */
export type ClusterKey = string;
/**
 * Names a target group: by `regionalKey` where its name is known (its ARN has both), else by its place. Two regions
 * have target groups of one name as a rule, so a name alone would take one for the other.
 */
export type TargetGroupKey = string;
/** Names a load balancer: by `regionalKey` where its name is known (its ARN has both), else by its place. */
export type LoadBalancerKey = string;

export interface ClusterState extends Place {
  readonly key: ClusterKey;
  readonly clusterName: Known<string>;
  /** Left out where the code leaves it to EKS. */
  readonly version?: Known<string>;
  readonly supportType?: Known<string>;
  /** By EKS's own deletion protection, or by our tag. */
  readonly isProtected: Known<boolean>;
  readonly isPublic: Known<boolean>;
  readonly publicCidrs?: Known<readonly string[]>;
  /** `force_update_version`. */
  readonly isForced: Known<boolean>;
  /** A rollback that is declared in code: the day of the upgrade that it takes back. */
  readonly rollbackOfUpgradeOn?: Known<string>;
  /** Nodes that are not in managed groups: "karpenter", "auto-mode", "fargate", "self-managed". */
  readonly otherNodes: readonly string[];
}

export interface NodeGroupState extends Place {
  readonly cluster: Known<ClusterKey>;
  readonly nodeGroupName: Known<string>;
  /** Left out where the code leaves it to EKS (then it is the cluster's at birth), or an own AMI decides it. */
  readonly version?: Known<string>;
  readonly releaseVersion?: Known<string>;
  /** The release is known to be written in the code, rather than left to EKS: told of a group that was there before. */
  readonly isReleasePinned?: true;
  /** Of its launch template, as it is written: "3", "$Latest". Left out where it has no template. */
  readonly launchTemplateVersion?: Known<string>;
  readonly amiType?: Known<string>;
  readonly capacityType?: Known<string>;
  readonly instanceTypes?: Known<readonly string[]>;
  readonly subnetIds?: Known<readonly string[]>;
  readonly labels: Known<Readonly<Record<string, string>>>;
  readonly taints: Known<readonly TaintState[]>;
  readonly minSize: Known<number>;
  readonly maxSize: Known<number>;
  /** What runs before; what is sent after. */
  readonly desiredSize: Known<number>;
  /** By our tag where there is one; else retired at maximum use of size 0, cordoned with a NO_SCHEDULE taint. */
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
  /** Left out where the code leaves it to EKS. */
  readonly addonVersion?: Known<string>;
  /** The Kubernetes version for which EKS is asked for the build, where that is not known yet. */
  readonly offeredFor?: Known<string>;
  /** What it runs stays in the cluster when it is removed (`preserve`). */
  readonly isPreserved?: true;
}

export interface OtherNodesState extends Place {
  readonly cluster: ClusterKey;
  readonly kind: "auto-mode" | "fargate" | "karpenter" | "self-managed";
  /** As one calls it: "Auto Scaling group legacy". Left out where nodes stay when it goes: Karpenter, an access entry. */
  readonly what?: string;
  /** What runs before; what is sent after. Left out where no number tells. */
  readonly size?: Known<number>;
}

export interface LoadBalancerState extends Place {
  readonly key: LoadBalancerKey;
  readonly loadBalancerName: Known<string>;
}

export interface TargetGroupState extends Place {
  readonly key: TargetGroupKey;
  readonly targetGroupName: Known<string>;
  /** Instances, addresses or an autoscaling group are attached to it, which no binding tells of. */
  readonly hasAttachments?: true;
}

export interface RouteState extends Place {
  readonly loadBalancer: Known<LoadBalancerKey>;
  readonly kind: "default-action" | "rule";
  readonly protocol?: Known<string>;
  readonly sslPolicy?: Known<string>;
  /** Empty where the action is no forward (a redirect, a fixed response). */
  readonly targets: Known<readonly WeightedTarget[]>;
  /** Whether the rule has a condition by host: such a rule may lead to one cluster on purpose (a preview). */
  readonly byHost: boolean;
  readonly stickinessSeconds?: Known<number>;
}

export interface WeightedTarget {
  readonly targetGroup: Known<TargetGroupKey>;
  readonly weight: Known<number>;
}

export interface BindingState extends Place {
  /** Whose pods are bound; unknown where the plan does not tell which cluster its provider reaches. */
  readonly cluster: Known<ClusterKey>;
  readonly targetGroup: Known<TargetGroupKey>;
  readonly multiCluster: Known<boolean>;
  /** Others than this code made it: it is no resource here, and its place is that of the target group. */
  readonly isByOthers?: true;
}

export interface ReleaseState extends Place {
  /** Where it runs. Left out where nothing tells which cluster its provider reaches. */
  readonly cluster?: Known<ClusterKey>;
  /** What its cluster runs, where the fleet does not have that and a plan reads it. */
  readonly clusterVersion?: Known<string>;
  readonly releaseName: Known<string>;
  readonly chart: Known<string>;
  readonly chartVersion?: Known<string>;
  /** Of its main image, where the values give it. */
  readonly imageTag?: Known<string>;
  /** The Kubernetes versions that it supports, where the code says so. */
  readonly supports?: { readonly oldest: string; readonly newest: string };
}

export interface IdentityState extends Place {
  readonly cluster: Known<ClusterKey>;
  readonly clusterName: Known<string>;
  /** The clusters of which at most one is active: "alpha-kr". */
  readonly group: Known<string>;
  readonly isActive: Known<boolean>;
}

export interface RoleState extends Place {
  readonly roleName: Known<string>;
}
