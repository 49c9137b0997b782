import { decodeOwner } from "../eks/target-group-owner";
import type { Plain } from "./adoption";
import type { Tags } from "./live-cluster";
import type {
  LiveAction,
  LiveForward,
  LiveHealthCheck,
  LiveListener,
  LiveLoadBalancer,
  LiveRule,
  LiveTargetGroup,
} from "./live-load-balancer";

/** For whom a load balancer is taken over; no answer of AWS says the service. */
export interface LoadBalancerUse {
  readonly clusterName: string;
  readonly vpcId: string;
  readonly service: { readonly namespace: string; readonly name: string; readonly port: string | number };
}

export interface LoadBalancerAdoption {
  /** The load balancer's entry in a fleet file. */
  readonly settings: { readonly [name: string]: Plain | undefined };
  /** What the code says of it that is to be looked at, a sentence each. */
  readonly left: readonly string[];
  /** Of all that the entry takes over. */
  readonly arns: readonly string[];
}

/**
 * What a fleet file has to say of a load balancer so that nothing of it changes; or why that cannot be said, a part of
 * a sentence each: all of it is then left as it is.
 */
export function loadBalancerAdoptionOf(
  live: LiveLoadBalancer,
  use: LoadBalancerUse,
): LoadBalancerAdoption | { readonly reasons: readonly string[] } {
  const allHttp = live.listeners.find(({ port, protocol }) => port === 80 && protocol === "HTTP");
  const allHttps = live.listeners.find(({ port, protocol }) => port === 443 && protocol === "HTTPS");
  const own = reasonsOf(live, use.vpcId);
  if (allHttp === undefined || allHttps === undefined) {
    return { reasons: [...own, "it does not have HTTP at port 80 and HTTPS at port 443"] };
  }
  const forward = defaultOf(allHttps);
  if (forward?.type !== "forward") {
    return { reasons: [...own, `port 443 answers what no rule is for by ${whatOf(forward)}`] };
  }
  const others = [allHttp, allHttps].flatMap(({ port, rules }) =>
    rules.filter((rule) => isOfOthers(rule, forward)).map((rule) => ({ port, rule })),
  );
  const [http, https] = [withoutOthers(allHttp, forward), withoutOthers(allHttps, forward)];
  const reached = new Set(
    [http, https].flatMap(({ rules }) => rules.flatMap(({ action }) => reachedBy(action))),
  );
  const targetGroups = live.targetGroups.filter(({ arn }) => reached.has(arn));
  const isForwarded = defaultOf(http)?.type === "forward";
  const slots = slotsOf({ ...live, targetGroups });
  const reading = new RuleReading(forward, slots, isForwarded);
  for (const rule of rulesOf(https)) {
    reading.read(
      rule,
      isForwarded ? rulesOf(http).find((other) => other.priority === rule.priority) : undefined,
    );
  }
  const reasons = [
    ...own,
    ...targetGroupReasons(targetGroups, use.vpcId),
    ...plainReasons(http, https, forward),
    ...reading.allReasons,
    ...[http, https].flatMap(({ port, rules }) => rules.flatMap((rule) => singleReasons(port, rule))),
    ...(Object.values(forward.weights).some((weight) => weight > 0)
      ? []
      : ["the default action of port 443 gives all of its target groups the weight 0"]),
    ...targetGroups
      .filter(({ arn }) => !Object.hasOwn(forward.weights, arn))
      .map(({ name }) => `the target group ${name} is in a rule, and not in the default action of port 443`),
  ];
  const [first] = targetGroups;
  if (reasons.length > 0 || first === undefined) {
    return { reasons: first === undefined ? [...reasons, "it has no target group"] : reasons };
  }
  const { attributes } = live;
  const { sslPolicy, certificateArns } = https;
  const certificates = certificateArns.slice(1).map((arn): [string, string] => [certificateName(arn), arn]);
  const idle = Number(attributes["idle_timeout.timeout_seconds"] ?? 60);
  const groups = targetGroups
    .map((group): readonly [string, LiveTargetGroup] => [slots.get(group.arn) ?? group.name, group])
    .sort(([left], [right]) => (left < right ? -1 : 1));
  const settings = {
    subnetIds: [...live.subnetIds].sort(),
    clientCidrs: {},
    scheme: live.scheme === "internet-facing" ? live.scheme : undefined,
    certificateArn: certificateArns[0],
    additionalCertificateArns: someOf(Object.fromEntries(certificates)),
    accessLogs:
      attributes["access_logs.s3.enabled"] === "true"
        ? {
            bucket: attributes["access_logs.s3.bucket"] ?? "",
            prefix: attributes["access_logs.s3.prefix"] || undefined,
          }
        : undefined,
    deletionProtection: attributes["deletion_protection.enabled"] === "true" ? undefined : false,
    plainHttp: isForwarded ? "forward" : undefined,
    service: {
      ...use.service,
      healthCheck: someOf(healthCheckOf(first.healthCheck)),
      slowStartSeconds: numberUnless(0, first.attributes["slow_start.duration_seconds"]),
      deregistrationDelaySeconds: numberUnless(300, first.attributes["deregistration_delay.timeout_seconds"]),
    },
    targetGroups: Object.fromEntries(
      groups.map(([slot, group]): [string, Plain] => [
        slot,
        { cluster: isOf(use.clusterName, group) ? use.clusterName : undefined },
      ]),
    ),
    weights: Object.fromEntries(
      groups.map(([slot, { arn }]): [string, number] => [slot, forward.weights[arn] ?? 0]),
    ),
    rules: someOf(Object.fromEntries(reading.rules)),
    previews: someOf(Object.fromEntries(reading.previews)),
    adopted: {
      loadBalancer: partOf(live),
      securityGroupIds: [...live.securityGroupIds].sort(),
      idleTimeoutSeconds: idle === 60 ? undefined : idle,
      dropInvalidHeaderFields:
        attributes["routing.http.drop_invalid_header_fields.enabled"] === "true" ? undefined : false,
      sslPolicy,
      stickinessSeconds: forward.stickinessSeconds,
      http: partOf(http),
      https: partOf(https),
      certificates: certificates.length === 0 ? undefined : certificates.map(([name]) => name),
      targetGroups: Object.fromEntries(
        groups.map(([slot, group]): [string, Plain] => [
          slot,
          { ...partOf(group), port: group.port === 80 ? undefined : group.port },
        ]),
      ),
      rules: someOf(Object.fromEntries(reading.adoptedRules)),
      previews: someOf(Object.fromEntries(reading.adoptedPreviews)),
    },
  };
  return {
    settings,
    left: [
      `who may connect to the load balancer ${live.name}, and what it reaches, its security groups say, which stay with whoever made them`,
      ...groups.flatMap(([, group]) => whoseLines(live.name, group, use.clusterName)),
      ...others.map(
        ({ port, rule }) =>
          `rule ${rule.priority} of port ${port} of ${live.name} stays outside of the code, with ${whatOf(rule.action)}, and no weight moves what it gets`,
      ),
    ],
    arns: [
      live.arn,
      ...targetGroups.map(({ arn }) => arn),
      ...[http, https].flatMap((listener) => [listener.arn, ...rulesOf(listener).map(({ arn }) => arn)]),
    ],
  };
}

