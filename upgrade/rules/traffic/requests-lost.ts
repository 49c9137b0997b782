import type { FleetDiff, Pair } from "../../fleet/diff";
import {
  ifKnown,
  isUnknown,
  type RouteConditions,
  type RouteState,
  type TargetGroupKey,
} from "../../fleet/state";
import { roleOf, routeShares } from "../../fleet/traffic";
import type { Finding, Rule, RuleInput } from "../rule";
import { found } from "../support/finding";
import { weightsOf } from "../support/traffic";

export const requestsLost: Rule = {
  id: "requests-lost",
  severity: "error",
  title: "Requests that were forwarded no longer reach what served them",
  why: "A listener or a rule answers by itself in place of its forward, the port or the protocol of a listener changes, a rule is removed and the default action does not forward, or a new rule that is evaluated earlier takes the requests of others to a target group that did not serve them. A redirect to a listener of the same load balancer that forwards is accepted. Rules for few requests (by header, query, source address, method, or by host beside a default that forwards) are previews and take nothing from others.",
  source:
    "ELB user guide, listener rules (evaluated by priority; the default action last) and target group health; terraform-aws-modules/terraform-aws-alb #269",
  judge(input) {
    const { diff } = input;
    return [
      ...diff.routes.flatMap((pair) => [...answerFindings(pair, input), ...portFindings(pair, input)]),
      ...diff.routes.flatMap((pair) => removedFindings(pair, input)),
      ...diff.routes.flatMap((pair) => takingFindings(pair, input)),
    ];
  },
};

/** A forward becomes a fixed response or a redirect. */
function answerFindings({ before, after, change }: Pair<RouteState>, input: RuleInput): readonly Finding[] {
  if (before === undefined || after?.answer === undefined || change === undefined || !serves(before)) {
    return [];
  }
  const { answer } = after;
  if (roleOf(before) === "preview" || (answer.type === "redirect" && isServed(after, answer.port, input))) {
    return [];
  }
  const does =
    answer.type === "redirect" ? "redirect its requests" : "answer its requests with a fixed response";
  const message = `the route forwards to ${weightsOf(before, input.index.before)}, and would ${does}: nothing reaches what serves them. Restore the forward, or shift the traffic first`;
  return [found(after, message, { code: answer.type })];
}

/** Whether a port of the load balancer of a route forwards after the change. */
function isServed(
  { loadBalancer, stack, address }: RouteState,
  port: RouteState["listener"] | { readonly unknown: true } | undefined,
  { after }: RuleInput,
): boolean {
  return (
    port !== undefined &&
    after.routes.some(
      (other) =>
        other.kind === "default-action" &&
        !(other.stack === stack && other.address === address) &&
        (isUnknown(loadBalancer) || other.loadBalancer === loadBalancer) &&
        (isUnknown(port) || isUnknown(other.port) || `${other.port}` === port) &&
        other.answer?.type !== "redirect",
    )
  );
}

/** The port of a listener that stays changes, or its protocol. */
function portFindings(
  { before, after, change }: Pair<RouteState>,
  { after: fleet }: RuleInput,
): readonly Finding[] {
  if (before?.kind !== "default-action" || after === undefined || change === undefined) {
    return [];
  }
  const [port, newPort] = [before.port, after.port];
  if (typeof port === "number" && port !== newPort) {
    const other = fleet.routes.some(
      (route) =>
        route !== after &&
        route.kind === "default-action" &&
        route.port === port &&
        (isUnknown(before.loadBalancer) || route.loadBalancer === before.loadBalancer),
    );
    const message = `the listener would move from port ${port} to ${typeof newPort === "number" ? newPort : "one that is known after apply"}: clients of port ${port} get no answer. Add a second listener, and remove this one when no client uses it`;
    return other ? [] : [found(after, message, { code: "port", values: { port } })];
  }
  const [protocol, newProtocol] = [ifKnown(before.protocol), ifKnown(after.protocol)];
  if (protocol === undefined || newProtocol === undefined || protocol === newProtocol) {
    return [];
  }
  const message = `the listener at port ${port} would change from ${protocol} to ${newProtocol}: clients that speak ${protocol} get no answer. Add a second listener at another port, and move the clients first`;
  return [found(after, message, { code: "protocol", values: { protocol } })];
}

/** A rule is removed, and nothing else leads to what it served. */
function removedFindings({ before, after, change }: Pair<RouteState>, input: RuleInput): readonly Finding[] {
  if (before?.kind !== "rule" || after !== undefined || change?.action !== "delete" || !serves(before)) {
    return [];
  }
  const { diff, index } = input;
  const others = laterRoutes(before, diff);
  const fallback = others.find((route) => route.kind === "default-action" || takes(route, before));
  const served = targetsOf(before).filter(
    (key) =>
      index.after.routesTo(key).length === 0 &&
      (index.after.targetGroup(key) !== undefined || index.after.bindingsTo(key).length > 0),
  );
  if (
    roleOf(before) === "preview" ||
    fallback?.answer === undefined ||
    served.length === 0 ||
    !isOnlyOne(before, diff)
  ) {
    return [];
  }
  const message = `the rule forwards to ${weightsOf(before, index.before)}, and would be removed: ${fallback.address} answers its requests ${fallback.answer.type === "redirect" ? "with a redirect" : "itself"}, and nothing else leads to what served them. Keep the rule, or remove its target group and binding first`;
  return [found(change, message, { code: "rule" })];
}

