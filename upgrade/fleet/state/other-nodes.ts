import type { ClusterKey } from "../key";
import type { Known } from "../known";
import type { Place } from "../place";

export interface OtherNodesState extends Place {
  readonly cluster: Known<ClusterKey>;
  readonly kind: "auto-mode" | "fargate" | "karpenter" | "self-managed";
  /** Its name: "Auto Scaling group legacy". Left out if its nodes stay after removal: an access entry. */
  readonly what?: string;
  /** The built-in node pools of Auto Mode. */
  readonly pools?: Known<readonly string[]>;
  /** Changes of its launch template replace all its instances (`instance_refresh`). */
  readonly isRefreshed?: true;
  /** The launch template or the AMI that it follows, "lt-1 3". */
  readonly template?: Known<string>;
  /** The version of the launch template that it follows without a number: "$Latest". */
  readonly floatingTemplate?: string;
  /** Its nodes run Amazon Linux 2. */
  readonly isAmazonLinux2?: true;
  /** Before: the real number. After: the number that Terraform sends. Left out if there is no number. */
  readonly size?: Known<number>;
}
