/** Karpenter in a cluster: its controller, and the AWS resources that it needs. */
export interface KarpenterSettings {
  /**
   * The version of the charts karpenter-crd and karpenter, "1.9.0". Changed in place: the CRDs first, then the controller.
   * Each version supports a range of Kubernetes versions.
   * @see https://karpenter.sh/docs/upgrading/compatibility/
   */
  readonly version: string;
  /**
   * The role of the nodes. Its access entry of type EC2_LINUX is then declared elsewhere too. A change replaces the nodes, by
   * drift. @default - a new role, with its access entry
   */
  readonly nodeRoleArn?: string;
  /** The number of controller pods, 1 or more. Changed in place. @default 2 */
  readonly replicas?: number;
}
