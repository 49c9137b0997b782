/** "true" on a cluster that must not be removed: guards, reviews and people see it with every provider version. */
export const PROTECTED_TAG = "cdktf-eks-upgrade/protected";

/** The value of the tag on a cluster that may be removed while it has nodes: its own review took the protection off. */
export const NOT_PROTECTED = "false";

/** The attribute of `aws_eks_cluster` that a change of the protection changes, as a plan names it. */
export const protectionAttribute = `tags.${PROTECTED_TAG}`;

/** @param isProtected - `undefined` for no tag: nobody has said */
export function encodeProtection(isProtected: boolean | undefined): Readonly<Record<string, string>> {
  return isProtected === undefined ? {} : { [PROTECTED_TAG]: isProtected ? "true" : NOT_PROTECTED };
}

/** Whether the tag says that the cluster may be removed while it has nodes. */
export function decodeDisposable(tag: string | undefined): boolean {
  return tag === NOT_PROTECTED;
}

/** Whether a cluster is protected: by our tag, or by EKS alone (`deletion_protection`). */
export function decodeProtection({
  tag,
  deletionProtection,
}: {
  readonly tag: string | undefined;
  readonly deletionProtection: boolean | undefined;
}): boolean {
  return tag === "true" || deletionProtection === true;
}
