import type { FleetIndex } from "../../fleet/fleet-index";
import type { Finding, RuleInput } from "../rule";

type ViolationsOf = (fleet: FleetIndex) => readonly Finding[];

/**
 * What is wrong with a fleet after a change. A violation that existed before, with the same values, is only a warning:
 * it does not stop a change that has nothing to do with it. A violation of a resource that the change creates is new.
 */
export function violations(input: RuleInput, violationsOf: ViolationsOf): readonly Finding[] {
  return compared(input, violationsOf).map(({ isExisting, finding }) =>
    isExisting ? { ...finding, severity: "warning" } : finding,
  );
}

/** As `violations`, without those that existed before. */
export function newViolations(input: RuleInput, violationsOf: ViolationsOf): readonly Finding[] {
  return compared(input, violationsOf).flatMap(({ isExisting, finding }) => (isExisting ? [] : [finding]));
}

interface Compared {
  readonly isExisting: boolean;
  readonly finding: Finding;
}

function compared({ index, diff }: RuleInput, violationsOf: ViolationsOf): readonly Compared[] {
  const found = violationsOf(index.after);
  if (found.length === 0) {
    return [];
  }
  const before = new Set(violationsOf(index.before).map(findingKey));
  // One construct may have the same violation several times, in each of its resources.
  const seen = new Set<string>();
  return found.flatMap((finding) => {
    const key = findingKey(finding);
    if (seen.has(key)) {
      return [];
    }
    seen.add(key);
    const change = diff.changeAt(finding);
    const earlier = { ...finding, address: change?.previousAddress ?? finding.address };
    const isCreated = change?.action === "create" || change?.action === "replace";
    const isExisting = !isCreated && finding.isNotEvaluated !== true && before.has(findingKey(earlier));
    return [{ isExisting, finding }];
  });
}

/** Of the findings of one rule: what is said of which place, and with which values. */
export function findingKey({ stack, address, code, values, isNotEvaluated }: Finding): string {
  return JSON.stringify([stack, address, code, values, isNotEvaluated]);
}
