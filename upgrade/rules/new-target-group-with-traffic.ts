import { FleetIndex } from "../fleet-index";
import {
  ifKnown,
  isUnknown,
  type RouteState,
  type TargetGroupKey,
  type TargetGroupState,
} from "../fleet-state";
import type { Finding, Rule, RuleInput } from "./rule";
import { born, Step } from "./step";
import { defaultsFirst, unknownWeights } from "./traffic";
import { told } from "./wording";

export const newTargetGroupWithTraffic: Rule = {
  id: "new-target-group-with-traffic",
  severity: "error",
  title: "a target group that is born with traffic beside others that have it",
  why: "It has no targets until a controller has registered them and their health checks pass; until then its share of the requests is answered with 503. Modules that give a cluster which nobody named a share of its own do this.",
  source:
    "thoughtbot/terraform-alb-ingress (weight 100 for every cluster that is not named); ELB user guide, target group health",
  judge(input) {
    const { targetGroups } = Step.of(input);
    const made = new Set(born(targetGroups).map(({ key }) => key));
    return targetGroups.flatMap(({ before, after, change }) =>
      after !== undefined && before === undefined && change?.action === "create" && !change.isImport
        ? findingsOf(after, made, input)
        : [],
    );
  },
};

function findingsOf(
  { stack, address, key, targetGroupName }: TargetGroupState,
  made: ReadonlySet<TargetGroupKey>,
  { after }: RuleInput,
): readonly Finding[] {
  const name = told(targetGroupName);
  const routes = defaultsFirst(FleetIndex.of(after).routesTo(key)).filter((route) =>
    targetsOf(route).some(({ targetGroup }) => !made.has(ifKnown(targetGroup) ?? "")),
  );
  for (const route of routes) {
    const weights = targetsOf(route)
      .filter(({ targetGroup }) => targetGroup === key)
      .map(({ weight }) => weight);
    const given = weights.find((weight) => !isUnknown(weight) && weight > 0);
    if (given !== undefined) {
      const message = `target group ${name} would be made in the same step in which ${route.address} gives it weight ${given}; make it with weight 0, bind a cluster, and shift in a step of its own`;
      return [{ stack, address, message }];
    }
    if (weights.some(isUnknown)) {
      return [unknownWeights(route, `whether the new target group ${name} gets traffic at once`, after)];
    }
  }
  return [];
}

function targetsOf({ targets }: RouteState) {
  return ifKnown(targets) ?? [];
}
