import type { FleetState } from "../fleet-state";
import type { FleetEdit } from "./fleet-edit";
import type { UpgradeStep } from "./upgrade-plan";

/** The fleet as it is when a step is done. */
export function applyStep(fleet: FleetState, { edits }: UpgradeStep): FleetState {
  return applyEdits(fleet, edits);
}

/** What edits of a fleet file make of a fleet. */
export function applyEdits(fleet: FleetState, _edits: readonly FleetEdit[]): FleetState {
  return fleet;
}
