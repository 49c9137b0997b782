import type { AccessEntryOptions } from "../constructs/eks/access-entry";
import type { AddonOptions } from "../constructs/eks/addon";
import type { ClusterGuardsOff } from "../constructs/eks/cluster-guard";
import type { ControlPlaneLogType } from "../constructs/eks/control-plane-logs";
import type { PodIdentityAssociationOptions } from "../constructs/eks/pod-identity-association";
import type { HelmReleaseOptions } from "../constructs/kubernetes/helm-release";
import type { DrainOptions } from "../constructs/kubernetes/node-group-drain";
import type { TargetGroupBindingNetworking } from "../constructs/kubernetes/target-group-binding";
import type { LaunchTemplateOptions } from "../constructs/nodes/launch-template";
import type { NodeGroupOptions } from "../constructs/nodes/node-group";
import type { AdoptedPart } from "../constructs/traffic/adopted-part";
import type { AccessLogs } from "../constructs/traffic/application-load-balancer";
import type { HealthCheck } from "../constructs/traffic/health-check";
import type {
  AdoptedRule,
  ListenerGuardsOff,
  PreviewOptions,
  RuleOptions,
} from "../constructs/traffic/weighted-listeners";

/*
 * What a fleet file holds: plain data, so that a pull request which upgrades something reads like the line of a
 * table. What a value means, its range and what a change of it costs stands with the construct that takes it.
 */

/** The clusters and load balancers of one stage in one region, and how Terraform gets there. */
export interface Environment {
  /** The stage, "alpha" or "production": a tag on everything that is made. */
  readonly name: string;
  readonly region: string;
  /** @default - local: `terraform.<stack>.tfstate` beside cdktf.json */
  readonly backend?: S3BackendSettings;
  /** The role that the AWS provider takes. @default - the credentials of whoever runs Terraform */
  readonly assumeRoleArn?: string;
  /** Terraform refuses to work in any other account. @default - any */
  readonly allowedAccountIds?: readonly string[];
  /** Beside `environment`. @default - none */
  readonly defaultTags?: Readonly<Record<string, string>>;
  /** Terraform's version constraints. @default - the ranges that the tests cover */
  readonly providerVersions?: ProviderVersions;
  /** On all IAM roles that are made. @default - none */
  readonly permissionsBoundaryArn?: string;
  /** A JSON file with rows that the catalog does not have yet, from the project's folder. @default - none */
  readonly catalogFile?: string;
  readonly vpcId: string;
  /** By name, "alpha-kr-a": the environment, the region's nickname and the slot. Each is a stack of its own. */
  readonly clusters: Readonly<Record<string, ClusterSettings>>;
  /** By name, "alpha-webapp". Each is a stack of its own. @default - none */
  readonly loadBalancers?: Readonly<Record<string, LoadBalancerSettings>>;
  /**
   * Clusters that get no traffic for now, from any load balancer and whatever their weight: the others share it all in
   * the relation of their weights. Where each zone has its cluster, this evacuates a zone. Taken out again, all is as
   * it was. @default - none
   */
  readonly evacuated?: readonly string[];
  /**
   * By the clusters' common name, "alpha-kr" of alpha-kr-a and alpha-kr-b: the one in which what may run only once
   * runs, or "none". It is what a ConfigMap tells in each of them, whatever the weights are, and changes hands in two
   * steps: "none", and when all has ended there, the other. @default - nobody tells
   */
  readonly activeClusters?: Readonly<Record<string, string>>;
}

/** The states of an environment's stacks, one key each, locked by a lock file (Terraform 1.10 or later). */
export interface S3BackendSettings {
  readonly bucket: string;
  readonly region: string;
  /** Before the stack's name. @default - none */
  readonly keyPrefix?: string;
  /** @default - the bucket's own encryption */
  readonly kmsKeyId?: string;
}

export interface ProviderVersions {
  readonly aws?: string;
  readonly helm?: string;
  readonly kubernetes?: string;
}

