/*
 * Names of stacks and AWS resources, and paths of constructs in their stacks, which stacks, constructs, planner and
 * guards share. They are a contract: Terraform states and addresses are named by them.
 */

/** Ids from the stack down to a construct. */
export type ConstructPath = readonly string[];

/** The id of a construct: the last part of its path. */
export function idOf(path: ConstructPath): string {
  return path.at(-1) ?? "";
}

/** The stack of a cluster's in-cluster resources. */
export function workloadStack(clusterName: string): string {
  return `${clusterName}-workload`;
}

/** "alpha-kr" and "a" of the cluster "alpha-kr-a". The slot is the text after the last hyphen. */
export function groupAndSlot(clusterName: string): { readonly group: string; readonly slot: string } {
  const at = clusterName.lastIndexOf("-");
  return at <= 0
    ? { group: clusterName, slot: "" }
    : { group: clusterName.slice(0, at), slot: clusterName.slice(at + 1) };
}

/** "alpha-webapp-a": the target group of slot "a" of the load balancer "alpha-webapp". */
export function targetGroupNameOf(loadBalancerName: string, slot: string): string {
  return `${loadBalancerName}-${slot}`;
}

/** The slot in the name of a target group; the whole name if the load balancer's name does not begin it. */
export function slotInTargetGroupName(loadBalancerName: string, targetGroupName: string): string {
  const prefix = targetGroupNameOf(loadBalancerName, "");
  return targetGroupName.startsWith(prefix) ? targetGroupName.slice(prefix.length) : targetGroupName;
}

/**
 * The set identifier of a weighted record, unless the code gives one: the cluster behind it, so that plans show which one it
 * is, as in AWS's blue/green pattern for EKS.
 */
export function setIdentifierOf(slot: string, clusterName: string | undefined): string {
  return clusterName ?? slot;
}

/** The Helm release of a TargetGroupBinding, unless the code names it. */
export function bindingReleaseName(targetGroupBindingName: string, clusterName: string): string {
  return `aws-load-balancer-tgb-${targetGroupBindingName}-${clusterName}`;
}

/** Below the construct of a node group: its own launch template. */
export const LAUNCH_TEMPLATE = "launch-template";

/** Constructs in the stack of a cluster. */
export const clusterLayout = {
  cluster: ["cluster"],
  clusterRole: ["cluster", "role"],
  nodeGroup: (nodeGroupName: string): ConstructPath => ["cluster", nodeGroupName],
  launchTemplate: (nodeGroupName: string): ConstructPath => ["cluster", nodeGroupName, LAUNCH_TEMPLATE],
  accessEntry: (name: string): ConstructPath => ["cluster", `access-${name}`],
  podIdentityAssociation: (name: string): ConstructPath => ["cluster", `pod-identity-${name}`],
  loadBalancerControllerRole: ["load-balancer-controller"],
  clusterAutoscalerRole: ["cluster-autoscaler"],
  karpenter: ["karpenter"],
  fargateProfile: (profileName: string): ConstructPath => ["cluster", `fargate-${profileName}`],
  /** The role of the nodes of EKS's own node pools, and of ours in Auto Mode. */
  autoModeNodeRole: ["cluster", "auto-mode-node-role"],
  autoModePoolRole: ["auto-mode-pools"],
} as const;

/** Constructs in the stack of a load balancer. */
export const trafficLayout = {
  loadBalancer: ["load-balancer"],
  listeners: ["listeners"],
  targetGroup: (slot: string): ConstructPath => [`target-group-${slot}`],
  /** The SSM parameter with the configuration of HAProxy. */
  configuration: ["configuration"],
  /** A weighted DNS record. */
  record: (slot: string): ConstructPath => [`record-${slot}`],
  previews: ["listeners", "previews"],
  preview: (slot: string, protocol: string): ConstructPath => ["listeners", "previews", slot, protocol],
  egressToPods: (clusterName: string, port: number | string): ConstructPath => [
    "load-balancer",
    `egress-${clusterName}-${port}`,
  ],
  ingressToPods: (clusterName: string, port: number | string): ConstructPath => [
    "load-balancer",
    `pods-${clusterName}-${port}`,
  ],
} as const;

/** Constructs in the stack of a cluster's in-cluster resources. */
export const workloadLayout = {
  identity: ["identity"],
  namespace: (name: string): ConstructPath => [`namespace-${name}`],
  release: (releaseName: string): ConstructPath => [`release-${releaseName}`],
  loadBalancerController: ["load-balancer-controller"],
  clusterAutoscaler: ["cluster-autoscaler"],
  karpenter: ["karpenter"],
  /** The release of a node pool and its node class. */
  nodePool: (nodePoolName: string): ConstructPath => [`node-pool-${nodePoolName}`],
  binding: (targetGroupName: string): ConstructPath => [`binding-${targetGroupName}`],
  /** The data source of a target group that the stack of its load balancer makes. */
  targetGroup: (targetGroupName: string): ConstructPath => [`target-group-${targetGroupName}`],
  drain: (nodeGroupName: string): ConstructPath => [`drain-${nodeGroupName}`],
} as const;

/**
 * The state of a stack without a backend, from the folder of the stack in cdktf.out: an absolute path would differ on each
 * machine.
 */
export const localStatePath = (stack: string) => `../../../terraform.${stack}.tfstate`;

/** Below a release: the release of its CRDs. */
export const CRDS = "crds";

/** Charts of this package that are parts of another release. No version of Kubernetes concerns them. */
export const helperCharts = {
  bindingGuard: "binding-guard",
  customResourceDefinitions: "custom-resource-definitions",
} as const;

/** The label of pods that are kubectl alone. Its value says what they do. */
export const KUBECTL_POD_LABEL = "cdktf-eks-upgrade/kubectl";

/** Whether the path of a chart is that of a helper. */
export function isHelperChart(path: string): boolean {
  return Object.values(helperCharts).some((name) => path.includes(`/chart-${name}/`));
}

/** Below the construct of a binding: the resource that keeps the ARN of its target group. */
export const BOUND_TARGET_GROUP = "target-group";

/** Below the construct of a drain, its resources: id and Terraform type. */
export const drainParts = {
  job: { id: "Default", type: "kubernetes_job_v1" },
  attempt: { id: "attempt", type: "terraform_data" },
  drained: { id: "drained", type: "aws_ssm_parameter" },
  serviceAccount: { id: "service-account", type: "kubernetes_service_account_v1" },
  role: { id: "role", type: "kubernetes_cluster_role_v1" },
  roleBinding: { id: "role-binding", type: "kubernetes_cluster_role_binding_v1" },
} as const;
