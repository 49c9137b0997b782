/** A Fargate profile: pods that match it run on Fargate. EKS runs one update of profiles of a cluster at a time. */
export interface FargateProfileSettings {
  /** The pods: 1 to 5 selectors. A change replaces the profile, and EKS removes its pods. */
  readonly selectors: readonly FargateSelector[];
  /**
   * The Kubernetes version that all pods of the profile run at least, "1.34". A pod keeps the version of its creation. After an
   * upgrade of the control plane, restart the pods and then raise it. It is a tag of the profile: Terraform restarts no pod.
   */
  readonly version: string;
  /** Private subnets, without a route to an internet gateway. A change replaces the profile. @default - the cluster's */
  readonly subnetIds?: readonly string[];
  /** The role that pulls images for the pods. A change replaces the profile. @default - a new role of the cluster */
  readonly podExecutionRoleArn?: string;
  /** Changed in place. @default - none */
  readonly tags?: Readonly<Record<string, string>>;
  /** Set when importing an existing profile: an import block brings it into the state. */
  readonly adopted?: true;
}

export interface FargateSelector {
  /** `*` and `?` match any text and any character. */
  readonly namespace: string;
  /** A pod has all of these. @default - none: all pods of the namespace */
  readonly labels?: Readonly<Record<string, string>>;
}
