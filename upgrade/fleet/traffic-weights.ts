import { isWhole, wholeNumber } from "../eks/whole-number";
import { sharesOf } from "./traffic";
import { TRAFFIC_KINDS } from "./traffic-kind";

/** A weight for each target group, by the name that the fleet gives it: `{ a: 90, b: 10, default: 0 }`. */
export type WeightMap = Readonly<Record<string, number>>;

/** Limits of a forward action of an Application Load Balancer (ELBv2 API reference, TargetGroupTuple; ELB quotas). */
export const MAX_WEIGHT = TRAFFIC_KINDS.application.maxWeight;
export const MAX_WEIGHTED_TARGET_GROUPS = 5;

/** Previews have the priorities from 1 to this. If there are previews, rules begin above it. */
export const LAST_PREVIEW_PRIORITY = 99;

/**
 * How target groups share the traffic: each gets its weight's part of the sum of all weights.
 *
 * Target groups are sorted by name, so that the order in which the weights were written changes nothing.
 * Compare by `equals`, not by identity.
 */
export class TrafficWeights {
  /**
   * Never throws: `problems` says what is wrong with the weights.
   *
   * @param weights - a whole number from 0 to 999 for each target group; one without a weight gets 0
   * @param targetGroups - the names of all target groups; if left out, those of the weights
   * @param evacuated - target groups that get no traffic for now. They keep their weights for their return; the other
   * target groups share all traffic by their own weights
   */
  static of(
    weights: WeightMap,
    targetGroups: readonly string[] = Object.keys(weights),
    evacuated: readonly string[] = [],
  ): TrafficWeights {
    const names = [...new Set(targetGroups)].sort();
    const entries = names.map(
      (name) => [name, evacuated.includes(name) ? 0 : weightIn(weights, name)] as const,
    );
    return new TrafficWeights(entries, [
      ...problemsOf(weights, names),
      ...evacuationProblems(weights, names, evacuated),
    ]);
  }

  private constructor(
    /** Every target group with its weight, sorted by name. */
    readonly entries: readonly (readonly [name: string, weight: number])[],
    /** A sentence for each problem; empty if there is none. */
    readonly problems: readonly string[],
  ) {}

  /** The weight of a target group; 0 for an unknown name. */
  weight(name: string): number {
    return this.entries.find(([candidate]) => candidate === name)?.[1] ?? 0;
  }

  /** The part of the traffic that a target group gets, from 0 to 1; 0 for an unknown name. */
  share(name: string): number {
    return sharesOf(new Map(this.entries)).get(name) ?? 0;
  }

  /** Whether the same target groups have the same weights: 9 to 1 is not equal to 90 to 10. */
  equals(other: TrafficWeights): boolean {
    return (
      this.entries.length === other.entries.length &&
      this.entries.every(([name, weight], index) => {
        const [otherName, otherWeight] = other.entries[index] ?? [];
        return name === otherName && weight === otherWeight;
      })
    );
  }

  /** As one writes it: `a 90, b 10, default 0`. */
  toString(): string {
    return this.entries.map(([name, weight]) => `${name} ${weight}`).join(", ");
  }
}

function evacuationProblems(
  weights: WeightMap,
  names: readonly string[],
  evacuated: readonly string[],
): readonly string[] {
  const unknown = evacuated.filter((name) => !names.includes(name));
  const serves = (name: string) => weightIn(weights, name) !== 0;
  const others = names.filter((name) => !evacuated.includes(name));
  return [
    ...unknown.map(
      (name) => `"${name}" is evacuated but is no target group; the target groups are ${names.join(", ")}`,
    ),
    ...(names.some(serves) && !others.some(serves)
      ? [
          `${evacuated.join(", ")} ${evacuated.length === 1 ? "is" : "are"} evacuated and nothing else has weight, so no request would be served; ${others.length === 0 ? "leave one of them in" : `first give one of ${others.join(", ")} a weight from 1 to ${MAX_WEIGHT}`}`,
        ]
      : []),
  ];
}

function weightIn(weights: WeightMap, name: string): number {
  return (Object.hasOwn(weights, name) ? weights[name] : undefined) ?? 0;
}

function problemsOf(weights: WeightMap, names: readonly string[]): readonly string[] {
  const problems: string[] = [];
  if (names.length === 0) {
    problems.push(`no target group shares the traffic; give 1 to ${MAX_WEIGHTED_TARGET_GROUPS}`);
  }
  if (names.length > MAX_WEIGHTED_TARGET_GROUPS) {
    problems.push(
      `${names.length} target groups (${names.join(", ")}) share the traffic, but a load balancer forwards to at most ${MAX_WEIGHTED_TARGET_GROUPS}; take out ${names.length - MAX_WEIGHTED_TARGET_GROUPS}`,
    );
  }
  const given = Object.entries(weights).sort(([a], [b]) => (a < b ? -1 : 1));
  const bad = given.filter(([, weight]) => !isWhole(weight, 0, MAX_WEIGHT));
  problems.push(
    ...bad.map(
      ([name, weight]) => `the weight of "${name}" is ${weight}: expected ${wholeNumber(0, MAX_WEIGHT)}`,
    ),
  );
  const unknown = given.filter(([name]) => !names.includes(name));
  problems.push(
    ...unknown.map(
      ([name]) => `"${name}" has a weight but is no target group; the target groups are ${names.join(", ")}`,
    ),
  );
  // A weight that is wrong, or stands at a wrong name, may be the one that is missing.
  const isSilent = names.every((name) => weightIn(weights, name) === 0);
  if (names.length > 0 && isSilent && unknown.every(([, weight]) => weight === 0)) {
    problems.push(
      `every weight is 0, so no request would be served; give at least one of ${names.join(", ")} a weight from 1 to ${MAX_WEIGHT}`,
    );
  }
  return problems;
}
