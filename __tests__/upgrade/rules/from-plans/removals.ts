import type { RuleCases } from "./judged";

export const removals: readonly RuleCases[] = [
  {
    rule: "node-group-retired-undrained",
    passes: ["raw/retire/v1", "raw/drain/v1"],
    fails: {
      "raw/retire/v1-active": [
        [
          "error",
          "aws_eks_node_group.workers_v1",
          "node group workers-v1 would be retired while it is active, not drained, and 3 nodes would be ended past all disruption budgets; set its phase to draining (tag cdktf-eks-upgrade/phase), drain it, and retire it in a step of its own",
        ],
      ],
      "raw/retire/v1-not-drained": [
        [
          "error",
          "aws_eks_node_group.workers_v1",
          "node group workers-v1 would be retired while it is cordoned, not drained, and 3 nodes would be ended past all disruption budgets; set its phase to draining (tag cdktf-eks-upgrade/phase), drain it, and retire it in a step of its own",
        ],
      ],
    },
  },
  {
    rule: "node-group-removed-with-nodes",
    passes: ["raw/remove/v1", "raw/remove/v1-empty", "raw/remove/cluster"],
    fails: {
      "raw/life/deposed": [
        [
          "error",
          "aws_eks_node_group.workers_v2 (deposed 0badcafe)",
          "node group workers-v2 would be removed with 3 nodes, which EKS ends after a few minutes past all disruption budgets; cordon, drain and retire it (size 0) first, each in a step of its own",
        ],
      ],
      "raw/life/forgotten": [
        [
          "error",
          "aws_eks_node_group.green_workers_v1",
          "node group workers-v1 would be removed with 3 nodes, which EKS ends after a few minutes past all disruption budgets; cordon, drain and retire it (size 0) first, each in a step of its own",
        ],
      ],
      "raw/remove/v1-active": [
        [
          "error",
          "aws_eks_node_group.workers_v1",
          "node group workers-v1 would be removed with 3 nodes, which EKS ends after a few minutes past all disruption budgets; cordon, drain and retire it (size 0) first, each in a step of its own",
        ],
      ],
      "raw/remove/v1-cordoned": [
        [
          "error",
          "aws_eks_node_group.workers_v1",
          "node group workers-v1 would be removed with 3 nodes, which EKS ends after a few minutes past all disruption budgets; cordon, drain and retire it (size 0) first, each in a step of its own",
        ],
      ],
    },
  },
  {
    rule: "node-group-removed-uncordoned",
    passes: ["raw/remove/v1", "raw/remove/last-group", "raw/remove/v1-active"],
    fails: {
      "raw/remove/v1-empty": [
        [
          "error",
          "aws_eks_node_group.workers_v1",
          "node group workers-v1 would be removed while it takes pods: it has no nodes, but an autoscaler may start some at any time; cordon and retire it first",
        ],
      ],
    },
  },
  {
    rule: "cluster-removed-while-protected",
    passes: ["raw/remove/cluster", "raw/safety/unprotect", "raw/life/new-cluster"],
    fails: {
      "raw/life/destroy": [
        [
          "error",
          "aws_eks_cluster.blue",
          "cluster alpha-blue would be removed while it is protected; take its protection off in a step of its own, when it has no traffic any more, and remove it in the step after that",
        ],
      ],
      "raw/remove/cluster-protected": [
        [
          "error",
          "aws_eks_cluster.blue",
          "cluster alpha-blue would be removed while it is protected; take its protection off in a step of its own, when it has no traffic any more, and remove it in the step after that",
        ],
      ],
    },
  },
  {
    rule: "cluster-removed-with-traffic",
    passes: [
      "raw/remove/cluster + workload-blue/nothing + workload-green/nothing",
      "raw/remove/cluster-with-traffic",
    ],
    fails: {
      "raw/remove/cluster-with-traffic + workload-blue/nothing + workload-green/nothing": [
        [
          "error",
          "aws_eks_cluster.blue",
          "cluster alpha-blue would be removed while aws_lb_listener.https gives its target group alpha-webapp-blue weight 100; shift its traffic away (weight 0) in a step before",
        ],
      ],
    },
  },
  {
    rule: "cluster-removed-with-workload",
    passes: ["raw/remove/cluster", "raw/life/nothing + workload-blue/nothing + workload-green/nothing"],
    fails: {
      "raw/life/destroy + workload-blue/nothing + workload-green/nothing": [
        [
          "error",
          "aws_eks_cluster.blue",
          "cluster alpha-blue would be removed with its binding helm_release.webapp_binding left behind; remove what runs in it first",
        ],
        [
          "error",
          "aws_eks_cluster.green",
          "cluster alpha-green would be removed with its binding helm_release.webapp_binding left behind; remove what runs in it first",
        ],
      ],
      "raw/shift/and-remove-cluster + workload-blue/nothing + workload-green/nothing": [
        [
          "error",
          "aws_eks_cluster.blue",
          "cluster alpha-blue would be removed with its binding helm_release.webapp_binding left behind; remove what runs in it first",
        ],
      ],
      "raw/remove/cluster + workload-blue/nothing + workload-green/nothing": [
        [
          "error",
          "aws_eks_cluster.blue",
          "cluster alpha-blue would be removed with its binding helm_release.webapp_binding left behind; remove what runs in it first",
        ],
      ],
      "raw/remove/cluster-with-traffic + workload-blue/nothing + workload-green/nothing": [
        [
          "error",
          "aws_eks_cluster.blue",
          "cluster alpha-blue would be removed with its binding helm_release.webapp_binding left behind; remove what runs in it first",
        ],
      ],
    },
  },
  {
    rule: "target-group-removed-with-traffic",
    passes: ["raw/remove/target-group", "raw/remove/load-balancer"],
    fails: {},
  },
  {
    rule: "controller-removed-before-bindings",
    passes: [
      "workload-blue/unbind",
      "raw/remove/controller-role",
      "raw/life/nothing + workload-blue/nothing + workload-green/nothing",
    ],
    fails: {
      "workload-blue/controller-removed": [
        [
          "error",
          "helm_release.load_balancer_controller",
          "the load balancer controller (release aws-load-balancer-controller) would be removed while binding helm_release.webapp_binding stays, which then can never go; remove the bindings first, in a step of their own",
        ],
      ],
      "workload-blue/destroy": [
        [
          "error",
          "helm_release.load_balancer_controller",
          "the load balancer controller (release aws-load-balancer-controller) would be removed in the same step as binding helm_release.webapp_binding, which needs it to go; remove the bindings first, in a step of their own",
        ],
      ],
      "raw/life/destroy + workload-blue/nothing + workload-green/nothing": [
        [
          "error",
          "aws_iam_role.load_balancer_controller",
          "the role alpha-load-balancer-controller of the load balancer controller would be removed while binding helm_release.webapp_binding stays, which then can never go; remove the bindings first, in a step of their own",
        ],
      ],
      "raw/remove/controller-role + workload-blue/nothing + workload-green/nothing": [
        [
          "error",
          "aws_iam_role.load_balancer_controller",
          "the role alpha-load-balancer-controller of the load balancer controller would be removed while binding helm_release.webapp_binding stays, which then can never go; remove the bindings first, in a step of their own",
        ],
      ],
    },
  },
];
