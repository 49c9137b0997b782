import { removed } from "../../fleet/diff";
import { isUnknown } from "../../fleet/state";
import type { Rule } from "../rule";
import { found, notEvaluated } from "../support/finding";
import { lostTraffic } from "../support/lost-traffic";
import { targetGroupName } from "../support/traffic";
import { shown } from "../support/wording";

export const clusterRemovedWithTraffic: Rule = {
  id: "cluster-removed-with-traffic",
  severity: "error",
  title: "A cluster that gets traffic is removed",
  why: "Its share of the requests gets 503: a load balancer does not fail over from an empty target group. The rule uses the bindings in these plans: a cluster that is not bound to a target group of these plans gets no traffic from it. A load balancer that is removed as a whole does not count.",
  source:
    "argoproj/argo-rollouts #3333 (outage: the old side went while it had all traffic); ELB user guide, weighted target groups",
  judge(input) {
    const index = input.index.before;
    return removed(input.diff.clusters).flatMap(({ before, change }) => {
      const name = shown(before.clusterName);
      const lost = index
        .bindingsOf(before.key)
        .flatMap(({ targetGroup }) => (isUnknown(targetGroup) ? [] : [targetGroup]))
        .flatMap((key) => lostTraffic(key, input).map((traffic) => ({ ...traffic, key })));
      const [first] = lost;
      if (first === undefined) {
        return [];
      }
      const group = targetGroupName(first.key, index);
      if (isUnknown(first.weight)) {
        const value = `the weight of target group ${group} in ${first.route.address}`;
        return [notEvaluated(change, value, `whether cluster ${name} may be removed`)];
      }
      const { address } = first.route;
      const gives = `its target group ${group} weight ${first.weight}`;
      const message = `cluster ${name} would be removed ${first.isRouteRemoved ? `together with ${address}, which gives ${gives}` : `while ${address} gives ${gives}`}: its requests would get 503. Shift its traffic away first (weight 0), in a separate change`;
      const values = { targetGroup: group, weight: first.weight };
      return [found(change, message, { code: first.isRouteRemoved ? "with-route" : "with-weight", values })];
    });
  },
};
