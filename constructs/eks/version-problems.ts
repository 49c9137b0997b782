import { isUnresolved } from "../validation";

/** A version must be text: no rule can evaluate an unresolved token. */
export function versionProblems(
  name: string,
  version: string,
  problemOf: (text: string) => string | undefined,
): readonly string[] {
  if (isUnresolved(version)) {
    return [`${name} is an unresolved token: expected a version as text, because synthesis checks it`];
  }
  const problem = problemOf(version);
  return problem === undefined ? [] : [`${name}: ${problem}`];
}
