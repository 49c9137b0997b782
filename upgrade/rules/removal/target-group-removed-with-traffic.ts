import { removed } from "../../fleet/diff";
import { isUnknown } from "../../fleet/state";
import type { Rule } from "../rule";
import { lostTraffic } from "../support/lost-traffic";
import { notJudged, told } from "../support/wording";

export const targetGroupRemovedWithTraffic: Rule = {
  id: "target-group-removed-with-traffic",
  severity: "error",
  title: "a target group removed that still gets traffic, or that a route still names",
  why: "AWS refuses to delete a target group that a listener names, and Terraform waits for it in the middle of the apply; where the route goes in the same step, what it served falls to another. A load balancer that goes as a whole, and a preview by host, do not count.",
  source:
    "hashicorp/terraform-provider-aws #16889 and #34860 (ResourceInUse), hashicorp/terraform #13076; argoproj/argo-rollouts #3333; tried: Terraform deletes the target group first and waits",
  judge(input) {
    const index = input.index.after;
    return removed(input.diff.targetGroups).flatMap(({ before, change }) => {
      const { stack, address } = change;
      const name = told(before.targetGroupName);
      const [lost] = lostTraffic(before.key, input);
      if (lost !== undefined) {
        const { route, weight, isRouteRemoved } = lost;
        if (isUnknown(weight)) {
          const value = `the weight of target group ${name} in ${route.address}`;
          return [notJudged(change, value, "whether it may be removed")];
        }
        const message = isRouteRemoved
          ? `target group ${name} would be removed together with ${route.address}, which gives it weight ${weight}; shift its traffic away in a step before`
          : `target group ${name} would be removed while ${route.address} gives it weight ${weight}; shift its traffic away (weight 0) in a step before`;
        return [{ stack, address, message }];
      }
      const [route] = index.routesTo(before.key);
      const message = `target group ${name} would be removed while ${route?.address} names it, and AWS refuses that (ResourceInUse); take it out of the route too`;
      return route === undefined ? [] : [{ stack, address, message }];
    });
  },
};
