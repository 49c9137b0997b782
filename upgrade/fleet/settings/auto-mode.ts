/** The node pools that EKS creates in Auto Mode. */
export const builtInNodePools = ["general-purpose", "system"] as const;

export type BuiltInNodePool = (typeof builtInNodePools)[number];

/**
 * EKS Auto Mode: EKS runs nodes, storage and load balancing. After an upgrade of the control plane EKS replaces the nodes by
 * itself, and each node lives at most 21 days.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/automode.html
 */
export interface AutoModeSettings {
  /**
   * The node pools of EKS that are on. EKS drains the nodes of a pool that is removed here. Changed in place.
   * @default - none: only the node pools of `nodePools`
   */
  readonly builtInNodePools?: readonly BuiltInNodePool[];
  /** The role of the nodes. A change replaces the nodes. @default - a new role */
  readonly nodeRoleArn?: string;
}
