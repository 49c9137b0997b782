import { decodeOwner } from "../eks/target-group-owner";
import type {
  AccessLogs,
  AdoptedLoadBalancer,
  HealthCheck,
  LoadBalancerSettings,
  ServiceSettings,
} from "../fleet/settings";
import {
  adoptedLoadBalancerDefaults,
  adoptedTargetGroupDefaults,
  healthCheckDefaults,
  loadBalancerDefaults,
  serviceDefaults,
} from "../fleet/settings/defaults";
import type { LiveHealthCheck, LiveLoadBalancer, LiveTargetGroup } from "./live-load-balancer";
import { someOf, unlessDefault } from "./values";

/*
 * Attributes of load balancers and target groups: those that the settings say, and why the others prevent an adoption.
 */

/** The keys in AWS of the attributes that the settings say. */
const KEYS = {
  logsEnabled: "access_logs.s3.enabled",
  logsBucket: "access_logs.s3.bucket",
  logsPrefix: "access_logs.s3.prefix",
  deletionProtection: "deletion_protection.enabled",
  idleTimeout: "idle_timeout.timeout_seconds",
  dropInvalidHeaders: "routing.http.drop_invalid_header_fields.enabled",
  slowStart: "slow_start.duration_seconds",
  deregistrationDelay: "deregistration_delay.timeout_seconds",
} as const;

/** Attributes that have no effect, because stickiness is off. */
const WITHOUT_EFFECT: readonly string[] = [
  "stickiness.type",
  "stickiness.lb_cookie.duration_seconds",
  "stickiness.app_cookie.duration_seconds",
];

const CROSS_ZONE = "load_balancing.cross_zone.enabled";

/**
 * The defaults of the other attributes: ELBv2 API reference, LoadBalancerAttribute and TargetGroupAttribute. The default
 * of an attribute that is not listed is "false" or empty.
 */
const DEFAULTS: Readonly<Record<string, readonly string[]>> = {
  [CROSS_ZONE]: ["use_load_balancer_configuration"],
  "client_keep_alive.seconds": ["3600"],
  "dns_record.client_routing_policy": ["any_availability_zone"],
  "routing.http.desync_mitigation_mode": ["defensive"],
  "routing.http.xff_header_processing.mode": ["append"],
  "routing.http2.enabled": ["true"],
  "load_balancing.algorithm.type": ["round_robin"],
  "load_balancing.algorithm.anomaly_mitigation": ["off"],
  "target_group_health.dns_failover.minimum_healthy_targets.count": ["1"],
  "target_group_health.dns_failover.minimum_healthy_targets.percentage": ["off"],
  "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count": ["1"],
  "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage": ["off"],
};

type Attributes = Readonly<Record<string, string>>;

export function accessLogsOf(attributes: Attributes): AccessLogs | undefined {
  return attributes[KEYS.logsEnabled] === "true"
    ? { bucket: attributes[KEYS.logsBucket] ?? "", prefix: attributes[KEYS.logsPrefix] || undefined }
    : undefined;
}

export function deletionProtectionOf(attributes: Attributes): LoadBalancerSettings["deletionProtection"] {
  return unlessDefault(
    attributes[KEYS.deletionProtection] === "true" ? "enabled" : "disabled",
    loadBalancerDefaults.deletionProtection,
  );
}

export function connectionSettingsOf(
  attributes: Attributes,
): Pick<AdoptedLoadBalancer, "idleTimeoutSeconds" | "dropInvalidHeaderFields"> {
  const { idleTimeoutSeconds, dropInvalidHeaderFields } = adoptedLoadBalancerDefaults;
  return {
    idleTimeoutSeconds: numberUnless(idleTimeoutSeconds, attributes[KEYS.idleTimeout]),
    dropInvalidHeaderFields: unlessDefault<boolean>(
      attributes[KEYS.dropInvalidHeaders] === "true",
      dropInvalidHeaderFields,
    ),
  };
}

export function targetSettingsOf({
  healthCheck,
  attributes,
}: LiveTargetGroup): Pick<
  ServiceSettings,
  "healthCheck" | "slowStartSeconds" | "deregistrationDelaySeconds"
