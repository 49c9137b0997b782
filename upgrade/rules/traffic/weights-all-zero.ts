import type { FleetIndex } from "../../fleet/fleet-index";
import { isUnknown } from "../../fleet/state";
import { trafficKindOf } from "../../fleet/traffic";
import { kindRow } from "../../fleet/traffic-kind";
import type { Finding, Rule } from "../rule";
import { found } from "../support/finding";
import { unknownWeights, weightsOf } from "../support/traffic";
import { violations } from "../support/violations";

export const weightsAllZero: Rule = {
  id: "weights-all-zero",
  severity: "error",
  title: "All weights of a route are 0",
  why: "No target group gets a request: an Application Load Balancer or HAProxy answers every request with 503, and a Network Load Balancer rejects every connection. Route 53 does the opposite: it answers with all weighted records in equal shares, so clusters with weight 0 get traffic.",
  source:
    "ELBv2 API reference, TargetGroupTuple; ELB user guide, rule action types; Route 53 developer guide, values for weighted records (weight 0)",
  judge: (input) => violations(input, violationsIn),
};

function violationsIn(index: FleetIndex): readonly Finding[] {
  return index.fleet.routes.flatMap((route) => {
    const { targets } = route;
    if (isUnknown(targets)) {
      return [unknownWeights(route, "whether every weight is 0", index)];
    }
    // The only weighted record of a name answers with any weight.
    const needsWeight = kindRow(trafficKindOf(route)).allZero === "nobody" || targets.length > 1;
    if (
      targets.length === 0 ||
      !needsWeight ||
      targets.some(({ weight }) => !isUnknown(weight) && weight > 0)
    ) {
      return [];
    }
    if (targets.some(({ weight }) => isUnknown(weight))) {
      return [unknownWeights(route, "whether every weight is 0", index)];
    }
    const weights = weightsOf(route, index);
    const { ifAllZero, maxWeight } = kindRow(trafficKindOf(route));
    const message = `every weight is 0 (${weights}): ${ifAllZero}. Give one of them a weight from 1 to ${maxWeight}`;
    return [found(route, message, { values: { weights } })];
  });
}
