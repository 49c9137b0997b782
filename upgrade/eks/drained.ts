/*
 * An SSM parameter records that a drain has finished: the stack that drains a node group creates it, and the guard of the
 * cluster reads it. It is removed when the group is active again or removed.
 */

/** The path of the parameters of a cluster. */
export function drainedPath(clusterName: string): string {
  return `/cdktf-eks-upgrade/${clusterName}/drained`;
}

/** The parameter of a node group. */
export function drainedParameter(clusterName: string, nodeGroupName: string): string {
  return `${drainedPath(clusterName)}/${nodeGroupName}`;
}

/** The label of a drain's Job: the id of the node group in its ARN. Another group of the same name has another one. */
export const DRAINED_GROUP_LABEL = "cdktf-eks-upgrade/drains";

/** A drain leaves the pods that a controller of this kind owns. */
export const STAYING_OWNER = "DaemonSet";

/** A drain leaves the pods with this annotation, which has a value: the kubelet runs them from files of the node. */
export const MIRROR_POD_ANNOTATION = "kubernetes.io/config.mirror";

/** The variable of a drain's container with the name of the node group. */
export const DRAIN_VARIABLE = "GROUP";
