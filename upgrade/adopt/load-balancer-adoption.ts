import { decodeOwner } from "../eks/target-group-owner";
import type { LoadBalancerSettings, ServiceSettings } from "../fleet/settings";
import { loadBalancerDefaults } from "../fleet/settings/defaults";
import type {
  LiveAction,
  LiveForward,
  LiveListener,
  LiveLoadBalancer,
  LiveRule,
  LiveTargetGroup,
} from "./live-load-balancer";
import { defaultOf, isSameAction, isUnrelated, reachedBy, rulesOf, wordsFor } from "./live-rules";
import {
  accessLogsOf,
  connectionSettingsOf,
  deletionProtectionOf,
  loadBalancerLimits,
  targetGroupLimits,
  targetPortOf,
  targetSettingsOf,
} from "./load-balancer-limits";
import { RuleAdoption } from "./rule-adoption";
import { accepted, listOf, partOf, someOf, unlessDefault } from "./values";

/** What AWS does not say about a load balancer. */
export interface LoadBalancerUse {
  readonly clusterName: string;
  readonly vpcId: string;
  readonly service: Pick<ServiceSettings, "namespace" | "name" | "port">;
}

export interface LoadBalancerAdoption {
  /** The load balancer's entry in a fleet file. */
  readonly settings: LoadBalancerSettings;
  /** What the entry does not manage, and what to check in it, a sentence each. */
  readonly notAdopted: readonly string[];
  /** The ARNs of everything that the entry manages. */
  readonly arns: readonly string[];
}

/**
 * The settings with which Terraform imports a load balancer and changes nothing; or the reasons why there are none, a
 * clause each.
 */
