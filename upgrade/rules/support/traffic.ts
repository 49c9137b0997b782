import { Step } from "../../fleet/diff";
import { FleetIndex } from "../../fleet/fleet-index";
import {
  type FleetState,
  ifKnown,
  isUnknown,
  type Known,
  type RouteState,
  type TargetGroupKey,
  UNKNOWN,
} from "../../fleet/state";
import type { Finding, RuleInput } from "../rule";
import { notJudged } from "./wording";

/** The part of a route's requests that each target group gets, from 0 to 1; all 0 where every weight is 0. */
export type Shares = ReadonlyMap<TargetGroupKey, number>;

/** Empty where the route forwards to nothing; unknown where a weight is, or who gets one. */
export function sharesOf({ targets }: RouteState): Known<Shares> {
  if (isUnknown(targets)) {
    return UNKNOWN;
  }
  const weights = new Map<TargetGroupKey, number>();
  for (const { targetGroup, weight } of targets) {
    if (isUnknown(weight) || (isUnknown(targetGroup) && weight > 0)) {
      return UNKNOWN;
    }
    if (!isUnknown(targetGroup)) {
      weights.set(targetGroup, (weights.get(targetGroup) ?? 0) + weight);
    }
  }
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  return new Map([...weights].map(([key, weight]) => [key, total === 0 ? 0 : weight / total]));
}

/** Whether a route is a way to one target group by host, whatever the weights of the others are. */
export function isPreview(route: RouteState): boolean {
  const shares = ifKnown(sharesOf(route));
  return (
    route.byHost && shares !== undefined && [...shares.values()].filter((share) => share > 0).length === 1
  );
}

/** A route whose requests go elsewhere, or in other parts, after a step. */
export interface Shift {
  readonly route: RouteState;
  readonly from: Shares;
  readonly to: Shares;
}

/** The shifts of a step. A route that is new, or forwarded to nothing, shifts nothing. */
export function shiftsOf(input: RuleInput): readonly Shift[] {
  return Step.of(input).routes.flatMap(({ before, after }) => {
    const from = before === undefined ? undefined : ifKnown(sharesOf(before));
    const to = after === undefined ? undefined : ifKnown(sharesOf(after));
    if (after === undefined || from === undefined || to === undefined) {
      return [];
    }
    const hadTraffic = [...from.values()].some((share) => share > 0);
    const differs = [...new Set([...from.keys(), ...to.keys()])].some(
      (key) => !isSame(from.get(key), to.get(key)),
    );
    return hadTraffic && differs ? [{ route: after, from, to }] : [];
  });
}

/** The target groups that get a larger part of a route's requests than before. */
export function gainersOf({ from, to }: Shift): readonly TargetGroupKey[] {
  return [...to].flatMap(([key, share]) =>
    share > (from.get(key) ?? 0) && !isSame(from.get(key), share) ? [key] : [],
  );
}

/** The routes that were there before a step, and of which nobody knows whether it shifts them. */
export function unknownShiftsOf(input: RuleInput): readonly RouteState[] {
  return Step.of(input).routes.flatMap(({ before, after }) =>
    before !== undefined && after !== undefined && isUnknown(sharesOf(after)) ? [after] : [],
  );
}

/** Default actions before rules: what is told once for many routes is told of the one that everybody knows. */
export function defaultsFirst(routes: readonly RouteState[]): readonly RouteState[] {
  return [...routes].sort((one, other) => rank(one) - rank(other));
}

function rank({ kind }: RouteState): number {
  return kind === "default-action" ? 0 : 1;
}

export function isSame(share: number = 0, other: number = 0): boolean {
  return Math.abs(share - other) < 1e-9;
}

/** "a third" is told as 33.3 %. */
export function percent(share: number = 0): string {
  return `${Math.round(share * 1000) / 10} %`;
}

/** "alpha-webapp-a 90, alpha-webapp-b 10", as the weights are written. */
export function weightsOf({ targets }: RouteState, ...fleets: readonly FleetState[]): string {
  return (ifKnown(targets) ?? [])
    .map(({ targetGroup, weight }) => `${targetGroupName(targetGroup, ...fleets)} ${ifKnown(weight) ?? "?"}`)
    .join(", ");
}

/** A target group as one calls it: by its name, or by its place where that is not known. */
export function targetGroupName(key: Known<TargetGroupKey>, ...fleets: readonly FleetState[]): string {
  if (isUnknown(key)) {
    return "(not known yet)";
  }
  const group = fleets
    .map((fleet) => FleetIndex.of(fleet).targetGroup(key))
    .find((found) => found !== undefined);
  return ifKnown(group?.targetGroupName) ?? group?.address ?? key.slice(key.lastIndexOf("/") + 1);
}

/** A finding for weights that are not known, and the way out. */
export function unknownWeights(
  route: RouteState,
  question: string,
  ...fleets: readonly FleetState[]
): Finding {
  const { targets } = route;
  const value = isUnknown(targets)
    ? "where the requests are forwarded to"
    : targets.some(({ weight }) => isUnknown(weight))
      ? `one of the weights (${weightsOf(route, ...fleets)})`
      : `a target group that gets weight (${weightsOf(route, ...fleets)})`;
  return notJudged(route, value, question);
}

/** Of findings that differ in their addresses alone, the first, which counts the others. */
export function once(findings: readonly Finding[], others: string): readonly Finding[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const id = `${finding.stack}\n${finding.message}`;
    groups.set(id, [...(groups.get(id) ?? []), finding]);
  }
  return [...groups.values()].flatMap(([first, ...more]) => {
    const count = new Set(more.map(({ address }) => address).filter((address) => address !== first?.address))
      .size;
    if (first === undefined || count === 0) {
      return first ?? [];
    }
    return { ...first, message: `${first.message} (${count} ${others})` };
  });
}
