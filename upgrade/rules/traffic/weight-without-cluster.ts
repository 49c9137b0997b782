import type { FleetIndex } from "../../fleet/fleet-index";
import { ifKnown, isUnknown, type Known, type RouteState, type TargetGroupKey } from "../../fleet/state";
import { roleOf, weightOn } from "../../fleet/traffic";
import type { Finding, Rule, RuleInput } from "../rule";
import { found } from "../support/finding";
import { defaultsFirst, once, targetGroupName, unknownWeights } from "../support/traffic";
import { notJudged } from "../support/wording";

export const weightWithoutCluster: Rule = {
  id: "weight-without-cluster",
  severity: "error",
  title: "weight on a target group that no cluster is bound to",
  why: "An Application Load Balancer does not go round a target group that has no targets: its share of the requests is answered with 503. Judged where bindings are in view: in a plan, those of one target group of the same forward at least; and where what is attached to it (instances, an Auto Scaling group) is taken away. A way to it by host alone, a preview, is only told of.",
  source:
    "ELB user guide, target group health; AWS re:Post (no targets: 503, and no other target group steps in); argoproj/argo-rollouts #3333 (outage)",
  judge: (input) => once(findingsOf(input), "more routes do so"),
};

function findingsOf(input: RuleInput): readonly Finding[] {
  const { before, after, resources, index } = input;
  const isStep = resources.length > 0 || before.routes.length > 0;
  const hasUnknown = after.bindings.some(({ targetGroup }) => isUnknown(targetGroup));
  return defaultsFirst(after.routes).flatMap((route): readonly Finding[] => {
    const { targets } = route;
    if (isUnknown(targets)) {
      return after.bindings.length === 0 ? [] : [unknownWeights(route, QUESTION, index.after)];
    }
    const isInView = isStep
      ? targets.some(
          ({ targetGroup }) => isBound(targetGroup, index.before) || isBound(targetGroup, index.after),
        )
      : after.bindings.length > 0;
    return targets.flatMap(({ targetGroup, weight }): readonly Finding[] => {
      const wasAttached = isAttached(targetGroup, index.before) && !isAttached(targetGroup, index.after);
      if (weight === 0 || !(isInView || wasAttached)) {
        return [];
      }
      if (isUnknown(targetGroup)) {
        return [unknownWeights(route, QUESTION, index.after)];
      }
      if (
        index.after.bindingsTo(targetGroup).length > 0 ||
        isAttached(targetGroup, index.after) ||
        isBoundElsewhere(targetGroup, index.before)
      ) {
        return [];
      }
      if (isUnknown(weight)) {
        return [unknownWeights(route, QUESTION, index.after)];
      }
      const name = targetGroupName(targetGroup, index.after);
      const question = `whether a cluster is bound to ${name}`;
      return [
        hasUnknown
          ? { ...notJudged(route, "the target group of a binding", question), values: { targetGroup: name } }
          : finding(route, name, weight, wasAttached),
      ];
    });
  });
}

const QUESTION = "whether a cluster is bound to each target group that gets traffic";

function isBound(key: Known<TargetGroupKey>, index: FleetIndex): boolean {
  return !isUnknown(key) && index.bindingsTo(key).length > 0;
}

/** Instances or addresses that are attached to it take its requests, as the pods of a binding do. */
function isAttached(key: Known<TargetGroupKey>, index: FleetIndex): boolean {
  return index.targetGroup(key)?.hasAttachments === true;
}

/** What had traffic before, and no binding in view, is as a rule bound by a stack whose plan is not here. */
function isBoundElsewhere(key: TargetGroupKey, before: FleetIndex): boolean {
  const hadTraffic = before.routesTo(key).some((route) => (ifKnown(weightOn(route, key)) ?? 0) > 0);
  return hadTraffic && !isBound(key, before) && !isAttached(key, before);
}

function finding(route: RouteState, name: string, weight: number, wasAttached: boolean): Finding {
  const values = { targetGroup: name, weight };
  if (wasAttached) {
    const message = `target group ${name} gets weight ${weight}, and what is attached to it would be taken away, so that its share of the requests would be answered with 503; shift its traffic away in a step before`;
    return found(route, message, { code: "detached", values });
  }
  if (roleOf(route) === "preview") {
    const message = `the preview leads to target group ${name}, which no cluster is bound to, and is answered with 503; bind one`;
    return found(route, message, { code: "preview", values: { targetGroup: name }, severity: "warning" });
  }
  const message = `target group ${name} gets weight ${weight}, but no cluster is bound to it, so that its share of the requests would be answered with 503; give it weight 0 until a cluster is bound`;
  return found(route, message, { code: "not-bound", values });
}
