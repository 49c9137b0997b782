import type { TargetGroupState } from "../../fleet/state";
import { sendsTo } from "../../fleet/traffic";
import type { Finding, Rule, RuleInput } from "../rule";
import { madeAgain, reasonOf, tellTheMove, type WaysOut, wayOutOf } from "../support/replacement";
import { told } from "../support/wording";

const OTHER =
  "make a second target group of another name beside it, bind it, move the traffic, and remove this one";

const WAYS_OUT: WaysOut = { name: `put the name back; for another name ${OTHER}` };

export const targetGroupInUseReplaced: Rule = {
  id: "target-group-in-use-replaced",
  severity: "error",
  title: "a target group with traffic that would be replaced",
  why: "The new target group has no targets: a binding cannot change the target group that it is for, so that its share of the requests is answered with 503 until the pods are registered anew. While a listener names it, the old one cannot be deleted at all, and the apply ends in its middle. Where no route is in view, that is only told.",
  source:
    "AWS provider, aws_lb_target_group; hashicorp/terraform-provider-aws #16889, #34860; hashicorp/terraform #13076; kubernetes-sigs/aws-load-balancer-controller #2764, #4071 (the ARN of a binding is immutable)",
  judge(input) {
    const { targetGroups } = input.diff;
    const replaced = targetGroups.flatMap(({ before, change }) =>
      before === undefined || change?.action !== "replace"
        ? []
        : findingOf(before, `${reasonOf(change)}; ${wayOutOf(change, WAYS_OUT, OTHER)}`, input),
    );
    const again = madeAgain(targetGroups, ({ key }) => key).flatMap((move) =>
      findingOf(move.was, tellTheMove(move), input),
    );
    return [...replaced, ...again];
  },
};

function findingOf(
  group: TargetGroupState,
  reason: string,
  { before, index }: RuleInput,
): readonly Finding[] {
  const { stack, address, key, targetGroupName } = group;
  const name = told(targetGroupName);
  const served = index.before.routesTo(key).find((route) => sendsTo(route, key));
  if (served !== undefined) {
    const message = `target group ${name} would be replaced while ${served.address} sends traffic to it, because ${reason}`;
    return [{ stack, address, message }];
  }
  if (before.routes.length > 0) {
    return [];
  }
  const message = `target group ${name} would be replaced, and whether it gets traffic is not in view, because ${reason}`;
  return [{ stack, address, message, severity: "warning" }];
}
