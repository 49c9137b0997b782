import type { FleetDiff } from "../../fleet/diff";
import type { Known, RouteState, TargetGroupKey } from "../../fleet/state";
import { roleOf, weightOn } from "../../fleet/traffic";
import type { RuleInput } from "../rule";

/** The traffic of a target group that something behind it still gets when it is removed. */
export interface LostTraffic {
  readonly route: RouteState;
  readonly weight: Known<number>;
  /** Whether the change removes the route, and its load balancer stays. */
  readonly isRouteRemoved: boolean;
}

/**
 * The traffic of a target group that no change shifts away: of routes that keep its weight, and of routes that the
 * change removes. A load balancer that is removed as a whole ends its traffic, and removed previews do not count.
 * Another rule reports a shift in the same change.
 */
export function lostTraffic(key: TargetGroupKey, { diff, index }: RuleInput): readonly LostTraffic[] {
  return index.before.routesTo(key).flatMap((route): readonly LostTraffic[] => {
    const weight = weightOn(route, key);
    if (weight === 0 || endsWithItsLoadBalancer(route, diff)) {
      return [];
    }
    const later = diff.routes.find(({ before }) => before === route)?.after;
    if (later === undefined) {
      return roleOf(route) === "preview" ? [] : [{ route, weight, isRouteRemoved: true }];
    }
    const laterWeight = weightOn(later, key);
    return laterWeight === 0 ? [] : [{ route: later, weight: laterWeight, isRouteRemoved: false }];
  });
}

function endsWithItsLoadBalancer({ loadBalancer }: RouteState, diff: FleetDiff): boolean {
  return diff.loadBalancers.some(
    ({ before, change }) => change?.action === "delete" && before?.key === loadBalancer,
  );
}
