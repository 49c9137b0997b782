import { bindingState, routeState, saidBy, stepBetween, targetGroupState } from "../state";

const RULE = "target-group-in-use-replaced";
const ADDRESS = "aws_lb_target_group.b";
const FIX = "create a second target group with another name, bind it, shift the traffic, and remove this one";

const replaced = (weight: number | undefined, ...replacedFor: readonly string[]) => {
  const fleet = {
    targetGroups: [targetGroupState("a"), targetGroupState("b")],
    routes: weight === undefined ? [] : [routeState({ a: 90, b: weight })],
    bindings: [bindingState("b")],
  };
  return saidBy(RULE, stepBetween(fleet, fleet, { [ADDRESS]: { action: "replace", replacedFor } }));
};

test("a target group without traffic may be replaced", () => {
  expect(replaced(0, "port")).toEqual([]);
});

test.each([
  ["port", `Restore port, or ${FIX}`],
  ["name", `Restore the name, or ${FIX}`],
])("a target group with traffic that is replaced for its %s fails", (path, fix) => {
  expect(replaced(1, path)).toEqual([
    `error ${ADDRESS}: target group alpha-webapp-b would be replaced while aws_lb_listener.https sends it traffic: ${path} changes. ${fix}`,
  ]);
});

test("only warns if no route is in these plans", () => {
  expect(replaced(undefined, "vpc_id")).toEqual([
    `warning ${ADDRESS}: target group alpha-webapp-b would be replaced, and these plans do not show whether it gets traffic: vpc_id changes. Restore vpc_id, or create a second target group with another name, bind it, shift the traffic, and remove this one`,
  ]);
});

test("a target group that is deleted at one address and made again at another fails", () => {
  const routes = [routeState({ b: 1 })];
  const step = stepBetween(
    { targetGroups: [targetGroupState("b")], routes },
    { targetGroups: [targetGroupState("b", { address: 'aws_lb_target_group.all["b"]' })], routes },
  );
  expect(saidBy(RULE, step)).toEqual([
    `error ${ADDRESS}: target group alpha-webapp-b would be replaced while aws_lb_listener.https sends it traffic: it is destroyed here and created again at aws_lb_target_group.all["b"]. Tell Terraform that it moves, with a moved block (from ${ADDRESS}, to aws_lb_target_group.all["b"])`,
  ]);
});
