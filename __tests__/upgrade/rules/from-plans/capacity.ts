import type { RuleCases } from "./judged";

export const capacity: readonly RuleCases[] = [
  {
    rule: "last-capacity",
    boundary: "raw/cordon/v1",
    passes: ["raw/remove/v1", "raw/remove/last-group", "raw/life/destroy"],
    fails: {
      "raw/cordon/all": [
        ["error", "aws_eks_node_group.workers_v1", { nodeGroups: "workers-v1 and workers-v2" }],
      ],
      "raw/life/forgotten": [["error", "aws_eks_node_group.green_workers_v1", { nodeGroups: "workers-v1" }]],
    },
  },
  {
    rule: "cordon-without-successor",
    boundary: "raw/cordon/other-kind-that-fits",
    passes: ["raw/cordon/v1", "raw/cordon/all"],
    fails: {
      "raw/cordon/other-kind": [
        ["error", "aws_eks_node_group.workers_v1", { nodeGroup: "workers-v1", others: "batch" }],
      ],
    },
  },
  {
    rule: "successor-capacity",
    boundary: "raw/cordon/v1",
    passes: ["raw/cordon/by-another-taint"],
    fails: {
      "raw/cordon/v1-one-short": [
        [
          "error",
          "aws_eks_node_group.workers_v1",
          { code: "nodes", leaving: "workers-v1", needs: 3, successors: "workers-v2", has: 2 },
        ],
      ],
    },
  },
  {
    rule: "successor-coverage",
    boundary: "raw/cordon/v1",
    passes: ["raw/cordon/by-another-taint"],
    fails: {
      "raw/cordon/fewer-zones": [
        [
          "error",
          "aws_eks_node_group.workers_v1",
          { code: "missing-subnets", successors: "workers-v2", missing: "subnet-0a0100000000000c1" },
        ],
      ],
      "raw/cordon/missing-label": [
        [
          "error",
          "aws_eks_node_group.workers_v1",
          { code: "nodes", successor: "workers-v2", gaps: "lacks the label tier=web" },
        ],
      ],
      "raw/cordon/missing-taint": [
        [
          "error",
          "aws_eks_node_group.workers_v1",
          { code: "nodes", successor: "workers-v2", gaps: "lacks the taint dedicated=web:NO_SCHEDULE" },
        ],
      ],
      "raw/cordon/other-architecture": [
        [
          "error",
          "aws_eks_node_group.workers_v1",
          { code: "nodes", successor: "workers-v2", gaps: "is arm64 and not x86_64" },
        ],
      ],
    },
  },
  {
    rule: "receiving-cluster-capacity",
    boundary: "raw/shift/to-cluster-of-one-size + workload-blue/nothing + workload-green/nothing",
    passes: [
      "raw/shift/50 + workload-blue/nothing + workload-green/nothing",
      "raw/shift/10 + workload-blue/nothing + workload-green/nothing",
    ],
    fails: {
      "raw/shift/to-cluster-one-short + workload-blue/nothing + workload-green/nothing": [
        [
          "error",
          "aws_lb_listener.https",
          { code: "nodes", cluster: "alpha-green", share: "100 %", needs: 6, has: 5 },
        ],
      ],

      "raw/shift/100 + workload-blue/nothing + workload-green/nothing": [
        [
          "error",
          "aws_lb_listener.https",
          { code: "nodes", cluster: "alpha-green", share: "100 %", needs: 6, has: 3 },
        ],
      ],
      "raw/shift/to-empty-cluster + workload-blue/nothing + workload-green/nothing": [
        [
          "error",
          "aws_lb_listener.https",
          { code: "nodes", cluster: "alpha-green", share: "10 %", needs: 1, has: 0 },
        ],
      ],
      "raw/shift/to-small-cluster + workload-blue/nothing + workload-green/nothing": [
        [
          "error",
          "aws_lb_listener.https",
          { code: "nodes", cluster: "alpha-green", share: "100 %", needs: 6, has: 1 },
        ],
      ],
      "raw/shift/100 + workload-blue/unbind + workload-green/nothing": [
        [
          "error",
          "aws_lb_listener.https",
          { code: "nodes", cluster: "alpha-green", share: "100 %", needs: 6, has: 3 },
        ],
      ],
    },
  },
];
