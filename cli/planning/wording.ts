import type { FleetValue } from "../../upgrade/fleet/path";
import type { FleetEdit } from "../../upgrade/planner/edits/fleet-edit";
import type { ExpectedStack } from "../../upgrade/planner/expected/expected-stack";
import { rowOf } from "../../upgrade/planner/step-kinds";
import type { UpgradeGoal } from "../../upgrade/planner/upgrade-goal";
import type { UpgradePlan, UpgradeStep } from "../../upgrade/planner/upgrade-plan";

/** "alpha-kr-a: Upgrade control plane 1.33 → 1.34": a step where steps of several clusters may stand. */
export function stepName({
  kind,
  clusterName,
  title,
}: Pick<UpgradeStep, "kind" | "clusterName" | "title">): string {
  return rowOf(kind).namesCluster === true ? title : `${clusterName}: ${title}`;
}

/** "alpha-kr-a to 1.36 in place". */
export function goalLine({ clusters }: UpgradeGoal): string {
  const ways = new Map<string, string[]>();
  for (const goal of clusters) {
    const how =
      goal.way === "in-place" ? `to ${goal.version} in place` : `to ${goal.secondCluster} (${goal.version})`;
    ways.set(how, [...(ways.get(how) ?? []), goal.cluster]);
  }
  return [...ways].map(([how, names]) => `${names.join(", ")} ${how}`).join("; ");
}

/** "14 steps, about 5 h 20 min plus soak times". */
export function extent({ steps }: UpgradePlan): string {
  const minutes = steps.reduce((sum, { estimate }) => sum + estimate.minutes, 0);
  const count = steps.length === 1 ? "1 step" : `${steps.length} steps`;
  return `${count}, about ${duration(minutes)}${steps.some(({ soakHours }) => soakHours > 0) ? " plus soak times" : ""}`;
}

export function duration(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), Math.round(minutes % 60)];
  return [hours > 0 ? `${hours} h` : "", rest > 0 || hours === 0 ? `${rest} min` : ""]
    .filter((text) => text !== "")
    .join(" ");
}

/** "alpha-kr-a: 1 update": what Terraform does in a stack. */
export function stackLine({ stack, command, actions, isComplete }: ExpectedStack): string {
  const counts = (["create", "update", "delete"] as const).flatMap((action) => {
    const count = actions.filter((each) => each.action === action).length;
    return count === 0 ? [] : [`${count} ${action}`];
  });
  const what = command === "destroy" ? "destroy" : counts.join(", ");
  return `${stack}: ${what}${isComplete ? "" : " and implied changes"}`;
}

/** "clusters.alpha-kr-a.version: "1.33" → "1.34"". */
export function editLine(edit: FleetEdit): string {
  const at = edit.path.join(".");
  switch (edit.kind) {
    case "set":
      return edit.keepsItems === true
        ? `${at}: ${shown(edit.after)} added`
        : edit.before === undefined
          ? `${at}: ${shown(edit.after)}`
          : `${at}: ${shown(edit.before)} → ${shown(edit.after)}`;
    case "remove":
      return `${at}: ${edit.items === undefined ? "" : `${shown(edit.items)} `}removed`;
    case "copy": {
      const kept = edit.changes.flatMap(({ path, after }) =>
        after === undefined ? [] : [`${path.join(".")} ${shown(after)}`],
      );
      const left = edit.changes.flatMap(({ path, after }) => (after === undefined ? [path.join(".")] : []));
      return `${at}: copy of ${edit.from.at(-1)}${kept.length === 0 ? "" : ` with ${kept.join(", ")}`}${left.length === 0 ? "" : `, without ${left.join(", ")}`}`;
    }
  }
}

const shown = (value: FleetValue) => JSON.stringify(value);

/** What a reader of a step must know, besides what it does: a sentence each. */
export function notesOf(step: UpgradeStep): readonly string[] {
  const { noRollback, soakHours, remarks } = step;
  return [
    ...(noRollback === undefined ? [] : [`no rollback after this step: ${noRollback}`]),
    ...(soakHours === 0 ? [] : [`waits until ${soakHours} h after the last change`]),
    ...remarks,
  ];
}
