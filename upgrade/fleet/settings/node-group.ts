import type { AmiType } from "../../eks/ami-type";
import type { NodeGroupPhase } from "../../eks/node-group-phase";

/** A managed node group. */
export interface NodeGroupSettings {
  /**
   * The Kubernetes version of the nodes, "1.34". It may be older than the control plane, never newer. A new group gets
   * the version of its control plane. Changed in place: EKS replaces the nodes one after the other and respects
   * disruption budgets. The update fails if a node cannot be drained within 15 minutes.
   */
  readonly version: string;
  /** A change replaces the group: create a second group instead. */
  readonly instanceTypes: readonly string[];
  /** 0 or more. If it is above the number of running nodes, give `desiredSize` too: EKS rejects it otherwise. */
  readonly minSize: number;
  /** 1 or more. */
  readonly maxSize: number;
  /**
   * The number of nodes. The code overrides any autoscaler.
   * @default - Terraform sets it at creation, then leaves it to the autoscaler
   */
  readonly desiredSize?: number;
  /**
   * The number of nodes at creation, for a group that takes over from another before an autoscaler sees it. It has no
   * effect later. @default - `minSize`
   */
  readonly initialSize?: number;
  /** Set it to "cordoned", "draining" and "retired", one after the other, before you remove the group. @default "active" */
  readonly phase?: NodeGroupPhase;
  /**
   * Says that people drain the group themselves. No Job drains it, and the guard accepts this statement. Only for a group
   * that is draining or retired. Remove it with the group, or when the group is active again. @default - a Job drains it
   */
  readonly drainedByHand?: DrainedByHand;
  /** A change replaces the group. @default "AL2023_x86_64_STANDARD" */
  readonly amiType?: AmiType;
  /**
   * The AMI release, "1.34.2-20261015". Changed in place, like `version`.
   * @default - the newest release at creation or when `version` changes; Terraform does not follow later releases
   */
  readonly releaseVersion?: string;
  /**
   * CAPACITY_BLOCK is a reservation of accelerated instances for some days: it needs `capacityReservationId` in the launch
   * template, one instance type, and the subnet of the reservation. Scale such a group to 0 before you update its nodes. A
   * change replaces the group. @default "ON_DEMAND"
   * @see https://docs.aws.amazon.com/eks/latest/userguide/capacity-blocks-mng.html
   */
  readonly capacityType?: CapacityType;
  /** At most 49, because the cordon adds one. Changed in place. @default - none */
  readonly taints?: readonly Taint[];
  /** In addition to `group`, `instancegroup` and `subgroup`, which come from the name. Changed in place. @anyNames @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** A prefix such as "krmt.io": adds the label `krmt.io/instancegroup`. @default - no such label */
  readonly labelPrefix?: string;
  /**
   * A managed template, an existing one, or "none". Changing from one to another replaces the group.
   * @default - a managed template
   */
  readonly launchTemplate?: LaunchTemplateOptions | ExistingLaunchTemplate | "none";
  /** Changed in place. @default - one node at a time */
  readonly updateConfig?: UpdateConfig;
  /**
   * DEFAULT starts new nodes before it drains old ones. MINIMAL terminates old nodes first, for capacity that cannot grow
   * (GPUs, reservations): pods of the group have fewer nodes during an update. Needs AWS provider 6.26 or later. Changed in
   * place. @default - EKS's default: "DEFAULT"
   * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_NodegroupUpdateConfig.html
   */
  readonly updateStrategy?: UpdateStrategy;
  /** Whether EKS replaces nodes that it finds broken. Changed in place. @default - EKS's default: disabled */
  readonly nodeRepair?: "enabled" | "disabled";
  /**
   * How fast and how far EKS repairs nodes. Only with `nodeRepair`. Needs AWS provider 6.20 or later. Changed in place.
   * @default - EKS's own limits
   */
  readonly nodeRepairLimits?: NodeRepairLimits;
  /** A change replaces the group. @default - the cluster's */
  readonly subnetIds?: readonly string[];
  /** A change replaces the group. @default - one role for all groups of the cluster, created with the first */
  readonly nodeRoleArn?: string;
  /** A change replaces the group. @default - the key in `nodeGroups`, or the construct's id */
  readonly nodeGroupName?: string;
  /** In addition to the tag of the phase. Changed in place. @anyNames @default - none */
  readonly tags?: Readonly<Record<string, string>>;
  /**
   * Set when importing an existing node group: an import block brings it into the state. Labels, update config and
   * timeouts are then written only if they are given. Remove it later, and the defaults are written as changes in place.
   */
  readonly adopted?: true;
}

export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: "NO_SCHEDULE" | "PREFER_NO_SCHEDULE" | "NO_EXECUTE";
}

