import { UNKNOWN } from "../../../../upgrade/fleet/state";
import { routeState, saidBy, stepBetween, targetGroupState } from "../state";

const RULE = "stickiness-outlasts-shift";
const targetGroups = [targetGroupState("a"), targetGroupState("b")];

const shift = (
  a: number,
  stickinessSeconds: NonNullable<Parameters<typeof routeState>[1]>["stickinessSeconds"],
) =>
  saidBy(
    RULE,
    stepBetween(
      { targetGroups, routes: [routeState({ a: 50, b: 50 }, { stickinessSeconds: 3600 })] },
      { targetGroups, routes: [routeState({ a, b: 100 - a }, { stickinessSeconds })] },
    ),
  );

test("a shift to 0 without stickiness passes, and a shift to 1 with it", () => {
  expect(shift(0, undefined)).toEqual([]);
  expect(shift(0, 0)).toEqual([]);
  expect(shift(1, 3600)).toEqual([]);
});

test("warns about a shift to 0 with stickiness", () => {
  expect(shift(0, 3600)).toEqual([
    "warning aws_lb_listener.https: clients stay with alpha-webapp-a for up to 3600 seconds after its weight is 0: the route has stickiness. Unbind and remove it later than that, or disable stickiness first, in a separate change",
  ]);
});

test("does not evaluate a stickiness that is not known", () => {
  expect(shift(0, UNKNOWN)).toEqual([
    "not evaluated aws_lb_listener.https: the stickiness is known after apply, so this plan does not show how long clients stay with alpha-webapp-a at weight 0. Write the value in the code, or apply what it comes from in an earlier change",
  ]);
});
