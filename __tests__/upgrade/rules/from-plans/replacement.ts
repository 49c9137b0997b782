import type { RuleCases } from "./judged";

export const replacement: readonly RuleCases[] = [
  {
    rule: "cluster-replaced",
    boundary: { none: "a plan replaces a cluster or it does not: there is nothing between" },
    passes: ["raw/life/moved", "raw/control-plane/next", "raw/life/forgotten"],
    fails: {
      "others/auto-mode-taken-out": [["error", "aws_eks_cluster.this", { code: "replaced" }]],
      "raw/replace/cluster-without-key": [["error", "aws_eks_cluster.blue", { code: "replaced" }]],

      "raw/replace/cluster": [["error", "aws_eks_cluster.blue", { code: "replaced" }]],
      "raw/replace/cluster-name": [["error", "aws_eks_cluster.blue", { code: "replaced" }]],
    },
  },
  {
    rule: "node-group-in-use-replaced",
    boundary: "raw/replace/node-group-retired",
    passes: ["raw/life/moved", "raw/life/moved-and-changed", "raw/node-group/roll"],
    fails: {
      "raw/replace/cluster-name": [
        ["error", "aws_eks_node_group.workers_v1", { nodeGroup: "workers-v1" }],
        ["error", "aws_eks_node_group.workers_v2", { nodeGroup: "workers-v2" }],
      ],
      "raw/replace/node-group": [["error", "aws_eks_node_group.workers_v1", { nodeGroup: "workers-v1" }]],
      "raw/replace/node-group-before-destroy": [
        ["error", "aws_eks_node_group.workers_v1", { nodeGroup: "workers-v1" }],
      ],
    },
  },
  {
    rule: "target-group-in-use-replaced",
    boundary: "raw/replace/target-group-without-traffic",
    passes: ["raw/remove/target-group"],
    fails: {
      "raw/replace/target-group": [
        ["error", "aws_lb_target_group.blue", { code: "with-traffic", targetGroup: "alpha-webapp-blue" }],
      ],
    },
  },
  {
    rule: "binding-in-use-replaced",
    boundary: "workload-blue/binding-moves + raw/life/all-on-green",
    passes: ["workload-blue/unbind", "workload-green/bind-blue", "workload-blue/destroy"],
    fails: {
      "workload-blue/binding-moves + raw/life/nothing": [
        ["error", "helm_release.webapp_binding", { code: "with-traffic", targetGroup: "alpha-webapp-blue" }],
      ],
      "workload-blue/binding-renamed + raw/life/nothing": [
        ["error", "helm_release.webapp_binding", { code: "with-traffic", targetGroup: "alpha-webapp-blue" }],
      ],
      "workload-blue/binding-moves": [
        [
          "warning",
          "helm_release.webapp_binding",
          { code: "traffic-unknown", targetGroup: "alpha-webapp-blue" },
        ],
      ],
      "workload-blue/binding-renamed": [
        [
          "warning",
          "helm_release.webapp_binding",
          { code: "traffic-unknown", targetGroup: "alpha-webapp-blue" },
        ],
      ],
    },
  },
  {
    rule: "load-balancer-replaced",
    boundary: { none: "a plan replaces a load balancer or it does not: there is nothing between" },
    passes: ["raw/remove/load-balancer", "raw/shift/10"],
    fails: {
      "raw/replace/load-balancer": [["error", "aws_lb.webapp", { code: "replaced" }]],
    },
  },
  {
    rule: "secrets-encryption-removed",
    boundary: "raw/safety/encrypted",
    passes: ["raw/replace/cluster", "raw/control-plane/next"],
    fails: {
      "raw/replace/cluster-without-key": [["error", "aws_eks_cluster.blue", { code: "replaced" }]],
      "raw/replace/cluster-with-another-key": [["error", "aws_eks_cluster.blue", { code: "key" }]],
    },
  },
];
