import type { RuleCases } from "./judged";

export const versions: readonly RuleCases[] = [
  {
    rule: "kubernetes-version-known",
    boundary: "raw/control-plane/newest-known",
    passes: ["raw/control-plane/next", "raw/life/new-cluster"],
    fails: {
      "raw/control-plane/unknown-version": [
        ["error", "aws_eks_cluster.blue", { code: "not-in-catalog", version: "1.99" }],
      ],
    },
  },
  {
    rule: "kubernetes-version-supported",
    boundary: "raw/control-plane/next",
    passes: ["raw/life/new-cluster"],
    fails: {
      "raw/control-plane/rollback-last-day": [
        ["warning", "aws_eks_cluster.blue", { code: "extended", version: "1.33", day: "2026-11-24" }],
      ],
      "raw/control-plane/rollback-day-after": [
        ["warning", "aws_eks_cluster.blue", { code: "extended", version: "1.33", day: "2026-11-24" }],
      ],
      "raw/replace/cluster-without-key": [
        ["warning", "aws_eks_cluster.blue", { code: "extended", version: "1.33", day: "2026-11-24" }],
      ],
      "raw/replace/cluster-with-another-key": [
        ["warning", "aws_eks_cluster.blue", { code: "extended", version: "1.33", day: "2026-11-24" }],
      ],
      "raw/safety/encrypted": [
        ["warning", "aws_eks_cluster.blue", { code: "extended", version: "1.33", day: "2026-11-24" }],
      ],
      "raw/safety/standard-support-ended": [
        ["warning", "aws_eks_cluster.blue", { code: "extended", version: "1.33", day: "2026-11-24" }],
      ],

      "raw/control-plane/al2-at-1.32": [
        ["warning", "aws_eks_cluster.blue", { code: "extended", version: "1.32", day: "2026-11-24" }],
      ],
      "raw/control-plane/decrease": [
        ["warning", "aws_eks_cluster.blue", { code: "extended", version: "1.32", day: "2026-11-24" }],
      ],
      "raw/control-plane/rollback": [
        ["warning", "aws_eks_cluster.blue", { code: "extended", version: "1.33", day: "2026-11-24" }],
      ],
      "raw/control-plane/rollback-late": [
        ["warning", "aws_eks_cluster.blue", { code: "extended", version: "1.33", day: "2026-11-24" }],
      ],
      "raw/control-plane/rollback-two-minors": [
        ["warning", "aws_eks_cluster.blue", { code: "extended", version: "1.32", day: "2026-11-24" }],
      ],
      "raw/control-plane/rollback-with-newer-nodes": [
        ["warning", "aws_eks_cluster.blue", { code: "extended", version: "1.33", day: "2026-11-24" }],
      ],
      "raw/control-plane/unsupported": [
        ["error", "aws_eks_cluster.blue", { code: "ended", version: "1.29", day: "2026-11-24" }],
      ],
      "raw/life/create": [
        ["warning", "aws_eks_cluster.blue", { code: "extended", version: "1.33", day: "2026-11-24" }],
      ],
      "raw/life/tags": [
        ["warning", "aws_eks_cluster.blue", { code: "extended", version: "1.33", day: "2026-11-24" }],
      ],
      "raw/replace/cluster": [
        ["warning", "aws_eks_cluster.blue", { code: "extended", version: "1.33", day: "2026-11-24" }],
      ],
      "raw/replace/cluster-name": [
        ["warning", "aws_eks_cluster.blue", { code: "extended", version: "1.33", day: "2026-11-24" }],
      ],
      "raw/safety/public-to-an-office": [
        ["warning", "aws_eks_cluster.blue", { code: "extended", version: "1.33", day: "2026-11-24" }],
      ],
      "raw/safety/public-to-the-world": [
        ["warning", "aws_eks_cluster.blue", { code: "extended", version: "1.33", day: "2026-11-24" }],
      ],
      "raw/safety/unprotect": [
        ["warning", "aws_eks_cluster.blue", { code: "extended", version: "1.33", day: "2026-11-24" }],
      ],
      "raw/safety/unprotect-with-traffic": [
        ["warning", "aws_eks_cluster.blue", { code: "extended", version: "1.33", day: "2026-11-24" }],
      ],
    },
  },
  {
    rule: "control-plane-one-minor",
    boundary: "raw/control-plane/next",
    passes: ["raw/control-plane/of-both-clusters", "raw/control-plane/rollback", "module/create"],
    fails: {
      "raw/control-plane/sensitive": [["error", "aws_eks_cluster.blue", { from: "1.33", to: "1.35" }]],
      "raw/control-plane/two-minors": [["error", "aws_eks_cluster.blue", { from: "1.33", to: "1.35" }]],
      "raw/control-plane/unknown-version": [["error", "aws_eks_cluster.blue", { from: "1.33", to: "1.99" }]],
      "module/control-plane-two-minors": [
        ["error", 'module.eks["blue"].aws_eks_cluster.this[0]', { from: "1.33", to: "1.35" }],
      ],
    },
  },
  {
    rule: "control-plane-decrease",
    boundary: "raw/control-plane/rollback-last-day",
    passes: ["raw/control-plane/rollback", "raw/control-plane/next"],
    fails: {
      "raw/control-plane/rollback-day-after": [
        ["error", "aws_eks_cluster.blue", { code: "too-late", from: "1.34", to: "1.33" }],
      ],

      "raw/control-plane/decrease": [
        ["error", "aws_eks_cluster.blue", { code: "not-declared", from: "1.33", to: "1.32" }],
      ],
      "raw/control-plane/rollback-late": [
        ["error", "aws_eks_cluster.blue", { code: "too-late", from: "1.34", to: "1.33" }],
      ],
      "raw/control-plane/rollback-two-minors": [
        ["error", "aws_eks_cluster.blue", { code: "several-minors", from: "1.34", to: "1.32" }],
      ],
      "raw/control-plane/rollback-with-newer-nodes": [
        [
          "error",
          "aws_eks_cluster.blue",
          { code: "newer-nodes", to: "1.33", nodeGroup: "workers-v2", nodes: "1.34" },
        ],
      ],
    },
  },
  {
    rule: "node-group-version-skew",
    boundary: "raw/control-plane/oldest-nodes",
    passes: ["raw/node-group/roll", "raw/control-plane/next"],
    fails: {
      "raw/control-plane/decrease": [
        ["error", "aws_eks_node_group.workers_v1", { code: "newer", nodes: "1.33", controlPlane: "1.32" }],
        ["error", "aws_eks_node_group.workers_v2", { code: "newer", nodes: "1.33", controlPlane: "1.32" }],
      ],
      "raw/control-plane/rollback-two-minors": [
        ["error", "aws_eks_node_group.workers_v1", { code: "newer", nodes: "1.33", controlPlane: "1.32" }],
        ["error", "aws_eks_node_group.workers_v2", { code: "newer", nodes: "1.33", controlPlane: "1.32" }],
      ],
      "raw/control-plane/rollback-with-newer-nodes": [
        ["error", "aws_eks_node_group.workers_v2", { code: "newer", nodes: "1.34", controlPlane: "1.33" }],
      ],
      "raw/control-plane/too-old-nodes": [
        ["error", "aws_eks_node_group.workers_v1", { code: "too-old", nodes: "1.30", controlPlane: "1.34" }],
      ],
      "raw/control-plane/unknown-version": [
        ["error", "aws_eks_node_group.workers_v1", { code: "too-old", nodes: "1.33", controlPlane: "1.99" }],
        ["error", "aws_eks_node_group.workers_v2", { code: "too-old", nodes: "1.33", controlPlane: "1.99" }],
      ],
      "raw/node-group/newer": [
        ["error", "aws_eks_node_group.workers_v1", { code: "newer", nodes: "1.34", controlPlane: "1.33" }],
      ],
    },
  },
  {
    rule: "node-group-born-at-cluster-version",
    boundary: "raw/node-group/create",
    passes: ["raw/life/new-cluster", "raw/life/create"],
    fails: {
      "raw/node-group/create-behind": [
        ["error", "aws_eks_node_group.workers_v3", { nodes: "1.32", controlPlane: "1.33" }],
      ],
    },
  },
  {
    rule: "node-group-version-decrease",
    boundary: "raw/node-group/release",
    passes: ["raw/node-group/roll", "raw/life/moved-and-changed"],
    fails: {
      "raw/node-group/back": [
        ["error", "aws_eks_node_group.workers_v1", { code: "version", from: "1.33", to: "1.32" }],
      ],
      "raw/node-group/back-for-rollback": [
        ["warning", "aws_eks_node_group.workers_v1", { code: "rollback", from: "1.34", to: "1.33" }],
      ],
      "raw/node-group/back-two-minors-for-rollback": [
        ["error", "aws_eks_node_group.workers_v1", { code: "version", from: "1.34", to: "1.32" }],
      ],
      "raw/node-group/release-back": [
        [
          "error",
          "aws_eks_node_group.workers_v1",
          { code: "release", from: "1.33.5-20261112", to: "1.33.5-20261015" },
        ],
      ],
    },
  },
  {
    rule: "ami-release-fits",
    boundary: "raw/node-group/roll-with-its-new-release",
    passes: ["raw/node-group/roll", "raw/node-group/release", "module/version"],
    fails: {
      "raw/node-group/release-of-another-minor": [
        ["error", "aws_eks_node_group.workers_v1", { version: "1.33", release: "1.34.2-20261112" }],
      ],
      "raw/node-group/roll-with-its-old-release": [
        ["error", "aws_eks_node_group.workers_v1", { version: "1.33", release: "1.32.9-20261015" }],
      ],
    },
  },
  {
    rule: "ami-type-supported",
    boundary: "raw/control-plane/al2-at-1.32",
    passes: ["raw/node-group/create"],
    fails: {
      "raw/node-group/al2-to-1.33": [
        ["error", "aws_eks_node_group.workers_v1", { amiType: "AL2_x86_64", version: "1.33" }],
      ],
      "raw/node-group/create-al2": [
        ["error", "aws_eks_node_group.workers_v3", { amiType: "AL2_x86_64", version: "1.33" }],
      ],
    },
  },
  {
    rule: "unpinned-version",
    boundary: "raw/node-group/create-own-ami",
    passes: ["raw/control-plane/left-to-eks", "raw/addon/left-to-eks", "raw/life/create"],
    fails: {
      "raw/life/new-cluster-unpinned": [["warning", "aws_eks_cluster.yellow"]],
      "raw/addon/create-unpinned": [["warning", "aws_eks_addon.agent"]],
      "raw/node-group/create-unpinned": [["warning", "aws_eks_node_group.workers_v3"]],
    },
  },
  {
    rule: "upgrade-policy-automatic",
    boundary: "raw/safety/standard-support",
    passes: ["raw/control-plane/next", "raw/life/create"],
    fails: {
      "raw/safety/standard-support-near-its-end": [
        ["warning", "aws_eks_cluster.green", { version: "1.34", end: "2026-12-02" }],
      ],
      "raw/safety/standard-support-ended": [
        ["warning", "aws_eks_cluster.blue", { version: "1.33", end: "2026-07-29" }],
      ],
    },
  },
  {
    rule: "release-supports-kubernetes",
    boundary: "raw/control-plane/next + workload-blue/with-istiod-1.28",
    passes: ["workload-blue/with-istiod-1.27"],
    fails: {
      "raw/control-plane/next + workload-blue/with-istiod-1.27": [
        [
          "error",
          "helm_release.istiod",
          { version: "1.27.4", cluster: "1.34", oldest: "1.29", newest: "1.33" },
        ],
      ],
    },
  },
];
