import type { RuleCases } from "./judged";

export const versions: readonly RuleCases[] = [
  {
    rule: "kubernetes-version-known",
    passes: ["raw/control-plane/next", "raw/life/new-cluster"],
    fails: {
      "raw/control-plane/unknown-version": [
        [
          "error",
          "aws_eks_cluster.blue",
          "Kubernetes 1.99 of cluster alpha-blue is not in the catalog of EKS versions, which has 1.14 to 1.37; use one of these, or add 1.99 to a catalog file of your own if EKS offers it by now",
        ],
      ],
    },
  },
  {
    rule: "kubernetes-version-supported",
    passes: ["raw/control-plane/next", "raw/life/new-cluster"],
    fails: {
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
    passes: [
      "raw/control-plane/next",
      "raw/control-plane/of-both-clusters",
      "raw/control-plane/rollback",
      "module/create",
    ],
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
    passes: ["raw/control-plane/rollback", "raw/control-plane/next"],
    fails: {
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
    passes: ["raw/control-plane/oldest-nodes", "raw/node-group/roll", "raw/control-plane/next"],
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
    passes: ["raw/node-group/create", "raw/life/new-cluster", "raw/life/create"],
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
    passes: ["raw/node-group/roll", "raw/life/moved-and-changed"],
    fails: {},
  },
  {
    rule: "ami-type-supported",
    passes: ["raw/control-plane/al2-at-1.32", "raw/node-group/create"],
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
    passes: ["raw/control-plane/left-to-eks", "raw/addon/left-to-eks", "raw/life/create"],
    fails: {},
  },
  {
    rule: "upgrade-policy-automatic",
    passes: ["raw/control-plane/next", "raw/life/create"],
    fails: {},
  },
];
