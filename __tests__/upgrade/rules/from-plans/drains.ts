import type { RuleCases } from "./judged";

export const drains: readonly RuleCases[] = [
  {
    rule: "phase-order",
    boundary: "raw/drain/v1",
    passes: ["raw/cordon/v1", "raw/retire/v1"],
    fails: {
      "raw/drain/v1-active": [
        [
          "warning",
          "aws_eks_node_group.workers_v1",
          "node group workers-v1 goes from active to draining at once; cordon it first, see that its successor takes the new pods, and drain it then",
        ],
      ],
      "raw/retire/to-cordoned": [
        [
          "warning",
          "aws_eks_node_group.workers_v1",
          "node group workers-v1 goes from retired to cordoned at once; it has no nodes that keep their pods: make it active again, or remove it",
        ],
      ],
      "raw/retire/to-draining": [
        [
          "warning",
          "aws_eks_node_group.workers_v1",
          "node group workers-v1 goes from retired to draining at once; it has no nodes to drain: make it active again, or remove it",
        ],
      ],
    },
  },
  {
    rule: "force-update",
    boundary: "raw/node-group/roll",
    passes: ["raw/control-plane/next"],
    fails: {
      "raw/node-group/force-waits": [
        [
          "warning",
          "aws_eks_node_group.workers_v1",
          "node group workers-v1 has force_update_version, which at its next update ends pods past their disruption budgets; take it out, and make room in the budget that holds the update up",
        ],
      ],

      "raw/control-plane/forced": [
        [
          "error",
          "aws_eks_cluster.blue",
          "cluster alpha-blue changes its version with force_update_version, which passes over EKS's own readiness checks; take it out, and mend what they find",
        ],
      ],
      "raw/node-group/roll-forced": [
        [
          "error",
          "aws_eks_node_group.workers_v1",
          "node group workers-v1 changes its version with force_update_version, which ends pods past their disruption budgets; take it out, and make room in the budget that holds the update up",
        ],
      ],
    },
  },
  {
    rule: "no-execute-taint",
    boundary: "raw/node-group/no-execute-empty",
    passes: ["raw/cordon/v1", "raw/cordon/by-another-taint"],
    fails: {
      "raw/node-group/no-execute": [
        [
          "error",
          "aws_eks_node_group.workers_v1",
          "taint drain of node group workers-v1 would be NO_EXECUTE, which ends the pods of its 3 nodes at once, past all disruption budgets; cordon with NO_SCHEDULE, then drain",
        ],
      ],
    },
  },
  {
    rule: "scale-in-of-active-group",
    boundary: "raw/retire/v1",
    passes: ["raw/node-group/scale-out", "raw/node-group/maximum", "raw/life/drift"],
    fails: {
      "raw/node-group/scale-in": [
        [
          "error",
          "aws_eks_node_group.workers_v1",
          "the desired size of node group workers-v1 would be 3 while 6 nodes run, and EKS would end 3 nodes past all disruption budgets; leave 6 and let an autoscaler drain, or cordon and drain the group before",
        ],
      ],
      "raw/node-group/scale-in-cordoned": [
        [
          "error",
          "aws_eks_node_group.workers_v1",
          "the desired size of node group workers-v1 would be 3 while 6 nodes run, and EKS would end 3 nodes past all disruption budgets; leave 6 and let an autoscaler drain, or cordon and drain the group before",
        ],
      ],
    },
  },
  {
    rule: "scaling-with-other-changes",
    boundary: "raw/retire/v1",
    passes: ["raw/node-group/maximum", "raw/node-group/scale-out", "raw/cordon/v1"],
    fails: {
      "raw/cordon/v1-with-maximum": [
        [
          "error",
          "aws_eks_node_group.workers_v1",
          "node group workers-v1 changes scaling_config.max_size together with taint, and its desired size is sent along as it was when the plan was made; change its sizes in a step of their own, planned and applied at once",
        ],
      ],
      "raw/node-group/maximum-and-labels": [
        [
          "error",
          "aws_eks_node_group.workers_v1",
          "node group workers-v1 changes scaling_config.max_size together with labels.team, and its desired size is sent along as it was when the plan was made; change its sizes in a step of their own, planned and applied at once",
        ],
      ],
    },
  },
  {
    rule: "launch-template-latest",
    boundary: "raw/node-group/create-of-newest-template",
    passes: ["raw/life/create"],
    fails: {
      "raw/node-group/create-of-latest-template": [
        [
          "warning",
          "aws_eks_node_group.workers_v3",
          "node group workers-v3 takes version $Latest of its launch template, which is another one tomorrow; write the number of the version",
        ],
      ],
    },
  },
];
