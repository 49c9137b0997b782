import type { IApplicationLoadBalancer } from "../../../constructs/traffic/application-load-balancer";
import { ListenerAction } from "../../../constructs/traffic/listener-action";
import {
  WeightedListeners,
  type WeightedListenersProps,
} from "../../../constructs/traffic/weighted-listeners";
import { problemsOf, synthesize } from "../../synthesize";

/* The message of the guard, and what it accepts, are tested with real Terraform: end-to-end/guards.e2e.ts. */

const loadBalancer: IApplicationLoadBalancer = {
  loadBalancerName: "alpha-webapp",
  loadBalancerArn: "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:loadbalancer/app/alpha-webapp/1",
};

const props: WeightedListenersProps = {
  loadBalancer,
  targetGroups: {
    b: {
      targetGroupArn: "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:targetgroup/alpha-webapp-b/1",
      targetGroupName: "alpha-webapp-b",
    },
  },
  weights: { b: 1 },
  certificateArn: "arn:aws:acm:ap-northeast-2:123456789012:certificate/10652655-c378-4d5b-b1a3-e0ad55cdd027",
  rules: {
    api: { priority: 110, pathPatterns: ["/api*"] },
    old: { priority: 120, pathPatterns: ["/old*"], action: ListenerAction.redirect({ path: "/new" }) },
  },
};

const listenersOf = (changed: Partial<WeightedListenersProps>) =>
  synthesize((stack) => {
    const listeners = new WeightedListeners(stack, "webapp", { ...props, ...changed });
    listeners.addRule("late", { priority: 130, pathPatterns: ["/late*"] });
  });

const problemsWith = (changed: Partial<WeightedListenersProps>) =>
  problemsOf((stack) => new WeightedListeners(stack, "webapp", { ...props, ...changed }));

test("without one, nothing is read and there is no guard", () => {
  const { data, resource } = listenersOf({});
  expect(data).toEqual({});
  expect(JSON.stringify(resource)).not.toContain("precondition");
});

test("with one, the guard reads the listener that forwards, and the rules that follow the weights", () => {
  const { data, resource } = listenersOf({ removedTargetGroups: ["alpha-webapp-a"] });
  expect(Object.entries(data).map(([type, named]) => [type, Object.keys(named).length])).toEqual([
    ["aws_lb_listener", 1],
    ["aws_lb_listener_rule", 1],
    ["aws_lbs", 1],
  ]);
  expect(JSON.stringify(data.aws_lb_listener_rule)).toContain("for priority in [110, 130] :");
  const guarded = Object.entries(resource.aws_lb_listener ?? {}).filter(([, each]) => "lifecycle" in each);
  expect(guarded.map(([name]) => name)).toEqual([expect.stringContaining("webapp_https")]);
});

test("if port 80 forwards, the guard reads it too", () => {
  const { data } = listenersOf({ removedTargetGroups: ["alpha-webapp-a"], plainHttp: "forward" });
  expect(Object.values(data.aws_lb_listener ?? {}).map(({ port }) => port)).toEqual([443, 80]);
  expect(Object.keys(data.aws_lb_listener_rule ?? {})).toHaveLength(2);
});

test.each<[string, Partial<WeightedListenersProps>, string]>([
  [
    "is still declared",
    { removedTargetGroups: ["alpha-webapp-b"] },
    'the target group "alpha-webapp-b" is declared and in removedTargetGroups: expected one of them',
  ],
  [
    "has an invalid name",
    { removedTargetGroups: ["alpha_webapp"] },
    'a name in removedTargetGroups is "alpha_webapp": expected 1 to 32 letters, digits and hyphens, without a hyphen at either end',
  ],
  [
    "is of a load balancer without a name",
    {
      removedTargetGroups: ["alpha-webapp-a"],
      loadBalancer: { loadBalancerArn: loadBalancer.loadBalancerArn },
    },
    "removedTargetGroups are given, and the name of the load balancer is not known: the guard cannot read its traffic. Write the name as text",
  ],
])("a target group that is removed and %s is a problem", (_what, changed, problem) => {
  expect(problemsWith(changed)).toEqual([`[stack/webapp] ${problem}`]);
});

test("a guard that is off requires a reason and a day", () => {
  expect(problemsWith({ guardsOff: { "removed-with-traffic": { reason: "", until: "soon" } } })).toEqual([
    "[stack/webapp/guard/off] the reason why the guard removed-with-traffic is off is missing: give one",
    '[stack/webapp/guard/off] the last day on which the guard removed-with-traffic is off is "soon": expected a date (YYYY-MM-DD)',
  ]);
});
