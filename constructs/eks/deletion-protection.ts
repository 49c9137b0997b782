import { EksCluster } from "@cdktf/provider-aws/lib/eks-cluster";

/**
 * Whether a cluster can be deleted, by the tag and by the attribute `deletion_protection`, which EKS enforces and
 * only AWS provider 6.9 or later knows. Changed in place; to remove a cluster, first take this off.
 *
 * Where the bindings of the program do not have the attribute, it is left out, the tag stays, and synthesis notes it.
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

/**
 * Whether the installed bindings have the argument `deletion_protection`: those of AWS provider 5, which are
 * `@cdktf/provider-aws` before 21, do not, and would drop it without a word.
 */
export function bindingsKnowDeletionProtection(): boolean {
  return "deletionProtection" in EksCluster.prototype;
}
