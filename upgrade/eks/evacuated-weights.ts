const EVACUATED = "evacuated";

/**
 * The comment ("//", which Terraform ignores) of a listener whose target groups do not all get the traffic of their
 * weights, because a cluster is evacuated: the weight of each of these in the code, by its name there.
 */
export function encodeEvacuated(
  weights: Readonly<Record<string, number>>,
): Readonly<Record<string, Readonly<Record<string, number>>>> {
  return { [EVACUATED]: weights };
}

/** @returns the weight of each evacuated target group, by its name in the code; empty if none is evacuated */
export function decodeEvacuated(
  comment: Readonly<Record<string, unknown>> | undefined,
): Readonly<Record<string, number>> {
  const weights = comment?.[EVACUATED];
  return typeof weights !== "object" || weights === null
    ? {}
    : Object.fromEntries(
        Object.entries(weights).flatMap(([name, weight]) =>
          typeof weight === "number" ? [[name, weight]] : [],
        ),
      );
}
