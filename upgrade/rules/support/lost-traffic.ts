import type { FleetDiff } from "../../fleet/diff";
import type { Known, RouteState, TargetGroupKey } from "../../fleet/state";
import { roleOf, weightOn } from "../../fleet/traffic";
import type { RuleInput } from "../rule";

/** What a target group is still sent when something behind it goes. */
export interface LostTraffic {
  readonly route: RouteState;
  readonly weight: Known<number>;
  /** Whether the route goes in the same step, and its load balancer stays. */
  readonly isRouteRemoved: boolean;
}

/**
 * The traffic that a target group gets before a step, and that nothing shifts away: of routes that keep its weight,
 * and of those that go in the step. A load balancer that goes as a whole ends its traffic, and a way by host to one
 * target group alone (a preview) has none that counts; a shift in the same step is for another rule.
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
