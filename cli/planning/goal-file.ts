import type { UpgradeGoal } from "../../upgrade/planner/upgrade-goal";
import { getList, isRecord } from "../../upgrade/terraform/json";

/** What a file says of a goal, as far as it can be understood. */
export interface ReadGoal {
  readonly goal: UpgradeGoal;
  /** A sentence for each problem of the form, with its path. */
  readonly problems: readonly string[];
}

/**
 * A goal of the form of schemas/goal.schema.json. If a part of it has a problem, the goal has the other parts, so that
 * what `goalProblems` knows of them is reported at the same time.
 */
export function goalIn(content: unknown): ReadGoal {
  // Loaded here, because valibot would slow down the start of every command that plans.
  const {
    checked,
    validProperties,
  }: typeof import("../../upgrade/input/check") = require("../../upgrade/input/check");
  const schemas: typeof import("./goal-schema") = require("./goal-schema");
  const all = checked(schemas.goalSchema, content);
  if ("value" in all) {
    const { $schema: _, ...goal } = all.value;
    return { goal, problems: [] };
  }
  const clusters = getList(content, "clusters").flatMap((each) => {
    const cluster = checked(schemas.clusterGoalSchema, validProperties(schemas.clusterGoalSchema, each));
    return "value" in cluster ? [cluster.value] : [];
  });
  const parts = isRecord(content) ? content : {};
  const environments = checked(schemas.environmentsSchema, parts.environments);
  const soakHours = checked(schemas.soakHoursSchema, parts.soakHours);
  return {
    goal: {
      clusters,
      ...("value" in environments ? { environments: environments.value } : {}),
      ...("value" in soakHours ? { soakHours: soakHours.value } : {}),
    },
    problems: all.problems,
  };
}
