import type { NodeGroupPhase } from "../../eks/node-group-phase";
import type { ClusterKey } from "../key";
import type { Known } from "../known";
import type { Place } from "../place";

export interface NodeGroupState extends Place {
  readonly cluster: Known<ClusterKey>;
  readonly nodeGroupName: Known<string>;
  /** Left out if the code leaves it to EKS (the version of the cluster at creation), or a custom AMI sets it. */
  readonly version?: Known<string>;
  readonly releaseVersion?: Known<string>;
  /** The code has the release and does not leave it to EKS. Set only for a group that existed before. */
  readonly isReleasePinned?: true;
  /** The version of its launch template as in the code: "3", "$Latest". Left out without a template. */
  readonly launchTemplateVersion?: Known<string>;
  readonly amiType?: Known<string>;
  readonly capacityType?: Known<string>;
  readonly instanceTypes?: Known<readonly string[]>;
  readonly subnetIds?: Known<readonly string[]>;
  readonly labels: Known<Readonly<Record<string, string>>>;
  readonly taints: Known<readonly TaintState[]>;
  readonly minSize: Known<number>;
  readonly maxSize: Known<number>;
  /** Before: the real number. After: the number that Terraform sends. */
  readonly desiredSize: Known<number>;
  /** From our tag. Without it: retired if the maximum size is 0, cordoned with a NO_SCHEDULE taint. */
  readonly phase: Known<NodeGroupPhase>;
  readonly isForced: Known<boolean>;
}

export interface TaintState {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}
