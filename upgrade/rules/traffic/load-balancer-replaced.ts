import type { Rule } from "../rule";
import { found } from "../support/finding";
import { type Fixes, fixOf, moveReason, reasonOf, recreatedElsewhere } from "../support/replacement";
import { shown } from "../support/wording";

const OTHER = "create a second load balancer and move the DNS records first";

const FIXES: Fixes = { name: `Restore the name, or ${OTHER}` };

export const loadBalancerReplaced: Rule = {
  id: "load-balancer-replaced",
  severity: "error",
  title: "A load balancer would be replaced",
  why: "It is destroyed, with its listeners and its DNS name, before the new one exists. Clients keep the old addresses until their DNS caches expire. Name, scheme, type and some changes of subnets cause it.",
  source:
    "AWS provider, aws_lb (attributes that force a replacement); boostbrothers.github.io 2025-04 (clients that hold on to DNS answers)",
  judge(input) {
    const loadBalancers = input.diff.loadBalancers.filter(
      ({ before, after }) => (before ?? after)?.isDerived !== true,
    );
    const replaced = loadBalancers.flatMap(({ before, after, change }) => {
      if (change?.action !== "replace") {
        return [];
      }
      const name = shown((before ?? after)?.loadBalancerName);
      const message = `load balancer ${name} would be replaced, with its DNS name and addresses: ${reasonOf(change)}. ${fixOf(change, FIXES, OTHER)}`;
      return [found(change, message, { code: "replaced" })];
    });
    const again = recreatedElsewhere(loadBalancers, ({ key }) => key).map((move) => {
      const message = `load balancer ${shown(move.was.loadBalancerName)} would be replaced, with its DNS name and addresses: ${moveReason(move)}`;
      return found(move.was, message, { code: "moved" });
    });
    return [...replaced, ...again];
  },
};
