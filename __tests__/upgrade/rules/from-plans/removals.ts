import type { RuleCases } from "./judged";

export const removals: readonly RuleCases[] = [
  {
    rule: "imported-and-destroyed",
    boundary: "raw/life/imported-and-forgotten",
    passes: ["raw/life/moved", "module/import", "raw/life/destroy"],
    fails: {
      "raw/life/imported-and-destroyed": [
        [
          "error",
          "aws_eks_node_group.workers_v1",
          { type: "aws_eks_node_group", importedAt: "aws_eks_node_group.first" },
        ],
      ],
    },
  },
  {
    rule: "node-group-retired-undrained",
    boundary: "raw/retire/v1",
    passes: ["raw/drain/v1"],
    fails: {
      "raw/retire/v1-active": [["error", "aws_eks_node_group.workers_v1", { phase: "active" }]],
      "raw/retire/v1-not-drained": [["error", "aws_eks_node_group.workers_v1", { phase: "cordoned" }]],
    },
  },
  {
    rule: "node-group-removed-with-nodes",
    boundary: "raw/remove/v1-empty",
    passes: ["raw/remove/v1", "raw/remove/cluster"],
    fails: {
      "raw/life/deposed": [["error", "aws_eks_node_group.workers_v2 (deposed 0badcafe)", { nodes: 3 }]],
      "raw/life/forgotten": [["error", "aws_eks_node_group.green_workers_v1", { nodes: 3 }]],
      "raw/life/imported-and-destroyed": [["error", "aws_eks_node_group.workers_v1", { nodes: 3 }]],
      "raw/remove/v1-active": [["error", "aws_eks_node_group.workers_v1", { nodes: 3 }]],
      "raw/remove/v1-cordoned": [["error", "aws_eks_node_group.workers_v1", { nodes: 3 }]],
    },
  },
  {
    rule: "node-group-removed-uncordoned",
    boundary: "raw/remove/v1",
    passes: ["raw/remove/last-group", "raw/remove/v1-active"],
    fails: {
      "raw/remove/v1-empty": [["error", "aws_eks_node_group.workers_v1"]],
    },
  },
  {
    rule: "last-listener-removed",
    boundary: "raw/remove/listener-of-two",
    passes: ["raw/remove/load-balancer", "raw/life/destroy", "regions/remove-rule", "module/destroy"],
    fails: {
      "raw/remove/listener": [["error", "aws_lb_listener.https", { loadBalancer: "alpha-webapp" }]],
    },
  },
  {
    rule: "other-nodes-removed",
    boundary: "others/pool-removed-empty",
    passes: ["others/nothing", "others/destroy", "others/pool-larger", "others/time-stamp"],
    fails: {
      "others/pool-removed": [["error", "aws_autoscaling_group.legacy", { nodes: 2 }]],
      "others/pool-replaced": [["error", "aws_autoscaling_group.legacy", { nodes: 2 }]],
      "others/pool-smaller": [["not evaluated", "aws_autoscaling_group.legacy", { code: "not-in-plan" }]],
      "others/fargate-removed": [
        ["not evaluated", "aws_eks_fargate_profile.system", { code: "not-in-plan" }],
      ],
      "others/auto-mode-off": [["not evaluated", "aws_eks_cluster.this", { code: "not-in-plan" }]],
    },
  },
  {
    rule: "cluster-removed-while-protected",
    boundary: "raw/remove/cluster",
    passes: ["raw/safety/unprotect", "raw/life/new-cluster"],
    fails: {
      "raw/life/destroy": [["error", "aws_eks_cluster.blue"]],
      "raw/remove/cluster-protected": [["error", "aws_eks_cluster.blue"]],
    },
  },
  {
    rule: "cluster-removed-with-traffic",
    boundary: "raw/remove/cluster + workload-blue/nothing + workload-green/nothing",
    passes: ["raw/remove/cluster-with-traffic"],
    fails: {
      "traffic/cluster-removed-with-owner": [
        ["error", "aws_eks_cluster.blue", { code: "with-weight", targetGroup: "zeta-blue", weight: 1 }],
      ],
      "raw/remove/cluster-with-traffic + workload-blue/nothing + workload-green/nothing": [
        [
          "error",
          "aws_eks_cluster.blue",
          { code: "with-weight", targetGroup: "alpha-webapp-blue", weight: 100 },
        ],
      ],
    },
  },
  {
    rule: "cluster-removed-with-workload",
    boundary: "raw/remove/cluster + workload-blue/unbind + workload-green/nothing",
    passes: ["raw/remove/cluster", "raw/life/nothing + workload-blue/nothing + workload-green/nothing"],
    fails: {
      "raw/remove/cluster + nodes/nothing": [["error", "aws_eks_cluster.blue", { code: "node-groups" }]],

      "raw/life/destroy + workload-blue/nothing + workload-green/nothing": [
        ["error", "aws_eks_cluster.blue", { code: "bindings" }],
        ["error", "aws_eks_cluster.green", { code: "bindings" }],
      ],
      "raw/shift/and-remove-cluster + workload-blue/nothing + workload-green/nothing": [
        ["error", "aws_eks_cluster.blue", { code: "bindings" }],
      ],
      "raw/remove/cluster + workload-blue/nothing + workload-green/nothing": [
        ["error", "aws_eks_cluster.blue", { code: "bindings" }],
      ],
      "raw/remove/cluster-with-traffic + workload-blue/nothing + workload-green/nothing": [
        ["error", "aws_eks_cluster.blue", { code: "bindings" }],
      ],
    },
  },
  {
    rule: "target-group-removed-with-traffic",
    boundary: "raw/remove/target-group",
    passes: ["raw/remove/load-balancer"],
    fails: {
      "raw/remove/target-group-with-its-rule": [
        ["error", "aws_lb_target_group.green", { code: "with-route", weight: 100 }],
      ],
      "raw/remove/target-group-looked-up": [
        ["error", "aws_lb_target_group.blue", { code: "with-weight", weight: 100 }],
      ],
      "raw/remove/target-group-still-named": [["error", "aws_lb_target_group.default", { code: "listed" }]],
    },
  },
  {
    rule: "controller-removed-before-bindings",
    boundary: "workload-blue/controller-last",
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
          { code: "binding-stays", binding: "helm_release.webapp_binding" },
        ],
      ],
      "workload-blue/destroy": [
        [
          "error",
          "helm_release.load_balancer_controller",
          { code: "same-change", binding: "helm_release.webapp_binding" },
        ],
      ],
      "raw/life/destroy + workload-blue/nothing + workload-green/nothing": [
        [
          "error",
          "aws_iam_role.load_balancer_controller",
          { code: "binding-stays", binding: "helm_release.webapp_binding" },
        ],
      ],
      "raw/remove/controller-role + workload-blue/nothing + workload-green/nothing": [
        [
          "error",
          "aws_iam_role.load_balancer_controller",
          { code: "binding-stays", binding: "helm_release.webapp_binding" },
        ],
      ],
    },
  },
  {
    rule: "action-invoked",
    boundary: "actions/sns-publish",
    passes: ["others/nothing"],
    fails: {
      "actions/stop-instance": [
        ["error", "action.aws_ec2_stop_instance.node", { code: "harmful", type: "aws_ec2_stop_instance" }],
      ],
      "actions/lambda-invoke": [
        [
          "not evaluated",
          "action.aws_lambda_invoke.drain",
          { code: "effect-not-in-plan", type: "aws_lambda_invoke" },
        ],
      ],
    },
  },
];
