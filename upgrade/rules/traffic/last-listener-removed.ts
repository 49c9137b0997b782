import { removed } from "../../fleet/diff";
import { ifKnown, isUnknown, type RouteState } from "../../fleet/state";
import { routeShares } from "../../fleet/traffic";
import type { Rule } from "../rule";
import { weightsOf } from "../support/traffic";
import { told } from "../support/wording";

export const lastListenerRemoved: Rule = {
  id: "last-listener-removed",
  severity: "error",
  title: "the last listener that forwards, removed from a load balancer that stays",
  why: "Nothing answers at its port from then on, and clients still come: their DNS name leads to the load balancer. A load balancer that goes as a whole does not count, nor does one that answers all requests itself (a redirect, a fixed response) by a listener that stays. One of another stack may have more listeners: it is not judged without its plan.",
  source: "ELB user guide, listeners: a load balancer without one receives no traffic from clients",
  judge(input) {
    const { diff } = input;
    const going = removed(diff.routes);
    if (going.length === 0) {
      return [];
    }
    const forwarding = new Set(
      input.after.routes.filter(mayForward).map(({ loadBalancer }) => ifKnown(loadBalancer)),
    );
    const staying = new Set(input.after.loadBalancers.map(({ key }) => key));
    return going.flatMap(({ before, change }) => {
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
      const name = told(input.diff.nameOf(loadBalancer));
      const message = `the last listener of load balancer ${name} that forwards (${weightsOf(before, input.index.before)}) would be removed while the load balancer stays, and nothing answers its clients any more; keep it, or move its DNS records away and remove the load balancer with it`;
      return [{ stack: change.stack, address: change.address, message }];
    });
  },
};

/** Whether some target group gets requests, as far as anybody knows. */
function mayForward(route: RouteState): boolean {
  const shares = routeShares(route);
  return isUnknown(shares) || [...shares.values()].some((share) => share > 0);
}
