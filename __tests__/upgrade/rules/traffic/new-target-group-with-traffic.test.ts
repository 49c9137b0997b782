import { type FleetState, UNKNOWN } from "../../../../upgrade/fleet/state";
import { routeState, ruleState, saidBy, stepBetween, targetGroupState } from "../state";

const RULE = "new-target-group-with-traffic";
const [a, b] = [targetGroupState("a"), targetGroupState("b")];
const before = { targetGroups: [a], routes: [routeState({ a: 100 })] };
const created = (after: Partial<FleetState>, changes = {}) =>
  saidBy(RULE, stepBetween(before, { targetGroups: [a, b], ...after }, changes));

test("accepts a new target group with weight 0 and a preview", () => {
  const routes = [routeState({ a: 100, b: 0 }), ruleState("preview", { b: 1 }, { byHost: true })];
  expect(created({ routes })).toEqual([]);
});

test("rejects a new target group with weight 1 beside another", () => {
  expect(created({ routes: [routeState({ a: 99, b: 1 })] })).toEqual([
    "error aws_lb_target_group.b: target group alpha-webapp-b would be created, and aws_lb_listener.https gives it weight 1 in the same change: it has no targets yet. Create it with weight 0, bind a cluster, and shift traffic in a separate change",
  ]);
});

test("one that is there, and is only taken under Terraform, passes", () => {
  const isImport = { [b.address]: { isImport: true } };
  expect(created({ routes: [routeState({ a: 99, b: 1 })] }, isImport)).toEqual([]);
});

test("accepts target groups that are all created together", () => {
  const step = stepBetween({}, { targetGroups: [a, b], routes: [routeState({ a: 90, b: 10 })] });
  expect(saidBy(RULE, step)).toEqual([]);
});

test("one beside a target group of another plan fails", () => {
  const step = stepBetween({}, { targetGroups: [b], routes: [routeState({ a: 90, b: 10 })] });
  expect(saidBy(RULE, step)).toHaveLength(1);
});

test("does not evaluate a weight that is not known", () => {
  expect(created({ routes: [routeState({ a: 1, b: UNKNOWN })] })).toEqual([
    "not evaluated aws_lb_listener.https: one of the weights (alpha-webapp-a 1, alpha-webapp-b ?) is known after apply, so this plan does not show whether the new target group alpha-webapp-b gets traffic immediately. Write the value in the code, or apply what it comes from in an earlier change",
  ]);
});

test("does not evaluate an unknown target group if one is created, and accepts it at weight 0", () => {
  const hidden = (weight: number, kind = routeState({ a: 90 })) => ({
    ...kind,
    targets: [
      { targetGroup: a.key, weight: 90 },
      { targetGroup: UNKNOWN, weight },
    ],
  });
  expect(created({ routes: [hidden(0)] })).toEqual([]);
  expect(created({ routes: [hidden(1)] })).toEqual([
    "not evaluated aws_lb_listener.https: a target group that gets weight (alpha-webapp-a 90, (known after apply) 1) is known after apply, so this plan does not show whether it is alpha-webapp-b, which this change creates. Write the value in the code, or apply what it comes from in an earlier change",
  ]);
  expect(created({ routes: [routeState({ a: 100 }), hidden(1, ruleState("api", {}))] })).toHaveLength(1);
  const allNew = { targetGroups: [a, b], routes: [hidden(1)] };
  expect(saidBy(RULE, stepBetween({}, allNew))).toEqual([]);
});
