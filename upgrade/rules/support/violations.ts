import { ByPlace } from "../../fleet/by-place";
import type { ResourceChange } from "../../fleet/change";
import type { FleetState, Place } from "../../fleet/state";
import type { Finding, RuleInput } from "../rule";

/** Something wrong with a state. */
export interface Sin extends Finding {
  /** What makes it the same sin before and after a step, at one place. @default - the message */
  readonly about?: string;
}

type SinsOf = (fleet: FleetState) => readonly Sin[];

/**
 * What is wrong with a fleet after a step: a warning where it was wrong in the same way before, so that an old sin
 * does not stop a change that has nothing to do with it. What the step makes anew is never an old sin.
 */
export function judgeState(input: RuleInput, sinsOf: SinsOf): readonly Finding[] {
  return judged(input, sinsOf).map(({ isOld, finding }) =>
    isOld ? { ...finding, severity: "warning" } : finding,
  );
}

/** As `judgeState`, but with nothing said of old sins. */
export function judgeNewSins(input: RuleInput, sinsOf: SinsOf): readonly Finding[] {
  return judged(input, sinsOf).flatMap(({ isOld, finding }) => (isOld ? [] : [finding]));
}

interface JudgedSin {
  readonly isOld: boolean;
  readonly finding: Finding;
}

function judged(input: RuleInput, sinsOf: SinsOf): readonly JudgedSin[] {
  const sins = sinsOf(input.after);
  if (sins.length === 0) {
    return [];
  }
  const changes = changesByPlace(input.resources);
  const old = new Set(sinsOf(input.before).map((sin) => keyOf(sin, sin.about ?? sin.message)));
  // One construct may have the same sin several times, in each of its resources.
  const told = new Set<string>();
  return sins.flatMap(({ about, ...finding }) => {
    const id = keyOf(finding, finding.message);
    if (told.has(id)) {
      return [];
    }
    told.add(id);
    const change = changes.get(finding);
    const place = { stack: finding.stack, address: change?.previousAddress ?? finding.address };
    const isMade = change?.action === "create" || change?.action === "replace";
    const isOld = !isMade && finding.notJudged !== true && old.has(keyOf(place, about ?? finding.message));
    return [{ isOld, finding }];
  });
}

const made = new WeakMap<readonly ResourceChange[], ByPlace<ResourceChange>>();

/** Made once for all rules. */
function changesByPlace(resources: readonly ResourceChange[]): ByPlace<ResourceChange> {
  const changes = made.get(resources) ?? ByPlace.of(resources);
  made.set(resources, changes);
  return changes;
}

function keyOf({ stack, address }: Place, ...more: readonly string[]): string {
  return [stack, address, ...more].join("\n");
}
