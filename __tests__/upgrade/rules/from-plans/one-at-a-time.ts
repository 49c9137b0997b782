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
          "cluster alpha-blue would have its control plane (1.33 to 1.34) and its nodes (batch-v1) changed in one apply; change the control plane first and alone: nodes may stay behind, and follow after the add-ons",
        ],
      ],

      "raw/control-plane/with-addon-that-fits": [
        [
          "error",
          "aws_eks_cluster.blue",
          "cluster alpha-blue would have its control plane (1.33 to 1.34) and its add-ons (coredns) changed in one apply; change the control plane first and alone, and the add-ons in the step after it",
        ],
      ],

      "raw/addon/with-nodes": [
        [
          "error",
          "aws_eks_cluster.blue",
          "cluster alpha-blue would have its add-ons (kube-proxy) and its nodes (workers-v1) changed in one apply; change the add-ons first, and the nodes in the step after it",
        ],
      ],
      "raw/control-plane/with-addons": [
        [
          "error",
          "aws_eks_cluster.blue",
          "cluster alpha-blue would have its control plane (1.33 to 1.34) and its add-ons (kube-proxy) changed in one apply; change the control plane first and alone, and the add-ons in the step after it",
        ],
      ],
      "raw/control-plane/with-nodes": [
        [
          "error",
          "aws_eks_cluster.blue",
          "cluster alpha-blue would have its control plane (1.33 to 1.34) and its nodes (workers-v1) changed in one apply; change the control plane first and alone: nodes may stay behind, and follow after the add-ons",
        ],
      ],
      "raw/life/target": [
        [
          "error",
          "aws_eks_cluster.blue",
          "cluster alpha-blue would have its control plane (1.33 to 1.34) and its nodes (workers-v1) changed in one apply; change the control plane first and alone: nodes may stay behind, and follow after the add-ons",
        ],
      ],
    },
  },
  {
    rule: "shift-and-removal",
    boundary: "raw/remove/target-group",
    passes: [
      "raw/shift/50",
      "raw/shift/new-target-group-at-zero",
      "raw/shift/and-control-plane",
      "raw/shift/10 + workload-blue/nothing + workload-green/nothing",
      "raw/life/nothing + workload-blue/nothing + workload-green/create",
    ],
    fails: {
      "raw/remove/target-group-with-traffic": [
        [
          "error",
          "aws_lb_target_group.green",
          "target group alpha-webapp-green would go in the same step in which its share of aws_lb_listener.https goes from 50 % to 0 %; shift first, see that nothing is served there any more, and remove it in a step of its own",
        ],
      ],
      "raw/shift/and-remove-target-group": [
        [
          "error",
          "aws_lb_target_group.green",
          "target group alpha-webapp-green would go in the same step in which its share of aws_lb_listener.https goes from 50 % to 0 %; shift first, see that nothing is served there any more, and remove it in a step of its own",
        ],
      ],
      "raw/shift/and-remove-cluster + workload-blue/nothing + workload-green/nothing": [
        [
          "error",
          "aws_eks_cluster.blue",
          "cluster alpha-blue would go in the same step in which the share of target group alpha-webapp-blue of aws_lb_listener.https goes from 50 % to 0 %; shift first, see that nothing is served there any more, and remove it in a step of its own",
        ],
        [
          "error",
          "aws_eks_node_group.workers_v1",
          "node group workers-v1 would go in the same step in which the share of target group alpha-webapp-blue of aws_lb_listener.https goes from 50 % to 0 %; shift first, see that nothing is served there any more, and remove it in a step of its own",
        ],
        [
          "error",
          "aws_eks_node_group.workers_v2",
          "node group workers-v2 would go in the same step in which the share of target group alpha-webapp-blue of aws_lb_listener.https goes from 50 % to 0 %; shift first, see that nothing is served there any more, and remove it in a step of its own",
        ],
      ],
      "raw/shift/10 + workload-blue/nothing + workload-green/create": [
        [
          "error",
          "helm_release.webapp_binding",
          "the binding would be made in the same step in which the share of target group alpha-webapp-green of aws_lb_listener.https goes from 0 % to 10 %; make it first, see that it serves, and shift in a step of its own",
        ],
      ],
      "raw/shift/100 + workload-blue/unbind + workload-green/nothing": [
        [
          "error",
          "helm_release.webapp_binding",
          "the binding would go in the same step in which the share of target group alpha-webapp-blue of aws_lb_listener.https goes from 50 % to 0 %; shift first, see that nothing is served there any more, and remove it in a step of its own",
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
          "the active one of the clusters alpha would change from alpha-blue to alpha-green in one step, and what may run once would run in both for a while; first make none active, apply that, see that it has ended in alpha-blue, and then make alpha-green active",
        ],
      ],
      "workload-blue/active + workload-green/becomes-active": [
        [
          "error",
          "kubernetes_config_map_v1.identity",
          "alpha-blue and alpha-green would be active at once, and of the clusters alpha one may be; make all but one passive",
        ],
      ],
    },
  },
];
