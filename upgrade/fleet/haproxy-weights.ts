import { TRAFFIC_KINDS } from "./traffic-kind";
import type { TrafficWeights } from "./traffic-weights";

/** The highest weight of a server in HAProxy (configuration manual, "weight"). */
export const MAX_HAPROXY_WEIGHT = TRAFFIC_KINDS.haproxy.maxWeight;

/**
 * The weights of HAProxy's servers, 0 to 256, for the same shares that an ALB makes of its weights of 0 to 999.
 *
 * Weights up to 256 stay as they are. Larger weights are divided by a common divisor if that brings them to 256 or
 * less. In both cases the shares are exactly the same. All others are scaled so that the largest becomes 256: 0 stays 0,
 * other weights stay at least 1, and with n target groups no share differs by (n - 1) / 256 or more. The numbers depend
 * on the weights alone, so a rollback of a shift restores the old numbers.
 *
 * Weights with problems are returned unchanged; `TrafficWeights` reports the problems.
 */
export function haproxyWeights(weights: TrafficWeights): ReadonlyMap<string, number> {
  return weightsUpTo(weights, MAX_HAPROXY_WEIGHT);
}

/** The same for another largest weight: 255 for records of Route 53. */
export function weightsUpTo(weights: TrafficWeights, most: number): ReadonlyMap<string, number> {
  if (weights.problems.length > 0) {
    return new Map(weights.entries);
  }
  const largest = Math.max(...weights.entries.map(([, weight]) => weight));
  const divisor = weights.entries.reduce((common, [, weight]) => greatestCommonDivisor(common, weight), 0);
  return new Map(weights.entries.map(([name, weight]) => [name, fitted(weight, largest, divisor, most)]));
}

function fitted(weight: number, largest: number, divisor: number, most: number): number {
  if (largest <= most) {
    return weight;
  }
  if (largest / divisor <= most) {
    return weight / divisor;
  }
  const scaled = Math.round((weight * most) / largest);
  return weight > 0 ? Math.max(scaled, 1) : 0;
}

function greatestCommonDivisor(one: number, other: number): number {
  return other === 0 ? one : greatestCommonDivisor(other, one % other);
}

/**
 * The commands for HAProxy's stats socket that shift traffic without a reload, one for each server whose weight
 * changes. Send them over one connection, in this order.
 *
 * Weights that rise come first, so that at no moment every weight is 0. A reload or a restart replaces them with the
 * weights of the configuration, so write the same weights there.
 *
 * @param backend - the name of the backend whose servers have the names of the target groups
 */
export function runtimeCommands(
  backend: string,
  from: TrafficWeights,
  to: TrafficWeights,
): readonly string[] {
  const before = haproxyWeights(from);
  const changed = [...haproxyWeights(to)].filter(([name, weight]) => weight !== before.get(name));
  const rises = ([name, weight]: readonly [string, number]) => weight > (before.get(name) ?? 0);
  return [...changed.filter(rises), ...changed.filter((change) => !rises(change))].map(
    ([name, weight]) => `set server ${backend}/${name} weight ${weight}`,
  );
}
