import {
  ifKnown,
  isUnknown,
  type Known,
  type LoadBalancerKey,
  type RouteAnswer,
  type RouteConditions,
  UNKNOWN,
} from "../../fleet/state";
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
      ...(found.plan.isPlan
        ? {
            ...answerOf(found, "default_action"),
            port: found.side.number("port"),
            listener: ifKnown(found.side.text("arn")) ?? found.address,
          }
        : {}),
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
    const listener = listenerOf(found);
    found.add("routes", {
      stack: found.stack,
      address: found.address,
      loadBalancer: loadBalancerOfRule(found),
      kind: "rule",
      byHost: conditions.some((condition) => condition.block("host_header") !== undefined),
      ...(found.plan.isPlan
        ? {
            ...answerOf(found, "action"),
            ...(listener === undefined ? {} : { listener }),
            priority: found.side.number("priority"),
            ...conditionsOf(conditions),
          }
        : {}),
      targets,
      stickinessSeconds,
    });
  },
};

/** The answer of a listener or a rule that does not forward. */
function answerOf({ side }: Found, actions: string): { readonly answer?: RouteAnswer } {
  for (const action of ifKnown(side.blocks(actions)) ?? []) {
    const type = action.text("type");
    if (type === "redirect") {
      const redirect = action.block("redirect");
      const host = redirect?.text("host") ?? "#{host}";
      return { answer: { type, ...(host === "#{host}" ? { port: redirect?.text("port") } : {}) } };
    }
    if (type === "fixed-response") {
      return { answer: { type } };
    }
  }
  return {};
}

const NARROW = ["http_header", "query_string", "source_ip", "http_request_method"];

function conditionsOf(conditions: readonly Attributes[]): { readonly conditions?: RouteConditions } {
  const valuesOf = (name: string): Known<readonly string[]> | undefined => {
    const blocks = conditions.flatMap((condition) => condition.block(name) ?? []);
    const lists = blocks.map((block) => block.texts("values") ?? []);
    return lists.length === 0
      ? undefined
      : lists.some(isUnknown)
        ? UNKNOWN
        : lists.flatMap((list) => ifKnown(list) ?? []);
  };
  const [hosts, paths] = [valuesOf("host_header"), valuesOf("path_pattern")];
  if (isUnknown(hosts) || isUnknown(paths)) {
    return {};
  }
  const isNarrow = conditions.some((condition) => NARROW.some((name) => condition.block(name) !== undefined));
  return {
    conditions: {
      ...(hosts === undefined ? {} : { hosts }),
      ...(paths === undefined ? {} : { paths }),
      ...(isNarrow ? { isNarrow } : {}),
    },
  };
}

/** The ARN or the address of the listener of a rule. */
function listenerOf({ plan, instance, side }: Found): string | undefined {
  const arn = side.text("listener_arn");
  if (arn !== undefined && !isUnknown(arn)) {
    return arn;
  }
  const listener = plan.origins.resourceOf(LISTENERS, plan.expressionOf(instance, "listener_arn"), instance);
  const listenerSide = listener?.after ?? listener?.before;
  return ifKnown(listenerSide?.text("arn")) ?? listener?.address;
}

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
