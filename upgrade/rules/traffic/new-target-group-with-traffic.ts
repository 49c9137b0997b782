import { created } from "../../fleet/diff";
import {
  type FleetState,
  ifKnown,
  isUnknown,
  type RouteState,
  type TargetGroupKey,
  type TargetGroupState,
  type WeightedTarget,
} from "../../fleet/state";
import { routeShares } from "../../fleet/traffic";
import type { Finding, Rule, RuleInput } from "../rule";
import { found } from "../support/finding";
import { defaultsFirst, once, unknownWeights } from "../support/traffic";
import { shown } from "../support/wording";

export const newTargetGroupWithTraffic: Rule = {
  id: "new-target-group-with-traffic",
  severity: "error",
  title: "A target group is created with traffic while others serve it",
  why: "It has no targets until a controller has registered them and their health checks pass; until then its share of the requests gets 503. Modules that give each unnamed cluster its own share cause this.",
  source:
    "thoughtbot/terraform-alb-ingress (weight 100 for every cluster that is not named); ELB user guide, target group health",
  judge(input) {
    const { targetGroups } = input.diff;
    const createdKeys = new Set(created(targetGroups).map(({ key }) => key));
    const groups = targetGroups.flatMap(({ before, after, change }) =>
      after !== undefined &&
      after.isDerived !== true &&
      before === undefined &&
      change?.action === "create" &&
      !change.isImport
        ? [after]
        : [],
    );
    return [
      ...groups.flatMap((group) => findingsOf(group, createdKeys, input)),
      ...hiddenFindings(groups, createdKeys, input),
    ];
  },
};

/** A plan does not show the target group of blocks that it creates for each element of a set. */
function hiddenFindings(
  groups: readonly TargetGroupState[],
  createdKeys: ReadonlySet<TargetGroupKey>,
  { after, index }: RuleInput,
): readonly Finding[] {
  const unknown = groups.length === 0 ? [] : after.routes.filter((route) => isUnknown(routeShares(route)));
  const findings = defaultsFirst(unknown).flatMap((route): readonly Finding[] => {
    const targets = targetsOf(route);
    const servesOthers = targets.some(
      ({ targetGroup }) => !isUnknown(targetGroup) && !createdKeys.has(targetGroup),
    );
    const named = new Set(targets.map(({ targetGroup }) => targetGroup));
    const hidden = groups.filter(({ key, stack }) => stack === route.stack && !named.has(key));
    return hidden.length === 0 || !servesOthers || !targets.some(({ targetGroup }) => isUnknown(targetGroup))
      ? []
      : [
          unknownWeights(
            route,
            `whether it is ${hidden.map(({ targetGroupName }) => shown(targetGroupName)).join(" or ")}, which this change creates`,
            index.after,
          ),
        ];
  });
  return once(findings);
}

function findingsOf(
  group: TargetGroupState,
  createdKeys: ReadonlySet<TargetGroupKey>,
  input: RuleInput,
): readonly Finding[] {
  const { before, index } = input;
  const { key } = group;
  const name = shown(group.targetGroupName);
  const routes = defaultsFirst(index.after.routesTo(key)).filter((route) =>
    [...targetsOf(route), ...served(route, input)].some(({ targetGroup }) =>
      // On a route that the change creates, an unknown target group is usually created with it.
      isUnknown(targetGroup) ? wasThere(route, before) : !createdKeys.has(targetGroup),
    ),
  );
  for (const route of routes) {
    const weights = targetsOf(route)
      .filter(({ targetGroup }) => targetGroup === key)
      .map(({ weight }) => weight);
    const given = weights.map(ifKnown).find((weight) => weight !== undefined && weight > 0);
    if (given !== undefined) {
      const message = `target group ${name} would be created, and ${route.address} gives it weight ${given} in the same change: it has no targets yet. Create it with weight 0, bind a cluster, and shift traffic in a separate change`;
      return [found(group, message, { values: { targetGroup: name, weight: given } })];
    }
    if (weights.some(isUnknown)) {
      return [
        unknownWeights(route, `whether the new target group ${name} gets traffic immediately`, index.after),
      ];
    }
  }
  return [];
}

/** What a route forwarded to before, if nothing recreates it. */
function served(route: RouteState, { diff }: RuleInput): readonly WeightedTarget[] {
  const { before } = diff.routes.find(({ after }) => after === route) ?? {};
  return (ifKnown(before?.targets) ?? []).filter(({ targetGroup, weight }) => {
    const recreated = diff.targetGroups.some(
      (pair) =>
        pair.before?.key === targetGroup && pair.change !== undefined && pair.change.action !== "update",
    );
    return weight !== 0 && !isUnknown(targetGroup) && !recreated;
  });
}

function wasThere({ stack, address }: RouteState, { routes }: FleetState): boolean {
  return routes.some((route) => route.stack === stack && route.address === address);
}

function targetsOf({ targets }: RouteState) {
  return ifKnown(targets) ?? [];
}
