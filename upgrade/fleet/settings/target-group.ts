/** A target group for the pods of one cluster. */
export interface TargetGroupSettings {
  /**
   * The cluster whose pods are the targets. The cluster's in-cluster stack binds them; the targets of an adopted target
   * group are bound by others. @default - none: it has no targets, and should get no traffic
   */
  readonly cluster?: string;
  /** The security group of those pods. @default - the cluster's own, which Terraform reads by the cluster's name */
  readonly podSecurityGroupId?: string;
  /**
   * The Helm release of the binding, if the default is longer than Helm's 53 characters. A change replaces the release.
   * @default "aws-load-balancer-tgb-<service>-<cluster>"
   */
  readonly releaseName?: string;
}

export const protocolVersions = ["HTTP1", "HTTP2", "GRPC"] as const;

export type ProtocolVersion = (typeof protocolVersions)[number];

/** A service, and the port of it whose pods get the requests. */
export interface ServiceReference {
  readonly name: string;
  /** A number, or the name of the port in the service. */
  readonly port: string | number;
}

/** The Kubernetes service of a load balancer. It has the same name in every cluster. */
export interface ServiceSettings extends ServiceReference {
  readonly namespace: string;
  /**
   * The ports on which the pods serve and answer health checks, 1 to 65535. The load balancer may reach these ports.
   * @default [80]
   */
  readonly podPorts?: readonly number[];
  /**
   * How the load balancer talks to the pods. GRPC needs port 443 of the load balancer. A change replaces the target groups,
   * which then need new names. @default "HTTP1"
   */
  readonly protocolVersion?: ProtocolVersion;
  /** Changed in place. @default - GET "/" every 30 seconds must answer 200 */
  readonly healthCheck?: HealthCheck;
  /** Seconds during which the share of a new pod grows to its full size, 30 to 900; 0 is off. @default 0 */
  readonly slowStartSeconds?: number;
  /** Seconds that open requests have to end when a pod stops, 0 to 3600. @default 300 */
  readonly deregistrationDelaySeconds?: number;
  /**
   * Security groups from which the controller opens access to the pods.
   * @default - none: the load balancer's own stack opens it
   */
  readonly networking?: TargetGroupBindingNetworking;
}

/** Security groups that may reach ports of the pods. */
export interface TargetGroupBindingNetworking {
  /** The load balancer's security groups. */
  readonly securityGroupIds: readonly string[];
  /** TCP ports of the pods, by number or by name. */
  readonly ports: readonly (number | string)[];
}

/**
 * How the load balancer decides whether a pod gets requests. All properties change in place.
 *
 * Ranges and defaults: ELBv2 API reference, CreateTargetGroup.
 */
export interface HealthCheck {
  /** Begins with "/", up to 1024 characters. @default "/"; with GRPC "/AWS.ALB/healthcheck" */
  readonly path?: string;
  /** @default - the port on which the pod gets its requests */
  readonly port?: number;
  /** Seconds from one check to the next, 5 to 300. @default 30 */
  readonly intervalSeconds?: number;
  /** Seconds to wait for an answer, 2 to 120, less than the interval. @default 5 */
  readonly timeoutSeconds?: number;
  /** Consecutive successful checks until a pod gets requests, 2 to 10. @default 5 */
  readonly healthyThreshold?: number;
  /** Consecutive failed checks until a pod gets no more requests, 2 to 10. @default 2 */
  readonly unhealthyThreshold?: number;
  /**
   * HTTP codes from 200 to 499 that count as success: "200", "200,202" or "200-299". With GRPC, gRPC codes from 0 to 99.
   * @default "200"; with GRPC "12"
   */
  readonly matcher?: string;
}
