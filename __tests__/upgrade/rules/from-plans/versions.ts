import { NEWEST, OLDEST } from "../../../fixtures/minors";
import type { RuleCases } from "./judged";

export const versions: readonly RuleCases[] = [
  {
    rule: "kubernetes-version-known",
    boundary: "raw/control-plane/newest-known",
    passes: ["raw/control-plane/next", "raw/life/new-cluster"],
    fails: {
      "raw/control-plane/unknown-version": [
        [
          "error",
          "aws_eks_cluster.blue",
          `Kubernetes 1.99 of cluster alpha-blue is not in the catalog of EKS versions, which has ${OLDEST} to ${NEWEST}; use one of these, or add 1.99 to a catalog file of your own if EKS offers it by now`,
        ],
      ],
    },
  },
  {
    rule: "kubernetes-version-supported",
    boundary: "raw/control-plane/next",
    passes: ["raw/life/new-cluster"],
    fails: {
      "raw/control-plane/rollback-last-day": [
        [
          "warning",
          "aws_eks_cluster.blue",
          "Kubernetes 1.33 of cluster alpha-blue is in extended support, at a price, since 2026-07-29, and until 2027-07-29; upgrade to 1.34 before that day",
        ],
      ],
      "raw/control-plane/rollback-day-after": [
        [
          "warning",
          "aws_eks_cluster.blue",
          "Kubernetes 1.33 of cluster alpha-blue is in extended support, at a price, since 2026-07-29, and until 2027-07-29; upgrade to 1.34 before that day",
        ],
      ],
      "raw/replace/cluster-without-key": [
        [
          "warning",
          "aws_eks_cluster.blue",
          "Kubernetes 1.33 of cluster alpha-blue is in extended support, at a price, since 2026-07-29, and until 2027-07-29; upgrade to 1.34 before that day",
        ],
      ],
      "raw/replace/cluster-with-another-key": [
        [
          "warning",
          "aws_eks_cluster.blue",
          "Kubernetes 1.33 of cluster alpha-blue is in extended support, at a price, since 2026-07-29, and until 2027-07-29; upgrade to 1.34 before that day",
        ],
      ],
      "raw/safety/encrypted": [
        [
          "warning",
          "aws_eks_cluster.blue",
          "Kubernetes 1.33 of cluster alpha-blue is in extended support, at a price, since 2026-07-29, and until 2027-07-29; upgrade to 1.34 before that day",
        ],
      ],
      "raw/safety/standard-support-ended": [
        [
          "warning",
          "aws_eks_cluster.blue",
          "Kubernetes 1.33 of cluster alpha-blue is in extended support, at a price, since 2026-07-29, and until 2027-07-29; upgrade to 1.34 before that day",
        ],
      ],

      "raw/control-plane/al2-at-1.32": [
        [
          "warning",
          "aws_eks_cluster.blue",
          "Kubernetes 1.32 of cluster alpha-blue is in extended support, at a price, since 2026-03-23, and until 2027-03-23; upgrade to 1.33 before that day",
        ],
      ],
      "raw/control-plane/decrease": [
        [
          "warning",
          "aws_eks_cluster.blue",
          "Kubernetes 1.32 of cluster alpha-blue is in extended support, at a price, since 2026-03-23, and until 2027-03-23; upgrade to 1.33 before that day",
        ],
      ],
      "raw/control-plane/rollback": [
        [
          "warning",
          "aws_eks_cluster.blue",
          "Kubernetes 1.33 of cluster alpha-blue is in extended support, at a price, since 2026-07-29, and until 2027-07-29; upgrade to 1.34 before that day",
        ],
      ],
      "raw/control-plane/rollback-late": [
        [
          "warning",
          "aws_eks_cluster.blue",
          "Kubernetes 1.33 of cluster alpha-blue is in extended support, at a price, since 2026-07-29, and until 2027-07-29; upgrade to 1.34 before that day",
        ],
      ],
      "raw/control-plane/rollback-two-minors": [
        [
          "warning",
          "aws_eks_cluster.blue",
          "Kubernetes 1.32 of cluster alpha-blue is in extended support, at a price, since 2026-03-23, and until 2027-03-23; upgrade to 1.33 before that day",
        ],
      ],
      "raw/control-plane/rollback-with-newer-nodes": [
        [
          "warning",
          "aws_eks_cluster.blue",
          "Kubernetes 1.33 of cluster alpha-blue is in extended support, at a price, since 2026-07-29, and until 2027-07-29; upgrade to 1.34 before that day",
        ],
      ],
      "raw/control-plane/unsupported": [
        [
          "error",
          "aws_eks_cluster.blue",
          "Kubernetes 1.29 of cluster alpha-blue is not supported on 2026-11-24: its support ended on 2026-03-23, and EKS upgrades such control planes by itself at any time; go to 1.31 or newer, one minor at a time",
        ],
      ],
      "raw/life/create": [
        [
          "warning",
          "aws_eks_cluster.blue",
          "Kubernetes 1.33 of cluster alpha-blue is in extended support, at a price, since 2026-07-29, and until 2027-07-29; upgrade to 1.34 before that day",
        ],
      ],
      "raw/life/tags": [
        [
          "warning",
          "aws_eks_cluster.blue",
          "Kubernetes 1.33 of cluster alpha-blue is in extended support, at a price, since 2026-07-29, and until 2027-07-29; upgrade to 1.34 before that day",
        ],
      ],
      "raw/replace/cluster": [
        [
          "warning",
          "aws_eks_cluster.blue",
          "Kubernetes 1.33 of cluster alpha-blue is in extended support, at a price, since 2026-07-29, and until 2027-07-29; upgrade to 1.34 before that day",
        ],
      ],
      "raw/replace/cluster-name": [
        [
          "warning",
          "aws_eks_cluster.blue",
          "Kubernetes 1.33 of cluster alpha-azure is in extended support, at a price, since 2026-07-29, and until 2027-07-29; upgrade to 1.34 before that day",
        ],
      ],
      "raw/safety/public-to-an-office": [
        [
          "warning",
          "aws_eks_cluster.blue",
          "Kubernetes 1.33 of cluster alpha-blue is in extended support, at a price, since 2026-07-29, and until 2027-07-29; upgrade to 1.34 before that day",
        ],
      ],
      "raw/safety/public-to-the-world": [
        [
          "warning",
          "aws_eks_cluster.blue",
          "Kubernetes 1.33 of cluster alpha-blue is in extended support, at a price, since 2026-07-29, and until 2027-07-29; upgrade to 1.34 before that day",
        ],
      ],
      "raw/safety/unprotect": [
        [
          "warning",
          "aws_eks_cluster.blue",
          "Kubernetes 1.33 of cluster alpha-blue is in extended support, at a price, since 2026-07-29, and until 2027-07-29; upgrade to 1.34 before that day",
        ],
      ],
      "raw/safety/unprotect-with-traffic": [
        [
          "warning",
          "aws_eks_cluster.blue",
          "Kubernetes 1.33 of cluster alpha-blue is in extended support, at a price, since 2026-07-29, and until 2027-07-29; upgrade to 1.34 before that day",
        ],
      ],
    },
  },
  {
    rule: "control-plane-one-minor",
    boundary: "raw/control-plane/next",
    passes: ["raw/control-plane/of-both-clusters", "raw/control-plane/rollback", "module/create"],
    fails: {
      "raw/control-plane/sensitive": [
        [
          "error",
          "aws_eks_cluster.blue",
          "cluster alpha-blue would go from Kubernetes 1.33 to 1.35 at once, and EKS upgrades a control plane one minor at a time; go to 1.34 first, then bring its add-ons and nodes to what fits it",
        ],
      ],
      "raw/control-plane/two-minors": [
        [
          "error",
          "aws_eks_cluster.blue",
          "cluster alpha-blue would go from Kubernetes 1.33 to 1.35 at once, and EKS upgrades a control plane one minor at a time; go to 1.34 first, then bring its add-ons and nodes to what fits it",
        ],
      ],
      "raw/control-plane/unknown-version": [
        [
          "error",
          "aws_eks_cluster.blue",
          "cluster alpha-blue would go from Kubernetes 1.33 to 1.99 at once, and EKS upgrades a control plane one minor at a time; go to 1.34 first, then bring its add-ons and nodes to what fits it",
        ],
      ],
      "module/control-plane-two-minors": [
        [
          "error",
          'module.eks["blue"].aws_eks_cluster.this[0]',
          "cluster beta-blue would go from Kubernetes 1.33 to 1.35 at once, and EKS upgrades a control plane one minor at a time; go to 1.34 first, then bring its add-ons and nodes to what fits it",
        ],
      ],
    },
  },
  {
    rule: "control-plane-decrease",
    boundary: "raw/control-plane/rollback-last-day",
    passes: ["raw/control-plane/rollback", "raw/control-plane/next"],
    fails: {
      "raw/control-plane/rollback-day-after": [
        [
          "error",
          "aws_eks_cluster.blue",
          "cluster alpha-blue would go back from Kubernetes 1.34 to 1.33, and the upgrade of 2026-11-16 is 8 days old on 2026-11-24, when EKS takes it back within 7; restore 1.34, or make a second cluster of 1.33",
        ],
      ],

      "raw/control-plane/decrease": [
        [
          "error",
          "aws_eks_cluster.blue",
          "cluster alpha-blue would go back from Kubernetes 1.33 to 1.32, which EKS does only as a rollback within 7 days of the upgrade; restore 1.33, or declare the rollback with the day of that upgrade (rollbackOfUpgradeOn)",
        ],
      ],
      "raw/control-plane/rollback-late": [
        [
          "error",
          "aws_eks_cluster.blue",
          "cluster alpha-blue would go back from Kubernetes 1.34 to 1.33, and the upgrade of 2026-11-01 is 23 days old on 2026-11-24, when EKS takes it back within 7; restore 1.34, or make a second cluster of 1.33",
        ],
      ],
      "raw/control-plane/rollback-two-minors": [
        [
          "error",
          "aws_eks_cluster.blue",
          "cluster alpha-blue would go back from Kubernetes 1.34 to 1.32, and EKS takes a control plane back by one minor only; restore 1.34, or make a second cluster of 1.32",
        ],
      ],
      "raw/control-plane/rollback-with-newer-nodes": [
        [
          "error",
          "aws_eks_cluster.blue",
          "cluster alpha-blue would go back to Kubernetes 1.33, and the nodes of workers-v2 run 1.34; bring them back to 1.33, or move to a group of 1.33, first",
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
        [
          "error",
          "aws_eks_node_group.workers_v1",
          "the nodes of workers-v1 would run Kubernetes 1.33, newer than the 1.32 of cluster alpha-blue; upgrade the control plane first, or give the nodes 1.32 or older",
        ],
        [
          "error",
          "aws_eks_node_group.workers_v2",
          "the nodes of workers-v2 would run Kubernetes 1.33, newer than the 1.32 of cluster alpha-blue; upgrade the control plane first, or give the nodes 1.32 or older",
        ],
      ],
      "raw/control-plane/rollback-two-minors": [
        [
          "error",
          "aws_eks_node_group.workers_v1",
          "the nodes of workers-v1 would run Kubernetes 1.33, newer than the 1.32 of cluster alpha-blue; upgrade the control plane first, or give the nodes 1.32 or older",
        ],
        [
          "error",
          "aws_eks_node_group.workers_v2",
          "the nodes of workers-v2 would run Kubernetes 1.33, newer than the 1.32 of cluster alpha-blue; upgrade the control plane first, or give the nodes 1.32 or older",
        ],
      ],
      "raw/control-plane/rollback-with-newer-nodes": [
        [
          "error",
          "aws_eks_node_group.workers_v2",
          "the nodes of workers-v2 would run Kubernetes 1.34, newer than the 1.33 of cluster alpha-blue; upgrade the control plane first, or give the nodes 1.33 or older",
        ],
      ],
      "raw/control-plane/too-old-nodes": [
        [
          "error",
          "aws_eks_node_group.workers_v1",
          "the nodes of workers-v1 run Kubernetes 1.30, too old for the 1.34 of cluster alpha-blue, whose nodes may be 1.31 or newer; bring the nodes up before the control plane",
        ],
      ],
      "raw/control-plane/unknown-version": [
        [
          "error",
          "aws_eks_node_group.workers_v1",
          "the nodes of workers-v1 run Kubernetes 1.33, too old for the 1.99 of cluster alpha-blue, whose nodes may be 1.96 or newer; bring the nodes up before the control plane",
        ],
        [
          "error",
          "aws_eks_node_group.workers_v2",
          "the nodes of workers-v2 run Kubernetes 1.33, too old for the 1.99 of cluster alpha-blue, whose nodes may be 1.96 or newer; bring the nodes up before the control plane",
        ],
      ],
      "raw/node-group/newer": [
        [
          "error",
          "aws_eks_node_group.workers_v1",
          "the nodes of workers-v1 would run Kubernetes 1.34, newer than the 1.33 of cluster alpha-blue; upgrade the control plane first, or give the nodes 1.33 or older",
        ],
      ],
    },
  },
  {
    rule: "node-group-born-at-cluster-version",
    boundary: "raw/node-group/create",
    passes: ["raw/life/new-cluster", "raw/life/create"],
    fails: {
      "raw/node-group/create-behind": [
        [
          "error",
          "aws_eks_node_group.workers_v3",
          "node group workers-v3 would be made at Kubernetes 1.32, and cluster alpha-blue runs 1.33, the only version at which EKS makes one; make the group at 1.33",
        ],
      ],
    },
  },
  {
    rule: "node-group-version-decrease",
    boundary: "raw/node-group/release",
    passes: ["raw/node-group/roll", "raw/life/moved-and-changed"],
    fails: {
      "raw/node-group/back": [
        [
          "error",
          "aws_eks_node_group.workers_v1",
          "node group workers-v1 would go back from Kubernetes 1.33 to 1.32, which EKS refuses outside a rollback; leave it at 1.33, or move to a second group that is born at the control plane's version",
        ],
      ],
      "raw/node-group/back-for-rollback": [
        [
          "warning",
          "aws_eks_node_group.workers_v1",
          "node group workers-v1 goes back from Kubernetes 1.34 to 1.33 for a rollback of its control plane, of which EKS's guide says that it can and its API reference that it cannot; have a second group of 1.33 ready, and cordon this one, if EKS refuses",
        ],
      ],
      "raw/node-group/back-two-minors-for-rollback": [
        [
          "error",
          "aws_eks_node_group.workers_v1",
          "node group workers-v1 would go back from Kubernetes 1.34 to 1.32, which EKS refuses outside a rollback; leave it at 1.34, or move to a second group that is born at the control plane's version",
        ],
      ],
      "raw/node-group/release-back": [
        [
          "error",
          "aws_eks_node_group.workers_v1",
          "node group workers-v1 would go back from AMI release 1.33.5-20261112 to 1.33.5-20261015, which EKS refuses; leave it at 1.33.5-20261112, or make a second group with 1.33.5-20261015",
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
        [
          "error",
          "aws_eks_node_group.workers_v1",
          "AMI release 1.34.2-20261112 of node group workers-v1 is of Kubernetes 1.34, and the group's version would be 1.33, which EKS refuses together; take a release of 1.33, or leave release_version out",
        ],
      ],
      "raw/node-group/roll-with-its-old-release": [
        [
          "error",
          "aws_eks_node_group.workers_v1",
          "AMI release 1.32.9-20261015 of node group workers-v1 is of Kubernetes 1.32, and the group's version would be 1.33, which EKS refuses together; take a release of 1.33, or leave release_version out",
        ],
      ],
    },
  },
  {
    rule: "ami-type-supported",
    boundary: "raw/control-plane/al2-at-1.32",
    passes: ["raw/node-group/create"],
    fails: {
      "raw/node-group/al2-to-1.33": [
        [
          "error",
          "aws_eks_node_group.workers_v1",
          "AMI type AL2_x86_64 of workers-v1 does not exist for Kubernetes 1.33: Amazon Linux 2 ended with 1.32; move to a second node group with an AL2023 type (the AMI type of a group cannot change in place)",
        ],
      ],
      "raw/node-group/create-al2": [
        [
          "error",
          "aws_eks_node_group.workers_v3",
          "AMI type AL2_x86_64 of workers-v3 does not exist for Kubernetes 1.33: Amazon Linux 2 ended with 1.32; move to a second node group with an AL2023 type (the AMI type of a group cannot change in place)",
        ],
      ],
    },
  },
  {
    rule: "unpinned-version",
    boundary: "raw/node-group/create-own-ami",
    passes: ["raw/control-plane/left-to-eks", "raw/addon/left-to-eks", "raw/life/create"],
    fails: {
      "raw/life/new-cluster-unpinned": [
        [
          "warning",
          "aws_eks_cluster.yellow",
          "cluster alpha-yellow names no Kubernetes version, so EKS takes its default of the day; write the version",
        ],
      ],
      "raw/addon/create-unpinned": [
        [
          "warning",
          "aws_eks_addon.agent",
          "add-on eks-pod-identity-agent names no version, so EKS takes its default of the day; write the build",
        ],
      ],
      "raw/node-group/create-unpinned": [
        [
          "warning",
          "aws_eks_node_group.workers_v3",
          "node group workers-v3 names no Kubernetes version, so it is born at its cluster's and then stays behind; write the version, unless its launch template has an AMI of its own",
        ],
      ],
    },
  },
  {
    rule: "upgrade-policy-automatic",
    boundary: "raw/safety/standard-support",
    passes: ["raw/control-plane/next", "raw/life/create"],
    fails: {
      "raw/safety/standard-support-near-its-end": [
        [
          "warning",
          "aws_eks_cluster.green",
          "standard support of Kubernetes 1.34 ends on 2026-12-02, and then EKS upgrades cluster alpha-green to 1.35 by itself (support type STANDARD); upgrade it before, or set the support type to EXTENDED",
        ],
      ],
      "raw/safety/standard-support-ended": [
        [
          "warning",
          "aws_eks_cluster.blue",
          "standard support of Kubernetes 1.33 ended on 2026-07-29, and then EKS upgrades cluster alpha-blue to 1.34 by itself (support type STANDARD); upgrade it before, or set the support type to EXTENDED",
        ],
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
          "istiod 1.27.4 supports Kubernetes 1.29 to 1.33, and cluster alpha-blue runs 1.34; take 1.29 or 1.28 first",
        ],
      ],
    },
  },
];
