import type { ClusterKey } from "../key";
import type { Known } from "../known";
import type { Place } from "../place";

export interface AddonState extends Place {
  readonly cluster: Known<ClusterKey>;
  readonly addonName: Known<string>;
  /** Left out if the code leaves it to EKS. */
  readonly addonVersion?: Known<string>;
  /** EKS chooses the build (data.aws_eks_addon_version), and the answer is known after apply. */
  readonly isAsked?: true;
  /** Terraform updates it after its cluster, because it refers to it. Set only if it changes. */
  readonly isAfterCluster?: true;
  /** The Kubernetes version for which EKS chooses the build, if the build is known after apply. */
  readonly offeredFor?: Known<string>;
  /** Its pods stay in the cluster when it is removed (`preserve`). */
  readonly isPreserved?: true;
}
