/**
 * The tag of a target group, or of a load balancer, that names the one cluster whose AWS Load Balancer Controller may
 * change it: the controller's own, and put on ours too.
 */
export const CLUSTER_TAG = "elbv2.k8s.aws/cluster";

/**
 * In the comment that a synthesized target group has ("//", which Terraform passes over): the cluster whose pods others
 * than the program register in it.
 */
export const BOUND_BY_OTHERS = "boundByOthersTo";
