import { EMPTY_FLEET } from "../../../../upgrade/fleet/state";
import { loadBalancerState, saidBy, stepBetween } from "../state";

const RULE = "load-balancer-replaced";
const ADDRESS = "aws_lb.webapp";
const FIX = "create a second load balancer and move the DNS records first";
const fleet = { loadBalancers: [loadBalancerState()] };

test("a load balancer that is changed in place, made or removed passes", () => {
  expect(saidBy(RULE, stepBetween(fleet, fleet, { [ADDRESS]: { changed: ["idle_timeout"] } }))).toEqual([]);
  expect(saidBy(RULE, stepBetween(EMPTY_FLEET, fleet))).toEqual([]);
  expect(saidBy(RULE, stepBetween(fleet, EMPTY_FLEET))).toEqual([]);
});

test.each([
  ["internal", `Restore internal, or ${FIX}`],
  ["name", `Restore the name, or ${FIX}`],
])("a load balancer that is replaced for %s fails", (path, fix) => {
  const step = stepBetween(fleet, fleet, { [ADDRESS]: { action: "replace", replacedFor: [path] } });
  expect(saidBy(RULE, step)).toEqual([
    `error ${ADDRESS}: load balancer alpha-webapp would be replaced, with its DNS name and addresses: ${path} changes. ${fix}`,
  ]);
});

test("a load balancer that is deleted at one address and made again at another fails", () => {
  const again = { loadBalancers: [loadBalancerState({ address: "module.alb.aws_lb.this[0]" })] };
  expect(saidBy(RULE, stepBetween(fleet, again))).toEqual([
    `error ${ADDRESS}: load balancer alpha-webapp would be replaced, with its DNS name and addresses: it is destroyed here and created again at module.alb.aws_lb.this[0]. Tell Terraform that it moves, with a moved block (from ${ADDRESS}, to module.alb.aws_lb.this[0])`,
  ]);
});
