import type { BackendSettings } from "./settings/backend";
import type { ClusterSettings } from "./settings/cluster";
import type { HaproxySettings } from "./settings/haproxy";
import type { LoadBalancerSettings } from "./settings/load-balancer";
import type { NetworkLoadBalancerSettings } from "./settings/network-load-balancer";
import type { WeightedRecordSettings } from "./settings/weighted-record";
import type { WeightMap } from "./traffic-weights";

/*
 * What a fleet file may say: plain data, so that an upgrade is a diff of a few lines. Constructs, stacks, planner,
 * editor and `adopt` derive their types from these.
 */

export type { AutoModeSettings, BuiltInNodePool } from "./settings/auto-mode";
export type {
  AzurermBackendSettings,
  BackendSettings,
  GcsBackendSettings,
  HcpBackendSettings,
  HttpBackendSettings,
  S3BackendSettings,
} from "./settings/backend";
export type {
  AccessEntrySettings,
  AccessEntryType,
  AdoptedCluster,
  AuthenticationMode,
  ClusterSettings,
  PodIdentityAssociationOptions,
  RollbackSettings,
} from "./settings/cluster";
export type { AddonSettings } from "./settings/cluster-addon";
export type { FargateProfileSettings, FargateSelector } from "./settings/fargate-profile";
export type {
  ClusterGuardName,
  ClusterGuardsOff,
  GuardOff,
  GuardsOff,
  ListenerGuardsOff,
} from "./settings/guards";
export type {
  HaproxyHealthCheck,
  HaproxyListener,
  HaproxyServer,
  HaproxyServerSettings,
  HaproxyServerTls,
  HaproxySettings,
  HaproxyTimeouts,
  HaproxyTuning,
} from "./settings/haproxy";
export type {
  DrainOptions,
  HelmReleaseOptions,
  NamespaceSettings,
  ReleaseSettings,
} from "./settings/in-cluster";
export type { KarpenterSettings } from "./settings/karpenter";
export type {
  AccessLogs,
  AdoptedListeners,
  AdoptedLoadBalancer,
  AdoptedPart,
  AdoptedRule,
  AdoptedTargetGroup,
  ListenerConditions,
  LoadBalancerSettings,
  PreviewOptions,
  RuleSettings,
} from "./settings/load-balancer";
export type {
  NetworkHealthCheck,
  NetworkListenerSettings,
  NetworkLoadBalancerSettings,
  NetworkServiceSettings,
} from "./settings/network-load-balancer";
export type {
  CapacityType,
  DrainedByHand,
  ExistingLaunchTemplate,
  LaunchTemplateOptions,
  NodeGroupSettings,
  NodeRepairLimits,
  NodeRepairOverride,
  RepairAction,
  Taint,
  UpdateConfig,
  UpdateStrategy,
} from "./settings/node-group";
export type {
  NodePoolArchitecture,
  NodePoolCapacityType,
  NodePoolLimits,
  NodePoolPhase,
  NodePoolSettings,
} from "./settings/node-pool";
export type {
  HealthCheck,
  ProtocolVersion,
  ServiceReference,
  ServiceSettings,
  TargetGroupBindingNetworking,
  TargetGroupSettings,
} from "./settings/target-group";
export type { AliasTarget, WeightedRecordSettings, WeightedRecordSlot } from "./settings/weighted-record";

/**
 * The clusters and load balancers of one environment in one region, and how Terraform reaches AWS.
 *
 * @typeParam Action - what a rule may do besides following the weights. Plain data has none; programs that use the
 * stacks may give a `ListenerAction`
 */
export interface Environment<Action = never> {
  /** "alpha" or "production". All resources get it as the tag `environment`. */
  readonly name: string;
  /** The AWS region, "ap-northeast-2". */
  readonly region: string;
  /** Where Terraform keeps its state. @default - local: `terraform.<stack>.tfstate` beside cdktf.json */
  readonly backend?: BackendSettings;
  /** The IAM role that the AWS provider assumes. @default - the credentials of whoever runs Terraform */
  readonly assumeRoleArn?: string;
  /** Terraform rejects any other account. @default - any account */
  readonly allowedAccountIds?: readonly string[];
  /** Tags on all resources, in addition to `environment`. @anyNames @default - none */
  readonly defaultTags?: Readonly<Record<string, string>>;
  /**
   * Tags that others set on the resources: plans show no change of these, and applies keep them. Not keys that begin with
   * "cdktf-eks-upgrade/". @default - none
   */
  readonly ignoreTags?: IgnoredTags;
  /** Terraform version constraints. @default - the ranges that the tests cover */
  readonly providerVersions?: ProviderVersions;
  /** The permissions boundary of all IAM roles that the stacks create. @default - none */
  readonly permissionsBoundaryArn?: string;
  /** A JSON file with rows that the catalog lacks. Relative to the project's folder. @default - none */
  readonly catalogFile?: string;
  /** The VPC of the load balancers and target groups. */
  readonly vpcId: string;
  /** By name: "alpha-kr-a" is the environment, the region's short name and the slot. Each cluster is a stack. */
  readonly clusters: Readonly<Record<string, ClusterSettings>>;
  /** By name: "alpha-webapp". Each load balancer is a stack. @default - none */
  readonly loadBalancers?: Readonly<Record<string, LoadBalancerSettings<Action>>>;
  /**
   * By name: "alpha-broker". No stack creates them yet: synthesis rejects an environment that has some. Rules, reviews and the
   * planner know network load balancers of stacks of your own. @default - none
   */
  readonly networkLoadBalancers?: Readonly<Record<string, NetworkLoadBalancerSettings>>;
  /** By name: "alpha-orders". Each HAProxy is a stack, and its name is the name of its backend. @default - none */
  readonly haproxies?: Readonly<Record<string, HaproxySettings>>;
  /** By a name of your own: "alpha-webapp-dns". The weighted records of each name are a stack. @default - none */
  readonly weightedRecords?: Readonly<Record<string, WeightedRecordSettings>>;
  /**
   * Weights that several load balancers, HAProxies and records follow at once, by a name that their `weights` have: a
   * shift of all of them is a change of one line here. A slot that one of them does not have must be 0. @default - none
   */
  readonly weights?: Readonly<Record<string, WeightMap>>;
  /**
   * Names of clusters that get no traffic for now. Their weights on all load balancers, HAProxies and records count as 0,
   * and the other clusters share the traffic by their own weights. Remove the name to restore the weights. With one
   * cluster for each zone, this evacuates a zone. @inCode @default - none
   */
  readonly evacuated?: readonly string[];
  /**
   * By the clusters' common name ("alpha-kr" for alpha-kr-a and alpha-kr-b): the cluster that is active, or "none".
   * A ConfigMap in each cluster reports it, so that jobs which may run only once run in the active cluster. Change it in
   * two steps: first to "none", then, when the jobs have ended, to the other cluster. @default - no ConfigMap
   */
  readonly activeClusters?: Readonly<Record<string, string>>;
}

/** Tags by their keys, or by the beginning of their keys. */
export interface IgnoredTags {
  /** @default - none */
  readonly keys?: readonly string[];
  /** @default - none */
  readonly keyPrefixes?: readonly string[];
}

/** Terraform version constraints, by provider: ">= 6.9.0, < 7.0.0". */
export interface ProviderVersions {
  readonly aws?: string;
  readonly helm?: string;
  readonly kubernetes?: string;
}
