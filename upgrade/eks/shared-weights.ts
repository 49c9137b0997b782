const WEIGHTS = "weights";

/**
 * The comment ("//", which Terraform ignores) of a listener, record or configuration that follows weights of the
 * environment: the name of these in the code.
 */
export function encodeSharedWeights(name: string): Readonly<Record<string, string>> {
  return { [WEIGHTS]: name };
}

/** @returns the name of the environment's weights; `undefined` if the weights are its own */
export function decodeSharedWeights(
  comment: Readonly<Record<string, unknown>> | undefined,
): string | undefined {
  const name = comment?.[WEIGHTS];
  return typeof name === "string" ? name : undefined;
}