/** Whether no other route is created for the same requests. */
function isOnlyOne(before: RouteState, { routes }: FleetDiff): boolean {
  return !routes.some(
    ({ after, change }) =>
      after !== undefined && change?.action === "create" && after.kind === "rule" && takes(after, before),
  );
}

/** A rule that is new or changes, and takes the requests of routes that are evaluated later. */
function takingFindings({ before, after, change }: Pair<RouteState>, input: RuleInput): readonly Finding[] {
  if (
    after?.kind !== "rule" ||
    change === undefined ||
    change.isImport ||
    after.conditions?.isNarrow === true
  ) {
    return [];
  }
  const { diff, index } = input;
  const [taken] = laterRoutes(after, diff).flatMap((route) => {
    const was = diff.routes.find((pair) => pair.after === route)?.before;
    const isNew = before === undefined || !takes(before, was ?? route) || !isBefore(before, was ?? route);
    return was !== undefined && serves(was) && isNew && takes(after, was) ? [was] : [];
  });
  if (taken === undefined || isUnknown(after.targets)) {
    return [];
  }
  const keys = targetsOf(after);
  const shared = targetsOf(taken).some((key) => keys.includes(key));
  const isServing = keys.length > 0 && keys.every((key) => isServedTarget(key, input));
  const isRedirect = after.answer?.type === "redirect" && isServed(after, after.answer.port, input);
  if (shared || isRedirect) {
    return [];
  }
  const leads =
    after.answer === undefined ? `leads them to ${weightsOf(after, index.after)}` : "answers them itself";
  const message = `the rule is evaluated before ${taken.address} (${weightsOf(taken, index.before)}), takes its requests and ${leads}: ${isServing ? "all of its traffic moves at once" : "nothing reaches what serves them"}. Use a narrower condition, or shift the traffic by weights`;
  return [
    found(after, message, {
      code: "taken",
      values: { from: taken.address },
      ...(isServing ? { severity: "warning" } : {}),
    }),
  ];
}

/** Whether a target group had targets before the change, as far as these plans show. */
function isServedTarget(key: TargetGroupKey, { index }: RuleInput): boolean {
  return (
    index.before.bindingsTo(key).length > 0 ||
    index.before.targetGroup(key)?.hasAttachments === true ||
    index.before.routesTo(key).some((route) => (ifKnown(routeShares(route))?.get(key) ?? 0) > 0)
  );
}

/** The routes of the same listener after the change that are evaluated after a rule, in their order. */
function laterRoutes(rule: RouteState, { routes }: FleetDiff): readonly RouteState[] {
  return routes
    .flatMap(({ after }) => (after === undefined || after.listener === undefined ? [] : [after]))
    .filter((route) => route.listener === rule.listener && isBefore(rule, route))
    .sort((one, other) => orderOf(one) - orderOf(other));
}

function isBefore(rule: RouteState, route: RouteState): boolean {
  return route !== rule && route.address !== rule.address && orderOf(rule) < orderOf(route);
}

function orderOf({ kind, priority }: RouteState): number {
  return kind === "default-action"
    ? Number.POSITIVE_INFINITY
    : (ifKnown(priority) ?? Number.MAX_SAFE_INTEGER);
}

/** Whether a rule takes all requests of another route of its listener. */
function takes({ conditions }: RouteState, route: RouteState): boolean {
  if (conditions === undefined || conditions.isNarrow === true) {
    return false;
  }
  const other: RouteConditions | undefined = route.kind === "default-action" ? {} : route.conditions;
  return (
    other !== undefined &&
    matchesAll(conditions.hosts, other.hosts) &&
    matchesAll(conditions.paths, other.paths)
  );
}

function matchesAll(patterns: readonly string[] | undefined, values: readonly string[] | undefined): boolean {
  if (patterns === undefined || patterns.some((pattern) => pattern === "*" || pattern === "/*")) {
    return true;
  }
  return values?.every((value) => patterns.some((pattern) => matches(pattern, value))) ?? false;
}

function matches(pattern: string, value: string): boolean {
  const text = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${text}$`, "i").test(value);
}

function serves(route: RouteState): boolean {
  const shares = routeShares(route);
  return !isUnknown(shares) && [...shares.values()].some((share) => share > 0);
}

function targetsOf(route: RouteState): readonly TargetGroupKey[] {
  return [...(ifKnown(routeShares(route)) ?? new Map<TargetGroupKey, number>())].flatMap(([key, share]) =>
    share > 0 ? [key] : [],
  );
}
