import type { AdoptedCluster, ClusterSettings } from "./cluster";
import type { AdoptedLoadBalancer, AdoptedTargetGroup, LoadBalancerSettings } from "./load-balancer";
import type { NodeGroupSettings } from "./node-group";
import type { NodePoolSettings } from "./node-pool";
import type { HealthCheck, ServiceSettings } from "./target-group";
import type { WeightedRecordSettings } from "./weighted-record";

/*
 * The default of each property that has a plain one. Constructs write it, `adopt` leaves it out of a fleet file, and the
 * editor treats it as the value of a property that is not set.
 */

export const clusterDefaults = {
  supportType: "EXTENDED",
  deletionProtection: "enabled",
} as const satisfies Partial<ClusterSettings>;

export const adoptedClusterDefaults = {
  authenticationMode: "API",
} as const satisfies Partial<AdoptedCluster>;

export const nodeGroupDefaults = {
  phase: "active",
  amiType: "AL2023_x86_64_STANDARD",
  capacityType: "ON_DEMAND",
  updateConfig: { maxUnavailable: 1 },
} as const satisfies Partial<NodeGroupSettings>;

export const nodePoolDefaults = {
  drift: "released",
  driftBudget: "10%",
  phase: "active",
  architectures: ["amd64"],
  capacityTypes: ["on-demand"],
  consolidationBudget: "10%",
  consolidateAfter: "1m",
} as const satisfies Partial<NodePoolSettings>;

export const loadBalancerDefaults = {
  scheme: "internal",
  deletionProtection: "enabled",
  plainHttp: "redirect",
} as const satisfies Partial<LoadBalancerSettings>;

export const adoptedLoadBalancerDefaults = {
  idleTimeoutSeconds: 60,
  dropInvalidHeaderFields: true,
} as const satisfies Partial<AdoptedLoadBalancer>;

export const adoptedTargetGroupDefaults = { port: 80 } as const satisfies Partial<AdoptedTargetGroup>;

export const serviceDefaults = {
  slowStartSeconds: 0,
  deregistrationDelaySeconds: 300,
} as const satisfies Partial<ServiceSettings>;

export const grpcHealthCheckDefaults = {
  path: "/AWS.ALB/healthcheck",
  matcher: "12",
} as const satisfies Partial<HealthCheck>;

export const healthCheckDefaults = {
  path: "/",
  intervalSeconds: 30,
  timeoutSeconds: 5,
  healthyThreshold: 5,
  unhealthyThreshold: 2,
  matcher: "200",
} as const satisfies Required<Omit<HealthCheck, "port">>;

export const weightedRecordDefaults = {
  type: "A",
  ttlSeconds: 60,
} as const satisfies Partial<WeightedRecordSettings>;
