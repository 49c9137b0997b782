/*
 * The tags in which a cluster carries what no attribute of every provider version says. (A plan does not hold
 * preconditions, and so not what the constructs' guards know.)
 */

/** "true" on a cluster that must not be removed. */
export const PROTECTED_TAG = "cdktf-eks-upgrade/protected";

/** The day of the upgrade that is taken back, "2026-11-20", on a cluster whose version goes down. */
export const ROLLBACK_TAG = "cdktf-eks-upgrade/rollback-of-upgrade-on";
