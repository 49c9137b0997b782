import { removed } from "../../fleet/diff";
import { ifKnown, isUnknown, type RouteState } from "../../fleet/state";
import { routeShares } from "../../fleet/traffic";
import type { Rule } from "../rule";
import { found } from "../support/finding";
import { weightsOf } from "../support/traffic";
import { shown } from "../support/wording";

export const lastListenerRemoved: Rule = {
  id: "last-listener-removed",
  severity: "error",
  title: "The last listener that forwards is removed from a load balancer that stays",
  why: "Clients still come, because the DNS name leads to the load balancer, and nothing answers at the port. A load balancer that is removed as a whole does not count, nor does one with a listener that answers all requests itself (a redirect, a fixed response). A load balancer of another stack may have more listeners: the rule needs its plan.",
  source: "ELB user guide, listeners: a load balancer without one receives no traffic from clients",
  judge(input) {
    const { diff } = input;
    const leaving = removed(diff.routes);
    if (leaving.length === 0) {
      return [];
    }
    const forwarding = new Set(
      input.after.routes.filter(mayForward).map(({ loadBalancer }) => ifKnown(loadBalancer)),
    );
    const staying = new Set(input.after.loadBalancers.map(({ key }) => key));
    return leaving.flatMap(({ before, change }) => {
      const loadBalancer = ifKnown(before.loadBalancer);
      const isLast =
        before.kind === "default-action" &&
        mayForward(before) &&
        loadBalancer !== undefined &&
        !forwarding.has(loadBalancer) &&
        staying.has(loadBalancer);
      if (!isLast) {
        return [];
      }
      const name = shown(input.diff.nameOf(loadBalancer));
      const message = `the last listener of load balancer ${name} that forwards (${weightsOf(before, input.index.before)}) would be removed: the load balancer stays, and nothing answers its clients. Keep the listener, or move the DNS records and remove the load balancer too`;
      return [found(change, message, { values: { loadBalancer: name } })];
    });
  },
};

/** Whether some target group gets requests, or may get some. */
function mayForward(route: RouteState): boolean {
  const shares = routeShares(route);
  return isUnknown(shares) || [...shares.values()].some((share) => share > 0);
}
