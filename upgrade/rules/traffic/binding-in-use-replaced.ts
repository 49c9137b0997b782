import { type BindingState, ifKnown, isUnknown } from "../../fleet/state";
import { sendsTo } from "../../fleet/traffic";
import type { Finding, Rule, RuleInput } from "../rule";
import { madeAgain, reasonOf, tellTheMove } from "../support/replacement";
import { targetGroupName } from "../support/traffic";

export const bindingInUseReplaced: Rule = {
  id: "binding-in-use-replaced",
  severity: "error",
  title: "a binding whose target group has traffic, removed and made again",
  why: "With the binding all pods leave the target group, and come back when the new one is there and their health checks pass: until then the requests are answered with 503. A name or a namespace does it, and an address that changes without a moved block. Where no route is in view, that is only told.",
  source:
    "kubernetes-sigs/aws-load-balancer-controller, TargetGroupBinding (its finalizer takes the targets out) and #4071; ELB user guide, target group health",
  judge(input) {
    const { bindings } = input.diff;
    const replaced = bindings.flatMap(({ before, after, change }) =>
      before !== undefined && change?.action === "replace" && before.targetGroup === after?.targetGroup
        ? findingOf(
            before,
            `${reasonOf(change)}; put it back, or make a second target group beside it, bind it, and move the traffic`,
            input,
          )
        : [],
    );
    const again = madeAgain(bindings, ({ targetGroup }) => ifKnown(targetGroup))
      .filter(({ was, is }) => mayBeOfOneCluster(was, is))
      .flatMap((move) => findingOf(move.was, tellTheMove(move), input));
    return [...replaced, ...again];
  },
};

function findingOf(
  { stack, address, targetGroup }: BindingState,
  reason: string,
  { before, index }: RuleInput,
): readonly Finding[] {
  if (isUnknown(targetGroup)) {
    return [];
  }
  const name = targetGroupName(targetGroup, index.before, index.after);
  const served = index.before.routesTo(targetGroup).find((route) => sendsTo(route, targetGroup));
  const gone = `the binding of target group ${name} would be removed and made again, and all its targets leave in between`;
  if (served !== undefined) {
    const message = `${gone}, while ${served.address} sends traffic there, because ${reason}`;
    return [{ stack, address, message }];
  }
  if (before.routes.length > 0) {
    return [];
  }
  const message = `${gone}, and whether it gets traffic is not in view, because ${reason}`;
  return [{ stack, address, message, severity: "warning" }];
}

/** The provider of what leaves the configuration does not always tell its cluster. */
function mayBeOfOneCluster({ cluster: was }: BindingState, { cluster: is }: BindingState): boolean {
  return isUnknown(was) || isUnknown(is) || was === is;
}
