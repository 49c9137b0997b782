import { EksCluster } from "@cdktf/provider-aws/lib/eks-cluster";

/**
 * Whether a cluster can be deleted: a tag, and the attribute `deletion_protection`, which EKS enforces. Only AWS provider
 * 6.9 or later has the attribute. Changed in place. Before you remove a cluster, disable its protection.
 *
 * If the bindings of the program do not have the attribute, it is not written, and synthesis prints a note.
 */
export class DeletionProtection {
  /** EKS rejects the deletion of the cluster. */
  static readonly ENABLED = new DeletionProtection(true, true);
  /** EKS deletes the cluster when it is removed. */
  static readonly DISABLED = new DeletionProtection(false, false);
  /** Protected, for an older provider: reviews and guards respect the tag, EKS does not. */
  static readonly ENABLED_BY_TAG = new DeletionProtection(true, undefined);
  /** Not protected, for an older provider, which cannot unset the attribute either. */
  static readonly DISABLED_BY_TAG = new DeletionProtection(false, undefined);
  /** As it was made: neither the tag nor the attribute is written. A review protects the cluster while it is in use. */
  static readonly AS_IT_IS = new DeletionProtection(undefined, undefined);

  private constructor(
    /** The value of the tag. `undefined`: no tag. */
    readonly isProtected: boolean | undefined,
    /** `undefined`: not written. (Left out, an attribute that was true stays true.) */
    readonly attribute: boolean | undefined,
  ) {}
}

/**
 * Whether the installed bindings have the argument `deletion_protection`. Those of AWS provider 5 (`@cdktf/provider-aws`
 * before 21) do not have it, and would drop it silently.
 */
export function bindingsKnowDeletionProtection(): boolean {
  return "deletionProtection" in EksCluster.prototype;
}