/** Attributes that the code says. */
const SAID: readonly string[] = [
  "access_logs.s3.enabled",
  "access_logs.s3.bucket",
  "access_logs.s3.prefix",
  "deletion_protection.enabled",
  "idle_timeout.timeout_seconds",
  "routing.http.drop_invalid_header_fields.enabled",
  "slow_start.duration_seconds",
  "deregistration_delay.timeout_seconds",
  // Of what is off.
  "stickiness.type",
  "stickiness.lb_cookie.duration_seconds",
  "stickiness.app_cookie.duration_seconds",
];

/**
 * What the others are unless somebody set them: ELBv2 API reference, LoadBalancerAttribute and TargetGroupAttribute.
 * Of one that is not here, "false" and nothing.
 */
const USUAL: Readonly<Record<string, readonly string[]>> = {
  "load_balancing.cross_zone.enabled": ["use_load_balancer_configuration"],
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

function attributeReasons(of: string, attributes: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(attributes)
    .filter(([key, value]) => !SAID.includes(key) && !(USUAL[key] ?? ["false", ""]).includes(value))
    .map(([key, value]) => `${of}attribute ${key} is ${value}`);
}

function reasonsOf(live: LiveLoadBalancer, vpcId: string): readonly string[] {
  const owner = decodeOwner(live.tags);
  const isLogged = live.attributes["access_logs.s3.enabled"] === "true";
  return [
    ...(live.type === "application" ? [] : [`it is a load balancer of the type ${live.type}`]),
    ...(live.state === "active" ? [] : [`it is ${live.state}`]),
    ...(live.vpcId === vpcId ? [] : [`it is in another VPC, ${live.vpcId}`]),
    ...(live.ipAddressType === "ipv4" ? [] : [`its addresses are ${live.ipAddressType}`]),
    ...(owner === undefined
      ? []
      : [`the AWS Load Balancer Controller of ${owner} makes it from what is in that cluster`]),
    ...(!isLogged && (live.attributes["access_logs.s3.bucket"] ?? "") !== ""
      ? ["its access logs are off, and name a bucket all the same"]
      : []),
    ...attributeReasons("its ", {
      ...live.attributes,
      // Always on for this type; a target group may say it for itself.
      "load_balancing.cross_zone.enabled": "use_load_balancer_configuration",
    }),
    ...live.listeners
      .filter(({ port }) => port !== 80 && port !== 443)
      .map(({ port, protocol }) => `it has a listener at port ${port} (${protocol})`),
    ...live.listeners.flatMap(({ port, beyond }) => beyond.map((what) => `port ${port} has ${what}`)),
  ];
}

function targetGroupReasons(groups: readonly LiveTargetGroup[], vpcId: string): readonly string[] {
  const sayingsOf = ({ healthCheck, attributes }: LiveTargetGroup) =>
    JSON.stringify([
      healthCheckOf(healthCheck),
      attributes["slow_start.duration_seconds"],
      attributes["deregistration_delay.timeout_seconds"],
    ]);
  return [
    ...groups.flatMap(({ name, beyond, attributes, vpcId: own }) => [
      ...beyond.map((what) => `the target group ${name} has ${what}`),
      ...(own === vpcId ? [] : [`the target group ${name} is in another VPC, ${own}`]),
      ...attributeReasons(`of the target group ${name} the `, attributes),
    ]),
    ...(new Set(groups.map(sayingsOf)).size > 1
      ? ["its target groups differ in health check, slow start or deregistration delay"]
      : []),
  ];
}

/** Of what a rule or a default action forwards to, the ARNs. */
function reachedBy(action: LiveAction): readonly string[] {
  switch (action.type) {
    case "forward":
      return Object.keys(action.weights);
    case "redirect-to-https":
      return [];
    case "other":
      return action.reaches ?? [];
  }
}

/** A rule that leads to nothing that the default action leads to: no shift is to move what it gets. */
function isOfOthers({ priority, action }: LiveRule, { weights }: LiveForward): boolean {
  return priority !== "default" && reachedBy(action).every((arn) => !Object.hasOwn(weights, arn));
}

function withoutOthers(listener: LiveListener, forward: LiveForward): LiveListener {
  return { ...listener, rules: listener.rules.filter((rule) => !isOfOthers(rule, forward)) };
}

/** Port 80 redirects and has no rules; or it does what port 443 does. */
function plainReasons(http: LiveListener, https: LiveListener, forward: LiveAction): readonly string[] {
  const plain = defaultOf(http);
  const rules = rulesOf(http);
  if (plain?.type === "redirect-to-https") {
    return rules.length === 0 ? [] : ["port 80 redirects, and has rules besides"];
  }
  if (plain?.type !== "forward") {
    return [`port 80 answers what no rule is for by ${whatOf(plain)}`];
  }
  const isSame = isSameAction(plain, forward) && rules.length === rulesOf(https).length;
  return isSame ? [] : ["port 80 forwards in another way than port 443"];
}

/** One target group alone can be told from a list of one, and Terraform does. */
function singleReasons(port: number, { priority, action }: LiveRule): readonly string[] {
  if (action.type !== "forward" || Object.keys(action.weights).length !== 1) {
    return [];
  }
  return action.isPlain && action.stickinessSeconds === undefined
    ? []
    : [`at port ${port}, rule ${priority} forwards to one target group by a list, or with stickiness`];
}

/** Puts each rule among those that follow the weights, or the previews; or says why it is neither. */
class RuleReading {
  readonly rules: [string, Plain][] = [];
  readonly previews: [string, Plain][] = [];
  readonly adoptedRules: [string, Plain][] = [];
  readonly adoptedPreviews: [string, Plain][] = [];
  private readonly reasons: string[] = [];
  private readonly priorities: number[] = [];

  constructor(
    private readonly forward: LiveForward,
    private readonly slots: ReadonlyMap<string, string>,
    private readonly isForwarded: boolean,
  ) {}

  read(rule: LiveRule, plain: LiveRule | undefined): void {
    const { priority, action, pathPatterns, hostHeaders, beyond } = rule;
    const reasons = beyond.map((what) => `rule ${priority} has ${what}`);
    if (this.isForwarded && (plain === undefined || !isSameRule(rule, plain))) {
      reasons.push(`rule ${priority} of port 443 is not at port 80 as well`);
    }
    const adopted = { ...(plain === undefined ? {} : { http: partOf(plain) }), https: partOf(rule) };
    const slot = this.previewOf(rule);
    if (isSameAction(action, this.forward)) {
      const name = `rule-${priority}`;
      this.rules.push([
        name,
        { priority: Number(priority), pathPatterns: listOf(pathPatterns), hostHeaders: listOf(hostHeaders) },
      ]);
      this.adoptedRules.push([name, adopted]);
      this.priorities.push(Number(priority));
    } else if (slot !== undefined && this.previews.every(([other]) => other !== slot)) {
      this.previews.push([slot, { priority: Number(priority), hostHeaders }]);
      this.adoptedPreviews.push([slot, adopted]);
    } else {
      reasons.push(
        `rule ${priority} does not forward as the default action does (${whatOf(action)}), and is no preview of one target group by its host`,
      );
    }
    this.reasons.push(...reasons);
  }

  get allReasons(): readonly string[] {
    const between = this.previews.length === 0 ? [] : this.priorities.filter((priority) => priority < 100);
    return [
      ...this.reasons,
      ...between.map((priority) => `rule ${priority} is among the priorities of the previews, 1 to 99`),
    ];
  }

  /** The slot that a rule leads to alone, by a host and before all others. */
  private previewOf({ action, priority, pathPatterns, hostHeaders }: LiveRule): string | undefined {
    if (action.type !== "forward" || action.stickinessSeconds !== undefined) {
      return undefined;
    }
    const [[arn, weight] = ["", 0], ...others] = Object.entries(action.weights);
    const isAlone = others.length === 0 && weight === 1;
    const isByHost = pathPatterns.length === 0 && hostHeaders.length > 0;
    return isAlone && isByHost && Number(priority) < 100 ? this.slots.get(arn) : undefined;
  }
}

function defaultOf({ rules }: LiveListener): LiveAction | undefined {
  return rules.find(({ priority }) => priority === "default")?.action;
}

function rulesOf({ rules }: LiveListener): readonly LiveRule[] {
  return rules
    .filter(({ priority }) => priority !== "default")
    .sort((left, right) => Number(left.priority) - Number(right.priority));
}

function whatOf(action: LiveAction | undefined): string {
  switch (action?.type) {
    case "forward":
      return "a forward of its own";
    case "redirect-to-https":
      return "a redirect to HTTPS";
    case "other":
      return action.what;
    default:
      return "nothing that is known";
  }
}

function isSameAction(left: LiveAction, right: LiveAction): boolean {
  return (
    left.type === "forward" &&
    right.type === "forward" &&
    left.stickinessSeconds === right.stickinessSeconds &&
    sameWeights(left.weights, right.weights)
  );
}

function sameWeights(
  left: Readonly<Record<string, number>>,
  right: Readonly<Record<string, number>>,
): boolean {
  return (
    Object.keys(left).length === Object.keys(right).length &&
    Object.entries(left).every(([arn, weight]) => right[arn] === weight)
  );
}

function isSameRule(left: LiveRule, right: LiveRule): boolean {
  return (
    isSameAction(left.action, right.action) &&
    JSON.stringify([left.pathPatterns, left.hostHeaders, right.beyond]) ===
      JSON.stringify([right.pathPatterns, right.hostHeaders, []])
  );
}

/** "alpha-webapp-a" of "alpha-webapp" is the slot "a"; any other name is a slot of its own. */
function slotsOf({ name, targetGroups }: LiveLoadBalancer): ReadonlyMap<string, string> {
  const prefix = `${name}-`;
  const names = targetGroups.map((group) => group.name);
  return new Map(
    targetGroups.map((group) => {
      const slot = group.name.startsWith(prefix) ? group.name.slice(prefix.length) : group.name;
      const isFree = /^[A-Za-z0-9]/.test(slot) && (slot === group.name || !names.includes(slot));
      return [group.arn, isFree ? slot : group.name];
    }),
  );
}

/** The end of its ARN: the id that ACM gave it, or its name in IAM. */
function certificateName(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1).replace(/[^A-Za-z0-9-]/g, "-");
}

