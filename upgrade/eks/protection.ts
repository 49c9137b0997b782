/** "true" on a cluster that must not be removed: guards, reviews and people see it with every provider version. */
export const PROTECTED_TAG = "cdktf-eks-upgrade/protected";

/** The attribute of `aws_eks_cluster` that a change of the protection changes, as a plan names it. */
export const protectionAttribute = `tags.${PROTECTED_TAG}`;

export function encodeProtection(isProtected: boolean): Readonly<Record<string, string>> {
  return isProtected ? { [PROTECTED_TAG]: "true" } : {};
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
