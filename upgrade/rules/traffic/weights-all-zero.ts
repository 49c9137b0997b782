import type { FleetIndex } from "../../fleet/fleet-index";
import { isUnknown } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { unknownWeights, weightsOf } from "../support/traffic";
import { violations } from "../support/violations";

export const weightsAllZero: Rule = {
  id: "weights-all-zero",
  severity: "error",
  title: "a forward whose weights are all 0",
  why: "No target group gets a request, and the load balancer answers all of them with 503.",
  source: "ELBv2 API reference, TargetGroupTuple; ELB user guide, rule action types",
  judge: (input) => violations(input, violationsIn),
};

function violationsIn(index: FleetIndex): readonly Finding[] {
  return index.fleet.routes.flatMap((route) => {
    const { stack, address, targets } = route;
    if (isUnknown(targets)) {
      return [unknownWeights(route, "whether every weight is 0", index)];
    }
    if (targets.length === 0 || targets.some(({ weight }) => !isUnknown(weight) && weight > 0)) {
      return [];
    }
    if (targets.some(({ weight }) => isUnknown(weight))) {
      return [unknownWeights(route, "whether every weight is 0", index)];
    }
    const message = `every weight is 0 (${weightsOf(route, index)}), so that every request would be answered with 503; give one of them a weight from 1 to 999`;
    return [{ stack, address, message, values: { weights: weightsOf(route, index) } }];
  });
}
