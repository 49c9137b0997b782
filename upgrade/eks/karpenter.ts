/*
 * Names that Karpenter's AWS resources, its Helm values and its node classes share.
 */

export const KARPENTER_NAMESPACE = "kube-system";

export const KARPENTER_SERVICE_ACCOUNT = "karpenter";

/** The queue of interruptions. The controller reads it by this name. */
export function interruptionQueue(clusterName: string): string {
  return `${clusterName}-karpenter`;
}

/** The role of the nodes that Karpenter makes, unless the code gives one. */
export function karpenterNodeRole(clusterName: string): string {
  return `${clusterName}-karpenter-node`;
}

/** The role of the nodes of our own pools of Auto Mode, unless the code gives one. EKS's own pools have another one. */
export function autoModePoolRole(clusterName: string): string {
  return `${clusterName}-auto-pools`;
}

/** The name of the role in an ARN, which may have a path. */
export function roleNameIn(roleArn: string): string {
  return roleArn.split("/").at(-1) ?? roleArn;
}
