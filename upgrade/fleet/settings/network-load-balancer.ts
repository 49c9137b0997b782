import type { WeightMap } from "../traffic-weights";
import type { ListenerGuardsOff } from "./guards";
import type { ServiceReference, TargetGroupBindingNetworking, TargetGroupSettings } from "./target-group";

export const networkProtocols = ["TCP", "TLS", "UDP", "TCP_UDP"] as const;

/**
 * A Network Load Balancer, its target groups, and the weights that share its new connections between clusters. AWS has
 * such weights since November 2025. An existing connection stays with its target until it ends.
 */
export interface NetworkLoadBalancerSettings {
  /** Subnets in the zones that it serves. */
  readonly subnetIds: readonly string[];
  /**
   * IPv4 CIDR blocks that may connect to the ports of the listeners. By a name that becomes part of the Terraform address.
   */
  readonly clientCidrs: Readonly<Record<string, string>>;
  /** "internet-facing" needs subnets with a route to an internet gateway. A change replaces the load balancer. @default "internal" */
  readonly scheme?: "internal" | "internet-facing";
  /** With "enabled", AWS rejects the deletion of the load balancer. To remove it, disable this and apply first. @default "enabled" */
  readonly deletionProtection?: "enabled" | "disabled";
  /** By a name that becomes part of the Terraform address. At least one. */
  readonly listeners: Readonly<Record<string, NetworkListenerSettings>>;
  /** The service whose pods are the targets, the same in every cluster. */
  readonly service: NetworkServiceSettings;
  /** 1 to 5 target groups, by slot: "a". */
  readonly targetGroups: Readonly<Record<string, TargetGroupSettings>>;
  /**
   * By target group, or the name of one of the environment's `weights`: whole numbers from 0 to 999, relative to their
   * sum. A target group that is not named gets 0. A change updates the listeners in place, and nothing else.
   */
  readonly weights: WeightMap | string;
  /**
   * Slots that were removed from `targetGroups`. Terraform destroys such a target group only if it gets no new connection.
   * You can remove the slot from this list after the apply. @listInCode @default - none
   */
  readonly removedTargetGroups?: readonly string[];
  /** Guards that are off for a while. @default - none */
  readonly guardsOff?: ListenerGuardsOff;
}

/** A listener. All listeners of a load balancer forward by the same weights. */
export interface NetworkListenerSettings {
  /** 1 to 65535. A change replaces the listener. */
  readonly port: number;
  /**
   * TCP and TLS listeners have TCP target groups; UDP and TCP_UDP listeners have target groups of their protocol. So a load
   * balancer here has listeners of one of these three.
   */
  readonly protocol: (typeof networkProtocols)[number];
  /** Of TLS: in ACM (in the load balancer's region) or IAM. @default - none */
  readonly certificateArn?: string;
}

/** The Kubernetes service of a network load balancer. It has the same name in every cluster. */
export interface NetworkServiceSettings extends ServiceReference {
  readonly namespace: string;
  /**
   * The ports on which the pods serve and answer health checks, 1 to 65535. The load balancer may reach these ports.
   * @default [80]
   */
  readonly podPorts?: readonly number[];
  /** Changed in place. @default - a TCP connection every 30 seconds */
  readonly healthCheck?: NetworkHealthCheck;
  /**
   * Seconds that open connections of a removed target have to end, 0 to 3600. Wait as long between a shift to 0 and the
   * removal of a target group. @default 300
   */
  readonly deregistrationDelaySeconds?: number;
  /** Whether AWS closes open connections at the end of that delay. With UDP always. @default false */
  readonly closesConnections?: boolean;
  /** Whether pods see the client's address instead of the load balancer's. @default - as AWS: only with UDP and TCP_UDP */
  readonly preservesClientIp?: boolean;
  /** Whether connections start with the header of the PROXY protocol, version 2. @default false */
  readonly proxyProtocol?: boolean;
  /**
   * Security groups from which the controller opens access to the pods.
   * @default - none: the load balancer's own stack opens it
   */
  readonly networking?: TargetGroupBindingNetworking;
}

/**
 * How the load balancer decides whether a pod gets connections. All properties change in place.
 *
 * Ranges and defaults: ELBv2 API reference, CreateTargetGroup.
 */
export interface NetworkHealthCheck {
  /** @default "TCP" */
  readonly protocol?: "TCP" | "HTTP" | "HTTPS";
  /** Of HTTP and HTTPS: begins with "/", up to 1024 characters. @default "/" */
  readonly path?: string;
  /** @default - the port on which the pod gets its connections */
  readonly port?: number;
  /** Seconds from one check to the next, 5 to 300. @default 30 */
  readonly intervalSeconds?: number;
  /** Consecutive successful checks until a pod gets connections, 2 to 10. @default 5 */
  readonly healthyThreshold?: number;
  /** Consecutive failed checks until a pod gets no more connections, 2 to 10. @default 2 */
  readonly unhealthyThreshold?: number;
}
