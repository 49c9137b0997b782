import type { Tags } from "./live-cluster";

/** A load balancer as AWS describes it, as far as it is adopted. */
export interface LiveLoadBalancer {
  readonly arn: string;
  readonly name: string;
  readonly type: string;
  readonly scheme: string;
  readonly state: string;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  readonly ipAddressType: string;
  /** By their key in AWS: "idle_timeout.timeout_seconds". */
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Tags;
  readonly listeners: readonly LiveListener[];
  /** Those that a rule or a default action forwards to. */
  readonly targetGroups: readonly LiveTargetGroup[];
}

export interface LiveListener {
  readonly arn: string;
  readonly port: number;
  readonly protocol: string;
  readonly sslPolicy?: string;
  /** The default one is the first. */
  readonly certificateArns: readonly string[];
  readonly tags: Tags;
  /** With the default one. */
  readonly rules: readonly LiveRule[];
  /** What it has and the settings cannot hold, in words: "mutual TLS". */
  readonly unsupported: readonly string[];
}

export interface LiveRule {
  readonly arn: string;
  /** "default", or a number. */
  readonly priority: string;
  readonly pathPatterns: readonly string[];
  readonly hostHeaders: readonly string[];
  readonly action: LiveAction;
  readonly tags: Tags;
  readonly unsupported: readonly string[];
}

export type LiveAction =
  | LiveForward
  | { readonly type: "redirect-to-https" }
  /** An action that the settings cannot hold: "an authentication". */
  | {
      readonly type: "other";
      readonly what: string;
      /** ARNs of the target groups that it forwards to in the end. @default - none */
      readonly reaches?: readonly string[];
    };

export interface LiveForward {
  readonly type: "forward";
  /** By the ARN of the target group. */
  readonly weights: Readonly<Record<string, number>>;
  readonly stickinessSeconds?: number;
  /** Whether AWS names its single target group outside of the list. */
  readonly isPlain: boolean;
}

export interface LiveTargetGroup {
  readonly arn: string;
  readonly name: string;
  readonly port: number;
  readonly vpcId: string;
  readonly healthCheck: LiveHealthCheck;
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Tags;
  /** How many targets it has. */
  readonly targets: number;
  readonly unsupported: readonly string[];
}

export interface LiveHealthCheck {
  readonly path: string;
  /** A number, or "traffic-port". */
  readonly port: string;
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
  readonly matcher: string;
}
