import type { RuleCases } from "./judged";

export const safety: readonly RuleCases[] = [
  {
    rule: "public-endpoint-open",
    boundary: "raw/safety/public-to-an-office",
    passes: ["raw/life/create"],
    fails: {
      "raw/safety/public-to-the-world": [
        [
          "error",
          "aws_eks_cluster.blue",
          "the public endpoint of cluster alpha-blue names no networks, so that the whole internet may reach its API; give the networks that may (public_access_cidrs), or make it private",
        ],
      ],
      "module/public": [
        [
          "error",
          'module.eks["blue"].aws_eks_cluster.this[0]',
          "the public endpoint of cluster beta-blue is open to 0.0.0.0/0, so that the whole internet may reach its API; give the networks that may (public_access_cidrs), or make it private",
        ],
        [
          "error",
          'module.eks["green"].aws_eks_cluster.this[0]',
          "the public endpoint of cluster beta-green is open to 0.0.0.0/0, so that the whole internet may reach its API; give the networks that may (public_access_cidrs), or make it private",
        ],
      ],
    },
  },
  {
    rule: "old-tls-policy",
    boundary: "raw/safety/tls-1.2",
    passes: ["raw/life/create", "raw/shift/10"],
    fails: {
      "raw/safety/old-tls": [
        [
          "error",
          "aws_lb_listener.https",
          "the listener has policy ELBSecurityPolicy-2016-08, with TLS 1.0 or 1.1; give it one of TLS 1.2 and newer, as ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
        ],
      ],
    },
  },
  {
    rule: "protection-off",
    boundary: "raw/life/tags",
    passes: ["raw/safety/public-to-an-office", "raw/remove/cluster"],
    fails: {
      "raw/safety/unprotect": [
        [
          "warning",
          "aws_eks_cluster.blue",
          "the deletion protection of cluster alpha-blue is taken off; do so only where the next step removes it, once it has no traffic",
        ],
      ],
      "raw/safety/unprotect-with-traffic": [
        [
          "warning",
          "aws_eks_cluster.blue",
          "the deletion protection of cluster alpha-blue is taken off; do so only where the next step removes it, once it has no traffic",
        ],
      ],
    },
  },
];
