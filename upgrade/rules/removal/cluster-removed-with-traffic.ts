import { removed } from "../../fleet/diff";
import { isUnknown } from "../../fleet/state";
import type { Rule } from "../rule";
import { lostTraffic } from "../support/lost-traffic";
import { targetGroupName } from "../support/traffic";
import { notJudged, told } from "../support/wording";

export const clusterRemovedWithTraffic: Rule = {
  id: "cluster-removed-with-traffic",
  severity: "error",
  title: "a cluster removed that still gets traffic",
  why: "Its share is answered with 503: a load balancer does not fail over from a target group that is empty. Judged by the bindings that are in view: a cluster that is not bound to a target group of these plans gets none from it. A load balancer that goes as a whole does not count.",
  source:
    "argoproj/argo-rollouts #3333 (outage: the old side went while it had all traffic); ELB user guide, weighted target groups",
  judge(input) {
    const index = input.index.before;
    return removed(input.diff.clusters).flatMap(({ before, change }) => {
      const name = told(before.clusterName);
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
        return [notJudged(change, value, `whether cluster ${name} may be removed`)];
      }
      const gives = `${first.route.address} gives its target group ${group} weight ${first.weight}`;
      const message = first.isRouteRemoved
        ? `cluster ${name} would be removed together with a way to it: ${gives}; shift its traffic away in a step before`
        : `cluster ${name} would be removed while ${gives}; shift its traffic away (weight 0) in a step before`;
      return [{ stack: change.stack, address: change.address, message }];
    });
  },
};
