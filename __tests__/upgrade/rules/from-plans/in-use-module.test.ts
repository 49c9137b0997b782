import { errorsOf } from "./judged";

/*
 * What stays in use, and changes that are ordinary, in modules that are shaped as published ones are, and more ways to
 * write the same in plain resources. Each was tried by real Terraform: hazards are rejected at their addresses.
 */

test.each([
  "in-use-module/alb-default-forward",
  "in-use-module/alb-https-renamed",
  "in-use-module/alb-redirect-removed",
  "in-use-module/alb-rule-host-added",
  "in-use-module/app-role-removed",
  "in-use-module/auth-mode-api",
  "in-use-module/create",
  "in-use-module/group-policy-added",
  "in-use-module/lbc-upgraded",
  "in-use-module/module-moved",
  "in-use-module/nat-one-per-zone",
  "in-use-module/nothing",
  "in-use/group/kubelet-widened",
  "in-use/policy/exclusive-list-of-all",
  "in-use/route/to-other-gateway",
])("%s: accepted", (plans) => {
  expect(errorsOf(plans)).toEqual([]);
});

const rejected: readonly (readonly [plans: string, errors: readonly string[]])[] = [
  [
    "in-use-module/alb-https-removed",
    ['network-in-use-removed module.alb.aws_vpc_security_group_ingress_rule.this["all_https"]'],
  ],
  ["in-use-module/alb-listener-renamed", ['requests-lost module.alb.aws_lb_listener.this["https"]']],
  [
    "in-use-module/alb-rule-host-changed",
    ['requests-lost module.alb.aws_lb_listener_rule.this["https/web"]'],
  ],
  ["in-use-module/alb-rule-removed", ['requests-lost module.alb.aws_lb_listener_rule.this["https/web"]']],
  ["in-use-module/alb-rule-renamed", ['requests-lost module.alb.aws_lb_listener_rule.this["https/web"]']],
  ["in-use-module/auth-mode-config-map", ["node-access-removed module.eks.aws_eks_cluster.this[0]"]],
  [
    "in-use-module/binding-removed",
    ['weight-without-cluster module.alb.aws_lb_listener_rule.this["https/web"]'],
  ],
  ["in-use-module/ebs-trust-changed", ["policy-in-use-detached module.ebs_csi_irsa.aws_iam_role.this[0]"]],
  [
    "in-use-module/entry-karpenter-removed",
    ['node-access-removed module.eks.aws_eks_access_entry.this["karpenter"]'],
  ],
  ["in-use-module/entry-renamed", ['cluster-access-removed module.eks.aws_eks_access_entry.this["admin"]']],
  [
    "in-use-module/group-cni-policy-off",
    [
      'policy-in-use-detached module.eks.module.eks_managed_node_group["workers-v1"].aws_iam_role_policy_attachment.this["AmazonEKS_CNI_Policy"]',
    ],
  ],
  [
    "in-use-module/karpenter-policy-removed",
    ['policy-in-use-detached aws_iam_role_policy_attachment.karpenter_node["AmazonEKSWorkerNodePolicy"]'],
  ],
  [
    "in-use-module/karpenter-role-renamed",
    [
      "in-use-removed aws_iam_role.karpenter_node",
      'node-access-removed module.eks.aws_eks_access_entry.this["karpenter"]',
    ],
  ],
  [
    "in-use-module/lbc-account-renamed",
    ['pod-credentials-removed module.lbc_pod_identity.aws_eks_pod_identity_association.this["this"]'],
  ],
  ["in-use-module/log-group-removed", ["in-use-removed module.eks.aws_cloudwatch_log_group.this[0]"]],
  [
    "in-use-module/module-renamed",
    [
      "cluster-removed-with-traffic module.eks.aws_eks_cluster.this[0]",
      "policy-in-use-detached module.ebs_csi_irsa.aws_iam_role.this[0]",
      "policy-in-use-detached module.ebs_csi_irsa.aws_iam_role.this[0]",
      "cluster-replaced module.eks.aws_eks_cluster.this[0]",
    ],
  ],
  ["in-use-module/nat-off", ["network-in-use-removed module.vpc.aws_route.private_nat_gateway[0]"]],
  [
    "in-use-module/sg-recommended-off",
    [
      'network-in-use-removed module.eks.aws_security_group_rule.node["egress_all"]',
      'network-in-use-removed module.eks.aws_security_group_rule.node["ingress_cluster_4443_webhook"]',
      'network-in-use-removed module.eks.aws_security_group_rule.node["ingress_cluster_9443_webhook"]',
      'network-in-use-removed module.eks.aws_security_group_rule.node["ingress_nodes_ephemeral"]',
    ],
  ],
  [
    "in-use-module/subnet-first-removed",
    [
      "in-use-removed module.vpc.aws_subnet.private[0]",
      "in-use-removed module.vpc.aws_subnet.private[1]",
      'node-group-in-use-replaced module.eks.module.eks_managed_node_group["system"].aws_eks_node_group.this[0]',
      'node-group-in-use-replaced module.eks.module.eks_managed_node_group["workers-v1"].aws_eks_node_group.this[0]',
    ],
  ],
  ["in-use/group/egress-narrowed", ["network-in-use-removed aws_vpc_security_group_egress_rule.node_all"]],
  [
    "in-use/policy/exclusive-list",
    [
      "policy-in-use-detached aws_iam_role_policy_attachments_exclusive.node",
      "policy-in-use-detached aws_iam_role_policy_attachments_exclusive.node",
    ],
  ],
];

test.each(rejected)("%s: rejected", (plans, expected) => {
  expect(errorsOf(plans)).toEqual(expected);
});