function isOf(clusterName: string, { tags, targets }: LiveTargetGroup): boolean {
  const owner = decodeOwner(tags);
  return owner === undefined ? targets > 0 : owner === clusterName;
}

function whoseLines(loadBalancer: string, group: LiveTargetGroup, clusterName: string): readonly string[] {
  const owner = decodeOwner(group.tags);
  if (owner === undefined && group.targets > 0) {
    return [
      `no tag says of which cluster the targets of ${group.name} are: the file says ${clusterName}, correct it where they are another's`,
    ];
  }
  return owner === undefined || owner === clusterName
    ? []
    : [
        `the target group ${group.name} of ${loadBalancer} is of the cluster ${owner}; say so in the file once that is in it`,
      ];
}

function healthCheckOf(check: LiveHealthCheck): { readonly [name: string]: Plain | undefined } {
  return {
    path: check.path === "/" ? undefined : check.path,
    port: check.port === "traffic-port" ? undefined : Number(check.port),
    intervalSeconds: numberUnless(30, check.intervalSeconds),
    timeoutSeconds: numberUnless(5, check.timeoutSeconds),
    healthyThreshold: numberUnless(5, check.healthyThreshold),
    unhealthyThreshold: numberUnless(2, check.unhealthyThreshold),
    matcher: check.matcher === "200" ? undefined : check.matcher,
  };
}

function numberUnless(usual: number, value: number | string = usual): number | undefined {
  return Number(value) === usual ? undefined : Number(value);
}

function partOf({ arn, tags }: { readonly arn: string; readonly tags: Tags }): {
  readonly arn: string;
  readonly tags: Tags | undefined;
} {
  const own = Object.entries(tags)
    .filter(([key]) => !key.startsWith("aws:"))
    .sort(([left], [right]) => (left < right ? -1 : 1));
  return { arn, tags: own.length === 0 ? undefined : Object.fromEntries(own) };
}

function listOf(values: readonly string[]): readonly string[] | undefined {
  return values.length === 0 ? undefined : values;
}

function someOf<T extends { readonly [name: string]: Plain | undefined }>(value: T): T | undefined {
  return Object.values(value).every((item) => item === undefined) ? undefined : value;
}
