import { type FleetState, UNKNOWN } from "../../../../upgrade/fleet/state";
import { loadBalancerState, routeState, ruleState, saidBy, stepBetween, targetGroupState } from "../state";

const RULE = "target-group-removed-with-traffic";
const AT = "aws_lb_target_group.a";

const fleet = (
  weights: Parameters<typeof routeState>[0],
  ...slots: readonly string[]
): Partial<FleetState> => ({
  loadBalancers: [loadBalancerState()],
  targetGroups: slots.map((slot) => targetGroupState(slot)),
  routes: [routeState(weights)],
});
const said = (before: Partial<FleetState>, after: Partial<FleetState>) =>
  saidBy(RULE, stepBetween(before, after));

test("a target group that goes with its entry of weight 0 passes", () => {
  expect(said(fleet({ a: 0, b: 100 }, "a", "b"), fleet({ b: 100 }, "b"))).toEqual([]);
});

test("a target group with weight 1 fails", () => {
  const weights = { a: 1, b: 99 };
  expect(said(fleet(weights, "a", "b"), fleet(weights, "b"))).toEqual([
    `error ${AT}: target group alpha-webapp-a would be removed while aws_lb_listener.https gives it weight 1: its requests would be lost. Shift its traffic away first (weight 0), in a separate change`,
  ]);
});

test("rejects a target group that a route still names, which AWS does not delete", () => {
  const weights = { a: 0, b: 100 };
  expect(said(fleet(weights, "a", "b"), fleet(weights, "b"))).toEqual([
    `error ${AT}: target group alpha-webapp-a would be removed, and aws_lb_listener.https still lists it: AWS rejects this (ResourceInUse). Remove it from the route too`,
  ]);
});

test("a rule that goes together with it fails, but for a preview", () => {
  const after = fleet({ b: 100 }, "b");
  const before = (byHost: boolean) => ({
    ...fleet({ a: 0, b: 100 }, "a", "b"),
    routes: [routeState({ a: 0, b: 100 }), ruleState("api", { a: 50, b: 50 }, { byHost })],
  });
  expect(said(before(false), after)).toEqual([
    `error ${AT}: target group alpha-webapp-a would be removed together with aws_lb_listener_rule.api, which gives it weight 50: its requests would be lost. Shift its traffic away first (weight 0), in a separate change`,
  ]);
  const preview = {
    ...before(true),
    routes: [routeState({ b: 100 }), ruleState("p", { a: 1 }, { byHost: true })],
  };
  expect(said(preview, after)).toEqual([]);
});

test("the end of the whole load balancer passes; a shift in the same step is for another rule", () => {
  expect(said(fleet({ a: 100 }, "a"), {})).toEqual([]);
  expect(said(fleet({ a: 100, b: 0 }, "a", "b"), fleet({ b: 100 }, "b"))).toEqual([]);
});

test("does not evaluate a weight that is not known", () => {
  expect(said(fleet({ a: 1, b: 9 }, "a", "b"), fleet({ a: UNKNOWN, b: 9 }, "b"))).toEqual([
    `not evaluated ${AT}: the weight of target group alpha-webapp-a in aws_lb_listener.https is known after apply, so this plan does not show whether it may be removed. Write the value in the code, or apply what it comes from in an earlier change`,
  ]);
});
