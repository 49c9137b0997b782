import type { RuleCases } from "./judged";

export const drains: readonly RuleCases[] = [
  {
    rule: "phase-order",
    boundary: "raw/drain/v1",
    passes: ["raw/cordon/v1", "raw/retire/v1"],
    fails: {
      "raw/drain/v1-active": [
        ["warning", "aws_eks_node_group.workers_v1", { from: "active", to: "draining" }],
      ],
      "raw/retire/to-cordoned": [
        ["warning", "aws_eks_node_group.workers_v1", { from: "retired", to: "cordoned" }],
      ],
      "raw/retire/to-draining": [
        ["warning", "aws_eks_node_group.workers_v1", { from: "retired", to: "draining" }],
      ],
    },
  },
  {
    rule: "force-update",
    boundary: "raw/node-group/roll",
    passes: ["raw/control-plane/next"],
    fails: {
      "raw/node-group/force-waits": [["warning", "aws_eks_node_group.workers_v1", { code: "set" }]],

      "raw/control-plane/forced": [["error", "aws_eks_cluster.blue", { code: "used", changed: "version" }]],
      "raw/node-group/roll-forced": [
        ["error", "aws_eks_node_group.workers_v1", { code: "used", changed: "version" }],
      ],
    },
  },
  {
    rule: "no-execute-taint",
    boundary: "raw/node-group/no-execute-empty",
    passes: ["raw/cordon/v1", "raw/cordon/by-another-taint"],
    fails: {
      "raw/node-group/no-execute": [["error", "aws_eks_node_group.workers_v1", { taint: "drain" }]],
    },
  },
  {
    rule: "scale-in-of-active-group",
    boundary: "raw/retire/v1",
    passes: ["raw/node-group/scale-out", "raw/node-group/maximum", "raw/life/drift"],
    fails: {
      "raw/node-group/scale-in": [["error", "aws_eks_node_group.workers_v1", { has: 6, desired: 3 }]],
      "raw/node-group/scale-in-cordoned": [
        ["error", "aws_eks_node_group.workers_v1", { has: 6, desired: 3 }],
      ],
    },
  },
  {
    rule: "scaling-with-other-changes",
    boundary: "raw/retire/v1",
    passes: ["raw/node-group/maximum", "raw/node-group/scale-out", "raw/cordon/v1"],
    fails: {
      "raw/cordon/v1-with-maximum": [
        ["error", "aws_eks_node_group.workers_v1", { sizes: "scaling_config.max_size", others: "taint" }],
      ],
      "raw/node-group/maximum-and-labels": [
        [
          "error",
          "aws_eks_node_group.workers_v1",
          { sizes: "scaling_config.max_size", others: "labels.team" },
        ],
      ],
    },
  },
  {
    rule: "launch-template-latest",
    boundary: "raw/node-group/create-of-newest-template",
    passes: ["raw/life/create"],
    fails: {
      "raw/node-group/create-of-latest-template": [
        ["warning", "aws_eks_node_group.workers_v3", { version: "$Latest" }],
      ],
    },
  },
];
