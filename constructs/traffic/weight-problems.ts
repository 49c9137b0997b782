import { MAX_WEIGHT, type WeightMap } from "../../upgrade/fleet/traffic-weights";
import { literalNumberProblems } from "../checks/values";
import { isUnresolved } from "../validation";

/**
 * The problems of weights. The code must write the weights, because nobody can review a shift of unresolved tokens.
 * `problems` only count for written weights.
 */
export function weightProblems(weights: WeightMap, problems: readonly string[]): readonly string[] {
  const unresolved = Object.entries(weights).filter(([, weight]) => isUnresolved(weight));
  return unresolved.length === 0
    ? problems
    : unresolved.flatMap(([name, weight]) =>
        literalNumberProblems(`the weight of "${name}"`, weight, 0, MAX_WEIGHT),
      );
}