export function loadBalancerAdoptionOf(
  live: LiveLoadBalancer,
  use: LoadBalancerUse,
): LoadBalancerAdoption | { readonly reasons: readonly string[] } {
  const allHttp = live.listeners.find(({ port, protocol }) => port === 80 && protocol === "HTTP");
  const allHttps = live.listeners.find(({ port, protocol }) => port === 443 && protocol === "HTTPS");
  const limits = loadBalancerLimits(live, use.vpcId);
  if (allHttp === undefined || allHttps === undefined) {
    return { reasons: [...limits, "it does not have HTTP at port 80 and HTTPS at port 443"] };
  }
  const forward = defaultOf(allHttps);
  if (forward?.type !== "forward") {
    return { reasons: [...limits, `the default action of port 443 is ${wordsFor(forward)}`] };
  }
  const others = [allHttp, allHttps].flatMap(({ port, rules }) =>
    rules.filter((rule) => isUnrelated(rule, forward)).map((rule) => ({ port, rule })),
  );
  const http = withoutUnrelated(allHttp, forward);
  const https = withoutUnrelated(allHttps, forward);
  const reached = new Set(
    [http, https].flatMap(({ rules }) => rules.flatMap(({ action }) => reachedBy(action))),
  );
  const targetGroups = live.targetGroups.filter(({ arn }) => reached.has(arn));
  const isForwarded = defaultOf(http)?.type === "forward";
  const slots = slotsOf({ ...live, targetGroups });
  const rules = new RuleAdoption(forward, slots, isForwarded);
  for (const rule of rulesOf(https)) {
    const plain = isForwarded ? rulesOf(http).find(({ priority }) => priority === rule.priority) : undefined;
    rules.read(rule, plain);
  }
  const [certificateArn, ...moreCertificates] = https.certificateArns;
  const [first] = targetGroups;
  const reasons = [
    ...limits,
    ...targetGroupLimits(targetGroups, use.vpcId),
    ...plainReasons(http, https, forward),
    ...rules.reasons,
    ...[http, https].flatMap(({ port, rules: all }) => all.flatMap((rule) => singleReasons(port, rule))),
    ...(Object.values(forward.weights).some((weight) => weight > 0)
      ? []
      : ["the default action of port 443 gives weight 0 to all target groups"]),
    ...targetGroups
      .filter(({ arn }) => !Object.hasOwn(forward.weights, arn))
      .map(({ name }) => `target group ${name} is in a rule but not in the default action of port 443`),
    ...(first === undefined ? ["it has no target group"] : []),
    ...(certificateArn === undefined ? ["port 443 has no certificate"] : []),
  ];
  if (reasons.length > 0 || first === undefined || certificateArn === undefined) {
    return { reasons };
  }
  const certificates = moreCertificates.map((arn) => [certificateName(arn), arn] as const);
  const groups = targetGroups
    .map((group) => [slots.get(group.arn) ?? group.name, group] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const settings: LoadBalancerSettings = {
    subnetIds: [...live.subnetIds].sort(),
    clientCidrs: {},
    scheme: unlessDefault(
      accepted(["internal", "internet-facing"], live.scheme),
      loadBalancerDefaults.scheme,
    ),
    certificateArn,
    additionalCertificateArns: someOf(Object.fromEntries(certificates)),
    accessLogs: accessLogsOf(live.attributes),
    deletionProtection: deletionProtectionOf(live.attributes),
    plainHttp: unlessDefault(isForwarded ? "forward" : "redirect", loadBalancerDefaults.plainHttp),
    service: { ...use.service, ...targetSettingsOf(first) },
    targetGroups: Object.fromEntries(
      groups.map(([slot, group]) => [
        slot,
        { cluster: isOf(use.clusterName, group) ? use.clusterName : undefined },
      ]),
    ),
    weights: Object.fromEntries(groups.map(([slot, { arn }]) => [slot, forward.weights[arn] ?? 0])),
    ...rules.settings,
    adopted: {
      loadBalancer: partOf(live),
      securityGroupIds: [...live.securityGroupIds].sort(),
      ...connectionSettingsOf(live.attributes),
      sslPolicy: https.sslPolicy,
      stickinessSeconds: forward.stickinessSeconds,
      http: partOf(http),
      https: partOf(https),
      certificates: listOf(certificates.map(([name]) => name)),
      targetGroups: Object.fromEntries(
        groups.map(([slot, group]) => [slot, { ...partOf(group), port: targetPortOf(group) }]),
      ),
      ...rules.adopted,
    },
  };
  return {
    settings,
    notAdopted: [
      `the security groups of load balancer ${live.name} decide who may connect and what it reaches. They stay as they are`,
      ...groups.flatMap(([, group]) => ownerLines(live.name, group, use.clusterName)),
      ...others.map(
        ({ port, rule }) =>
          `rule ${rule.priority} of port ${port} of ${live.name} is not adopted: it is ${wordsFor(rule.action)}, and weights do not change it`,
      ),
    ],
    arns: [
      live.arn,
      ...targetGroups.map(({ arn }) => arn),
      ...[http, https].flatMap((listener) => [listener.arn, ...rulesOf(listener).map(({ arn }) => arn)]),
    ],
  };
}

/** Rules of other target groups stay as they are. */
function withoutUnrelated(listener: LiveListener, forward: LiveForward): LiveListener {
  return { ...listener, rules: listener.rules.filter((rule) => !isUnrelated(rule, forward)) };
}

/** Port 80 redirects and has no rules, or it does what port 443 does. */
function plainReasons(http: LiveListener, https: LiveListener, forward: LiveAction): readonly string[] {
  const plain = defaultOf(http);
  const rules = rulesOf(http);
  if (plain?.type === "redirect-to-https") {
    return rules.length === 0 ? [] : ["port 80 redirects and also has rules"];
  }
  if (plain?.type !== "forward") {
    return [`the default action of port 80 is ${wordsFor(plain)}`];
  }
  const isSame = isSameAction(plain, forward) && rules.length === rulesOf(https).length;
  return isSame ? [] : ["port 80 forwards differently from port 443"];
}

/** Terraform tells one target group apart from a list of one. */
function singleReasons(port: number, { priority, action }: LiveRule): readonly string[] {
  if (action.type !== "forward" || Object.keys(action.weights).length !== 1) {
    return [];
  }
  return action.isPlain && action.stickinessSeconds === undefined
    ? []
    : [`rule ${priority} of port ${port} forwards to one target group in a list, or with stickiness`];
}

/** "alpha-webapp-a" of "alpha-webapp" is the slot "a". For another name, the whole name is the slot. */
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

/** The end of its ARN: the id in ACM, or the name in IAM. */
function certificateName(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1).replace(/[^A-Za-z0-9-]/g, "-");
}

function isOf(clusterName: string, { tags, targets }: LiveTargetGroup): boolean {
  const owner = decodeOwner(tags);
  return owner === undefined ? targets > 0 : owner === clusterName;
}

function ownerLines(loadBalancer: string, group: LiveTargetGroup, clusterName: string): readonly string[] {
  const owner = decodeOwner(group.tags);
  if (owner === undefined && group.targets > 0) {
    return [
      `no tag names the cluster of the targets of ${group.name}: the file says ${clusterName}. Correct it if they belong to another cluster`,
    ];
  }
  return owner === undefined || owner === clusterName
    ? []
    : [
        `target group ${group.name} of ${loadBalancer} belongs to cluster ${owner}. Add it to the file when that cluster is in it`,
      ];
}
