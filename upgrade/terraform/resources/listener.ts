import { ifKnown, isUnknown, type Known, type LoadBalancerKey, UNKNOWN } from "../../fleet/state";
import type { Attributes } from "../attributes";
import type { Instance } from "../instances";
import type { PlanContext } from "../plan-context";
import type { Found, ResourceReader } from "./resource-reader";
import { targetsOf } from "./targets";

const LISTENERS = ["aws_lb_listener", "aws_alb_listener"];

export const listenerReader: ResourceReader = {
  types: LISTENERS,
  kind: "listener",
  read(found) {
    const { targets, stickinessSeconds } = targetsIn(found, "default_action");
    found.add("routes", {
      stack: found.stack,
      address: found.address,
      loadBalancer: loadBalancerOf(found.plan, found.instance, found.side),
      kind: "default-action",
      protocol: found.side.text("protocol"),
      sslPolicy: found.given("ssl_policy", found.side.text("ssl_policy")),
      byHost: false,
      targets,
      stickinessSeconds,
    });
  },
};

export const listenerRuleReader: ResourceReader = {
  types: ["aws_lb_listener_rule", "aws_alb_listener_rule"],
  kind: "listener-rule",
  read(found) {
    const { targets, stickinessSeconds } = targetsIn(found, "action");
    const conditions = ifKnown(found.side.blocks("condition")) ?? [];
    found.add("routes", {
      stack: found.stack,
      address: found.address,
      loadBalancer: loadBalancerOfRule(found),
      kind: "rule",
      byHost: conditions.some((condition) => condition.block("host_header") !== undefined),
      targets,
      stickinessSeconds,
    });
  },
};

function targetsIn({ plan, instance, side }: Found, actions: string) {
  return targetsOf(side.blocks(actions), () => plan.expressionOf(instance, actions), {
    keyInArn: (arn) => plan.targetGroupIn(arn),
    keyOf: (expression) => plan.keyIn("targetGroup", instance, expression),
    valueOf: (expression) => plan.origins.valueOf(expression, instance),
  });
}

function loadBalancerOf(plan: PlanContext, instance: Instance, side: Attributes): Known<LoadBalancerKey> {
  const arn = side.text("load_balancer_arn");
  if (arn !== undefined && !isUnknown(arn)) {
    return plan.loadBalancerIn(arn) ?? UNKNOWN;
  }
  const own = plan.loadBalancerIn(ifKnown(side.text("arn")) ?? "");
  return own ?? plan.keyOfOrigin("loadBalancer", instance, "load_balancer_arn");
}

function loadBalancerOfRule({ plan, instance, side }: Found): Known<LoadBalancerKey> {
  const arn = side.text("listener_arn");
  if (arn !== undefined && !isUnknown(arn)) {
    return plan.loadBalancerIn(arn) ?? UNKNOWN;
  }
  const expression = plan.expressionOf(instance, "listener_arn");
  const listener = plan.origins.resourceOf(LISTENERS, expression, instance);
  const listenerSide = listener?.after ?? listener?.before;
  return listener === undefined || listenerSide === undefined
    ? UNKNOWN
    : loadBalancerOf(plan, listener, listenerSide);
}
