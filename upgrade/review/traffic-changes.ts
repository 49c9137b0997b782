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
  facet,
  facetsOf,
  fromTo,
  none,
  ofNoun,
  open,
  otherFacets,
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
  return facetsOf(resource, noun, {
    create: facet("bind", `${noun} created: ${targetsText(after, shortName)}`, open("remove it")),
    delete: facet(
      "unbind",
      `${noun} removed: ${targetsText(before, shortName)}`,
      open(`add it again; ${gap}`),
    ),
    replace: open(`revert the diff, which replaces it again; ${gap}`),
    update() {
      const facets: Facet[] = [];
      if (differs(before?.targets, after?.targets)) {
        facets.push(facet("shift", shiftOf(before, after, shortName), open("restore the weights")));
      }
      const policy = fromTo(before?.sslPolicy, after?.sslPolicy);
      if (policy !== undefined) {
        facets.push(facet("access", `TLS policy ${policy}`, open("revert the diff")));
      }
      const action = resource.kind === "listener" ? "default_action" : "action";
      return [...facets, ...otherFacets(resource, ["ssl_policy", ...(facets.length > 0 ? [action] : [])])];
    },
  });
}

/** "a 100 → 90, b 0 → 10". A target group that keeps its weight is named too, unless the weight is 0. */
export function shiftOf(
  before: RouteState | undefined,
  after: RouteState | undefined,
  shortName: ShortName,
): string {
  const [was, is] = [ifKnown(before?.targets), ifKnown(after?.targets)];
  if (was === undefined || is === undefined) {
    return `${targetsText(before, shortName)} → ${targetsText(after, shortName)}`;
  }
  const [old, next] = [was, is].map(
    (list) => new Map(list.map(({ targetGroup, weight }) => [shortName(targetGroup), weight])),
  );
  const text = (weight: Known<number> | undefined) => (weight === undefined ? "none" : said(weight));
  const parts = [...new Set([...(old?.keys() ?? []), ...(next?.keys() ?? [])])].sort().flatMap((name) => {
    const [from, to] = [old?.get(name), next?.get(name)];
    if (differs(from, to)) {
      return [`${name} ${text(from)} → ${text(to)}`];
    }
    return to === 0 ? [] : [`${name} stays at ${text(to)}`];
  });
  return parts.length === 0
    ? `${targetsText(before, shortName)} → ${targetsText(after, shortName)}`
    : parts.join(", ");
}

/** "a 90, b 10". */
export function targetsText(route: RouteState | undefined, shortName: ShortName): string {
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
  const noun = `target group ${said((after ?? before)?.targetGroupName)}`;
  return facetsOf(resource, noun, {
    create: facet("bind", `${noun} created`, open("remove it while its weight is 0")),
    delete: facet("unbind", `${noun} removed`, open("create it again at weight 0, bind it, and shift")),
    replace: none("its targets are deregistered, and return only when they are bound again"),
    update: () => ofNoun(noun, otherFacets(resource, [])),
  });
}

export function bindingFacets(
  { resource, before, after }: Changed<BindingState>,
  shortName: ShortName,
): readonly Facet[] {
  const [was, is] = [targetOf(before, shortName), targetOf(after, shortName)];
  return facetsOf(resource, "binding of pods", {
    create: facet("bind", `pods bound to ${is}`, open("unbind them while the weight is 0")),
    delete: facet("unbind", `pods no longer bound to ${was}`, open("bind them again, then shift")),
    replace: open("revert the diff, which replaces it again; the target group is empty in between"),
    update: () => [
      ...(was === is ? [] : [facet("bind", `pods bound to ${was} → ${is}`, open("revert the diff"))]),
      ...otherFacets(resource, []),
    ],
  });
}

function targetOf(binding: BindingState | undefined, shortName: ShortName): string {
  return binding === undefined ? said(UNKNOWN) : shortName(binding.targetGroup);
}
