/**
 * The tag of a target group or load balancer that names its cluster: only the AWS Load Balancer Controller of that
 * cluster may change it. The controller writes this tag on what it creates.
 */
export const CLUSTER_TAG = "elbv2.k8s.aws/cluster";

export function encodeOwner(clusterName: string): Readonly<Record<string, string>> {
  return { [CLUSTER_TAG]: clusterName };
}

/** The cluster that owns a target group or load balancer, by its tags. */
export function decodeOwner(tags: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const owner = tags !== undefined && Object.hasOwn(tags, CLUSTER_TAG) ? tags[CLUSTER_TAG] : undefined;
  return typeof owner === "string" ? owner : undefined;
}

const BOUND_BY_OTHERS = "boundByOthersTo";

/**
 * The comment ("//", which Terraform ignores) of a target group in which others than the program register the pods of
 * this cluster.
 */
export function encodeBoundByOthers(clusterName: string): Readonly<Record<string, string>> {
  return { [BOUND_BY_OTHERS]: clusterName };
}

export function decodeBoundByOthers(
  comment: Readonly<Record<string, unknown>> | undefined,
): string | undefined {
  const clusterName = comment?.[BOUND_BY_OTHERS];
  return typeof clusterName === "string" ? clusterName : undefined;
}
