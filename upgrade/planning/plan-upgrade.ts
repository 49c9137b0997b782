import type { Catalog } from "../catalog/catalog";
import type { FleetState } from "../fleet-state";
import type { UpgradeGoal } from "./upgrade-goal";
import type { NoPlan, UpgradePlan } from "./upgrade-plan";

/** What a plan is made from beside the fleet. */
export interface PlanningContext {
  readonly catalog: Catalog;
  /** The day of planning, "2026-11-24"; left out, nothing is held against the end of a version's support. */
  readonly day?: string;
  /** When each cluster was changed last, "2026-11-24T09:00:00Z", by its name; soaks are reckoned from it. */
  readonly lastChanges?: Readonly<Record<string, string>>;
  /** By stack: the addresses of its resources, as they are synthesized. Left out, not all actions can be foretold. */
  readonly addresses?: Readonly<Record<string, readonly string[]>>;
}

/**
 * The steps that are left from a fleet to a goal. Where one is, is read from the fleet alone: planned again after any
 * of its steps, a plan gives the rest.
 *
 * @param from as `readSynthesized` or `readPlans` reads it
 */
export function planUpgrade(
  _from: FleetState,
  _goal: UpgradeGoal,
  _context: PlanningContext,
): UpgradePlan | NoPlan {
  return { problems: ["nothing can be planned yet"] };
}
