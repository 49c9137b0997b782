import type { WeightMap } from "../traffic-weights";
import type { ListenerGuardsOff } from "./guards";
import type { ServiceSettings, TargetGroupSettings } from "./target-group";

/** An Application Load Balancer, its target groups, and the weights that share its traffic between clusters. */
export interface LoadBalancerSettings<Action = never> {
  /** Subnets in at least two availability zones. */
  readonly subnetIds: readonly string[];
  /**
   * IPv4 CIDR blocks that may connect to ports 80 and 443. By a name that becomes part of the Terraform address. Write
   * `{ world: "0.0.0.0/0" }` to allow everybody. An adopted load balancer has none: its security groups decide.
   */
  readonly clientCidrs: Readonly<Record<string, string>>;
  /** "internet-facing" needs subnets with a route to an internet gateway. A change replaces the load balancer. @default "internal" */
  readonly scheme?: "internal" | "internet-facing";
  /** The certificate of port 443, in ACM (in the load balancer's region) or IAM. */
  readonly certificateArn: string;
  /**
   * More certificates of port 443, by a name that becomes part of the Terraform address. The client's host name selects
   * one. An ALB accepts 25, unless AWS raised the quota. @default - none
   */
  readonly additionalCertificateArns?: Readonly<Record<string, string>>;
  /** @default - none */
  readonly accessLogs?: AccessLogs;
  /** A regional web ACL of AWS WAF (v2). @default - none */
  readonly webAclArn?: string;
  /** With "enabled", AWS rejects the deletion of the load balancer. To remove it, disable this and apply first. @default "enabled" */
  readonly deletionProtection?: "enabled" | "disabled";
  /** What port 80 does: redirect to port 443, or forward like port 443. @default "redirect" */
  readonly plainHttp?: "redirect" | "forward";
  /** The service whose pods are the targets, the same in every cluster. */
  readonly service: ServiceSettings;
  /** 1 to 5 target groups, by slot: "a". */
  readonly targetGroups: Readonly<Record<string, TargetGroupSettings>>;
  /**
   * By target group, or the name of one of the environment's `weights`: whole numbers from 0 to 999, relative to their
   * sum. A target group that is not named gets 0. A change updates listeners and rules in place, and nothing else.
   *
   * An ALB does not avoid a failed target group: one that has a weight but no pods answers its share with 503.
   */
  readonly weights: WeightMap | string;
  /**
   * By a name that becomes part of the Terraform address. An ALB accepts 100 rules, unless AWS raised the quota.
   * @default - none: the default actions serve all requests
   */
  readonly rules?: Readonly<Record<string, RuleSettings<Action>>>;
  /**
   * Slots that were removed from `targetGroups`. Terraform destroys such a target group only if it gets no traffic. You
   * can remove the slot from this list after the apply. @listInCode @default - none
   */
  readonly removedTargetGroups?: readonly string[];
  /** Guards that are off for a while. @default - none */
  readonly guardsOff?: ListenerGuardsOff;
  /** By target group. @default - none */
  readonly previews?: Readonly<Record<string, PreviewOptions>>;
  /**
   * For an existing load balancer that is imported: the values that differ from the defaults. It then gets no
   * tags of the environment, and this code opens no access to it. @default - a new load balancer
   */
  readonly adopted?: AdoptedLoadBalancer;
}

export interface AccessLogs {
  /** A bucket in the load balancer's region, with a policy that lets ELB write. */
  readonly bucket: string;
  /** Without "AWSLogs", and without "/" at either end. @default - none */
  readonly prefix?: string;
}

/**
 * Which requests a rule matches. If paths and hosts are given, both must match; one of each is enough.
 *
 * A rule has at most 5 values in all its conditions, at most 5 wildcards ("*" and "?") in them, and at most 128
 * characters in a value (ELB user guide, quotas for Application Load Balancers).
 */
export interface ListenerConditions {
  /** Case-sensitive: "/api*". @default - any path */
  readonly pathPatterns?: readonly string[];
  /** "*.example.com". @default - any host */
  readonly hostHeaders?: readonly string[];
}

/** A rule of the listeners. */
export interface RuleSettings<Action = never> extends ListenerConditions {
  /**
   * A unique number from 1 to 50000 (from 100 if there are previews). The lowest number that matches a request decides.
   * The order of the rules in the code has no effect. Leave gaps, so that a new rule renumbers no other.
   */
  readonly priority: number;
  /** @default - forwards by the weights, as the other rules and the default actions do */
  readonly action?: Action;
}

/** A rule that leads to one target group whatever its weight, to try a cluster before it gets traffic. */
export interface PreviewOptions {
  /** A unique number from 1 to 99: previews come before all rules. */
  readonly priority: number;
  /** Hosts that lead to this target group only: "b.webapp.example.com". */
  readonly hostHeaders: readonly string[];
}

/** An existing load balancer, target group, listener or rule that is imported. */
export interface AdoptedPart {
  /** The ARN that it has in AWS: an import block brings it into the state. */
  readonly arn: string;
  /** @anyNames @default - only the tags of the provider */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Existing listeners and rules. A rule that is not named here is created. */
export interface AdoptedListeners {
  /** The listener of port 80. */
  readonly http: AdoptedPart;
  /** The listener of port 443. */
  readonly https: AdoptedPart;
  /** Names of the additional certificates that port 443 already has. @default - none */
  readonly certificates?: readonly string[];
  /** By the rule's name. @default - none */
  readonly rules?: Readonly<Record<string, AdoptedRule>>;
  /** By target group. @default - none */
  readonly previews?: Readonly<Record<string, AdoptedRule>>;
}

/** An existing rule, by the listener that has it. */
export interface AdoptedRule {
  /** @default - none: port 80 redirects */
  readonly http?: AdoptedPart;
  readonly https: AdoptedPart;
}

/**
 * What an existing load balancer has. "adopt" writes it. If you remove a part from the settings, Terraform destroys it,
 * whether this still names the part or not.
 */
export interface AdoptedLoadBalancer extends AdoptedListeners {
  readonly loadBalancer: AdoptedPart;
  /** They decide who may connect, and what the load balancer reaches. */
  readonly securityGroupIds: readonly string[];
  /** Seconds without data after which a connection is closed, 1 to 4000. @default 60 */
  readonly idleTimeoutSeconds?: number;
  /** Whether invalid header fields are dropped or go to the pods. @default true */
  readonly dropInvalidHeaderFields?: boolean;
  /** @default "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09", the default of the AWS console */
  readonly sslPolicy?: string;
  /**
   * Seconds that a client stays with its first target group, 1 to 604800. A shift of weights moves such a client only
   * afterwards, even a shift to 0: use less than the time between two shifts. @default - off
   */
  readonly stickinessSeconds?: number;
  /**
   * By slot. Others keep binding them to a cluster's pods. While a slot is in `removedTargetGroups`, keep it here: this
   * gives the name of the target group.
   */
  readonly targetGroups: Readonly<Record<string, AdoptedTargetGroup>>;
}

export interface AdoptedTargetGroup extends AdoptedPart {
  /** The port of targets that are registered without one. @default 80 */
  readonly port?: number;
}