export interface ClusterSettings {
  /** "1.34". Raised by one minor at a time. */
  readonly version: string;
  /** That `version` takes back an upgrade, within seven days of it. @default - none */
  readonly rollback?: { readonly of: string; readonly upgradedOn: string };
  readonly subnetIds: readonly string[];
  /** The ARNs of the roles or users that administer the cluster; at least one. */
  readonly administrators: readonly string[];
  /** By the add-on's name: the build, or the build and its settings. */
  readonly addons: Readonly<Record<string, string | AddonOptions>>;
  /** By name and generation, "workers-v1". */
  readonly nodeGroups: Readonly<Record<string, NodeGroupSettings>>;
  /** The networks on the internet that reach the Kubernetes API. @default - none: it is private */
  readonly publicEndpointCidrs?: readonly string[];
  /** @default "EXTENDED" */
  readonly supportType?: "STANDARD" | "EXTENDED";
  /**
   * By a tag, and by EKS itself where every AWS provider that the environment allows can (6.9 or later).
   * To remove a cluster, first disable it. @default "enabled"; as it is, where the cluster is adopted
   */
  readonly deletionProtection?: "enabled" | "disabled";
  /** @default 90 */
  readonly logRetentionDays?: number;
  /** The key that encrypts the secrets. @default - a key of the cluster's own; none, where it is adopted */
  readonly secretsKeyArn?: string;
  /** Who gets in beside the administrators, by a name of your own. @default - nobody */
  readonly accessEntries?: Readonly<Record<string, AccessEntrySettings>>;
  /** The roles of pods, by a name of your own. @default - none */
  readonly podIdentityAssociations?: Readonly<Record<string, PodIdentityAssociationOptions>>;
  /**
   * Of a cluster that ran before it came under code: what it is, where that is not our default. The environment's tags
   * then go on nothing of it. Without it, none of its parts is adopted, whatever they say. @default - it is made by this code
   */
  readonly adopted?: AdoptedCluster;
  /** Node groups of the cluster that are declared elsewhere: names, in which `*` stands for anything. @default - none */
  readonly otherNodeGroups?: readonly string[];
  /** Guards that are off for a while, each with a reason and its last day. @default - none */
  readonly guardsOff?: ClusterGuardsOff;
  /**
   * The chart's version of the AWS Load Balancer Controller, "3.5.0". Its role is made with the cluster and needs the
   * add-on `eks-pod-identity-agent`. @default - none is made: where there are bindings, one runs already
   */
  readonly loadBalancerController?: string;
  /**
   * The version of the cluster autoscaler, "1.33.1", of the cluster's minor or one older. Its role is made with the
   * cluster and needs the add-on `eks-pod-identity-agent`. @default - none
   */
  readonly clusterAutoscaler?: string;
  /**
   * Namespaces that are made, with the label by which the controller holds back a new pod's readiness until the load
   * balancer finds it healthy; pods that were there before the binding are not held back until they start anew. One
   * that is taken out is deleted with all that runs in it. @default - none
   */
  readonly namespaces?: readonly string[];
  /** How node groups are drained: the image of kubectl, and when a drain gives up. @default - as DrainOptions says */
  readonly drain?: DrainOptions;
  /** What the platform runs besides, by the name of its Helm release: "istiod". @default - none */
  readonly releases?: Readonly<Record<string, ReleaseSettings>>;
}

/** As "adopt" writes it; a line that is changed later is a change of what runs. */
export interface AdoptedCluster {
  readonly clusterRoleArn: string;
  /** The role of the node groups that name none. @default - a role of ours, made with the first */
  readonly nodeRoleArn?: string;
  /** @default "API" */
  readonly authenticationMode?: "API" | "API_AND_CONFIG_MAP" | "CONFIG_MAP";
  /**
   * Whether nodes too reach the API by the internet ("public"). With it, and without publicEndpointCidrs, the networks
   * that reach the API are those that EKS has. @default - as publicEndpointCidrs says
   */
  readonly endpoint?: "public" | "public-and-private";
  /** Beside the one that EKS makes. @default - none */
  readonly securityGroupIds?: readonly string[];
  /** The logs that go to CloudWatch; the log group is left alone. */
  readonly logTypes: readonly ControlPlaneLogType[];
  /** @default - none */
  readonly tags?: Readonly<Record<string, string>>;
}

export interface AccessEntrySettings extends Omit<AccessEntryOptions, "policies"> {
  /** By the policy's name, "AmazonEKSViewPolicy": for the whole cluster, or the namespaces. @default - none */
  readonly policies?: Readonly<Record<string, "cluster" | readonly string[]>>;
}

export interface ReleaseSettings extends HelmReleaseOptions {
  /** Releases of the cluster that must be ready before. @default - none */
  readonly after?: readonly string[];
}

export type NodeGroupSettings = Omit<NodeGroupOptions, "version" | "launchTemplate"> & {
  /** "1.34" */
  readonly version: string;
  /** A template of ours, one that is made elsewhere, or none. @default - a template of ours */
  readonly launchTemplate?:
    | LaunchTemplateOptions
    | { readonly launchTemplateId: string; readonly version: number }
    | "none";
};

