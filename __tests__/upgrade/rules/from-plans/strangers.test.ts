import { judgementsOf } from "./judged";

/*
 * Plans of programs that are shaped as others write them: modules in modules with count and for_each, blocks made by
 * others, two regions, names from a data source or a resource. The errors and their addresses; the tables beside
 * pin their words.
 */

function errorsAt(plans: string): readonly string[] {
  return judgementsOf(plans)
    .filter(({ severity }) => severity === "error")
    .map(
      ({ rule, address, isNotEvaluated }) =>
        `${isNotEvaluated === true ? "not evaluated: " : ""}${rule} ${address}`,
    );
}

test.each([
  "module/before-compute-next",
  "module/cordon",
  "module/create",
  "module/encrypted",
  "module/import",
  "module/launch-template",
  "module/maximum",
  "module/nothing",
  "module/shift-10",
  "module/target",
  "regions/attach",
  "regions/moved-module",
  "regions/nothing",
  "regions/remove-rule",
  "regions/rename-rule",
  "regions/shift-10",
  "regions/third-at-zero",
  "nodes/create",
  "nodes/follows-cluster",
  "nodes/nothing",
  "others/addon-asked",
  "others/addon-preserved",
  "others/create",
  "others/nothing",
  "others/pool-larger",
  "others/pool-removed-empty",
  "others/time-stamp",
  "raw/control-plane/next + nodes/nothing",
  "raw/shift/to-attached + workload-blue/nothing",
])("%s: accepted", (plans) => {
  expect(errorsAt(plans)).toEqual([]);
});

