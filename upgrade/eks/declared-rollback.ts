/**
 * The day of the upgrade that is rolled back, "2026-11-20", on a cluster while a rollback is declared. A plan does not
 * hold preconditions, so a review learns from this tag that the rollback is intended.
 */
export const ROLLBACK_TAG = "cdktf-eks-upgrade/rollback-of-upgrade-on";

/** The attributes of `aws_eks_cluster` that a change of the declaration changes, as a plan names them. */
export const rollbackAttributes = {
  tag: `tags.${ROLLBACK_TAG}`,
  inheritedTag: `tags_all.${ROLLBACK_TAG}`,
} as const;

export function encodeRollback(
  rollback: { readonly upgradedOn: string } | undefined,
): Readonly<Record<string, string>> {
  return rollback === undefined ? {} : { [ROLLBACK_TAG]: rollback.upgradedOn };
}

/** @returns the day of the upgrade, as the code wrote it; `undefined` if no rollback is declared */
export function decodeRollback(tag: string | undefined): string | undefined {
  return tag === "" ? undefined : tag;
}