/** How many nodes an update replaces at once: a number or a percentage, 1 to 100. */
export type UpdateConfig =
  | { readonly maxUnavailable: number }
  | { readonly maxUnavailablePercentage: number };

export const capacityTypes = ["ON_DEMAND", "SPOT", "CAPACITY_BLOCK"] as const;

export type CapacityType = (typeof capacityTypes)[number];

export const updateStrategies = ["DEFAULT", "MINIMAL"] as const;

export type UpdateStrategy = (typeof updateStrategies)[number];

/**
 * Limits of node repair. A count is 1 or more; a percentage is 1 to 100, and excludes the count of the same name.
 * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_NodeRepairConfig.html
 */
export interface NodeRepairLimits {
  /** EKS repairs nothing while more nodes than this are unhealthy. @default - EKS's own limit */
  readonly maxUnhealthyNodeThresholdCount?: number;
  /** @default - EKS's own limit */
  readonly maxUnhealthyNodeThresholdPercentage?: number;
  /** How many unhealthy nodes EKS repairs at once. @default - EKS's own limit */
  readonly maxParallelNodesRepairedCount?: number;
  /** The same, in percent of the unhealthy nodes. @default - EKS's own limit */
  readonly maxParallelNodesRepairedPercentage?: number;
  /** What EKS does for one condition and reason. @default - EKS's own actions */
  readonly overrides?: readonly NodeRepairOverride[];
}

export const repairActions = ["Replace", "Reboot", "NoAction"] as const;

export type RepairAction = (typeof repairActions)[number];

/** What EKS does with nodes that the node monitoring agent reports with one condition and reason. */
export interface NodeRepairOverride {
  /** "AcceleratedInstanceNotReady". */
  readonly nodeMonitoringCondition: string;
  /** "NvidiaXID64Error". */
  readonly nodeUnhealthyReason: string;
  /** Minutes that the node is in this condition before its repair: 1 or more. */
  readonly minRepairWaitTimeMins: number;
  readonly repairAction: RepairAction;
}

/** A drain that people did themselves. */
export interface DrainedByHand {
  /** Why people drained the group. */
  readonly reason: string;
  /** The day on which the drain ended, in UTC: "2026-11-20". @inCode */
  readonly on: string;
}

/** A launch template that the node group creates. It requires IMDSv2 and an encrypted gp3 disk. */
export interface LaunchTemplateOptions {
  /**
   * The version of the template that the nodes run. A change of any other option creates a new version and leaves the
   * nodes as they are. Raise this number to roll the nodes; EKS respects disruption budgets. @default 1
   */
  readonly version?: number;
  /** The size of the root disk, in GiB: gp3, encrypted. @default 50 */
  readonly diskSizeGib?: number;
  /** The KMS key of the root disk. @default - the account's key for EBS */
  readonly kmsKeyArn?: string;
  /**
   * A custom AMI. The node group's AMI type is then CUSTOM, the image decides the release version, and `userData` must
   * join the node to the cluster. @default - EKS's AMI for the node group's version and AMI type
   */
  readonly imageId?: string;
  /**
   * The root device of a custom AMI, "/dev/sda1" ("aws ec2 describe-images" prints RootDeviceName). With another name, the
   * settings of the disk create a second disk, and the root disk keeps the size and encryption of the AMI.
   * @default - that of EKS's AMIs: "/dev/xvda" for Amazon Linux, "/dev/xvdb" for the data disk of Bottlerocket
   */
  readonly rootDeviceName?: string;
  /** A Capacity Reservation or Capacity Block, "cr-0a1b2c3d4e5f60718". @default - any open reservation */
  readonly capacityReservationId?: string;
  /** An existing placement group. @default - none */
  readonly placementGroupName?: string;
  /** User data, not yet encoded, in the format that the AMI accepts. @default - EKS creates it */
  readonly userData?: string;
  /**
   * The maximum number of pods on a node, 1 to 250. Only for EKS's AMIs with AL2023 or Bottlerocket; for other AMIs set
   * it in `userData`. @default - calculated from the instance type
   */
  readonly maxPods?: number;
  /**
   * The hop limit of the instance metadata, 1 to 64. With 2, pods in a network of their own reach the metadata; with 1,
   * they do not. @default 1
   */
  readonly metadataHopLimit?: number;
  /** They replace the cluster's security group on the nodes. @default - the cluster's security group */
  readonly securityGroupIds?: readonly string[];
  /** Tags on instances and volumes. The provider's default tags do not reach these. @anyNames @default - none */
  readonly tags?: Readonly<Record<string, string>>;
}

/** A launch template that already exists. */
export interface ExistingLaunchTemplate {
  readonly launchTemplateId: string;
  /** A number, never $Latest or $Default. */
  readonly version: number;
}
