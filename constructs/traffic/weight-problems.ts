import { MAX_WEIGHT, type WeightMap } from "../../upgrade/fleet/traffic-weights";
import { literalNumberProblems } from "../checks/values";
import { isUnresolved } from "../validation";

/**
 * What is wrong with weights. Nobody could review a shift if Terraform alone knew the weights, so the code must write
 * them; only then `problems` count.
 */
export function weightProblems(weights: WeightMap, problems: readonly string[]): readonly string[] {
  const unresolved = Object.entries(weights).filter(([, weight]) => isUnresolved(weight));
  return unresolved.length === 0
    ? problems
    : unresolved.flatMap(([name, weight]) =>
        literalNumberProblems(`the weight of "${name}"`, weight, 0, MAX_WEIGHT),
      );
}
