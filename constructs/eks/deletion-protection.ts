import { EksCluster } from "@cdktf/provider-aws/lib/eks-cluster";
import type { ClusterSettings } from "../../upgrade/fleet/settings";
import { clusterDefaults } from "../../upgrade/fleet/settings/defaults";

export interface DeletionProtectionProps extends Pick<ClusterSettings, "deletionProtection"> {
  /**
   * What protects the cluster: the tag that guards and reviews respect, and the attribute `deletion_protection`, which EKS
   * enforces. Only AWS provider 6.9 or later has the attribute. With "tag" it is not written, for an older provider. If the
   * installed bindings do not have it, synthesis prints a note. @default "tag-and-eks"
   */
  readonly protectedBy?: "tag-and-eks" | "tag";
}

export interface Protection {
  /** The value of the tag. `undefined`: no tag. */
  readonly isProtected: boolean | undefined;
  /** `undefined`: not written. (Left out, an attribute that was true stays true.) */
  readonly attribute: boolean | undefined;
}

/** An adopted cluster stays as it is: a review protects it while it is in use. */
export function protectionOf({
  adopted,
  deletionProtection = adopted === true ? undefined : clusterDefaults.deletionProtection,
  protectedBy,
}: DeletionProtectionProps & { readonly adopted?: true }): Protection {
  const isProtected = deletionProtection === undefined ? undefined : deletionProtection === "enabled";
  return { isProtected, attribute: protectedBy === "tag" ? undefined : isProtected };
}

/**
 * Whether the installed bindings have the argument `deletion_protection`. Those of AWS provider 5 (`@cdktf/provider-aws`
 * before 21) do not have it, and would drop it silently.
 */
export function bindingsKnowDeletionProtection(): boolean {
  return "deletionProtection" in EksCluster.prototype;
}
