import type { FleetIndex } from "../../fleet/fleet-index";
import { isUnknown } from "../../fleet/state";
import { MAX_WEIGHT } from "../../fleet/traffic-weights";
import type { Finding, Rule } from "../rule";
import { found } from "../support/finding";
import { unknownWeights, weightsOf } from "../support/traffic";
import { violations } from "../support/violations";

export const weightsAllZero: Rule = {
  id: "weights-all-zero",
  severity: "error",
  title: "All weights of a forward are 0",
  why: "No target group gets a request, and the load balancer answers every request with 503.",
  source: "ELBv2 API reference, TargetGroupTuple; ELB user guide, rule action types",
  judge: (input) => violations(input, violationsIn),
};

function violationsIn(index: FleetIndex): readonly Finding[] {
  return index.fleet.routes.flatMap((route) => {
    const { targets } = route;
    if (isUnknown(targets)) {
      return [unknownWeights(route, "whether every weight is 0", index)];
    }
    if (targets.length === 0 || targets.some(({ weight }) => !isUnknown(weight) && weight > 0)) {
      return [];
    }
    if (targets.some(({ weight }) => isUnknown(weight))) {
      return [unknownWeights(route, "whether every weight is 0", index)];
    }
    const weights = weightsOf(route, index);
    const message = `every weight is 0 (${weights}): every request would get 503. Give one of them a weight from 1 to ${MAX_WEIGHT}`;
    return [found(route, message, { values: { weights } })];
  });
}
