import type { RuleCases } from "./judged";

export const safety: readonly RuleCases[] = [
  {
    rule: "public-endpoint-open",
    boundary: "raw/safety/public-to-an-office",
    passes: ["raw/life/create"],
    fails: {
      "raw/safety/public-to-the-world": [["error", "aws_eks_cluster.blue", { networks: "" }]],
      "module/public": [
        ["error", 'module.eks["blue"].aws_eks_cluster.this[0]', { networks: "0.0.0.0/0" }],
        ["error", 'module.eks["green"].aws_eks_cluster.this[0]', { networks: "0.0.0.0/0" }],
      ],
    },
  },
  {
    rule: "old-tls-policy",
    boundary: "raw/safety/tls-1.2",
    passes: ["raw/life/create", "raw/shift/10"],
    fails: {
      "raw/safety/old-tls": [["error", "aws_lb_listener.https", { policy: "ELBSecurityPolicy-2016-08" }]],
    },
  },
  {
    rule: "protection-off",
    boundary: "raw/life/tags",
    passes: ["raw/safety/public-to-an-office", "raw/remove/cluster"],
    fails: {
      "raw/safety/unprotect": [["warning", "aws_eks_cluster.blue"]],
      "raw/safety/unprotect-with-traffic": [["warning", "aws_eks_cluster.blue"]],
    },
  },
];
