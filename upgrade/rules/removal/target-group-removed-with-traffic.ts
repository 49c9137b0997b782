import { removed } from "../../fleet/diff";
import { isUnknown } from "../../fleet/state";
import type { Rule } from "../rule";
import { found, notEvaluated } from "../support/finding";
import { lostTraffic } from "../support/lost-traffic";
import { shown } from "../support/wording";

export const targetGroupRemovedWithTraffic: Rule = {
  id: "target-group-removed-with-traffic",
  severity: "error",
  title: "A target group is removed that gets traffic, or that a route still lists",
  why: "AWS does not delete a target group that a listener lists, and Terraform waits for it halfway through the apply. If the route is removed in the same change, another route gets its requests. A load balancer that is removed as a whole, and a preview, do not count.",
  source:
    "hashicorp/terraform-provider-aws #16889 and #34860 (ResourceInUse), hashicorp/terraform #13076; argoproj/argo-rollouts #3333; tried: Terraform deletes the target group first and waits",
  judge(input) {
    const index = input.index.after;
    return removed(input.diff.targetGroups).flatMap(({ before, change }) => {
      if (before.isDerived === true) {
        return [];
      }
      const name = shown(before.targetGroupName);
      const [lost] = lostTraffic(before.key, input);
      if (lost !== undefined) {
        const { route, weight, isRouteRemoved } = lost;
        if (isUnknown(weight)) {
          const value = `the weight of target group ${name} in ${route.address}`;
          return [notEvaluated(change, value, "whether it may be removed")];
        }
        const message = `target group ${name} would be removed ${isRouteRemoved ? `together with ${route.address}, which gives it weight ${weight}` : `while ${route.address} gives it weight ${weight}`}: its requests would be lost. Shift its traffic away first (weight 0), in a separate change`;
        return [
          found(change, message, { code: isRouteRemoved ? "with-route" : "with-weight", values: { weight } }),
        ];
      }
      const [route] = index.routesTo(before.key);
      const message = `target group ${name} would be removed, and ${route?.address} still lists it: AWS rejects this (ResourceInUse). Remove it from the route too`;
      return route === undefined ? [] : [found(change, message, { code: "listed" })];
    });
  },
};
