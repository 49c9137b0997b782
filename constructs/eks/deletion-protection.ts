/**
 * The tag that says of a cluster that it is protected. It is ours, so that a guard, a review and a person see it
 * whatever the provider's version is.
 */
export const PROTECTED_TAG = "cdktf-eks-upgrade/protected";

/**
 * Whether a cluster can be deleted, by the tag and by the attribute `deletion_protection`, which EKS enforces and
 * only AWS provider 6.9 or later knows. Changed in place; to remove a cluster, first take this off.
 */
export class DeletionProtection {
  /** EKS refuses to delete the cluster. */
  static readonly ENABLED = new DeletionProtection(true, true);
  /** It can be deleted. */
  static readonly DISABLED = new DeletionProtection(false, false);
  /** Protected, for an older provider: reviews and guards honour the tag, EKS does not. */
  static readonly ENABLED_BY_TAG = new DeletionProtection(true, undefined);
  /** Not protected, for an older provider, which cannot take the attribute off either. */
  static readonly DISABLED_BY_TAG = new DeletionProtection(false, undefined);

  private constructor(
    readonly isTagged: boolean,
    /** `undefined`: not written. (Left out, an attribute that was true stays true.) */
    readonly attribute: boolean | undefined,
  ) {}
}