export interface LoadBalancerSettings {
  readonly subnetIds: readonly string[];
  /** Who may connect, by a name of your own; nobody here where it is adopted: its security groups say it. */
  readonly clientCidrs: Readonly<Record<string, string>>;
  /** A change replaces the load balancer. @default "internal" */
  readonly scheme?: "internal" | "internet-facing";
  readonly certificateArn: string;
  /** @default - none */
  readonly additionalCertificateArns?: Readonly<Record<string, string>>;
  /** @default - none */
  readonly accessLogs?: AccessLogs;
  /** @default - none */
  readonly webAclArn?: string;
  /** @default true */
  readonly deletionProtection?: boolean;
  /** What port 80 does. @default "redirect" */
  readonly plainHttp?: "redirect" | "forward";
  /** The service that the target groups are for, the same in every cluster. */
  readonly service: ServiceSettings;
  /** By slot, "a". */
  readonly targetGroups: Readonly<Record<string, TargetGroupSettings>>;
  /** By slot, 0 to 999, relative to their sum; a slot that is not named gets 0. */
  readonly weights: Readonly<Record<string, number>>;
  /** By name. @default - none */
  readonly rules?: Readonly<Record<string, RuleOptions>>;
  /**
   * Slots that were among the target groups and are no longer: each goes only where nothing is sent to it any more.
   * Can be left out again once that is applied. @default - none
   */
  readonly removedTargetGroups?: readonly string[];
  /** Guards that are off for a while, each with a reason and its last day. @default - none */
  readonly guardsOff?: ListenerGuardsOff;
  /** By slot. @default - none */
  readonly previews?: Readonly<Record<string, PreviewOptions>>;
  /**
   * Of a load balancer that ran before it came under code: what it is, where that is not our default. The environment's
   * tags then go on nothing of it, and nothing is opened from here. @default - it is made by this code
   */
  readonly adopted?: AdoptedLoadBalancer;
}

/** As "adopt" writes it. A part that is taken out of the code goes, whether its line stays here or not. */
export interface AdoptedLoadBalancer {
  readonly loadBalancer: AdoptedPart;
  /** They say who may connect, and what it reaches. */
  readonly securityGroupIds: readonly string[];
  /** @default 60 */
  readonly idleTimeoutSeconds?: number;
  /** @default true */
  readonly dropInvalidHeaderFields?: boolean;
  /** @default - that of a load balancer of ours */
  readonly sslPolicy?: string;
  /** @default - off */
  readonly stickinessSeconds?: number;
  /** At port 80. */
  readonly http: AdoptedPart;
  /** At port 443. */
  readonly https: AdoptedPart;
  /** Names of the additional certificates that port 443 has already. @default - none */
  readonly certificates?: readonly string[];
  /**
   * By slot. Whoever bound those to a cluster's pods goes on to do so. One that is taken out of the target groups stays
   * here while it is among removedTargetGroups, for this line has its name.
   */
  readonly targetGroups: Readonly<Record<string, AdoptedTargetGroup>>;
  /** By the rule's name. @default - none */
  readonly rules?: Readonly<Record<string, AdoptedRule>>;
  /** By slot. @default - none */
  readonly previews?: Readonly<Record<string, AdoptedRule>>;
}

export interface AdoptedTargetGroup extends AdoptedPart {
  /** Of targets that are registered without one. @default 80 */
  readonly port?: number;
}

export interface ServiceSettings {
  readonly namespace: string;
  readonly name: string;
  /** Of the service: its name or its number. */
  readonly port: string | number;
  /** Where the pods serve and answer health checks, 1 to 65535: opened from the load balancer. @default [80] */
  readonly podPorts?: readonly number[];
  readonly healthCheck?: HealthCheck;
  readonly slowStartSeconds?: number;
  readonly deregistrationDelaySeconds?: number;
  /**
   * Has the controller open the way from these security groups to the pods.
   * @default - none: the load balancer's own stack opens it
   */
  readonly networking?: TargetGroupBindingNetworking;
}

export interface TargetGroupSettings {
  /**
   * The cluster whose pods are behind it: bound to it by this code, or, where it is adopted, by others.
   * @default - none: it has no targets, and no traffic should reach it
   */
  readonly cluster?: string;
  /** The security group of those pods. @default - the cluster's own, found in AWS by the cluster's name */
  readonly podSecurityGroupId?: string;
  /**
   * Of the binding, where the usual name is over Helm's 53 characters. A change replaces the release.
   * @default "aws-load-balancer-tgb-<service>-<cluster>"
   */
  readonly releaseName?: string;
}
