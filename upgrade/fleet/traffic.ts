import { isUnknown, type Known, type RouteState, type TargetGroupKey, UNKNOWN } from "./state";
import { kindRow, type TrafficKind } from "./traffic-kind";

/** The share of all requests that each name gets, from 0 to 1; all 0 if every weight is 0. */
export function sharesOf<K>(weights: ReadonlyMap<K, number>): ReadonlyMap<K, number> {
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  return new Map([...weights].map(([name, weight]) => [name, total === 0 ? 0 : weight / total]));
}

/** Which kind of traffic a route belongs to. */
export function trafficKindOf({ kind, protocol }: RouteState): TrafficKind {
  return kind === "record"
    ? "record"
    : kind === "backend"
      ? "haproxy"
      : isUnknown(protocol) || protocol === undefined || !NETWORK_PROTOCOLS.has(protocol)
        ? "application"
        : "network";
}

const NETWORK_PROTOCOLS: ReadonlySet<string> = new Set(["TCP", "TCP_UDP", "TLS", "UDP", "QUIC", "TCP_QUIC"]);

/** The share of a route's requests that each target group gets. */
export type Shares = ReadonlyMap<TargetGroupKey, number>;

/** Empty if the route forwards nothing; unknown if a weight is, or a target group that gets one. */
export function routeShares(route: RouteState): Known<Shares> {
  const { targets } = route;
  if (isUnknown(targets)) {
    return UNKNOWN;
  }
  const weights = new Map<TargetGroupKey, number>();
  for (const { targetGroup, weight } of targets) {
    if (isUnknown(weight) || (isUnknown(targetGroup) && weight > 0)) {
      return UNKNOWN;
    }
    if (!isUnknown(targetGroup)) {
      weights.set(targetGroup, (weights.get(targetGroup) ?? 0) + weight);
    }
  }
  const hasEqualShares =
    weights.size > 0 &&
    kindRow(trafficKindOf(route)).allZero === "equal-shares" &&
    [...weights.values()].every((weight) => weight === 0);
  return sharesOf(hasEqualShares ? new Map([...weights.keys()].map((key) => [key, 1])) : weights);
}

/** The weight that a route gives a target group; 0 if it does not list it. */
export function weightOn({ targets }: RouteState, key: TargetGroupKey): Known<number> {
  if (isUnknown(targets)) {
    return targets;
  }
  let total = 0;
  for (const { targetGroup, weight } of targets) {
    if (targetGroup === key) {
      if (isUnknown(weight)) {
        return weight;
      }
      total += weight;
    }
  }
  return total;
}

/** Whether a route lists a target group and may send it requests. */
export function sendsTo(route: RouteState, key: TargetGroupKey): boolean {
  const weight = isUnknown(route.targets) ? 0 : weightOn(route, key);
  return isUnknown(weight) || weight > 0;
}

/**
 * What a route is for:
 * - `weighted`: shares its requests among several target groups, and follows the weights of its load balancer, whatever
 *   its conditions are;
 * - `preview`: a rule for few requests that leads to one target group: with a condition by header, query, source address
 *   or method, or by host beside a default action that forwards;
 * - `fixed`: leads to one target group, or forwards nothing.
 */
export type RouteRole = "weighted" | "preview" | "fixed";

export function roleOf({ targets, byHost, isOnlyWay, conditions }: RouteState): Known<RouteRole> {
  if (isUnknown(targets)) {
    return UNKNOWN;
  }
  const [first, ...others] = targets;
  if (others.some(({ targetGroup }) => isUnknown(targetGroup) || targetGroup !== first?.targetGroup)) {
    return "weighted";
  }
  const isForFew = conditions?.isNarrow === true || (byHost && isOnlyWay !== true);
  return isForFew && first !== undefined ? "preview" : "fixed";
}
