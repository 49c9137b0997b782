import { UNKNOWN } from "../../../../upgrade/fleet/state";
import { routeState, ruleState, saidBy, saidOf, stepBetween, targetGroupState } from "../state";

const RULE = "weights-all-zero";
const targetGroups = [targetGroupState("a"), targetGroupState("b")];
const of = (...routes: Parameters<typeof routeState>) =>
  saidOf(RULE, { targetGroups, routes: [routeState(...routes)] });

const ADDRESS = "aws_lb_listener.https";
const MESSAGE =
  "every weight is 0 (alpha-webapp-a 0, alpha-webapp-b 0): every request would get 503. Give one of them a weight from 1 to 999";

test("one weight of 1 is enough, and no forward needs none", () => {
  expect(of({ a: 1, b: 0 })).toEqual([]);
  expect(of({})).toEqual([]);
  expect(of({ a: 1, b: UNKNOWN })).toEqual([]);
});

test("a forward of weights that are all 0 fails", () => {
  expect(of({ a: 0, b: 0 })).toEqual([`error ${ADDRESS}: ${MESSAGE}`]);
});

test("rejects a listener and each of its rules", () => {
  const routes = [routeState({ a: 0, b: 0 }), ruleState("api", { a: 0, b: 0 })];
  expect(saidOf(RULE, { targetGroups, routes })).toEqual([
    `error ${ADDRESS}: ${MESSAGE}`,
    `error aws_lb_listener_rule.api: ${MESSAGE}`,
  ]);
});

test("does not evaluate unknown weights or targets", () => {
  const fix =
    "so this plan does not show whether every weight is 0. Write the value in the code, or apply what it comes from in an earlier change";
  expect(of({ a: 0, b: UNKNOWN })).toEqual([
    `not evaluated ${ADDRESS}: one of the weights (alpha-webapp-a 0, alpha-webapp-b ?) is known after apply, so this plan does not show whether every weight is 0. Write the value in the code, or apply what it comes from in an earlier change`,
  ]);
  expect(of({}, { targets: UNKNOWN })).toEqual([
    `not evaluated ${ADDRESS}: the target group of the requests is known after apply, ${fix}`,
  ]);
});

test("only warns about weights that were 0 before; rejects new and recreated routes", () => {
  const silent = { targetGroups, routes: [routeState({ a: 0, b: 0 })] };
  const served = { targetGroups, routes: [routeState({ a: 1, b: 0 })] };
  const renewed = { targetGroups, routes: [routeState({ a: 0, b: 0 }, { protocol: "HTTP" })] };
  expect(saidBy(RULE, stepBetween(silent, silent))).toEqual([`warning ${ADDRESS}: ${MESSAGE}`]);
  expect(saidBy(RULE, stepBetween(silent, renewed))).toEqual([`warning ${ADDRESS}: ${MESSAGE}`]);
  expect(saidBy(RULE, stepBetween(silent, renewed, { [ADDRESS]: { action: "replace" } }))).toEqual([
    `error ${ADDRESS}: ${MESSAGE}`,
  ]);
  expect(saidBy(RULE, stepBetween(served, silent))).toEqual([`error ${ADDRESS}: ${MESSAGE}`]);
});
