import type { TargetGroupState } from "../../fleet/state";
import { sendsTo } from "../../fleet/traffic";
import type { Finding, Rule, RuleInput } from "../rule";
import { found } from "../support/finding";
import { type Fixes, fixOf, moveReason, reasonOf, recreatedElsewhere } from "../support/replacement";
import { shown } from "../support/wording";

const OTHER =
  "create a second target group with another name, bind it, shift the traffic, and remove this one";

const FIXES: Fixes = { name: `Restore the name, or ${OTHER}` };

export const targetGroupInUseReplaced: Rule = {
  id: "target-group-in-use-replaced",
  severity: "error",
  title: "A target group with traffic would be replaced",
  why: "The new target group has no targets: a binding cannot change its target group, so its share of the requests gets 503 until the pods are registered again. While a listener names the old one, AWS does not delete it, and the apply fails halfway. If no route is in these plans, the rule only warns.",
  source:
    "AWS provider, aws_lb_target_group; hashicorp/terraform-provider-aws #16889, #34860; hashicorp/terraform #13076; kubernetes-sigs/aws-load-balancer-controller #2764, #4071 (the ARN of a binding is immutable)",
  judge(input) {
    const targetGroups = input.diff.targetGroups.filter(
      ({ before, after }) => (before ?? after)?.isDerived !== true,
    );
    const replaced = targetGroups.flatMap(({ before, change }) =>
      before === undefined || change?.action !== "replace"
        ? []
        : findingOf(before, `${reasonOf(change)}. ${fixOf(change, FIXES, OTHER)}`, input),
    );
    const again = recreatedElsewhere(targetGroups, ({ key }) => key).flatMap((move) =>
      findingOf(move.was, moveReason(move), input),
    );
    return [...replaced, ...again];
  },
};

function findingOf(
  group: TargetGroupState,
  reason: string,
  { before, index }: RuleInput,
): readonly Finding[] {
  const name = shown(group.targetGroupName);
  const values = { targetGroup: name };
  const served = index.before.routesTo(group.key).find((route) => sendsTo(route, group.key));
  if (served !== undefined) {
    const message = `target group ${name} would be replaced while ${served.address} sends it traffic: ${reason}`;
    return [found(group, message, { code: "with-traffic", values })];
  }
  if (before.routes.length > 0) {
    return [];
  }
  const message = `target group ${name} would be replaced, and these plans do not show whether it gets traffic: ${reason}`;
  return [found(group, message, { code: "traffic-unknown", values, severity: "warning" })];
}
