import type { Known } from "../known";
import type { Identified } from "./identified";

export interface ClusterState extends Identified<"cluster"> {
  readonly clusterName: Known<string>;
  /** Left out if the code leaves it to EKS. */
  readonly version?: Known<string>;
  readonly supportType?: Known<string>;
  /** By EKS's own deletion protection, or by our tag. */
  readonly isProtected: Known<boolean>;
  readonly isPublic: Known<boolean>;
  readonly publicCidrs?: Known<readonly string[]>;
  /** Its tags say that it may be removed while it is in use: an environment for tests, or our tag for it. */
  readonly isDisposable?: true;
  /** `force_update_version`. */
  readonly isForced: Known<boolean>;
  /** A rollback that the code declares: the day of the upgrade to roll back. */
  readonly rollbackOfUpgradeOn?: Known<string>;
  /** `endpoint_private_access`. */
  readonly isPrivate?: Known<boolean>;
  /** "API", "API_AND_CONFIG_MAP", "CONFIG_MAP". Left out if the code leaves it to EKS. */
  readonly authenticationMode?: Known<string>;
  /** Nodes that are not in managed groups: "karpenter", "auto-mode", "fargate", "self-managed". */
  readonly otherNodes: readonly string[];
}
