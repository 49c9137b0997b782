import fc from "fast-check";
import { UNKNOWN } from "../../../../upgrade/fleet/state";
import { routeState, ruleState, saidBy, saidOf, stepBetween, targetGroupState } from "../state";

const RULE = "routes-disagree";
const targetGroups = ["a", "b", "c", "d"].map((slot) => targetGroupState(slot));
const of = (...routes: readonly ReturnType<typeof routeState>[]) => saidOf(RULE, { targetGroups, routes });

const LEFT_BEHIND =
  "the route shares its traffic as alpha-webapp-a 100 % and alpha-webapp-b 0 %, and aws_lb_listener.https as alpha-webapp-a 90 % and alpha-webapp-b 10 %: all listeners and rules must follow the same weights. Give them the same weights, in one change";

test("routes that share alike pass, whatever the sum of their weights and the targets without any", () => {
  expect(of(routeState({ a: 90, b: 10 }), ruleState("api", { a: 9, b: 1 }))).toEqual([]);
  expect(of(routeState({ a: 90, b: 10 }), ruleState("api", { a: 90, b: 10, c: 0 }))).toEqual([]);
});

test("previews, redirects and routes to other target groups are not compared", () => {
  expect(
    of(
      routeState({ a: 90, b: 10 }),
      ruleState("preview", { b: 1 }, { byHost: true }),
      ruleState("redirect", {}),
      ruleState("other", { c: 1, d: 3 }),
    ),
  ).toEqual([]);
});

test("a route whose weights are all 0 is for another rule, and no model for others", () => {
  expect(of(routeState({ a: 0, b: 0 }), ruleState("api", { a: 90, b: 10 }))).toEqual([]);
});

test("a rule that a shift left behind fails", () => {
  expect(of(routeState({ a: 90, b: 10 }), ruleState("api", { a: 100, b: 0 }))).toEqual([
    `error aws_lb_listener_rule.api: ${LEFT_BEHIND}`,
  ]);
});

test("a rule that lists several target groups follows the weights, whatever its condition", () => {
  for (const byHost of [true, false]) {
    const before = [routeState({ a: 100, b: 0 }), ruleState("api", { a: 100, b: 0 }, { byHost })];
    const after = [routeState({ a: 50, b: 50 }), ruleState("api", { a: 100, b: 0 }, { byHost })];
    const step = stepBetween({ targetGroups, routes: before }, { targetGroups, routes: after });
    expect(saidBy(RULE, step)).toEqual([expect.stringMatching(/^error aws_lb_listener_rule.api: /)]);
    expect(of(...after)).toEqual([expect.stringMatching(/^error aws_lb_listener_rule.api: /)]);
  }
});

test("a host rule that differed in the same way before the change is only a warning", () => {
  const api = ruleState("api", { a: 100, b: 0 }, { byHost: true });
  const step = stepBetween(
    { targetGroups, routes: [routeState({ a: 0, b: 100 }), api] },
    { targetGroups, routes: [routeState({ a: 50, b: 50 }), api] },
  );
  expect(saidBy(RULE, step)).toEqual([expect.stringMatching(/^warning aws_lb_listener_rule.api: /)]);
});

test("a rule by host that shares among several fails as well", () => {
  expect(of(routeState({ a: 90, b: 10 }), ruleState("api", { a: 1, b: 1 }, { byHost: true }))).toEqual([
    "error aws_lb_listener_rule.api: the route shares its traffic as alpha-webapp-a 50 % and alpha-webapp-b 50 %, and aws_lb_listener.https as alpha-webapp-a 90 % and alpha-webapp-b 10 %: all listeners and rules must follow the same weights. Give them the same weights, in one change",
  ]);
});

test("names the route that differs, also if it is the default action", () => {
  const weights = { a: 100, b: 0 };
  const found = of(routeState({ a: 90, b: 10 }), ruleState("api", weights), ruleState("login", weights));
  expect(found).toEqual([
    "error aws_lb_listener.https: the route shares its traffic as alpha-webapp-a 90 % and alpha-webapp-b 10 %, and aws_lb_listener_rule.api as alpha-webapp-a 100 % and alpha-webapp-b 0 %: all listeners and rules must follow the same weights. Give them the same weights, in one change",
  ]);
});

test("only warns about a rule that names one target group alone", () => {
  expect(of(routeState({ a: 90, b: 10 }), ruleState("api", { a: 1 }))).toEqual([
    `warning aws_lb_listener_rule.api: ${LEFT_BEHIND}`,
  ]);
});

test("does not evaluate unknown weights if other routes have weights to compare with", () => {
  const unknown = ruleState("api", { a: 1, b: UNKNOWN });
  expect(of(unknown)).toEqual([]);
  expect(of(routeState({ a: 90, b: 10 }), ruleState("login", { a: 90, b: 10 }), unknown)).toEqual([
    "not evaluated aws_lb_listener_rule.api: one of the weights (alpha-webapp-a 1, alpha-webapp-b ?) is known after apply, so this plan does not show whether it shares the traffic like the others. Write the value in the code, or apply what it comes from in an earlier change",
  ]);
});

test("only warns about routes that disagreed in the same way before", () => {
  const fleet = { targetGroups, routes: [routeState({ a: 90, b: 10 }), ruleState("api", { a: 100, b: 0 })] };
  const next = { targetGroups, routes: [routeState({ a: 50, b: 50 }), ruleState("api", { a: 100, b: 0 })] };
  expect(saidBy(RULE, stepBetween(fleet, fleet))).toEqual([
    `warning aws_lb_listener_rule.api: ${LEFT_BEHIND}`,
  ]);
  expect(saidBy(RULE, stepBetween(fleet, next)).map((said) => said.split(":")[0])).toEqual([
    "warning aws_lb_listener_rule.api",
  ]);
});

test("accepts any number of routes with equal shares, and names one that differs", () => {
  const weight = fc.integer({ min: 1, max: 199 });
  fc.assert(
    fc.property(
      weight,
      weight,
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2 }),
      (a, b, factors) => {
        const rules = factors.map((factor, index) => ruleState(`${index}`, { a: a * factor, b: b * factor }));
        expect(of(routeState({ a, b }), ...rules)).toEqual([]);
        expect(of(routeState({ a: a + 1, b }), ...rules)).toHaveLength(1);
      },
    ),
    { numRuns: 50 },
  );
});
