import { created } from "../../fleet/diff";
import {
  type FleetState,
  ifKnown,
  isUnknown,
  type RouteState,
  type TargetGroupKey,
  type TargetGroupState,
} from "../../fleet/state";
import { routeShares } from "../../fleet/traffic";
import type { Finding, Rule, RuleInput } from "../rule";
import { defaultsFirst, once, unknownWeights } from "../support/traffic";
import { told } from "../support/wording";

export const newTargetGroupWithTraffic: Rule = {
  id: "new-target-group-with-traffic",
  severity: "error",
  title: "a target group that is born with traffic beside others that have it",
  why: "It has no targets until a controller has registered them and their health checks pass; until then its share of the requests is answered with 503. Modules that give a cluster which nobody named a share of its own do this.",
  source:
    "thoughtbot/terraform-alb-ingress (weight 100 for every cluster that is not named); ELB user guide, target group health",
  judge(input) {
    const { targetGroups } = input.diff;
    const made = new Set(created(targetGroups).map(({ key }) => key));
    const groups = targetGroups.flatMap(({ before, after, change }) =>
      after !== undefined && before === undefined && change?.action === "create" && !change.isImport
        ? [after]
        : [],
    );
    return [
      ...groups.flatMap((group) => findingsOf(group, made, input)),
      ...hiddenFindings(groups, made, input),
    ];
  },
};

/** Of blocks that are made for each of something the plan does not tell which target group they are for. */
function hiddenFindings(
  groups: readonly TargetGroupState[],
  made: ReadonlySet<TargetGroupKey>,
  { after, index }: RuleInput,
): readonly Finding[] {
  const unknown = groups.length === 0 ? [] : after.routes.filter((route) => isUnknown(routeShares(route)));
  const findings = defaultsFirst(unknown).flatMap((route): readonly Finding[] => {
    const targets = targetsOf(route);
    const isBesideOthers = targets.some(
      ({ targetGroup }) => !isUnknown(targetGroup) && !made.has(targetGroup),
    );
    const named = new Set(targets.map(({ targetGroup }) => targetGroup));
    const hidden = groups.filter(({ key, stack }) => stack === route.stack && !named.has(key));
    return hidden.length === 0 ||
      !isBesideOthers ||
      !targets.some(({ targetGroup }) => isUnknown(targetGroup))
      ? []
      : [
          unknownWeights(
            route,
            `whether it is ${hidden.map(({ targetGroupName }) => told(targetGroupName)).join(" or ")}, which is made in the same step,`,
            index.after,
          ),
        ];
  });
  return once(findings, "more routes do so");
}

function findingsOf(
  { stack, address, key, targetGroupName }: TargetGroupState,
  made: ReadonlySet<TargetGroupKey>,
  { before, index }: RuleInput,
): readonly Finding[] {
  const name = told(targetGroupName);
  const routes = defaultsFirst(index.after.routesTo(key)).filter((route) =>
    targetsOf(route).some(({ targetGroup }) =>
      // What is not known yet is, on a route that is made in the same step, as a rule made with it.
      isUnknown(targetGroup) ? wasThere(route, before) : !made.has(targetGroup),
    ),
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
      return [
        unknownWeights(route, `whether the new target group ${name} gets traffic at once`, index.after),
      ];
    }
  }
  return [];
}

function wasThere({ stack, address }: RouteState, { routes }: FleetState): boolean {
  return routes.some((route) => route.stack === stack && route.address === address);
}

function targetsOf({ targets }: RouteState) {
  return ifKnown(targets) ?? [];
}
