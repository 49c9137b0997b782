import { Step } from "../../fleet/diff";
import { FleetIndex } from "../../fleet/fleet-index";
import { isUnknown, type Known, type RouteState, type TargetGroupKey } from "../../fleet/state";
import type { RuleInput } from "../rule";
import { isPreview } from "./traffic";

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
export function lostTraffic(key: TargetGroupKey, input: RuleInput): readonly LostTraffic[] {
  const step = Step.of(input);
  return FleetIndex.of(input.before)
    .routesTo(key)
    .flatMap((route): readonly LostTraffic[] => {
      const weight = weightIn(route, key);
      if (weight === 0 || endsWithItsLoadBalancer(route, step)) {
        return [];
      }
      const later = step.routes.find(({ before }) => before === route)?.after;
      if (later === undefined) {
        return isPreview(route) ? [] : [{ route, weight, isRouteRemoved: true }];
      }
      const laterWeight = weightIn(later, key);
      return laterWeight === 0 ? [] : [{ route: later, weight: laterWeight, isRouteRemoved: false }];
    });
}

function endsWithItsLoadBalancer({ loadBalancer }: RouteState, step: Step): boolean {
  return step.loadBalancers.some(
    ({ before, change }) => change?.action === "delete" && before?.key === loadBalancer,
  );
}

function weightIn({ targets }: RouteState, key: TargetGroupKey): Known<number> {
  if (isUnknown(targets)) {
    return targets;
  }
  const weights = targets.filter(({ targetGroup }) => targetGroup === key).map(({ weight }) => weight);
  return weights.find((weight) => isUnknown(weight) || weight > 0) ?? 0;
}
