import type { RuleCases } from "./judged";

export const replacement: readonly RuleCases[] = [
  {
    rule: "cluster-replaced",
    boundary: { none: "a plan replaces a cluster or it does not: there is nothing between" },
    passes: ["raw/life/moved", "raw/control-plane/next", "raw/life/forgotten"],
    fails: {
      "others/auto-mode-taken-out": [
        [
          "error",
          "aws_eks_cluster.this",
          "cluster delta would be replaced, with all that runs in it, because compute_config.node_role_arn changes; put compute_config.node_role_arn back, or make a second cluster beside it and move the traffic",
        ],
      ],
      "raw/replace/cluster-without-key": [
        [
          "error",
          "aws_eks_cluster.blue",
          "cluster alpha-blue would be replaced, with all that runs in it, because encryption_config changes; keep encryption_config as it is, for it cannot be taken off a cluster, or make a second cluster beside it and move the traffic",
        ],
      ],

      "raw/replace/cluster": [
        [
          "error",
          "aws_eks_cluster.blue",
          "cluster alpha-blue would be replaced, with all that runs in it, because role_arn changes; keep the role (where its ARN is only known after the apply, the role is replaced: keep that), or make a second cluster beside it and move the traffic",
        ],
      ],
      "raw/replace/cluster-name": [
        [
          "error",
          "aws_eks_cluster.blue",
          "cluster alpha-blue would be replaced, with all that runs in it, because name changes; put name back, or make a second cluster beside it and move the traffic",
        ],
      ],
    },
  },
  {
    rule: "node-group-in-use-replaced",
    boundary: "raw/replace/node-group-retired",
    passes: ["raw/life/moved", "raw/life/moved-and-changed", "raw/node-group/roll"],
    fails: {
      "raw/replace/cluster-name": [
        [
          "error",
          "aws_eks_node_group.workers_v1",
          "node group workers-v1 would be replaced, and 3 nodes deleted past all disruption budgets, because its cluster goes; keep the cluster",
        ],
        [
          "error",
          "aws_eks_node_group.workers_v2",
          "node group workers-v2 would be replaced, and 3 nodes deleted past all disruption budgets, because its cluster goes; keep the cluster",
        ],
      ],
      "raw/replace/node-group": [
        [
          "error",
          "aws_eks_node_group.workers_v1",
          "node group workers-v1 would be replaced, and 3 nodes deleted past all disruption budgets, because instance_types changes; put instance_types back, or make a second group beside it, then cordon, drain, retire and remove this one",
        ],
      ],
      "raw/replace/node-group-before-destroy": [
        [
          "error",
          "aws_eks_node_group.workers_v1",
          "node group workers-v1 would be replaced, and 3 nodes deleted past all disruption budgets, because node_group_name and instance_types change; put node_group_name back; for another name make a second group beside it, then cordon, drain, retire and remove this one",
        ],
      ],
    },
  },
  {
    rule: "target-group-in-use-replaced",
    boundary: "raw/replace/target-group-without-traffic",
    passes: ["raw/remove/target-group"],
    fails: {
      "raw/replace/target-group": [
        [
          "error",
          "aws_lb_target_group.blue",
          "target group alpha-webapp-blue would be replaced while aws_lb_listener.https sends traffic to it, because port changes; put port back, or make a second target group of another name beside it, bind it, move the traffic, and remove this one",
        ],
      ],
    },
  },
  {
    rule: "binding-in-use-replaced",
    boundary: "workload-blue/binding-moves + raw/life/all-on-green",
    passes: ["workload-blue/unbind", "workload-green/bind-blue", "workload-blue/destroy"],
    fails: {
      "workload-blue/binding-moves + raw/life/nothing": [
        [
          "error",
          "helm_release.webapp_binding",
          "the binding of target group alpha-webapp-blue would be removed and made again, and all its targets leave in between, while aws_lb_listener.https sends traffic there, because namespace changes; put it back, or make a second target group beside it, bind it, and move the traffic",
        ],
      ],
      "workload-blue/binding-renamed + raw/life/nothing": [
        [
          "error",
          "helm_release.webapp_binding",
          "the binding of target group alpha-webapp-blue would be removed and made again, and all its targets leave in between, while aws_lb_listener.https sends traffic there, because it is deleted here and made again at helm_release.webapp; tell Terraform that it moves, with a moved block (from helm_release.webapp_binding, to helm_release.webapp)",
        ],
      ],
      "workload-blue/binding-moves": [
        [
          "warning",
          "helm_release.webapp_binding",
          "the binding of target group alpha-webapp-blue would be removed and made again, and all its targets leave in between, and whether it gets traffic is not in view, because namespace changes; put it back, or make a second target group beside it, bind it, and move the traffic",
        ],
      ],
      "workload-blue/binding-renamed": [
        [
          "warning",
          "helm_release.webapp_binding",
          "the binding of target group alpha-webapp-blue would be removed and made again, and all its targets leave in between, and whether it gets traffic is not in view, because it is deleted here and made again at helm_release.webapp; tell Terraform that it moves, with a moved block (from helm_release.webapp_binding, to helm_release.webapp)",
        ],
      ],
    },
  },
  {
    rule: "load-balancer-replaced",
    boundary: { none: "a plan replaces a load balancer or it does not: there is nothing between" },
    passes: ["raw/remove/load-balancer", "raw/shift/10"],
    fails: {
      "raw/replace/load-balancer": [
        [
          "error",
          "aws_lb.webapp",
          "load balancer alpha-webapp would be replaced, and its addresses with it, because internal changes; put internal back, or make a second load balancer beside it and move its DNS records first",
        ],
      ],
    },
  },
  {
    rule: "secrets-encryption-removed",
    boundary: "raw/safety/encrypted",
    passes: ["raw/replace/cluster", "raw/control-plane/next"],
    fails: {
      "raw/replace/cluster-without-key": [
        [
          "error",
          "aws_eks_cluster.blue",
          "the encryption of the secrets of cluster alpha-blue would be taken off or get another key, which EKS does for no cluster that exists; put encryption_config back as it was, or make a second cluster beside it",
        ],
      ],
      "raw/replace/cluster-with-another-key": [
        [
          "error",
          "aws_eks_cluster.blue",
          "the secrets of cluster alpha-blue would get another key, which EKS gives no cluster that exists: the provider does nothing, and writes the new key into the state; put key_arn back, or make a second cluster beside it",
        ],
      ],
    },
  },
];
