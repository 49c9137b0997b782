/**
 * The tag that says of a cluster that it is protected. It is ours, so that a guard, a review and a person see it
 * whatever the provider's version is.
 */
export const PROTECTED_TAG = "cdktf-eks-upgrade/protected";

/** Whether a cluster can be deleted. Changed in place; to remove a cluster, first take this off. */
export const deletionProtections = ["enabled", "tag-only", "disabled"] as const;

/**
 * - `enabled`: EKS refuses to delete the cluster. Takes AWS provider 6.10 or later.
 * - `tag-only`: for an older provider, which does not know the attribute: the tag alone, which reviews and
 *   guards honour and EKS does not.
 * - `disabled`: it can be deleted.
 */
export type DeletionProtection = (typeof deletionProtections)[number];
