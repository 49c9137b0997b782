import type { RuleCases } from "./judged";

const V1 = "helm_release.workers_v1";
const V2 = "helm_release.workers_v2";

/** Changes of pools that concern no rule: an ordinary change raises nothing. */
const ORDINARY = ["pools/nothing", "pools/limits-up", "pools/requirement", "pools/ami", "pools/hold"];

export const pools: readonly RuleCases[] = [
  {
    rule: "node-pool-version",
    boundary: "pools/control-plane-version-held",
    passes: [...ORDINARY, "pools/release"],
    fails: {
      "pools/control-plane-version-released": [
        ["error", V1, { code: "not-held", nodes: "1.33", controlPlane: "1.34" }],
      ],
      "pools/version-newer": [["error", V1, { code: "newer", nodes: "1.34", controlPlane: "1.33" }]],
    },
  },
  {
    rule: "drift-not-held",
    boundary: "pools/control-plane-held",
    passes: [...ORDINARY, "pools/release"],
    fails: {
      "pools/control-plane-one-held": [["warning", V2, { pool: "workers-v2", to: "1.34" }]],
      "pools/control-plane-version-released": [["warning", V1, { pool: "workers-v1", to: "1.34" }]],
      "karpenter/control-plane": [["warning", "kubernetes_manifest.pool", { pool: "default", to: "1.33" }]],
    },
  },
  {
    rule: "node-pool-ami-latest",
    boundary: "pools/ami",
    passes: ORDINARY,
    fails: { "pools/ami-latest": [["warning", V1, { alias: "al2023@latest" }]] },
  },
  {
    rule: "node-pool-budget",
    boundary: "pools/budget-of-most",
    passes: ORDINARY,
    fails: {
      "pools/budget-of-all": [["warning", V1, { code: "later", pool: "workers-v1" }]],
      "pools/ami-all-at-once": [["error", V1, { code: "now", pool: "workers-v1" }]],
    },
  },
  {
    rule: "node-pool-expiry",
    boundary: "pools/grace-long",
    passes: ORDINARY,
    fails: {
      "pools/grace-short": [["warning", V1, { code: "grace", period: "59m" }]],
      "pools/hold-expiring": [["warning", V1, { code: "held", age: "720h" }]],
    },
  },
  {
    rule: "node-pool-limited",
    boundary: "pools/limit",
    passes: ORDINARY,
    fails: {
      "pools/limits-down": [
        ["warning", V1, { code: "lower", pool: "workers-v1", resource: "cpu", to: "999" }],
      ],
      "pools/limit-of-other-zone": [["error", V1, { code: "no-successor", pool: "workers-v1" }]],
      "pools/limit-both": [
        ["error", V1, { code: "no-successor", pool: "workers-v1" }],
        ["error", V2, { code: "no-successor", pool: "workers-v2" }],
      ],
    },
  },
  {
    rule: "node-pool-removed",
    boundary: "pools/remove-limited",
    passes: [...ORDINARY, "pools/limit"],
    fails: {
      "pools/remove-active": [["warning", V1, { code: "at-once", pool: "workers-v1" }]],
      "pools/remove-tainted": [["not evaluated", V1, { code: "not-in-plan" }]],
      "pools/remove-both": [
        ["not evaluated", V1, { code: "not-in-plan" }],
        ["not evaluated", V2, { code: "not-in-plan" }],
      ],
      "karpenter/pool-removed": [["not evaluated", "kubernetes_manifest.pool", { code: "not-in-plan" }]],
    },
  },
  {
    rule: "karpenter-crds-match",
    boundary: "karpenter/release-upgraded",
    passes: [...ORDINARY, "pools/crds-together"],
    fails: {
      "pools/crds-behind": [
        ["error", "helm_release.karpenter", { code: "behind", controller: "1.9.0", crds: "1.8.2" }],
      ],
      "pools/crds-first": [
        ["warning", "helm_release.karpenter_crd", { code: "ahead", controller: "1.8.2", crds: "1.9.0" }],
      ],
    },
  },
  {
    rule: "karpenter-without-nodes",
    boundary: "pools/group-down",
    passes: ORDINARY,
    fails: {
      "pools/group-removed": [["error", "helm_release.karpenter", { code: "no-nodes" }]],
      "pools/controller-on-pool": [["error", "helm_release.karpenter", { code: "own-nodes" }]],
    },
  },
  {
    rule: "two-autoscalers",
    boundary: "pools/autoscaler",
    passes: ORDINARY,
    fails: {
      "pools/autoscaler-for-same-pods": [
        ["warning", "aws_eks_node_group.system", { nodeGroup: "system-v1", pool: "workers-v1" }],
      ],
    },
  },
];