> {
  const { slowStartSeconds, deregistrationDelaySeconds } = serviceDefaults;
  return {
    healthCheck: someOf(healthCheckOf(healthCheck)),
    slowStartSeconds: numberUnless(slowStartSeconds, attributes[KEYS.slowStart]),
    deregistrationDelaySeconds: numberUnless(
      deregistrationDelaySeconds,
      attributes[KEYS.deregistrationDelay],
    ),
  };
}

export function targetPortOf({ port }: LiveTargetGroup): number | undefined {
  return numberUnless(adoptedTargetGroupDefaults.port, port);
}

function healthCheckOf(check: LiveHealthCheck): HealthCheck {
  const defaults = healthCheckDefaults;
  return {
    path: unlessDefault(check.path, defaults.path),
    port: check.port === "traffic-port" ? undefined : Number(check.port),
    intervalSeconds: numberUnless(defaults.intervalSeconds, check.intervalSeconds),
    timeoutSeconds: numberUnless(defaults.timeoutSeconds, check.timeoutSeconds),
    healthyThreshold: numberUnless(defaults.healthyThreshold, check.healthyThreshold),
    unhealthyThreshold: numberUnless(defaults.unhealthyThreshold, check.unhealthyThreshold),
    matcher: unlessDefault(check.matcher, defaults.matcher),
  };
}

function numberUnless(usual: number, value: number | string = usual): number | undefined {
  return unlessDefault(Number(value), usual);
}

/** Why a load balancer cannot be adopted, apart from its rules. */
export function loadBalancerLimits(live: LiveLoadBalancer, vpcId: string): readonly string[] {
  const owner = decodeOwner(live.tags);
  const isLogged = live.attributes[KEYS.logsEnabled] === "true";
  return [
    ...(live.type === "application" ? [] : [`its type is ${live.type}`]),
    ...(live.state === "active" ? [] : [`it is ${live.state}`]),
    ...(live.vpcId === vpcId ? [] : [`it is in another VPC, ${live.vpcId}`]),
    ...(live.ipAddressType === "ipv4" ? [] : [`its address type is ${live.ipAddressType}`]),
    ...(owner === undefined
      ? []
      : [`the AWS Load Balancer Controller of ${owner} manages it from resources in that cluster`]),
    ...(!isLogged && (live.attributes[KEYS.logsBucket] ?? "") !== ""
      ? ["its access logs are off but name a bucket"]
      : []),
    // An ALB always balances across zones; a target group can differ.
    ...attributeLimits("its", { ...live.attributes, [CROSS_ZONE]: "use_load_balancer_configuration" }),
    ...live.listeners
      .filter(({ port }) => port !== 80 && port !== 443)
      .map(({ port, protocol }) => `it has a listener at port ${port} (${protocol})`),
    ...live.listeners.flatMap(({ port, unsupported }) =>
      unsupported.map((what) => `port ${port} has ${what}`),
    ),
  ];
}

/** Why target groups cannot be adopted. */
export function targetGroupLimits(groups: readonly LiveTargetGroup[], vpcId: string): readonly string[] {
  return [
    ...groups.flatMap(({ name, unsupported, attributes, vpcId: own }) => [
      ...unsupported.map((what) => `target group ${name} has ${what}`),
      ...(own === vpcId ? [] : [`target group ${name} is in another VPC, ${own}`]),
      ...attributeLimits(`target group ${name}:`, attributes),
    ]),
    ...(new Set(groups.map((group) => JSON.stringify(targetSettingsOf(group)))).size > 1
      ? ["its target groups differ in health check, slow start or deregistration delay"]
      : []),
  ];
}

function attributeLimits(of: string, attributes: Attributes): readonly string[] {
  const said = [...Object.values<string>(KEYS), ...WITHOUT_EFFECT];
  return Object.entries(attributes)
    .filter(([key, value]) => !said.includes(key) && !(DEFAULTS[key] ?? ["false", ""]).includes(value))
    .map(([key, value]) => `${of} attribute ${key} is ${value}`);
}
