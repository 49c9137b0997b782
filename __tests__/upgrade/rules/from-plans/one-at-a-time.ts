import type { RuleCases } from "./judged";

export const oneAtATime: readonly RuleCases[] = [
  {
    rule: "one-change-at-a-time",
    boundary: "raw/control-plane/with-tags",
    passes: [
      "raw/control-plane/of-both-clusters",
      "raw/life/new-cluster",
      "raw/life/destroy",
      "raw/control-plane/next",
      "raw/addon/all",
      "raw/node-group/roll",
    ],
    fails: {
      "raw/control-plane/next + nodes/roll-ahead": [
        [
          "error",
          "aws_eks_cluster.blue",
          { parts: "its control plane (1.33 to 1.34) and its nodes (batch-v1)" },
        ],
      ],

      "raw/control-plane/with-addon-that-fits": [
        [
          "error",
          "aws_eks_cluster.blue",
          { parts: "its control plane (1.33 to 1.34) and its add-ons (coredns)" },
        ],
      ],

      "raw/addon/with-nodes": [
        ["error", "aws_eks_cluster.blue", { parts: "its add-ons (kube-proxy) and its nodes (workers-v1)" }],
      ],
      "raw/control-plane/with-addons": [
        [
          "error",
          "aws_eks_cluster.blue",
          { parts: "its control plane (1.33 to 1.34) and its add-ons (kube-proxy)" },
        ],
      ],
      "raw/control-plane/with-nodes": [
        [
          "error",
          "aws_eks_cluster.blue",
          { parts: "its control plane (1.33 to 1.34) and its nodes (workers-v1)" },
        ],
      ],
      "raw/life/target": [
        [
          "error",
          "aws_eks_cluster.blue",
          { parts: "its control plane (1.33 to 1.34) and its nodes (workers-v1)" },
        ],
      ],
    },
  },
  {
    rule: "shift-and-removal",
    boundary: "raw/remove/target-group",
    passes: [
      "traffic/network-idle-removed",
      "raw/shift/50",
      "raw/shift/new-target-group-at-zero",
      "raw/shift/and-control-plane",
      "raw/shift/10 + workload-blue/nothing + workload-green/nothing",
      "raw/life/nothing + workload-blue/nothing + workload-green/create",
    ],
    fails: {
      "traffic/network-shift-and-removal": [
        [
          "error",
          "aws_lb_target_group.broker_green",
          { code: "removed", targetGroup: "zeta-broker-green", from: "10 %", to: "0 %" },
        ],
      ],
      "traffic/network-shift-and-cluster": [
        [
          "error",
          "aws_eks_cluster.green",
          { code: "removed", targetGroup: "zeta-broker-green", from: "10 %", to: "0 %" },
        ],
        [
          "error",
          "aws_eks_node_group.green",
          { code: "removed", targetGroup: "zeta-broker-green", from: "10 %", to: "0 %" },
        ],
      ],
      "raw/remove/target-group-with-traffic": [
        [
          "error",
          "aws_lb_target_group.green",
          { code: "removed", targetGroup: "alpha-webapp-green", from: "50 %", to: "0 %" },
        ],
      ],
      "raw/shift/and-remove-target-group": [
        [
          "error",
          "aws_lb_target_group.green",
          { code: "removed", targetGroup: "alpha-webapp-green", from: "50 %", to: "0 %" },
        ],
      ],
      "raw/shift/and-remove-cluster + workload-blue/nothing + workload-green/nothing": [
        [
          "error",
          "aws_eks_cluster.blue",
          { code: "removed", targetGroup: "alpha-webapp-blue", from: "50 %", to: "0 %" },
        ],
        [
          "error",
          "aws_eks_node_group.workers_v1",
          { code: "removed", targetGroup: "alpha-webapp-blue", from: "50 %", to: "0 %" },
        ],
        [
          "error",
          "aws_eks_node_group.workers_v2",
          { code: "removed", targetGroup: "alpha-webapp-blue", from: "50 %", to: "0 %" },
        ],
      ],
      "raw/shift/10 + workload-blue/nothing + workload-green/create": [
        [
          "error",
          "helm_release.webapp_binding",
          { code: "created", targetGroup: "alpha-webapp-green", from: "0 %", to: "10 %" },
        ],
      ],
      "raw/shift/100 + workload-blue/unbind + workload-green/nothing": [
        [
          "error",
          "helm_release.webapp_binding",
          { code: "removed", targetGroup: "alpha-webapp-blue", from: "50 %", to: "0 %" },
        ],
      ],
    },
  },
  {
    rule: "active-cluster-hand-over",
    boundary: "workload-blue/passive",
    passes: ["workload-green/becomes-active"],
    fails: {
      "workload-blue/passive + workload-green/becomes-active": [
        [
          "error",
          "kubernetes_config_map_v1.identity",
          { code: "direct", from: "alpha-blue", to: "alpha-green" },
        ],
      ],
      "workload-blue/active + workload-green/becomes-active": [
        [
          "error",
          "kubernetes_config_map_v1.identity",
          { code: "several", names: "alpha-blue and alpha-green" },
        ],
      ],
    },
  },
];
