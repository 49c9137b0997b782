import { isKnownLater } from "../validation";

/** A version must be written out: no rule can judge one that only Terraform will know. */
export function versionProblems(
  name: string,
  version: string,
  problemOf: (text: string) => string | undefined,
): readonly string[] {
  if (isKnownLater(version)) {
    return [`${name} is an unresolved token: expected a version as text, because synthesis checks it`];
  }
  const problem = problemOf(version);
  return problem === undefined ? [] : [`${name}: ${problem}`];
}
