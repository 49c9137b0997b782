import type { FleetIndex } from "../../fleet/fleet-index";
import { ifKnown, isUnknown, type RouteState, type TargetGroupKey } from "../../fleet/state";
import { roleOf, routeShares, type Shares } from "../../fleet/traffic";
import type { Finding, Rule } from "../rule";
import { found } from "../support/finding";
import { defaultsFirst, percent, targetGroupName, unknownWeights } from "../support/traffic";
import { violations } from "../support/violations";
import { listed } from "../support/wording";

export const routesDisagree: Rule = {
  id: "routes-disagree",
  severity: "error",
  title: "Listeners and rules of one load balancer share the same traffic differently",
  why: "A shift must change every rule and every default action. A rule that is left behind sends its requests to the old cluster when that is scaled in or removed. The rule compares forwards with common target groups, whatever the sum of their weights and their conditions are. It does not compare redirects, fixed responses and previews (host rules that list one target group). A path rule that lists one target group may be intended: the rule only warns.",
  source:
    "terraform-aws-modules/terraform-aws-alb #296; opspresso/terraform-env-demo e54561d (six lines for one shift, in step by hand)",
  judge: (input) => violations(input, violationsIn),
};

interface KnownRoute {
  readonly route: RouteState;
  readonly shares: Shares;
}

function violationsIn(index: FleetIndex): readonly Finding[] {
  const routes: KnownRoute[] = [];
  const unknown: RouteState[] = [];
  for (const route of defaultsFirst(index.fleet.routes)) {
    const shares = routeShares(route);
    if (isUnknown(shares)) {
      unknown.push(route);
    } else if ([...shares.values()].some((share) => share > 0) && roleOf(route) !== "preview") {
      routes.push({ route, shares });
    }
  }
  const families = familiesOf(routes);
  const known = new Set(families.filter((family) => family.length > 1).flatMap(targetGroupsOf));
  return [
    ...families.flatMap((family) => violationsOfFamily(family, index)),
    ...unknown
      .filter(({ targets }) =>
        (ifKnown(targets) ?? []).some(({ targetGroup }) => !isUnknown(targetGroup) && known.has(targetGroup)),
      )
      .map((route) => unknownWeights(route, "whether it shares the traffic like the others", index)),
  ];
}

/** Routes that share traffic among the same target groups, or some of them. */
function familiesOf(routes: readonly KnownRoute[]): readonly (readonly KnownRoute[])[] {
  const parents = new Map<TargetGroupKey, TargetGroupKey>();
  const rootOf = (key: TargetGroupKey): TargetGroupKey => {
    let root = key;
    for (let parent = parents.get(root); parent !== undefined; parent = parents.get(root)) {
      root = parent;
    }
    if (root !== key) {
      parents.set(key, root);
    }
    return root;
  };
  for (const { shares } of routes) {
    const [first, ...others] = [...shares.keys()].map(rootOf);
    for (const other of others) {
      if (first !== undefined && rootOf(other) !== rootOf(first)) {
        parents.set(rootOf(other), rootOf(first));
      }
    }
  }
  const families = new Map<TargetGroupKey, KnownRoute[]>();
  for (const route of routes) {
    const [root] = [...route.shares.keys()].map(rootOf);
    if (root === undefined) {
      continue;
    }
    const family = families.get(root) ?? [];
    families.set(root, family);
    family.push(route);
  }
  return [...families.values()];
}

function targetGroupsOf(family: readonly KnownRoute[]): readonly TargetGroupKey[] {
  return family.flatMap(({ shares }) => [...shares.keys()]);
}

/** Compares with the most frequent shares of forwards to several target groups; if equal, with a default action. */
function violationsOfFamily(family: readonly KnownRoute[], index: FleetIndex): readonly Finding[] {
  const bySplit = new Map<string, KnownRoute[]>();
  for (const route of family.filter(({ shares }) => shares.size > 1)) {
    const same = bySplit.get(splitOf(route)) ?? [];
    bySplit.set(splitOf(route), same);
    same.push(route);
  }
  const [most] = [...bySplit.values()].sort((one, other) => other.length - one.length);
  const [model] = most ?? [];
  if (model === undefined) {
    return [];
  }
  return family
    .filter((route) => splitOf(route) !== splitOf(model))
    .map(({ route, shares }) => {
      const all = [...new Set([...shares.keys(), ...model.shares.keys()])].sort();
      const sharesText = (split: Shares) =>
        listed(all.map((key) => `${targetGroupName(key, index)} ${percent(split.get(key))}`));
      const message = `the route shares its traffic as ${sharesText(shares)}, and ${model.route.address} as ${sharesText(model.shares)}: all listeners and rules must follow the same weights. Give them the same weights, in one change`;
      const finding = found(route, message, { values: { shares: sharesText(shares) } });
      return shares.size > 1 ? finding : { ...finding, severity: "warning" };
    });
}

/** Equal for 90 to 10 and 9 to 1. */
function splitOf({ shares }: KnownRoute): string {
  return [...shares]
    .filter(([, share]) => share > 0)
    .map(([key, share]) => `${key} ${share.toFixed(6)}`)
    .sort()
    .join("\n");
}
