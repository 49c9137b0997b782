import type { Rule } from "../rule";
import { madeAgain, reasonOf, tellTheMove, type WaysOut, wayOutOf } from "../support/replacement";
import { told } from "../support/wording";

const OTHER = "make a second load balancer beside it and move its DNS records first";

const WAYS_OUT: WaysOut = { name: `put the name back; for another name ${OTHER}` };

export const loadBalancerReplaced: Rule = {
  id: "load-balancer-replaced",
  severity: "error",
  title: "a load balancer that would be replaced",
  why: "It is gone, with its listeners and its DNS name, before the new one is there; and clients keep the old addresses until their DNS caches end. Name, scheme, type and some changes of subnets do it.",
  source:
    "AWS provider, aws_lb (attributes that force a replacement); boostbrothers.github.io 2025-04 (clients that hold on to DNS answers)",
  judge(input) {
    const { loadBalancers } = input.diff;
    const replaced = loadBalancers.flatMap(({ before, after, change }) => {
      if (change?.action !== "replace") {
        return [];
      }
      const name = told((before ?? after)?.loadBalancerName);
      const message = `load balancer ${name} would be replaced, and its addresses with it, because ${reasonOf(change)}; ${wayOutOf(change, WAYS_OUT, OTHER)}`;
      return [{ stack: change.stack, address: change.address, message }];
    });
    const again = madeAgain(loadBalancers, ({ key }) => key).map((move) => ({
      stack: move.was.stack,
      address: move.was.address,
      message: `load balancer ${told(move.was.loadBalancerName)} would be replaced, and its addresses with it, because ${tellTheMove(move)}`,
    }));
    return [...replaced, ...again];
  },
};
