import { readJson } from "../../upgrade/input/read-json";

/** An environment of a file of environments. */
export interface CiEnvironment {
  readonly name: string;
  /** The role that plans. It only reads. */
  readonly planRole: string;
  /** The role that applies. */
  readonly applyRole: string;
  readonly runner: string;
  /** The runner that plans the in-cluster stacks. It reaches private endpoints. */
  readonly inClusterRunner: string;
}

const DEFAULT_RUNNER = "ubuntu-24.04";

/** The environments of a file in the order of applying, or every problem of the file. */
export function environmentsIn(
  path: string,
): readonly CiEnvironment[] | { readonly problems: readonly string[] } {
  const json = readJson(path);
  if ("problem" in json) {
    return { problems: [`${path}: ${json.problem}`] };
  }
  const { checked }: typeof import("../../upgrade/input/check") = require("../../upgrade/input/check");
  const { environmentsFileSchema }: typeof import("./environments-schema") = require("./environments-schema");
  const file = checked(environmentsFileSchema, json.value);
  if ("problems" in file) {
    return { problems: file.problems.map((problem) => `${path}: ${problem}`) };
  }
  return Object.entries(file.value.environments).map(
    ([name, { planRole, applyRole, runner = DEFAULT_RUNNER, inClusterRunner = runner }]) => ({
      name,
      planRole,
      applyRole,
      runner,
      inClusterRunner,
    }),
  );
}
