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
          "kube-proxy v1.34.6-eksbuild.29 is newer than the control plane, which runs 1.33; upgrade the control plane first, or pin a build of v1.33 or older",
        ],
      ],
      "raw/addon/unknown-build": [
        [
          "error",
          "aws_eks_addon.blue_coredns",
          "coredns v1.99.0-eksbuild.1 does not fit Kubernetes 1.33, for which v1.12 to v1.13 is known; pin one of v1.12.4-eksbuild.31, v1.12.4-eksbuild.38, v1.13.2-eksbuild.11, or add a newer build to a catalog file of your own",
        ],
      ],
      "raw/control-plane/al2-at-1.32": [
        [
          "error",
          "aws_eks_addon.blue_coredns",
          "coredns v1.12.4-eksbuild.38 does not fit Kubernetes 1.32, for which v1.11 is known; pin one of v1.11.4-eksbuild.40, v1.11.4-eksbuild.53, v1.11.4-eksbuild.60, or add a newer build to a catalog file of your own",
        ],
        [
          "error",
          "aws_eks_addon.blue_kube_proxy",
          "kube-proxy v1.33.10-eksbuild.29 is newer than the control plane, which runs 1.32; upgrade the control plane first, or pin a build of v1.32 or older",
        ],
      ],
      "raw/control-plane/decrease": [
        [
          "error",
          "aws_eks_addon.blue_coredns",
          "coredns v1.12.4-eksbuild.38 does not fit Kubernetes 1.32, for which v1.11 is known; pin one of v1.11.4-eksbuild.40, v1.11.4-eksbuild.53, v1.11.4-eksbuild.60, or add a newer build to a catalog file of your own",
        ],
        [
          "error",
          "aws_eks_addon.blue_kube_proxy",
          "kube-proxy v1.33.10-eksbuild.29 is newer than the control plane, which runs 1.32; upgrade the control plane first, or pin a build of v1.32 or older",
        ],
      ],
      "raw/control-plane/rollback-two-minors": [
        [
          "error",
          "aws_eks_addon.blue_coredns",
          "coredns v1.12.4-eksbuild.38 does not fit Kubernetes 1.32, for which v1.11 is known; pin one of v1.11.4-eksbuild.40, v1.11.4-eksbuild.53, v1.11.4-eksbuild.60, or add a newer build to a catalog file of your own",
        ],
        [
          "error",
          "aws_eks_addon.blue_kube_proxy",
          "kube-proxy v1.33.10-eksbuild.29 is newer than the control plane, which runs 1.32; upgrade the control plane first, or pin a build of v1.32 or older",
        ],
      ],
      "raw/control-plane/sensitive": [
        [
          "error",
          "aws_eks_addon.blue_coredns",
          "coredns v1.12.4-eksbuild.38 does not fit Kubernetes 1.35, for which v1.13 to v1.14 is known; pin one of v1.14.3-eksbuild.3, v1.14.3-eksbuild.16, v1.14.6-eksbuild.4, or add a newer build to a catalog file of your own",
        ],
      ],
      "raw/control-plane/two-minors": [
        [
          "error",
          "aws_eks_addon.blue_coredns",
          "coredns v1.12.4-eksbuild.38 does not fit Kubernetes 1.35, for which v1.13 to v1.14 is known; pin one of v1.14.3-eksbuild.3, v1.14.3-eksbuild.16, v1.14.6-eksbuild.4, or add a newer build to a catalog file of your own",
        ],
      ],
      "raw/control-plane/unsupported": [
        [
          "error",
          "aws_eks_addon.blue_coredns",
          "coredns v1.12.4-eksbuild.38 does not fit Kubernetes 1.29, for which v1.11 is known; pin one of v1.11.1-eksbuild.9, v1.11.1-eksbuild.11, v1.11.3-eksbuild.1, or add a newer build to a catalog file of your own",
        ],
        [
          "error",
          "aws_eks_addon.blue_kube_proxy",
          "kube-proxy v1.33.10-eksbuild.29 is newer than the control plane, which runs 1.29; upgrade the control plane first, or pin a build of v1.29 or older",
        ],
        [
          "error",
          "aws_eks_addon.blue_vpc_cni",
          "vpc-cni v1.22.4-eksbuild.3 does not fit Kubernetes 1.29, for which v1.16 to v1.21 is known; pin one of v1.18.5-eksbuild.1, v1.19.0-eksbuild.1, v1.21.1-eksbuild.7, or add a newer build to a catalog file of your own",
        ],
      ],
      "module/control-plane-two-minors": [
        [
          "error",
          'module.eks["blue"].aws_eks_addon.this["coredns"]',
          "coredns v1.12.4-eksbuild.38 does not fit Kubernetes 1.35, for which v1.13 to v1.14 is known; pin one of v1.14.3-eksbuild.3, v1.14.3-eksbuild.16, v1.14.6-eksbuild.4, or add a newer build to a catalog file of your own",
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
          'coredns v1.12.4-eksbuild.99 is not in the catalog, which for Kubernetes 1.33 has v1.12.4-eksbuild.31, v1.12.4-eksbuild.38, v1.13.2-eksbuild.11; check it with "aws eks describe-addon-versions --addon-name coredns --kubernetes-version 1.33"',
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
        [
          "error",
          "aws_eks_addon.blue_vpc_cni",
          "add-on vpc-cni of cluster alpha-blue would go from v1.20.4-eksbuild.2 to v1.22.4-eksbuild.3, and goes one minor at a time; take a build of v1.21 first",
        ],
      ],
    },
  },
  {
    rule: "addon-ahead-of-control-plane",
    boundary: "raw/control-plane/with-addon-that-fits",
    passes: ["raw/control-plane/next", "raw/addon/next", "raw/addon/ahead"],
    fails: {
      "raw/control-plane/with-addons": [
        [
          "error",
          "aws_eks_addon.blue_kube_proxy",
          "add-on kube-proxy would be v1.34.6-eksbuild.29 in the step that upgrades cluster alpha-blue from 1.33 to 1.34, and does not fit 1.33, which the control plane runs until then; upgrade the control plane first and the add-on in the step after it",
        ],
      ],
      "module/version": [
        [
          "error",
          'module.eks["blue"].aws_eks_addon.this["kube-proxy"]',
          "add-on kube-proxy would be v1.34.6-eksbuild.29 in the step that upgrades cluster beta-blue from 1.33 to 1.34, and does not fit 1.33, which the control plane runs until then; upgrade the control plane first and the add-on in the step after it",
        ],
      ],
    },
  },
  {
    rule: "addon-removed",
    boundary: "others/addon-preserved",
    passes: ["raw/remove/cluster", "others/destroy", "others/addon-asked"],
    fails: {
      "raw/addon/removed": [
        [
          "error",
          "aws_eks_addon.blue_coredns",
          "add-on coredns of cluster alpha-blue would be removed with all that it runs there, and then no pod finds a service by its name; put it back, or set preserve = true in a step before, and what it runs stays",
        ],
      ],
      "raw/life/forgotten": [
        [
          "error",
          "aws_eks_addon.green_kube_proxy",
          "add-on kube-proxy of cluster alpha-green would be removed with all that it runs there, and then new nodes do not lead to services; put it back, or set preserve = true in a step before, and what it runs stays",
        ],
      ],
      "module/addon-before-compute": ["blue", "green"].map((cluster) => [
        "error",
        `module.eks["${cluster}"].aws_eks_addon.this["coredns"]`,
        `add-on coredns of cluster beta-${cluster} would be removed and made again, because it is deleted here and made again at module.eks["${cluster}"].aws_eks_addon.before_compute["coredns"]; tell Terraform that it moves, with a moved block (from module.eks["${cluster}"].aws_eks_addon.this["coredns"], to module.eks["${cluster}"].aws_eks_addon.before_compute["coredns"])`,
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
          "add-on kube-proxy of cluster alpha-blue would go back from v1.33.10-eksbuild.29 to v1.33.10-eksbuild.25; restore v1.33.10-eksbuild.29 unless the way back is meant",
        ],
      ],
    },
  },
];
