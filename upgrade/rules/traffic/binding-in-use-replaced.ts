import { type BindingState, ifKnown, isUnknown } from "../../fleet/state";
import { sendsTo } from "../../fleet/traffic";
import type { Finding, Rule, RuleInput } from "../rule";
import { found } from "../support/finding";
import { moveReason, reasonOf, recreatedElsewhere } from "../support/replacement";
import { targetGroupName } from "../support/traffic";

export const bindingInUseReplaced: Rule = {
  id: "binding-in-use-replaced",
  severity: "error",
  title: "The binding of a target group with traffic is recreated",
  why: "Without the binding all pods leave the target group. They return when the new binding exists and their health checks pass; until then requests get 503. A changed name or namespace causes it, and an address that changes without a moved block. If no route is in these plans, the rule only warns.",
  source:
    "kubernetes-sigs/aws-load-balancer-controller, TargetGroupBinding (its finalizer takes the targets out) and #4071; ELB user guide, target group health",
  judge(input) {
    const { bindings } = input.diff;
    const replaced = bindings.flatMap(({ before, after, change }) =>
      before !== undefined && change?.action === "replace" && before.targetGroup === after?.targetGroup
        ? findingOf(
            before,
            `${reasonOf(change)}. Restore it, or create a second target group, bind it, and shift the traffic`,
            input,
          )
        : [],
    );
    const again = recreatedElsewhere(bindings, ({ targetGroup }) => ifKnown(targetGroup))
      .filter(({ was, is }) => mayBeOfOneCluster(was, is))
      .flatMap((move) => findingOf(move.was, moveReason(move), input));
    return [...replaced, ...again];
  },
};

function findingOf(binding: BindingState, reason: string, { before, index }: RuleInput): readonly Finding[] {
  const { targetGroup } = binding;
  if (isUnknown(targetGroup)) {
    return [];
  }
  const name = targetGroupName(targetGroup, index.before, index.after);
  const served = index.before.routesTo(targetGroup).find((route) => sendsTo(route, targetGroup));
  const recreated = `the binding of target group ${name} would be recreated, and all its targets leave in between`;
  const values = { targetGroup: name };
  if (served !== undefined) {
    const message = `${recreated} while ${served.address} sends it traffic: ${reason}`;
    return [found(binding, message, { code: "with-traffic", values })];
  }
  if (before.routes.length > 0) {
    return [];
  }
  const message = `${recreated}, and these plans do not show whether it gets traffic: ${reason}`;
  return [found(binding, message, { code: "traffic-unknown", values, severity: "warning" })];
}

/** The provider of a removed resource does not always show its cluster. */
function mayBeOfOneCluster({ cluster: was }: BindingState, { cluster: is }: BindingState): boolean {
  return isUnknown(was) || isUnknown(is) || was === is;
}
