import type { TerraformResource } from "cdktf";
import { encodeEvacuated } from "../../upgrade/eks/evacuated-weights";
import { encodeSharedWeights } from "../../upgrade/eks/shared-weights";
import type { WeightMap } from "../../upgrade/fleet/traffic-weights";

export interface NotedWeights {
  readonly weights: WeightMap;
  readonly weightsName?: string;
  readonly evacuated?: readonly string[];
}

/**
 * Notes in the comment of a resource ("//", which Terraform ignores) what the fleet says about its weights and Terraform
 * does not get: the weights of what is evacuated, and the name of weights that others follow too.
 */
export function noteWeights(
  resource: TerraformResource,
  { weights, weightsName, evacuated = [] }: NotedWeights,
  others: Readonly<Record<string, unknown>> = {},
): void {
  const kept = evacuated.map((name): [string, number] => [
    name,
    (Object.hasOwn(weights, name) ? weights[name] : undefined) ?? 0,
  ]);
  const comment = {
    ...others,
    ...(weightsName === undefined ? {} : encodeSharedWeights(weightsName)),
    ...(kept.length === 0 ? {} : encodeEvacuated(Object.fromEntries(kept))),
  };
  if (Object.keys(comment).length > 0) {
    resource.addOverride("//", comment);
  }
}

export function weightsNameProblems(weightsName: string | undefined): readonly string[] {
  return weightsName === ""
    ? ['weightsName is "": expected a name in weights of the environment, or nothing']
    : [];
}
