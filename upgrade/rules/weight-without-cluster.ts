import { FleetIndex } from "../fleet-index";
import { type FleetState, ifKnown, isUnknown, type RouteState, type TargetGroupKey } from "../fleet-state";
import { judgeNewSins, type Sin } from "./old-sins";
import type { Finding, Rule, RuleInput } from "./rule";
import { defaultsFirst, isPreview, once, targetGroupName, unknownWeights } from "./traffic";
import { notJudged } from "./wording";

export const weightWithoutCluster: Rule = {
  id: "weight-without-cluster",
  severity: "error",
  title: "weight on a target group that no cluster is bound to",
  why: "An Application Load Balancer does not go round a target group that has no targets: its share of the requests is answered with 503. Judged where bindings are in view: in a plan, those of one target group of the same forward at least. A way to it by host alone, a preview, is only told of.",
  source:
    "ELB user guide, target group health; aws/containers-roadmap #601; kubernetes-sigs/aws-load-balancer-controller #2173; argoproj/argo-rollouts #3333 (outage)",
  judge(input) {
    // What was so before and is not changed is as a rule bound by a stack whose plan is not here.
    const findings = judgeNewSins(input, (fleet) => sinsOf(fleet, input));
    return once(findings, "more routes do so");
  },
};

function sinsOf(fleet: FleetState, input: RuleInput): readonly Sin[] {
  const index = FleetIndex.of(fleet);
  const isStep = input.resources.length > 0 || input.before.routes.length > 0;
  const mayBeBound = fleet.bindings.some(({ targetGroup }) => isUnknown(targetGroup));
  return defaultsFirst(fleet.routes).flatMap((route): readonly Sin[] => {
    const { targets } = route;
    const keys = (ifKnown(targets) ?? []).map(({ targetGroup }) => ifKnown(targetGroup));
    const isInView = isStep ? keys.some((key) => isBound(key, input)) : fleet.bindings.length > 0;
    if (isUnknown(targets)) {
      return fleet.bindings.length === 0 ? [] : [unknownWeights(route, QUESTION, fleet)];
    }
    return targets.flatMap(({ targetGroup, weight }): readonly Sin[] => {
      if (weight === 0 || !isInView) {
        return [];
      }
      if (isUnknown(targetGroup)) {
        return [unknownWeights(route, QUESTION, fleet)];
      }
      if (index.bindingsTo(targetGroup).length > 0) {
        return [];
      }
      if (isUnknown(weight)) {
        return [unknownWeights(route, QUESTION, fleet)];
      }
      const name = targetGroupName(targetGroup, fleet);
      return [
        mayBeBound
          ? notJudged(route, "the target group of a binding", `whether a cluster is bound to ${name}`)
          : { ...finding(route, name, weight), about: targetGroup },
      ];
    });
  });
}

const QUESTION = "whether a cluster is bound to each target group that gets traffic";

function isBound(key: TargetGroupKey | undefined, { before, after }: RuleInput): boolean {
  return (
    key !== undefined && [before, after].some((fleet) => FleetIndex.of(fleet).bindingsTo(key).length > 0)
  );
}

function finding(route: RouteState, name: string, weight: number): Finding {
  const { stack, address } = route;
  if (isPreview(route)) {
    const message = `the preview leads to target group ${name}, which no cluster is bound to, and is answered with 503; bind one`;
    return { stack, address, message, severity: "warning" };
  }
  const message = `target group ${name} gets weight ${weight}, but no cluster is bound to it, so that its share of the requests would be answered with 503; give it weight 0 until a cluster is bound`;
  return { stack, address, message };
}
