import { type FleetState, UNKNOWN } from "../../../../upgrade/fleet/state";
import { bindingState, routeState, ruleState, saidBy, saidOf, stepBetween, targetGroupState } from "../state";

const RULE = "weight-without-cluster";
const ADDRESS = "aws_lb_listener.https";
const targetGroups = [targetGroupState("a"), targetGroupState("b")];
const bound = { targetGroups, bindings: [bindingState("a")] };

describe("a program", () => {
  test("is accepted if every target group with weight is bound, or no binding is in these plans", () => {
    expect(saidOf(RULE, { ...bound, routes: [routeState({ a: 100, b: 0 })] })).toEqual([]);
    expect(
      saidOf(RULE, {
        targetGroups,
        bindings: [bindingState("a"), bindingState("b")],
        routes: [routeState({ a: 90, b: 10 })],
      }),
    ).toEqual([]);
    expect(saidOf(RULE, { targetGroups, routes: [routeState({ a: 90, b: 10 })] })).toEqual([]);
  });

  test("passes where something is attached to a target group without a binding", () => {
    const attached = [targetGroupState("a"), targetGroupState("b", { hasAttachments: true })];
    expect(saidOf(RULE, { ...bound, targetGroups: attached, routes: [routeState({ a: 99, b: 1 })] })).toEqual(
      [],
    );
  });

  test("fails where a target group has weight 1 and no cluster", () => {
    expect(saidOf(RULE, { ...bound, routes: [routeState({ a: 99, b: 1 })] })).toEqual([
      `error ${ADDRESS}: target group alpha-webapp-b has weight 1, and no cluster is bound to it: its share of the requests would get 503. Give it weight 0 until a cluster is bound`,
    ]);
  });

  test("is rejected once, at the default action, for all its rules", () => {
    const weights = { a: 90, b: 10 };
    const routes = [ruleState("api", weights), ruleState("login", weights), routeState(weights)];
    expect(saidOf(RULE, { ...bound, routes })).toEqual([
      `error ${ADDRESS}: target group alpha-webapp-b has weight 10, and no cluster is bound to it: its share of the requests would get 503. Give it weight 0 until a cluster is bound (and 2 more routes)`,
    ]);
  });

  test("only warns about a preview without a cluster", () => {
    const routes = [ruleState("preview", { b: 1 }, { byHost: true })];
    expect(saidOf(RULE, { ...bound, routes })).toEqual([
      "warning aws_lb_listener_rule.preview: the preview leads to target group alpha-webapp-b, and no cluster is bound to it: its requests get 503. Bind a cluster",
    ]);
  });

  test("is not evaluated if a weight, a target group or the target group of a binding is not known", () => {
    const fix = "Write the value in the code, or apply what it comes from in an earlier change";
    const question = `this plan does not show whether a cluster is bound to each target group that gets traffic. ${fix}`;
    expect(saidOf(RULE, { ...bound, routes: [routeState({ a: 1, b: UNKNOWN })] })).toEqual([
      `not evaluated ${ADDRESS}: one of the weights (alpha-webapp-a 1, alpha-webapp-b ?) is known after apply, so this plan does not show whether a cluster is bound to each target group that gets traffic. Write the value in the code, or apply what it comes from in an earlier change`,
    ]);
    expect(
      saidOf(RULE, {
        ...bound,
        routes: [routeState({}, { targets: [{ targetGroup: UNKNOWN, weight: 1 }] })],
      }),
    ).toEqual([
      `not evaluated ${ADDRESS}: a target group that gets weight ((known after apply) 1) is known after apply, so ${question}`,
    ]);
    expect(saidOf(RULE, { ...bound, routes: [routeState({}, { targets: UNKNOWN })] })).toEqual([
      `not evaluated ${ADDRESS}: the target group of the requests is known after apply, so ${question}`,
    ]);
    expect(
      saidOf(RULE, {
        targetGroups,
        bindings: [bindingState("a"), bindingState("b", { targetGroup: UNKNOWN })],
        routes: [routeState({ a: 1, b: 1 })],
      }),
    ).toEqual([
      `not evaluated ${ADDRESS}: the target group of a binding is known after apply, so this plan does not show whether a cluster is bound to alpha-webapp-b. ${fix}`,
    ]);
  });
});

describe("what is attached", () => {
  const routes = [routeState({ a: 90, b: 10 })];
  const attached = {
    targetGroups: [targetGroupState("a"), targetGroupState("b", { hasAttachments: true })],
    routes,
  };

  test("is not taken away from a target group with weight", () => {
    expect(saidBy(RULE, stepBetween(attached, { targetGroups, routes }))).toEqual([
      `error ${ADDRESS}: target group alpha-webapp-b has weight 10, and its targets would be detached: its share of the requests would get 503. Shift its traffic away first, in a separate change`,
    ]);
  });

  test("may be taken away at weight 0, or where a cluster is bound in its place", () => {
    const off = { ...attached, routes: [routeState({ a: 100, b: 0 })] };
    expect(saidBy(RULE, stepBetween(off, { ...off, targetGroups }))).toEqual([]);
    const bindings = [bindingState("b")];
    expect(saidBy(RULE, stepBetween({ ...attached, bindings }, { targetGroups, routes, bindings }))).toEqual(
      [],
    );
  });

  test("tells nothing of the other target groups of the forward, which another stack may bind", () => {
    expect(
      saidBy(RULE, stepBetween({ ...attached, routes: [routeState({ a: 0, b: 100 })] }, attached)),
    ).toEqual([]);
  });
});

describe("a step", () => {
  const routes = (a: number, b: number) => ({ routes: [routeState({ a, b })] });
  const step = (before: Partial<FleetState>, after: Partial<FleetState>) =>
    saidBy(RULE, stepBetween(before, after));

  test("is accepted if no target group of the forward is bound in these plans: another plan has its bindings", () => {
    const other = { targetGroups, bindings: [bindingState("other")] };
    expect(step({ ...other, ...routes(100, 0) }, { ...other, ...routes(90, 10) })).toEqual([]);
  });

  test("fails where it gives weight to what no cluster is bound to, or unbinds what has weight", () => {
    expect(step({ ...bound, ...routes(100, 0) }, { ...bound, ...routes(90, 10) })).toEqual([
      `error ${ADDRESS}: target group alpha-webapp-b has weight 10, and no cluster is bound to it: its share of the requests would get 503. Give it weight 0 until a cluster is bound`,
    ]);
    const both = { targetGroups, bindings: [bindingState("a"), bindingState("b")] };
    expect(step({ ...both, ...routes(90, 10) }, { ...bound, ...routes(90, 10) })).toEqual([
      `error ${ADDRESS}: target group alpha-webapp-b has weight 10, and no cluster is bound to it: its share of the requests would get 503. Give it weight 0 until a cluster is bound`,
    ]);
  });

  test("passes what had weight before, for its binding is as a rule in the plan of another stack", () => {
    expect(step({ ...bound, ...routes(90, 10) }, { ...bound, ...routes(50, 50) })).toEqual([]);
  });
});
