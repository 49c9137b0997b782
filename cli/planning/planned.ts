import type { FleetState } from "../../upgrade/fleet/state";
import { planUpgrade } from "../../upgrade/planner/plan-upgrade";
import type { UpgradeGoal } from "../../upgrade/planner/upgrade-goal";
import type { UpgradePlan } from "../../upgrade/planner/upgrade-plan";
import { getRecord, isRecord } from "../../upgrade/terraform/json";
import { readSynthesized } from "../../upgrade/terraform/read-synthesized";
import { plannedFleet, type SynthesizedStack, synthesisIn, type Wrong } from "../shared/declared-fleet";
import type { GoalRequest } from "./goal-options";

/** A plan, with its goal and what was read. */
export interface Planned {
  readonly goal: UpgradeGoal;
  readonly plan: UpgradePlan;
  readonly day: string;
  /** The stacks of the program. Empty if Terraform plans were read. */
  readonly stacks: readonly SynthesizedStack[];
}

/** A fleet, and the stacks of the program that declares it: none if Terraform plans were read. */
export interface ReadFleet {
  readonly fleet: FleetState;
  readonly stacks: readonly SynthesizedStack[];
}

/** Plans from the program of a project, or from the fleet after Terraform plans. */
export async function plannedFrom(
  project: string,
  plans: readonly string[],
  request: GoalRequest,
): Promise<Planned | Wrong> {
  const read = await fleetFrom(project, plans);
  return "problems" in read ? read : planned(read, request);
}

/** The fleet of the program of a project, or the fleet after Terraform plans. */
export async function fleetFrom(project: string, plans: readonly string[]): Promise<ReadFleet | Wrong> {
  const read = plans.length > 0 ? plannedFleet(plans) : await synthesisIn(project, { isReused: true });
  if ("problems" in read) {
    return read;
  }
  const stacks = "clusters" in read ? [] : read;
  const fleet = "clusters" in read ? read : readSynthesized(read);
  return "problem" in fleet ? { problems: [fleet.problem] } : { fleet, stacks };
}

/** The plan to the goal of the request. */
export function planned({ fleet, stacks }: ReadFleet, request: GoalRequest): Planned | Wrong {
  const { catalog, day } = request;
  const goal = request.goalOf(fleet);
  if ("problems" in goal) {
    return goal;
  }
  const addresses = Object.fromEntries(stacks.map(({ name, json }) => [name, addressesIn(json)]));
  const plan = planUpgrade(fleet, goal, {
    catalog,
    day,
    lastChanges: lastChangesOf(goal, request),
    ...(stacks.length === 0 ? {} : { addresses }),
  });
  return "problems" in plan ? plan : { goal, plan, day, stacks };
}

function lastChangesOf(
  { clusters }: UpgradeGoal,
  { lastChanges, lastChange }: GoalRequest,
): Readonly<Record<string, string>> {
  const names = clusters.flatMap((goal) =>
    goal.way === "in-place" ? [goal.cluster] : [goal.cluster, goal.secondCluster],
  );
  return lastChange === undefined
    ? lastChanges
    : { ...Object.fromEntries(names.map((name) => [name, lastChange])), ...lastChanges };
}

function addressesIn(json: unknown): readonly string[] {
  return Object.entries(getRecord(json, "resource") ?? {}).flatMap(([type, bodies]) =>
    Object.keys(isRecord(bodies) ? bodies : {}).map((name) => `${type}.${name}`),
  );
}
