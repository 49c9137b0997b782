import type { WeightMap } from "../upgrade/fleet/traffic-weights";
import type { Environment } from "./environment";

export interface FollowedWeights {
  readonly weights: WeightMap;
  /** The name of the environment's weights. Left out if the weights are its own. */
  readonly weightsName?: string;
  readonly problems: readonly string[];
}

/**
 * The weights that something follows: its own, or weights of its environment. These may name slots that it does not have,
 * if their weight is 0: not all that follow them have the same slots.
 */
export function followedWeights(
  { name: environmentName, weights: shared = {} }: Environment,
  weights: WeightMap | string,
  slots: readonly string[],
): FollowedWeights {
  if (typeof weights !== "string") {
    return { weights, problems: [] };
  }
  const found = Object.hasOwn(shared, weights) ? shared[weights] : undefined;
  if (found === undefined) {
    const known = Object.keys(shared);
    return {
      weights: Object.fromEntries(slots.map((slot, index) => [slot, index === 0 ? 1 : 0])),
      problems: [
        `weights is "${weights}": expected a weight for each slot, or a name in weights of environment ${environmentName}, which ${known.length === 0 ? "are not set" : `has ${known.join(", ")}`}`,
      ],
    };
  }
  return {
    weights: Object.fromEntries(
      Object.entries(found).filter(([slot, weight]) => weight !== 0 || slots.includes(slot)),
    ),
    weightsName: weights,
    problems: [],
  };
}
