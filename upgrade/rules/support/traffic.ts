import type { FleetDiff } from "../../fleet/diff";
import type { FleetIndex } from "../../fleet/fleet-index";
import {
  ifKnown,
  isUnknown,
  type Known,
  type RouteState,
  type TargetGroupKey,
  UNKNOWN,
} from "../../fleet/state";
import { routeShares, type Shares, trafficKindOf } from "../../fleet/traffic";
import { kindRow } from "../../fleet/traffic-kind";
import type { Finding } from "../rule";
import { notEvaluated } from "./finding";
import { findingKey } from "./violations";
import { shown } from "./wording";

/** A route whose target groups have other shares after a change. */
export interface Shift {
  readonly route: RouteState;
  readonly from: Shares;
  readonly to: Shares;
}

/** The shifts of a change. A route that is new, or forwarded nothing before, shifts nothing. */
export function shiftsOf({ routes }: FleetDiff): readonly Shift[] {
  return routes.flatMap(({ before, after }) => {
    const from = before === undefined ? undefined : ifKnown(routeShares(before));
    const to = after === undefined ? undefined : ifKnown(routeShares(after));
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

/** The existing routes whose shares after the change are not known. */
export function unknownShiftsOf({ routes }: FleetDiff): readonly RouteState[] {
  return routes.flatMap(({ before, after }) =>
    before !== undefined && after !== undefined && isUnknown(routeShares(after)) ? [after] : [],
  );
}

/** Default actions before rules: a finding that stands for many routes is then at a default action. */
export function defaultsFirst(routes: readonly RouteState[]): readonly RouteState[] {
  return [...routes].sort((one, other) => rank(one) - rank(other));
}

function rank({ kind }: RouteState): number {
  return kind === "default-action" ? 0 : 1;
}

export function isSame(share: number = 0, other: number = 0): boolean {
  return Math.abs(share - other) < 1e-9;
}

/** "33.3 %" of a third. */
export function percent(share: number = 0): string {
  return `${Math.round(share * 1000) / 10} %`;
}

/** "alpha-webapp-a 90, alpha-webapp-b 10". */
export function weightsOf({ targets }: RouteState, ...indices: readonly FleetIndex[]): string {
  return (ifKnown(targets) ?? [])
    .map(({ targetGroup, weight }) => `${targetGroupName(targetGroup, ...indices)} ${ifKnown(weight) ?? "?"}`)
    .join(", ");
}

/** The name of a target group, or its address if the name is not known. */
export function targetGroupName(key: Known<TargetGroupKey>, ...indices: readonly FleetIndex[]): string {
  if (isUnknown(key)) {
    return shown(key);
  }
  const group = indices.map((index) => index.targetGroup(key)).find((found) => found !== undefined);
  const names = indices.flatMap((index) => index.nameOf(key) ?? []);
  return names[0] ?? group?.address ?? shown(UNKNOWN);
}

/** "target group alpha-webapp-a", "record web.example.com-blue", "server orders-a". */
export function destinationText(
  route: RouteState,
  key: Known<TargetGroupKey>,
  ...indices: readonly FleetIndex[]
): string {
  return `${kindRow(trafficKindOf(route)).destination} ${targetGroupName(key, ...indices)}`;
}

/** A finding for weights that are not known. */
export function unknownWeights(
  route: RouteState,
  question: string,
  ...indices: readonly FleetIndex[]
): Finding {
  const { targets } = route;
  const value = isUnknown(targets)
    ? "the target group of the requests"
    : targets.some(({ weight }) => isUnknown(weight))
      ? `one of the weights (${weightsOf(route, ...indices)})`
      : `a target group that gets weight (${weightsOf(route, ...indices)})`;
  return notEvaluated(route, value, question, undefined, { weights: weightsOf(route, ...indices) });
}

/** Findings that differ only in their addresses once: the first, with the number of the others. */
export function once(findings: readonly Finding[]): readonly Finding[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const id = findingKey({ ...finding, address: "" });
    groups.set(id, [...(groups.get(id) ?? []), finding]);
  }
  return [...groups.values()].flatMap(([first, ...more]) => {
    const count = new Set(more.map(({ address }) => address).filter((address) => address !== first?.address))
      .size;
    if (first === undefined || count === 0) {
      return first ?? [];
    }
    return { ...first, message: `${first.message} (and ${count} more ${count === 1 ? "route" : "routes"})` };
  });
}
