import type { FleetState } from "../../../../upgrade/fleet/state";
import { UNKNOWN } from "../../../../upgrade/fleet/state";
import { loadBalancerState, routeState, ruleState, saidBy, stepBetween, targetGroupState } from "../state";

const RULE = "last-listener-removed";
const HTTP = "aws_lb_listener.http";
const base = {
  loadBalancers: [loadBalancerState()],
  targetGroups: [targetGroupState("a"), targetGroupState("b")],
};

const said = (before: Partial<FleetState>, after: Partial<FleetState>) =>
  saidBy(RULE, stepBetween({ ...base, ...before }, { ...base, ...after }));

const message =
  "the last listener of load balancer alpha-webapp that forwards (alpha-webapp-a 90, alpha-webapp-b 10) would be removed: the load balancer stays, and nothing answers its clients. Keep the listener, or move the DNS records and remove the load balancer too";

const listener = routeState({ a: 90, b: 10 });

test("the last listener that forwards is not removed, with its rules or without", () => {
  expect(said({ routes: [listener] }, {})).toEqual([`error aws_lb_listener.https: ${message}`]);
  expect(said({ routes: [listener, ruleState("api", { a: 1 })] }, {})).toHaveLength(1);
  const redirect = routeState({}, { address: HTTP, protocol: "HTTP" });
  expect(said({ routes: [listener, redirect] }, { routes: [redirect] })).toHaveLength(1);
});

test("one of two passes, and so does one that takes its place or of which nobody knows whether it forwards", () => {
  const other = routeState({ a: 1 }, { address: HTTP, protocol: "HTTP" });
  expect(said({ routes: [listener, other] }, { routes: [other] })).toEqual([]);
  expect(said({ routes: [listener] }, { routes: [other] })).toEqual([]);
  expect(said({ routes: [listener] }, { routes: [{ ...other, targets: UNKNOWN }] })).toEqual([]);
});

test("a listener that forwarded nothing passes, and one whose load balancer goes with it or is elsewhere", () => {
  expect(said({ routes: [routeState({})] }, {})).toEqual([]);
  expect(said({ routes: [listener] }, { loadBalancers: [] })).toEqual([]);
  expect(said({ routes: [listener], loadBalancers: [] }, { loadBalancers: [] })).toEqual([]);
});

test("a listener that Terraform only forgets passes: it stays", () => {
  const step = stepBetween({ ...base, routes: [listener] }, base);
  expect(saidBy(RULE, { ...step, resources: [] })).toEqual([]);
});
