import type { ClusterStatus } from "./fleet-status";

/** Days before the end of support within which an upgrade should have started. */
export const SOON = 90;

/** Support has ended or ends soon, extended support is paid, or it is not known. */
export function isUrgent({ support, daysLeft }: Pick<ClusterStatus, "support" | "daysLeft">): boolean {
  return support === "ended" || support === "extended" || daysLeft === null || daysLeft <= SOON;
}
