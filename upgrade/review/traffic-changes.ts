import {
  type BindingState,
  ifKnown,
  isUnknown,
  type Known,
  type RouteState,
  type TargetGroupKey,
  type TargetGroupState,
  UNKNOWN,
  type WeightedTarget,
} from "../fleet/state";
import {
  type Changed,
  differs,
  type Facet,
  fromTo,
  none,
  open,
  otherFacets,
  replacedFor,
  said,
} from "./reviewed-change";

export type ShortName = (targetGroup: Known<TargetGroupKey>) => string;

/** What changes in a listener or a rule. */
export function routeFacets(
  { resource, before, after }: Changed<RouteState>,
  shortName: ShortName,
): readonly Facet[] {
  const noun = resource.kind === "listener" ? "listener" : "rule";
  const gap =
    noun === "listener" ? "its port does not answer in between" : "other rules get its requests in between";
  switch (resource.action) {
    case "create":
      return [
        {
          kind: "bind",
          what: `${noun} created: ${targets(after, shortName)}`,
          rollback: open("remove it"),
        },
        ...otherFacets(resource, []),
      ];
    case "delete":
      return [
        {
          kind: "unbind",
          what: `${noun} removed: ${targets(before, shortName)}`,
          rollback: open(`add it again; ${gap}`),
        },
      ];
    case "replace":
      return [
        {
          kind: "replace",
          what: `${noun} ${replacedFor(resource)}`,
          rollback: open(`revert the diff, which replaces it again; ${gap}`),
        },
      ];
    case "update": {
      const facets: Facet[] = [];
      if (differs(before?.targets, after?.targets)) {
        facets.push({
          kind: "shift",
          what: shift(before, after, shortName),
          rollback: open("restore the weights"),
        });
      }
      const policy = fromTo(before?.sslPolicy, after?.sslPolicy);
      if (policy !== undefined) {
        facets.push({ kind: "access", what: `TLS policy ${policy}`, rollback: open("revert the diff") });
      }
      const action = resource.kind === "listener" ? "default_action" : "action";
      return [...facets, ...otherFacets(resource, ["ssl_policy", ...(facets.length > 0 ? [action] : [])])];
    }
  }
}

/** "a 100 → 90, b 0 → 10". A target group that keeps its weight is named too, unless the weight is 0. */
function shift(before: RouteState | undefined, after: RouteState | undefined, shortName: ShortName): string {
  const [was, is] = [ifKnown(before?.targets), ifKnown(after?.targets)];
  if (was === undefined || is === undefined) {
    return `${targets(before, shortName)} → ${targets(after, shortName)}`;
  }
  const weights = new Map<string, { before?: Known<number>; after?: Known<number> }>();
  for (const [side, list] of [
    ["before", was],
    ["after", is],
  ] as const) {
    for (const { targetGroup, weight } of list) {
      const name = shortName(targetGroup);
      weights.set(name, { ...weights.get(name), [side]: weight });
    }
  }
  const parts = [...weights]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .flatMap(([name, weight]) => {
      const change = differs(weight.before, weight.after)
        ? `${weight.before === undefined ? "none" : said(weight.before)} → ${weight.after === undefined ? "none" : said(weight.after)}`
        : undefined;
      if (change !== undefined) {
        return [`${name} ${change}`];
      }
      return weight.after === 0 ? [] : [`${name} stays at ${said(weight.after)}`];
    });
  return parts.length === 0
    ? `${targets(before, shortName)} → ${targets(after, shortName)}`
    : parts.join(", ");
}

/** "a 90, b 10". */
function targets(route: RouteState | undefined, shortName: ShortName): string {
  if (route === undefined || isUnknown(route.targets)) {
    return "(known after apply)";
  }
  return route.targets.length === 0
    ? "no forward"
    : route.targets.map((target) => weighted(target, shortName)).join(", ");
}

function weighted({ targetGroup, weight }: WeightedTarget, shortName: ShortName): string {
  return `${shortName(targetGroup)} ${said(weight)}`;
}

export function targetGroupFacets({ resource, before, after }: Changed<TargetGroupState>): readonly Facet[] {
  const name = said((after ?? before)?.targetGroupName);
  switch (resource.action) {
    case "create":
      return [
        {
          kind: "bind",
          what: `target group ${name} created`,
          rollback: open("remove it while its weight is 0"),
        },
        ...otherFacets(resource, []),
      ];
    case "delete":
      return [
        {
          kind: "unbind",
          what: `target group ${name} removed`,
          rollback: open("create it again at weight 0, bind it, and shift"),
        },
      ];
    case "replace":
      return [
        {
          kind: "replace",
          what: `target group ${name} ${replacedFor(resource)}`,
          rollback: none("its targets are deregistered, and return only when they are bound again"),
        },
      ];
    case "update":
      return otherFacets(resource, []).map((facet) => ({
        ...facet,
        what: `target group ${name}: ${facet.what}`,
      }));
  }
}

export function bindingFacets(
  { resource, before, after }: Changed<BindingState>,
  shortName: ShortName,
): readonly Facet[] {
  const [was, is] = [targetOf(before, shortName), targetOf(after, shortName)];
  switch (resource.action) {
    case "create":
      return [
        {
          kind: "bind",
          what: `pods bound to ${is}`,
          rollback: open("unbind them while the weight is 0"),
        },
        ...otherFacets(resource, []),
      ];
    case "delete":
      return [
        {
          kind: "unbind",
          what: `pods no longer bound to ${was}`,
          rollback: open("bind them again, then shift"),
        },
      ];
    case "replace":
      return [
        {
          kind: "replace",
          what: `binding of pods ${replacedFor(resource)}`,
          rollback: open("revert the diff, which replaces it again; the target group is empty in between"),
        },
      ];
    case "update": {
      const change = was === is ? [] : [`pods bound to ${was} → ${is}`];
      const rebound: readonly Facet[] = change.map((what) => ({
        kind: "bind",
        what,
        rollback: open("revert the diff"),
      }));
      return [...rebound, ...otherFacets(resource, [])];
    }
  }
}

function targetOf(binding: BindingState | undefined, shortName: ShortName): string {
  return binding === undefined ? said(UNKNOWN) : shortName(binding.targetGroup);
}
