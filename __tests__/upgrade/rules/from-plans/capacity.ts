import type { RuleCases } from "./judged";

export const capacity: readonly RuleCases[] = [
  {
    rule: "last-capacity",
    boundary: "raw/cordon/v1",
    passes: ["raw/remove/v1", "raw/remove/last-group", "raw/life/destroy"],
    fails: {
      "raw/cordon/all": [
        [
          "error",
          "aws_eks_node_group.workers_v1",
          "cluster alpha-blue would have no node group left that takes pods, for workers-v1 and workers-v2 are its last; make its successor first, with as many nodes",
        ],
      ],
      "raw/life/forgotten": [
        [
          "error",
          "aws_eks_node_group.green_workers_v1",
          "cluster alpha-green would have no node group left that takes pods, for workers-v1 is its last; make its successor first, with as many nodes",
        ],
      ],
    },
  },
  {
    rule: "cordon-without-successor",
    boundary: "raw/cordon/other-kind-that-fits",
    passes: ["raw/cordon/v1", "raw/cordon/all"],
    fails: {
      "raw/cordon/other-kind": [
        [
          "error",
          "aws_eks_node_group.workers_v1",
          "workers-v1 with 3 nodes is cordoned, and batch cannot run its pods (batch is arm64 and not x86_64 and has the label group=batch and not workers); make its successor first, of the same group label or with the next number in its name",
        ],
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
          "cordoning workers-v1 leaves 3 nodes whose pods workers-v2 must take over with 2 nodes; let workers-v2 hold 3 nodes first, in a step of its own",
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
          "workers-v2 does not cover the zones of workers-v1: it has no node in subnet-0a0100000000000c1; give it all subnets of workers-v1, or make another group for them, before workers-v1 is cordoned",
        ],
      ],
      "raw/cordon/missing-label": [
        [
          "error",
          "aws_eks_node_group.workers_v1",
          "the pods of workers-v1 cannot all move to workers-v2, which lacks the label tier=web; give it the same before workers-v1 is cordoned",
        ],
      ],
      "raw/cordon/missing-taint": [
        [
          "error",
          "aws_eks_node_group.workers_v1",
          "the pods of workers-v1 cannot all move to workers-v2, which lacks the taint dedicated=web:NO_SCHEDULE; give it the same before workers-v1 is cordoned",
        ],
      ],
      "raw/cordon/other-architecture": [
        [
          "error",
          "aws_eks_node_group.workers_v1",
          "the pods of workers-v1 cannot all move to workers-v2, which is arm64 and not x86_64; give it the same before workers-v1 is cordoned",
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
          "100 % of aws_lb_listener.https would go to cluster alpha-green (target group alpha-webapp-green), which holds 5 nodes where 100 % of 6 is 6; let it hold 6 nodes first, or shift less",
        ],
      ],

      "raw/shift/100 + workload-blue/nothing + workload-green/nothing": [
        [
          "error",
          "aws_lb_listener.https",
          "100 % of aws_lb_listener.https would go to cluster alpha-green (target group alpha-webapp-green), which holds 3 nodes where 100 % of 6 is 6; let it hold 6 nodes first, or shift less",
        ],
      ],
      "raw/shift/to-empty-cluster + workload-blue/nothing + workload-green/nothing": [
        [
          "error",
          "aws_lb_listener.https",
          "10 % of aws_lb_listener.https would go to cluster alpha-green (target group alpha-webapp-green), which has no nodes; let it hold 1 node first",
        ],
      ],
      "raw/shift/to-small-cluster + workload-blue/nothing + workload-green/nothing": [
        [
          "error",
          "aws_lb_listener.https",
          "100 % of aws_lb_listener.https would go to cluster alpha-green (target group alpha-webapp-green), which holds 1 node where 100 % of 6 is 6; let it hold 6 nodes first, or shift less",
        ],
      ],
      "raw/shift/100 + workload-blue/unbind + workload-green/nothing": [
        [
          "error",
          "aws_lb_listener.https",
          "100 % of aws_lb_listener.https would go to cluster alpha-green (target group alpha-webapp-green), which holds 3 nodes where 100 % of 6 is 6; let it hold 6 nodes first, or shift less",
        ],
      ],
    },
  },
];
