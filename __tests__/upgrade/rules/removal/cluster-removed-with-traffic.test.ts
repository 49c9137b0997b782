import { type FleetState, UNKNOWN } from "../../../../upgrade/fleet/state";
import {
  bindingState,
  clusterState,
  loadBalancerState,
  routeState,
  ruleState,
  saidBy,
  stepBetween,
} from "../state";

const RULE = "cluster-removed-with-traffic";
const AT = "stack/alpha";

const traffic = (weights: Parameters<typeof routeState>[0]): Partial<FleetState> => ({
  loadBalancers: [loadBalancerState()],
  routes: [routeState(weights)],
});
const bound = { clusters: [clusterState()], bindings: [bindingState("a")] };

test("a cluster that gets nothing any more passes, and so does one that is not bound", () => {
  const none = traffic({ a: 0, b: 100 });
  expect(saidBy(RULE, stepBetween({ ...bound, ...none }, none))).toEqual([]);
  const all = traffic({ a: 100 });
  expect(saidBy(RULE, stepBetween({ clusters: [clusterState()], ...all }, all))).toEqual([]);
});

test("a cluster with weight 1 fails", () => {
  const little = traffic({ a: 1, b: 999 });
  expect(saidBy(RULE, stepBetween({ ...bound, ...little }, little))).toEqual([
    `error ${AT}: cluster alpha-kr-a would be removed while aws_lb_listener.https gives its target group alpha-webapp-a weight 1: its requests would get 503. Shift its traffic away first (weight 0), in a separate change`,
  ]);
});

test("a rule that goes together with the cluster fails, but for a preview", () => {
  const rest = traffic({ a: 0, b: 100 });
  const withRule = (byHost: boolean) => ({
    ...bound,
    ...rest,
    routes: [...(rest.routes ?? []), ruleState("api", { a: 100 }, { byHost })],
  });
  expect(saidBy(RULE, stepBetween(withRule(false), rest))).toEqual([
    `error ${AT}: cluster alpha-kr-a would be removed together with aws_lb_listener_rule.api, which gives its target group alpha-webapp-a weight 100: its requests would get 503. Shift its traffic away first (weight 0), in a separate change`,
  ]);
  expect(saidBy(RULE, stepBetween(withRule(true), rest))).toEqual([]);
});

test("a shift in the same step is for another rule", () => {
  const [before, after] = [traffic({ a: 100, b: 0 }), traffic({ a: 0, b: 100 })];
  expect(saidBy(RULE, stepBetween({ ...bound, ...before }, after))).toEqual([]);
});

test("the end of the whole load balancer passes", () => {
  expect(saidBy(RULE, stepBetween({ ...bound, ...traffic({ a: 100 }) }, {}))).toEqual([]);
});

test("does not evaluate a weight that is not known", () => {
  const before = { ...bound, ...traffic({ a: 10, b: 90 }) };
  expect(saidBy(RULE, stepBetween(before, traffic({ a: UNKNOWN, b: 90 })))).toEqual([
    `not evaluated ${AT}: the weight of target group alpha-webapp-a in aws_lb_listener.https is known after apply, so this plan does not show whether cluster alpha-kr-a may be removed. Write the value in the code, or plan again when it is known`,
  ]);
});
