import type { RuleCases } from "./judged";

export const removals: readonly RuleCases[] = [
  {
    rule: "node-group-retired-undrained",
    boundary: "raw/retire/v1",
    passes: ["raw/drain/v1"],
    fails: {
      "raw/retire/v1-active": [
        [
          "error",
          "aws_eks_node_group.workers_v1",
          "node group workers-v1 would be retired while it is active, not drained, and 3 nodes would be ended past all disruption budgets; set its phase to draining (tag cdktf-eks-upgrade/phase), drain it, and retire it in a step of its own",
        ],
      ],
      "raw/retire/v1-not-drained": [
        [
          "error",
          "aws_eks_node_group.workers_v1",
          "node group workers-v1 would be retired while it is cordoned, not drained, and 3 nodes would be ended past all disruption budgets; set its phase to draining (tag cdktf-eks-upgrade/phase), drain it, and retire it in a step of its own",
        ],
      ],
    },
  },
  {
    rule: "node-group-removed-with-nodes",
    boundary: "raw/remove/v1-empty",
    passes: ["raw/remove/v1", "raw/remove/cluster"],
    fails: {
      "raw/life/deposed": [
        [
          "error",
          "aws_eks_node_group.workers_v2 (deposed 0badcafe)",
          "node group workers-v2 would be removed with 3 nodes, which EKS ends after a few minutes past all disruption budgets; cordon, drain and retire it (size 0) first, each in a step of its own",
        ],
      ],
      "raw/life/forgotten": [
        [
          "error",
          "aws_eks_node_group.green_workers_v1",
          "node group workers-v1 would be removed with 3 nodes, which EKS ends after a few minutes past all disruption budgets; cordon, drain and retire it (size 0) first, each in a step of its own",
        ],
      ],
      "raw/remove/v1-active": [
        [
          "error",
          "aws_eks_node_group.workers_v1",
          "node group workers-v1 would be removed with 3 nodes, which EKS ends after a few minutes past all disruption budgets; cordon, drain and retire it (size 0) first, each in a step of its own",
        ],
      ],
      "raw/remove/v1-cordoned": [
        [
          "error",
          "aws_eks_node_group.workers_v1",
          "node group workers-v1 would be removed with 3 nodes, which EKS ends after a few minutes past all disruption budgets; cordon, drain and retire it (size 0) first, each in a step of its own",
        ],
      ],
    },
  },
  {
    rule: "node-group-removed-uncordoned",
    boundary: "raw/remove/v1",
    passes: ["raw/remove/last-group", "raw/remove/v1-active"],
    fails: {
      "raw/remove/v1-empty": [
        [
          "error",
          "aws_eks_node_group.workers_v1",
          "node group workers-v1 would be removed while it takes pods: it has no nodes, but an autoscaler may start some at any time; cordon and retire it first",
        ],
      ],
    },
  },
  {
    rule: "last-listener-removed",
    boundary: "raw/remove/listener-of-two",
    passes: ["raw/remove/load-balancer", "raw/life/destroy", "regions/remove-rule", "module/destroy"],
    fails: {
      "raw/remove/listener": [
        [
          "error",
          "aws_lb_listener.https",
          "the last listener of load balancer alpha-webapp that forwards (alpha-webapp-blue 100, alpha-webapp-default 0, alpha-webapp-green 0) would be removed while the load balancer stays, and nothing answers its clients any more; keep it, or move its DNS records away and remove the load balancer with it",
        ],
      ],
    },
  },
  {
    rule: "other-nodes-removed",
    boundary: "others/pool-removed-empty",
    passes: ["others/nothing", "others/destroy", "others/pool-larger", "others/time-stamp"],
    fails: {
      "others/pool-removed": [
        [
          "error",
          "aws_autoscaling_group.legacy",
          "Auto Scaling group delta-legacy of cluster delta would be removed, and 2 nodes ended past all disruption budgets; drain them, and set its size to 0 in a step of its own before",
        ],
      ],
      "others/pool-replaced": [
        [
          "error",
          "aws_autoscaling_group.legacy",
          "Auto Scaling group delta-legacy of cluster delta would be replaced (name changes), and 2 nodes ended past all disruption budgets; drain them, and set its size to 0 in a step of its own before",
        ],
      ],
      "others/pool-smaller": [
        [
          "not judged",
          "aws_autoscaling_group.legacy",
          "whether pods run on the 1 node that Auto Scaling group delta-legacy of cluster delta would lose (2 to 1) is not known before the apply, so whether they may be ended is not judged; see to it by hand, and waive this with what you saw",
        ],
      ],
      "others/fargate-removed": [
        [
          "not judged",
          "aws_eks_fargate_profile.system",
          "what runs on Fargate profile system of cluster delta is not known before the apply, so whether it may be removed is not judged; see to it by hand, and waive this with what you saw",
        ],
      ],
      "others/auto-mode-off": [
        [
          "not judged",
          "aws_eks_cluster.this",
          "what runs on Auto Mode of cluster delta is not known before the apply, so whether it may be turned off is not judged; see to it by hand, and waive this with what you saw",
        ],
      ],
    },
  },
  {
    rule: "cluster-removed-while-protected",
    boundary: "raw/remove/cluster",
    passes: ["raw/safety/unprotect", "raw/life/new-cluster"],
    fails: {
      "raw/life/destroy": [
        [
          "error",
          "aws_eks_cluster.blue",
          "cluster alpha-blue would be removed while it is protected; take its protection off in a step of its own, when it has no traffic any more, and remove it in the step after that",
        ],
      ],
      "raw/remove/cluster-protected": [
        [
          "error",
          "aws_eks_cluster.blue",
          "cluster alpha-blue would be removed while it is protected; take its protection off in a step of its own, when it has no traffic any more, and remove it in the step after that",
        ],
      ],
    },
  },
  {
    rule: "cluster-removed-with-traffic",
    boundary: "raw/remove/cluster + workload-blue/nothing + workload-green/nothing",
    passes: ["raw/remove/cluster-with-traffic"],
    fails: {
      "raw/remove/cluster-with-traffic + workload-blue/nothing + workload-green/nothing": [
        [
          "error",
          "aws_eks_cluster.blue",
          "cluster alpha-blue would be removed while aws_lb_listener.https gives its target group alpha-webapp-blue weight 100; shift its traffic away (weight 0) in a step before",
        ],
      ],
    },
  },
  {
    rule: "cluster-removed-with-workload",
    boundary: "raw/remove/cluster + workload-blue/unbind + workload-green/nothing",
    passes: ["raw/remove/cluster", "raw/life/nothing + workload-blue/nothing + workload-green/nothing"],
    fails: {
      "raw/remove/cluster + nodes/nothing": [
        [
          "error",
          "aws_eks_cluster.blue",
          "cluster alpha-blue would be removed with its node group batch-v1 (aws_eks_node_group.batch[0]) left behind, and EKS deletes no cluster that has one; remove it first",
        ],
      ],

      "raw/life/destroy + workload-blue/nothing + workload-green/nothing": [
        [
          "error",
          "aws_eks_cluster.blue",
          "cluster alpha-blue would be removed with its binding helm_release.webapp_binding left behind; remove what runs in it first",
        ],
        [
          "error",
          "aws_eks_cluster.green",
          "cluster alpha-green would be removed with its binding helm_release.webapp_binding left behind; remove what runs in it first",
        ],
      ],
      "raw/shift/and-remove-cluster + workload-blue/nothing + workload-green/nothing": [
        [
          "error",
          "aws_eks_cluster.blue",
          "cluster alpha-blue would be removed with its binding helm_release.webapp_binding left behind; remove what runs in it first",
        ],
      ],
      "raw/remove/cluster + workload-blue/nothing + workload-green/nothing": [
        [
          "error",
          "aws_eks_cluster.blue",
          "cluster alpha-blue would be removed with its binding helm_release.webapp_binding left behind; remove what runs in it first",
        ],
      ],
      "raw/remove/cluster-with-traffic + workload-blue/nothing + workload-green/nothing": [
        [
          "error",
          "aws_eks_cluster.blue",
          "cluster alpha-blue would be removed with its binding helm_release.webapp_binding left behind; remove what runs in it first",
        ],
      ],
    },
  },
  {
    rule: "target-group-removed-with-traffic",
    boundary: "raw/remove/target-group",
    passes: ["raw/remove/load-balancer"],
    fails: {
      "raw/remove/target-group-with-its-rule": [
        [
          "error",
          "aws_lb_target_group.green",
          "target group alpha-webapp-green would be removed together with aws_lb_listener_rule.api, which gives it weight 100; shift its traffic away in a step before",
        ],
      ],
      "raw/remove/target-group-looked-up": [
        [
          "error",
          "aws_lb_target_group.blue",
          "target group alpha-webapp-blue would be removed while aws_lb_listener.https gives it weight 100; shift its traffic away (weight 0) in a step before",
        ],
      ],
      "raw/remove/target-group-still-named": [
        [
          "error",
          "aws_lb_target_group.default",
          "target group alpha-webapp-default would be removed while aws_lb_listener.https names it, and AWS refuses that (ResourceInUse); take it out of the route too",
        ],
      ],
    },
  },
  {
    rule: "controller-removed-before-bindings",
    boundary: "workload-blue/controller-last",
    passes: [
      "workload-blue/unbind",
      "raw/remove/controller-role",
      "raw/life/nothing + workload-blue/nothing + workload-green/nothing",
    ],
    fails: {
      "workload-blue/controller-removed": [
        [
          "error",
          "helm_release.load_balancer_controller",
          "the load balancer controller (release aws-load-balancer-controller) would be removed while binding helm_release.webapp_binding stays, which then can never go; remove the bindings first, in a step of their own",
        ],
      ],
      "workload-blue/destroy": [
        [
          "error",
          "helm_release.load_balancer_controller",
          "the load balancer controller (release aws-load-balancer-controller) would be removed in the same step as binding helm_release.webapp_binding, which needs it to go; remove the bindings first, in a step of their own",
        ],
      ],
      "raw/life/destroy + workload-blue/nothing + workload-green/nothing": [
        [
          "error",
          "aws_iam_role.load_balancer_controller",
          "the role alpha-load-balancer-controller of the load balancer controller would be removed while binding helm_release.webapp_binding stays, which then can never go; remove the bindings first, in a step of their own",
        ],
      ],
      "raw/remove/controller-role + workload-blue/nothing + workload-green/nothing": [
        [
          "error",
          "aws_iam_role.load_balancer_controller",
          "the role alpha-load-balancer-controller of the load balancer controller would be removed while binding helm_release.webapp_binding stays, which then can never go; remove the bindings first, in a step of their own",
        ],
      ],
    },
  },
];