const rejected: readonly (readonly [plans: string, errors: readonly string[]])[] = [
  [
    "module/destroy",
    [
      'cluster-removed-in-use module.eks["blue"].aws_eks_cluster.this[0]',
      'cluster-removed-in-use module.eks["green"].aws_eks_cluster.this[0]',
    ],
  ],
  ["module/not-created", ['cluster-removed-in-use module.eks["blue"].aws_eks_cluster.this[0]']],
  ["module/remove-cluster", ['cluster-removed-in-use module.eks["blue"].aws_eks_cluster.this[0]']],
  [
    "regions/destroy",
    [
      "cluster-removed-in-use module.london.aws_eks_cluster.this[0]",
      "cluster-removed-in-use module.seoul.aws_eks_cluster.this[0]",
    ],
  ],
  ["regions/remove-seoul", ["cluster-removed-in-use module.seoul.aws_eks_cluster.this[0]"]],
  ["others/destroy", ["cluster-removed-in-use aws_eks_cluster.this"]],
  [
    "module/before-compute-two-minors",
    ['addon-one-minor module.eks["blue"].aws_eks_addon.before_compute["vpc-cni"]'],
  ],
  [
    "module/control-plane",
    [
      'node-group-born-at-cluster-version module.eks["blue"].module.eks_managed_node_group["workers-v1"].aws_eks_node_group.this[0]',
      'node-group-born-at-cluster-version module.eks["blue"].module.eks_managed_node_group["workers-v2"].aws_eks_node_group.this[0]',
      'one-change-at-a-time module.eks["blue"].aws_eks_cluster.this[0]',
      'node-group-in-use-replaced module.eks["blue"].module.eks_managed_node_group["workers-v1"].aws_eks_node_group.this[0]',
      'node-group-in-use-replaced module.eks["blue"].module.eks_managed_node_group["workers-v2"].aws_eks_node_group.this[0]',
    ],
  ],
  [
    "module/control-plane-two-minors",
    [
      'control-plane-one-minor module.eks["blue"].aws_eks_cluster.this[0]',
      'node-group-born-at-cluster-version module.eks["blue"].module.eks_managed_node_group["workers-v1"].aws_eks_node_group.this[0]',
      'node-group-born-at-cluster-version module.eks["blue"].module.eks_managed_node_group["workers-v2"].aws_eks_node_group.this[0]',
      'one-change-at-a-time module.eks["blue"].aws_eks_cluster.this[0]',
      'node-group-in-use-replaced module.eks["blue"].module.eks_managed_node_group["workers-v1"].aws_eks_node_group.this[0]',
      'node-group-in-use-replaced module.eks["blue"].module.eks_managed_node_group["workers-v2"].aws_eks_node_group.this[0]',
    ],
  ],
  [
    "module/instance-types",
    [
      'node-group-in-use-replaced module.eks["blue"].module.eks_managed_node_group["workers-v1"].aws_eks_node_group.this[0]',
      'node-group-in-use-replaced module.eks["blue"].module.eks_managed_node_group["workers-v2"].aws_eks_node_group.this[0]',
      'node-group-in-use-replaced module.eks["green"].module.eks_managed_node_group["workers-v1"].aws_eks_node_group.this[0]',
      'node-group-in-use-replaced module.eks["green"].module.eks_managed_node_group["workers-v2"].aws_eks_node_group.this[0]',
    ],
  ],
  [
    "module/no-execute",
    [
      'no-execute-taint module.eks["blue"].module.eks_managed_node_group["workers-v1"].aws_eks_node_group.this[0]',
      'no-execute-taint module.eks["green"].module.eks_managed_node_group["workers-v1"].aws_eks_node_group.this[0]',
    ],
  ],
  [
    "module/public",
    [
      'public-endpoint-open module.eks["blue"].aws_eks_cluster.this[0]',
      'public-endpoint-open module.eks["green"].aws_eks_cluster.this[0]',
    ],
  ],
  [
    "module/remove-group",
    [
      'node-group-removed-with-nodes module.eks["blue"].module.eks_managed_node_group["workers-v2"].aws_eks_node_group.this[0]',
      'node-group-removed-with-nodes module.eks["green"].module.eks_managed_node_group["workers-v2"].aws_eks_node_group.this[0]',
    ],
  ],
  [
    "module/rename-group",
    [
      'node-group-removed-with-nodes module.eks["blue"].module.eks_managed_node_group["workers-v2"].aws_eks_node_group.this[0]',
      'node-group-removed-with-nodes module.eks["green"].module.eks_managed_node_group["workers-v2"].aws_eks_node_group.this[0]',
    ],
  ],
  [
    "module/rename-group-moved",
    [
      'node-group-in-use-replaced module.eks["blue"].module.eks_managed_node_group["workers-v3"].aws_eks_node_group.this[0]',
      'node-group-in-use-replaced module.eks["green"].module.eks_managed_node_group["workers-v3"].aws_eks_node_group.this[0]',
    ],
  ],
  [
    "module/replace-cluster",
    [
      'cluster-replaced module.eks["blue"].aws_eks_cluster.this[0]',
      'node-group-in-use-replaced module.eks["blue"].module.eks_managed_node_group["workers-v1"].aws_eks_node_group.this[0]',
      'node-group-in-use-replaced module.eks["blue"].module.eks_managed_node_group["workers-v2"].aws_eks_node_group.this[0]',
    ],
  ],
  [
    "module/replace-group",
    [
      'node-group-in-use-replaced module.eks["blue"].module.eks_managed_node_group["workers-v1"].aws_eks_node_group.this[0]',
    ],
  ],
  [
    "module/version",
    [
      'one-change-at-a-time module.eks["blue"].aws_eks_cluster.this[0]',
      'node-group-in-use-replaced module.eks["blue"].module.eks_managed_node_group["workers-v1"].aws_eks_node_group.this[0]',
      'node-group-in-use-replaced module.eks["blue"].module.eks_managed_node_group["workers-v2"].aws_eks_node_group.this[0]',
    ],
  ],
  ["regions/all-zero", ['weights-all-zero aws_lb_listener_rule.edge["web"]']],
  ["regions/behind-by-hand", ["control-plane-decrease module.seoul.aws_eks_cluster.this[0]"]],
  [
    "regions/create",
    [
      "not evaluated: kubernetes-version-known module.london.aws_eks_cluster.this[0]",
      "not evaluated: kubernetes-version-supported module.london.aws_eks_cluster.this[0]",
      'not evaluated: node-group-version-skew module.london.module.eks_managed_node_group["workers"].aws_eks_node_group.this[0]',
      'not evaluated: node-group-born-at-cluster-version module.london.module.eks_managed_node_group["workers"].aws_eks_node_group.this[0]',
    ],
  ],
  [
    "regions/london-decrease",
    [
      "control-plane-decrease module.london.aws_eks_cluster.this[0]",
      'node-group-version-skew module.london.module.eks_managed_node_group["workers"].aws_eks_node_group.this[0]',
      'node-group-born-at-cluster-version module.london.module.eks_managed_node_group["workers"].aws_eks_node_group.this[0]',
      "one-change-at-a-time module.london.aws_eks_cluster.this[0]",
      'node-group-in-use-replaced module.london.module.eks_managed_node_group["workers"].aws_eks_node_group.this[0]',
    ],
  ],
  ["regions/moved-module-untold", ["cluster-replaced module.seoul.aws_eks_cluster.this[0]"]],
  [
    "regions/sensitive-two-minors",
    [
      "control-plane-one-minor module.seoul.aws_eks_cluster.this[0]",
      'node-group-born-at-cluster-version module.seoul.module.eks_managed_node_group["workers"].aws_eks_node_group.this[0]',
      "one-change-at-a-time module.seoul.aws_eks_cluster.this[0]",
      'node-group-in-use-replaced module.seoul.module.eks_managed_node_group["workers"].aws_eks_node_group.this[0]',
    ],
  ],
  ["regions/shift-one-rule", ['routes-disagree aws_lb_listener_rule.edge["api"]']],
  ["regions/target-rule", ['routes-disagree aws_lb_listener_rule.edge["web"]']],
  [
    "regions/unknown-version",
    [
      "not evaluated: kubernetes-version-known module.london.aws_eks_cluster.this[0]",
      "not evaluated: kubernetes-version-supported module.london.aws_eks_cluster.this[0]",
      "not evaluated: control-plane-one-minor module.london.aws_eks_cluster.this[0]",
      'not evaluated: node-group-version-skew module.london.module.eks_managed_node_group["workers"].aws_eks_node_group.this[0]',
      'not evaluated: node-group-born-at-cluster-version module.london.module.eks_managed_node_group["workers"].aws_eks_node_group.this[0]',
      "one-change-at-a-time module.london.aws_eks_cluster.this[0]",
      'node-group-in-use-replaced module.london.module.eks_managed_node_group["workers"].aws_eks_node_group.this[0]',
    ],
  ],
  ["regions/third-at-10", ["not evaluated: new-target-group-with-traffic aws_lb_listener.edge"]],
  ["nodes/not-created", ["node-group-removed-with-nodes aws_eks_node_group.batch[0]"]],
  ["nodes/roll-ahead", ["node-group-version-skew aws_eks_node_group.batch[0]"]],
  ["raw/control-plane/next + nodes/roll-ahead", ["one-change-at-a-time aws_eks_cluster.blue"]],
  [
    "raw/remove/cluster + nodes/nothing",
    ["cluster-removed-in-use aws_eks_cluster.blue", "cluster-removed-with-workload aws_eks_cluster.blue"],
  ],
];

test.each(rejected)("%s: rejected", (plans, expected) => {
  expect(errorsAt(plans)).toEqual(expected);
});
