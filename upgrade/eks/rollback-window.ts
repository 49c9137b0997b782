import { daysAfter } from "./days";

/** EKS rolls a control plane back, by one minor, within these days after its upgrade. Source: EKS user guide, rollback-cluster (2026-07). */
export const ROLLBACK_DAYS = 7;

/** The last day on which EKS rolls back an upgrade of `upgradedOn`. */
export function lastRollbackDay(upgradedOn: string): string {
  return daysAfter(upgradedOn, ROLLBACK_DAYS);
}
