import type { RuleCases } from "./judged";

export const addons: readonly RuleCases[] = [
  {
    rule: "addon-version-fits",
    boundary: "raw/control-plane/with-addon-that-fits",
    passes: ["raw/addon/next", "raw/addon/all", "raw/control-plane/next"],
    fails: {
      "raw/addon/ahead": [
        [
          "error",
          "aws_eks_addon.blue_kube_proxy",
          { code: "newer", build: "v1.34.6-eksbuild.29", cluster: "1.33" },
        ],
      ],
      "raw/control-plane/al2-at-1.32": [
        [
          "error",
          "aws_eks_addon.blue_kube_proxy",
          { code: "newer", build: "v1.33.10-eksbuild.29", cluster: "1.32" },
        ],
      ],
      "raw/control-plane/decrease": [
        [
          "error",
          "aws_eks_addon.blue_kube_proxy",
          { code: "newer", build: "v1.33.10-eksbuild.29", cluster: "1.32" },
        ],
      ],
      "raw/control-plane/rollback-two-minors": [
        [
          "error",
          "aws_eks_addon.blue_kube_proxy",
          { code: "newer", build: "v1.33.10-eksbuild.29", cluster: "1.32" },
        ],
      ],
      "raw/control-plane/unsupported": [
        [
          "error",
          "aws_eks_addon.blue_kube_proxy",
          { code: "newer", build: "v1.33.10-eksbuild.29", cluster: "1.29" },
        ],
      ],
    },
  },
  {
    rule: "addon-version-known",
    boundary: "raw/addon/back",
    passes: ["raw/addon/next", "raw/addon/all"],
    fails: {
      "raw/addon/unseen-build": [
        [
          "warning",
          "aws_eks_addon.blue_coredns",
          { code: "not-in-catalog", build: "v1.12.4-eksbuild.99", cluster: "1.33" },
        ],
      ],
      "raw/addon/unknown-build": [
        [
          "warning",
          "aws_eks_addon.blue_coredns",
          { code: "other-minor", build: "v1.99.0-eksbuild.1", cluster: "1.33" },
        ],
      ],
      "raw/control-plane/al2-at-1.32": [
        [
          "warning",
          "aws_eks_addon.blue_coredns",
          { code: "other-minor", build: "v1.12.4-eksbuild.38", cluster: "1.32" },
        ],
      ],
      "raw/control-plane/decrease": [
        [
          "warning",
          "aws_eks_addon.blue_coredns",
          { code: "other-minor", build: "v1.12.4-eksbuild.38", cluster: "1.32" },
        ],
      ],
      "raw/control-plane/rollback-two-minors": [
        [
          "warning",
          "aws_eks_addon.blue_coredns",
          { code: "other-minor", build: "v1.12.4-eksbuild.38", cluster: "1.32" },
        ],
      ],
      "raw/control-plane/sensitive": [
        [
          "warning",
          "aws_eks_addon.blue_coredns",
          { code: "other-minor", build: "v1.12.4-eksbuild.38", cluster: "1.35" },
        ],
      ],
      "raw/control-plane/two-minors": [
        [
          "warning",
          "aws_eks_addon.blue_coredns",
          { code: "other-minor", build: "v1.12.4-eksbuild.38", cluster: "1.35" },
        ],
      ],
      "raw/control-plane/unsupported": [
        [
          "warning",
          "aws_eks_addon.blue_coredns",
          { code: "other-minor", build: "v1.12.4-eksbuild.38", cluster: "1.29" },
        ],
        [
          "warning",
          "aws_eks_addon.blue_vpc_cni",
          { code: "other-minor", build: "v1.22.4-eksbuild.3", cluster: "1.29" },
        ],
      ],
      "module/control-plane-two-minors": [
        [
          "warning",
          'module.eks["blue"].aws_eks_addon.this["coredns"]',
          { code: "other-minor", build: "v1.12.4-eksbuild.38", cluster: "1.35" },
        ],
      ],
    },
  },
  {
    rule: "addon-one-minor",
    boundary: "raw/addon/one-minor",
    passes: ["raw/addon/all"],
    fails: {
      "raw/addon/two-minors": [
        ["error", "aws_eks_addon.blue_vpc_cni", { from: "v1.20.4-eksbuild.2", to: "v1.22.4-eksbuild.3" }],
      ],
    },
  },
  {
    rule: "addon-ahead-of-control-plane",
    boundary: "raw/control-plane/with-addons",
    passes: ["raw/control-plane/with-addon-that-fits", "raw/addon/next", "raw/addon/ahead", "module/version"],
    fails: {
      "karpenter/control-plane": [
        ["not evaluated", 'aws_eks_addon.this["coredns"]', { code: "known-after-apply" }],
        ["not evaluated", 'aws_eks_addon.this["vpc-cni"]', { code: "known-after-apply" }],
      ],
    },
  },
  {
    rule: "addon-removed",
    boundary: "others/addon-preserved",
    passes: ["raw/remove/cluster", "others/destroy", "others/addon-asked"],
    fails: {
      "raw/addon/removed": [["error", "aws_eks_addon.blue_coredns", { code: "removed" }]],
      "raw/life/forgotten": [["error", "aws_eks_addon.green_kube_proxy", { code: "removed" }]],
      "module/addon-before-compute": ["blue", "green"].map((cluster) => [
        "error",
        `module.eks["${cluster}"].aws_eks_addon.this["coredns"]`,
        { code: "moved" },
      ]),
    },
  },
  {
    rule: "addon-version-decrease",
    boundary: "raw/addon/back-for-rollback",
    passes: ["raw/addon/next", "raw/addon/all"],
    fails: {
      "raw/addon/back": [
        [
          "warning",
          "aws_eks_addon.blue_kube_proxy",
          { from: "v1.33.10-eksbuild.29", to: "v1.33.10-eksbuild.25" },
        ],
      ],
    },
  },
];
