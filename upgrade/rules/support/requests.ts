import type { FleetDiff } from "../../fleet/diff";
import {
  ifKnown,
  isUnknown,
  type RouteConditions,
  type RouteState,
  type TargetGroupKey,
} from "../../fleet/state";
import { routeShares } from "../../fleet/traffic";
import type { RuleInput } from "../rule";

/** The routes of the same listener after the change that are evaluated after a rule, in their order. */
export function laterRoutes(rule: RouteState, { routes }: FleetDiff): readonly RouteState[] {
  return routes
    .flatMap(({ after }) => (after === undefined || after.listener === undefined ? [] : [after]))
    .filter((route) => route.listener === rule.listener && isBefore(rule, route))
    .sort((one, other) => orderOf(one) - orderOf(other));
}

export function isBefore(rule: RouteState, route: RouteState): boolean {
  return route !== rule && route.address !== rule.address && orderOf(rule) < orderOf(route);
}

function orderOf({ kind, priority }: RouteState): number {
  return kind === "default-action"
    ? Number.POSITIVE_INFINITY
    : (ifKnown(priority) ?? Number.MAX_SAFE_INTEGER);
}

/** Whether a rule takes all requests of another route of its listener. */
export function takes({ conditions }: RouteState, route: RouteState): boolean {
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

/** Whether some of its requests are forwarded. */
export function serves(route: RouteState): boolean {
  const shares = routeShares(route);
  return !isUnknown(shares) && [...shares.values()].some((share) => share > 0);
}

/** The target groups that get some of its requests. */
export function targetsOf(route: RouteState): readonly TargetGroupKey[] {
  return [...(ifKnown(routeShares(route)) ?? new Map<TargetGroupKey, number>())].flatMap(([key, share]) =>
    share > 0 ? [key] : [],
  );
}

/** Whether a port of the load balancer of a route forwards after the change. */
export function isServed(
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

/**
 * The hosts and paths of a rule that, after the change, reach only a route of its listener that answers by itself.
 * Empty if its requests are still forwarded, whatever rule takes them.
 */
export function answeredRequests(rule: RouteState, input: RuleInput): readonly string[] {
  const { hosts, paths } = rule.conditions ?? {};
  const routes = input.after.routes
    .filter((route) => route.listener !== undefined && route.listener === rule.listener)
    .sort((one, other) => orderOf(one) - orderOf(other));
  return (hosts ?? [undefined]).flatMap((host) =>
    (paths ?? [undefined]).flatMap((path) => {
      const conditions = {
        ...(host === undefined ? {} : { hosts: [host] }),
        ...(path === undefined ? {} : { paths: [path] }),
      };
      const request: RouteState = { ...rule, conditions };
      const taker = routes.find((route) => route.kind === "default-action" || takes(route, request));
      const isAnswered =
        taker?.answer !== undefined &&
        !(taker.answer.type === "redirect" && isServed(taker, taker.answer.port, input));
      return isAnswered ? [`${host ?? "all hosts"}${path ?? ""}`] : [];
    }),
  );
}
