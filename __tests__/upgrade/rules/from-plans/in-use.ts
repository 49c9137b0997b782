import type { RuleCases } from "./judged";

/** What stays in use, and what it stands on. */
export const inUse: readonly RuleCases[] = [
  {
    rule: "cluster-removed-in-use",
    boundary: "others/pool-removed-empty",
    passes: ["in-use/nothing", "raw/remove/v1"],
    fails: {
      "raw/life/destroy": [
        ["error", "aws_eks_cluster.blue", { uses: "6 nodes of workers-v1 and workers-v2" }],
        ["error", "aws_eks_cluster.green", { uses: "3 nodes of workers-v1" }],
      ],
      "raw/remove/cluster": [
        ["error", "aws_eks_cluster.blue", { uses: "6 nodes of workers-v1 and workers-v2" }],
      ],
      "raw/remove/cluster-protected": [
        ["error", "aws_eks_cluster.blue", { uses: "6 nodes of workers-v1 and workers-v2" }],
      ],
      "raw/remove/cluster-with-traffic": [
        ["error", "aws_eks_cluster.blue", { uses: "6 nodes of workers-v1 and workers-v2" }],
      ],
      "raw/shift/and-remove-cluster": [
        ["error", "aws_eks_cluster.blue", { uses: "6 nodes of workers-v1 and workers-v2" }],
      ],
      "in-use/destroy": [["error", "aws_eks_cluster.this", { uses: "3 nodes of workers-v1" }]],
      "in-use/removal/cluster-in-use": [["error", "aws_eks_cluster.this", { uses: "3 nodes of workers-v1" }]],
      "others/destroy": [
        ["error", "aws_eks_cluster.this", { uses: "Auto Scaling group delta-legacy and Auto Mode" }],
      ],
      "module/destroy": [
        [
          "error",
          'module.eks["blue"].aws_eks_cluster.this[0]',
          {
            uses: "6 nodes of workers-v1-20261125211408783800000011 and workers-v2-2026112521140877980000000f",
          },
        ],
        [
          "error",
          'module.eks["green"].aws_eks_cluster.this[0]',
          {
            uses: "6 nodes of workers-v1-20261125211408786700000015 and workers-v2-20261125211408784300000013",
          },
        ],
      ],
      "module/not-created": [
        [
          "error",
          'module.eks["blue"].aws_eks_cluster.this[0]',
          {
            uses: "6 nodes of workers-v1-20261125211408783800000011 and workers-v2-2026112521140877980000000f",
          },
        ],
      ],
      "module/remove-cluster": [
        [
          "error",
          'module.eks["blue"].aws_eks_cluster.this[0]',
          {
            uses: "6 nodes of workers-v1-20261125211408783800000011 and workers-v2-2026112521140877980000000f",
          },
        ],
      ],
      "regions/destroy": [
        [
          "error",
          "module.london.aws_eks_cluster.this[0]",
          { uses: "3 nodes of workers-20261125212503248600000003" },
        ],
        [
          "error",
          "module.seoul.aws_eks_cluster.this[0]",
          { uses: "3 nodes of workers-20261125212502775900000004" },
        ],
      ],
      "regions/remove-seoul": [
        [
          "error",
          "module.seoul.aws_eks_cluster.this[0]",
          { uses: "3 nodes of workers-20261125212502775900000004" },
        ],
      ],
    },
  },
  {
    rule: "in-use-removed",
    boundary: "in-use/role/moved",
    passes: ["in-use/role/shop-removed", "in-use/key/rotation", "in-use/oidc/thumbprint"],
    fails: {
      "in-use/balancer/logs-removed": [["error", "aws_s3_bucket.logs", { code: "removed" }]],
      "in-use/group/node-replaced": [["error", "aws_security_group.node", { code: "replaced" }]],
      "in-use/key/disabled": [["error", "aws_kms_key.secrets", { code: "emptied", lost: "enabled" }]],
      "in-use/key/removed": [["error", "aws_kms_key.secrets", { code: "removed" }]],
      "in-use/oidc/audience-removed": [
        ["error", "aws_iam_openid_connect_provider.this", { code: "emptied", lost: "sts.amazonaws.com" }],
      ],
      "in-use/oidc/removed": [["error", "aws_iam_openid_connect_provider.this", { code: "removed" }]],
      "in-use/role/again": [["error", "aws_iam_role.node", { code: "removed" }]],
      "in-use/role/ebs-removed": [["error", "aws_iam_role.ebs", { code: "removed" }]],
    },
  },
  {
    rule: "policy-in-use-detached",
    boundary: "in-use/policy/pull-only",
    passes: ["in-use/policy/worker-moved", "in-use/destroy", "karpenter/policies-more"],
    fails: {
      "in-use/policy/cluster-removed": [
        [
          "error",
          "aws_iam_role_policy_attachment.cluster",
          { code: "needed", role: "epsilon-cluster", policy: "AmazonEKSClusterPolicy" },
        ],
      ],
      "in-use/policy/ebs-removed": [
        [
          "error",
          "aws_iam_role_policy_attachment.ebs",
          { code: "last", role: "epsilon-ebs", policy: "AmazonEBSCSIDriverPolicy" },
        ],
      ],
      "in-use/policy/exclusive": [
        [
          "error",
          "aws_iam_policy_attachment.worker",
          { code: "exclusive", policy: "AmazonEKSWorkerNodePolicy" },
        ],
      ],
      "in-use/policy/ssm-removed": [
        [
          "warning",
          "aws_iam_role_policy_attachment.ssm",
          { code: "other-policies", role: "epsilon-node", policy: "AmazonSSMManagedInstanceCore" },
        ],
      ],
      "in-use/policy/trust-removed": [
        ["error", "aws_iam_role.node", { code: "trust", role: "epsilon-node", trusted: "ec2.amazonaws.com" }],
      ],
      "in-use/policy/worker-again": [
        [
          "warning",
          "aws_iam_role_policy_attachment.worker",
          { code: "again", role: "epsilon-node", policy: "AmazonEKSWorkerNodePolicy" },
        ],
      ],
      "in-use/policy/worker-removed": [
        [
          "error",
          "aws_iam_role_policy_attachment.worker",
          { code: "needed", role: "epsilon-node", policy: "AmazonEKSWorkerNodePolicy" },
        ],
      ],
      "karpenter/policies-lost": [
        [
          "error",
          "aws_iam_role.node",
          { code: "needed", role: "zeta-node", policy: "AmazonEKSWorkerNodePolicy" },
        ],
      ],
    },
  },
  {
    rule: "network-in-use-removed",
    boundary: "in-use/group/dns-wider",
    passes: ["in-use/group/ssh-removed", "in-use/group/alb-unused-port", "in-use/route/endpoint-removed"],
    fails: {
      "in-use/group/alb-egress-removed": [
        [
          "error",
          "aws_vpc_security_group_egress_rule.lb_all",
          { code: "removed", rule: "egress -1 0-65535 0.0.0.0/0" },
        ],
      ],
      "in-use/group/alb-ingress-removed": [
        [
          "error",
          "aws_vpc_security_group_ingress_rule.https",
          { code: "removed", rule: "ingress tcp 443-443 0.0.0.0/0" },
        ],
      ],
      "in-use/group/api-removed": [
        [
          "error",
          "aws_security_group_rule.cluster_from_nodes",
          { code: "removed", rule: "ingress tcp 443-443 sg:sg-3847c5c4c49a4671e" },
        ],
      ],
      "in-use/group/dns-again": [
        [
          "warning",
          "aws_vpc_security_group_ingress_rule.dns",
          { code: "again", rule: "ingress udp 53-53 self" },
        ],
      ],
      "in-use/group/dns-removed": [
        [
          "error",
          "aws_vpc_security_group_ingress_rule.dns",
          { code: "removed", rule: "ingress udp 53-53 self" },
        ],
      ],
      "in-use/group/egress-removed": [
        [
          "error",
          "aws_vpc_security_group_egress_rule.node_all",
          { code: "removed", rule: "egress -1 0-65535 0.0.0.0/0" },
        ],
      ],
      "in-use/group/kubelet-removed": [
        [
          "error",
          "aws_security_group_rule.kubelet",
          { code: "removed", rule: "ingress tcp 10250-10250 sg:sg-557b24fd25683e289" },
        ],
      ],
      "in-use/route/association-removed": [
        ["error", 'aws_route_table_association.private["subnet-0a0100000000000a1"]', { code: "route" }],
        ["error", 'aws_route_table_association.private["subnet-0a0100000000000c1"]', { code: "route" }],
      ],
      "in-use/route/endpoint-removed-without-nat": [
        ["error", "aws_vpc_endpoint.ecr", { code: "endpoint", service: "ecr.dkr" }],
      ],
      "in-use/route/nat-removed": [["error", "aws_route.out", { code: "route" }]],
      "in-use/route/removed": [["error", "aws_route.out", { code: "route" }]],
    },
  },
  {
    rule: "pod-credentials-removed",
    boundary: "in-use/credentials/driver-removed",
    passes: ["in-use/nothing", "in-use/destroy"],
    fails: {
      "in-use/credentials/addon-without-role": [
        [
          "error",
          "aws_eks_addon.ebs",
          { code: "removed", serviceAccount: "kube-system/ebs-csi-controller-sa" },
        ],
      ],
      "in-use/credentials/efs-removed": [
        [
          "error",
          "aws_eks_pod_identity_association.efs",
          { code: "removed", serviceAccount: "kube-system/efs-csi-controller-sa" },
        ],
      ],
      "in-use/credentials/shop-removed": [
        [
          "warning",
          "aws_eks_pod_identity_association.shop",
          { code: "application", serviceAccount: "shop/shop" },
        ],
      ],
      "in-use/role/shop-removed": [
        [
          "warning",
          "aws_eks_pod_identity_association.shop",
          { code: "application", serviceAccount: "shop/shop" },
        ],
      ],
    },
  },
  {
    rule: "node-access-removed",
    boundary: "in-use/access/aws-auth-removed-in-api-mode",
    passes: ["in-use/access/aws-auth-forgotten", "in-use/access/aws-auth-without-person"],
    fails: {
      "in-use/access/aws-auth-removed": [
        ["error", "kubernetes_config_map_v1.aws_auth", { code: "aws-auth-removed" }],
      ],
      "in-use/access/aws-auth-without-nodes": [
        ["error", "kubernetes_config_map_v1.aws_auth", { code: "role-missing", roles: "epsilon-node" }],
      ],
      "in-use/access/karpenter-entry-removed": [
        [
          "error",
          "aws_eks_access_entry.karpenter_node",
          { code: "entry-removed", role: "epsilon-karpenter-node" },
        ],
      ],
      "in-use/access/karpenter-entry-replaced": [
        [
          "error",
          "aws_eks_access_entry.karpenter_node",
          { code: "entry-replaced", role: "epsilon-karpenter-node" },
        ],
      ],
      "karpenter/entry-removed": [
        ["error", "aws_eks_access_entry.node", { code: "entry-removed", role: "zeta-node" }],
      ],
    },
  },
  {
    rule: "cluster-access-removed",
    boundary: "in-use/access/one-entry-removed",
    passes: ["in-use/nothing", "in-use/destroy"],
    fails: {
      "in-use/access/all-entries-removed": [
        ["error", "aws_eks_access_entry.admin", { code: "last-entry", principal: "epsilon-admin" }],
        ["error", "aws_eks_access_entry.deploy", { code: "last-entry", principal: "epsilon-deploy" }],
        [
          "error",
          "aws_eks_access_policy_association.admin",
          { code: "last-admin", principal: "epsilon-admin AmazonEKSClusterAdminPolicy" },
        ],
      ],
      "in-use/access/last-admin-removed": [
        [
          "error",
          "aws_eks_access_policy_association.admin",
          { code: "last-admin", principal: "epsilon-admin AmazonEKSClusterAdminPolicy" },
        ],
      ],
    },
  },
  {
    rule: "requests-lost",
    boundary: "in-use/traffic/canary-by-header",
    passes: [
      "in-use/nothing",
      "raw/life/tags",
      "in-use/traffic/rule-of-a-path",
      "in-use/traffic/rule-removed",
    ],
    fails: {
      "in-use/traffic/fixed-response": [["error", "aws_lb_listener.https", { code: "fixed-response" }]],
      "in-use/traffic/port": [["error", "aws_lb_listener.https", { code: "port", port: 443 }]],
      "in-use/traffic/rule-fixed-response": [
        ["error", "aws_lb_listener_rule.api", { code: "fixed-response" }],
      ],
      "in-use/traffic/rule-for-all": [
        ["error", "aws_lb_listener_rule.all", { code: "taken", from: "aws_lb_listener_rule.api" }],
      ],
      "raw/remove/listener-of-two": [
        ["error", "aws_lb_listener.second", { code: "listener-removed", port: 8080 }],
      ],
    },
  },
  {
    rule: "taint-added",
    boundary: "raw/cordon/v1",
    passes: ["raw/node-group/no-execute-empty"],
    fails: {
      "raw/cordon/by-another-taint": [
        ["warning", "aws_eks_node_group.workers_v1", { code: "toleration", taints: "going-away" }],
      ],
    },
  },
  {
    rule: "private-endpoint-off",
    boundary: "raw/safety/public-to-an-office",
    passes: ["karpenter/nothing"],
    fails: {
      "karpenter/private-endpoint-off": [["error", "aws_eks_cluster.this", { cidrs: "203.0.113.0/24" }]],
    },
  },
];
