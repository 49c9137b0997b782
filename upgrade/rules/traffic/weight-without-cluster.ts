import type { FleetIndex } from "../../fleet/fleet-index";
import { ifKnown, isUnknown, type Known, type RouteState, type TargetGroupKey } from "../../fleet/state";
import { roleOf, trafficKindOf, weightOn } from "../../fleet/traffic";
import { kindRow } from "../../fleet/traffic-kind";
import type { Finding, Rule, RuleInput } from "../rule";
import { found, notEvaluated } from "../support/finding";
import { defaultsFirst, once, targetGroupName, unknownWeights } from "../support/traffic";

export const weightWithoutCluster: Rule = {
  id: "weight-without-cluster",
  severity: "error",
  title: "A target group without a bound cluster has weight",
  why: "An Application Load Balancer does not skip a target group without targets: its share of the requests gets 503. The rule needs bindings: in a plan, at least those of one target group of the same forward. It also reports a change that detaches the targets (instances, an Auto Scaling group). For a preview it only warns.",
  source:
    "ELB user guide, target group health; AWS re:Post (no targets: 503, and no other target group steps in); argoproj/argo-rollouts #3333 (outage)",
  judge: (input) => once(findingsOf(input)),
};

function findingsOf(input: RuleInput): readonly Finding[] {
  const { before, after, resources, index, diff } = input;
  const isPlan = resources.length > 0 || before.routes.length > 0;
  const earlier = new Map(
    diff.routes.flatMap(({ before: was, after: is, change }) =>
      was === undefined || is === undefined || change === undefined ? [] : [[is, was] as const],
    ),
  );
  const hasUnknown = after.bindings.some(({ targetGroup }) => isUnknown(targetGroup));
  return defaultsFirst(after.routes).flatMap((route): readonly Finding[] => {
    const { targets } = route;
    if (!kindRow(trafficKindOf(route)).isBound) {
      return [];
    }
    if (isUnknown(targets)) {
      return after.bindings.length === 0 ? [] : [unknownWeights(route, QUESTION, index.after)];
    }
    // What served the route before counts, whatever its targets are called now.
    const was = ifKnown(earlier.get(route)?.targets);
    const hasBindings = isPlan
      ? [...targets, ...(was ?? [])].some(
          ({ targetGroup }) => isBound(targetGroup, index.before) || isBound(targetGroup, index.after),
        )
      : after.bindings.length > 0;
    return targets.flatMap(({ targetGroup, weight }): readonly Finding[] => {
      const wasAttached = isAttached(targetGroup, index.before) && !isAttached(targetGroup, index.after);
      if (weight === 0 || !(hasBindings || wasAttached)) {
        return [];
      }
      if (isUnknown(targetGroup)) {
        return [unknownWeights(route, QUESTION, index.after)];
      }
      if (
        index.after.bindingsTo(targetGroup).length > 0 ||
        isAttached(targetGroup, index.after) ||
        isOwned(targetGroup, index.after) ||
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
          ? {
              ...notEvaluated(route, "the target group of a binding", question),
              values: { targetGroup: name },
            }
          : finding(route, name, weight, wasAttached),
      ];
    });
  });
}

const QUESTION = "whether a cluster is bound to each target group that gets traffic";

function isBound(key: Known<TargetGroupKey>, index: FleetIndex): boolean {
  return !isUnknown(key) && index.bindingsTo(key).length > 0;
}

/** Attached instances or addresses serve requests as the pods of a binding do. */
function isAttached(key: Known<TargetGroupKey>, index: FleetIndex): boolean {
  return index.targetGroup(key)?.hasAttachments === true;
}

/** The controller of a cluster that stays registers its pods there. */
function isOwned(key: TargetGroupKey, index: FleetIndex): boolean {
  return index.targetGroup(key)?.owner !== undefined;
}

/** A target group with traffic before and no binding is usually bound by a stack whose plan is not given. */
function isBoundElsewhere(key: TargetGroupKey, before: FleetIndex): boolean {
  const hadTraffic = before.routesTo(key).some((route) => (ifKnown(weightOn(route, key)) ?? 0) > 0);
  return hadTraffic && !isBound(key, before) && !isAttached(key, before);
}

function finding(route: RouteState, name: string, weight: number, wasAttached: boolean): Finding {
  const values = { targetGroup: name, weight };
  if (wasAttached) {
    const message = `target group ${name} has weight ${weight}, and its targets would be detached: its share of the requests would get 503. Shift its traffic away first, in a separate change`;
    return found(route, message, { code: "detached", values });
  }
  if (roleOf(route) === "preview") {
    const message = `the preview leads to target group ${name}, and no cluster is bound to it: its requests get 503. Bind a cluster`;
    return found(route, message, { code: "preview", values: { targetGroup: name }, severity: "warning" });
  }
  const message = `target group ${name} has weight ${weight}, and no cluster is bound to it: its share of the requests would get 503. Give it weight 0 until a cluster is bound`;
  return found(route, message, { code: "not-bound", values });
}
