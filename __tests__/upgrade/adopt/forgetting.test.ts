import { adoptionOf } from "../../../upgrade/adopt/adoption";
import { forgettingOf } from "../../../upgrade/adopt/forgetting";
import type { LiveCluster } from "../../../upgrade/adopt/live-cluster";
import { live, ROLE, workers } from "./live";

const cluster: LiveCluster = {
  ...live,
  nodeGroups: [workers, { ...workers, name: "ssh", unsupported: ["SSH access by an EC2 key"] }],
};

const resource = (address: string, values: object, mode = "managed") => ({
  address,
  mode,
  type: /(aws_\w+)\.\w+(?:\[.*)?$/.exec(address)?.[1],
  values,
});
const inCluster = { cluster_name: "legacy" };
const state = (resources: readonly object[], child_modules: readonly object[] = []) => ({
  format_version: "1.0",
  values: { root_module: { resources, child_modules } },
});

test("resources at the top are forgotten one by one, and nothing else", () => {
  const forgetting = forgettingOf(
    state([
      resource("aws_eks_cluster.this", { name: "legacy" }),
      resource("aws_eks_cluster.other", { name: "other" }),
      resource('aws_eks_addon.this["coredns"]', { ...inCluster, addon_name: "coredns" }),
      resource('aws_eks_addon.this["kube-proxy"]', { ...inCluster, addon_name: "kube-proxy" }),
      resource("aws_security_group.this", {}),
      resource("data.aws_eks_cluster.this", { name: "legacy" }, "data"),
    ]),
    cluster,
  );
  expect(forgetting).toEqual({
    taken: ["aws_eks_cluster.this", 'aws_eks_addon.this["coredns"]', 'aws_eks_addon.this["kube-proxy"]'],
    commands: [],
    orphans: [],
    blocks: `# In place of the code that made legacy: Terraform forgets it, and deletes nothing.

removed {
  from = aws_eks_cluster.this

  lifecycle {
    destroy = false
  }
}

removed {
  from = aws_eks_addon.this

  lifecycle {
    destroy = false
  }
}
`,
  });
});

test("where another instance stays, a command names the one that goes", () => {
  const groups = ["workers", "ssh"].map((name) =>
    resource(`aws_eks_node_group.this["${name}"]`, { ...inCluster, node_group_name: name }),
  );
  expect(
    forgettingOf(state([resource("aws_eks_cluster.this", { name: "legacy" }), ...groups]), cluster),
  ).toMatchObject({
    commands: [`terraform state rm 'aws_eks_node_group.this["workers"]'`],
    blocks: expect.not.stringContaining("aws_eks_node_group"),
  });
});

test("a module goes as a whole, and what it holds besides is named", () => {
  const module = (key: string, name: string) => ({
    address: `module.eks${key}`,
    resources: [
      resource(`module.eks${key}.aws_eks_cluster.this[0]`, { name }),
      resource(`module.eks${key}.aws_iam_openid_connect_provider.oidc_provider[0]`, {}),
    ],
    child_modules: [
      {
        address: `module.eks${key}.module.eks_managed_node_group["workers"]`,
        resources: [
          resource(`module.eks${key}.module.eks_managed_node_group["workers"].aws_eks_node_group.this[0]`, {
            cluster_name: name,
            node_group_name: "workers",
          }),
        ],
      },
    ],
  });
  expect(forgettingOf(state([], [module("", "legacy")]), cluster)).toEqual({
    taken: [
      "module.eks.aws_eks_cluster.this[0]",
      'module.eks.module.eks_managed_node_group["workers"].aws_eks_node_group.this[0]',
    ],
    commands: [],
    orphans: ["module.eks.aws_iam_openid_connect_provider.oidc_provider[0]"],
    blocks: expect.stringContaining("\n  from = module.eks\n"),
  });
  const two = state([], [module('["blue"]', "legacy"), module('["green"]', "green")]);
  expect(forgettingOf(two, cluster)).toMatchObject({
    commands: [`terraform state rm 'module.eks["blue"]'`],
    blocks: "",
    orphans: ['module.eks["blue"].aws_iam_openid_connect_provider.oidc_provider[0]'],
  });
});

test.each([
  ["nothing", undefined],
  ["a plan", { ...state([]), resource_changes: [] }],
  ["the state file itself", { version: 4, resources: [] }],
])("%s is no state", (_, json) => {
  expect(forgettingOf(json, cluster)).toEqual({
    problem:
      'it is no state as JSON; give what "terraform show -json" writes in the folder of the code that made the cluster',
  });
});

test("reports a state without the cluster", () => {
  expect(forgettingOf(state([resource("aws_eks_cluster.this", { name: "other" })]), cluster)).toEqual({
    problem: "it does not have the cluster legacy; give the state of the code that made it, or leave it out",
  });
});

test("of load balancers that is forgotten which is taken over, by its ARN", () => {
  const forgetting = forgettingOf(
    state([
      resource("aws_eks_cluster.this", { name: "legacy" }),
      resource("aws_alb.this", { arn: "lb/1" }),
      resource("aws_lb_listener_rule.api", { arn: "rule/1" }),
      resource("aws_lb_target_group.other", { arn: "group/2" }),
      resource("aws_security_group.this", { arn: "lb/1" }),
    ]),
    cluster,
    new Set(["lb/1", "rule/1"]),
  );
  expect(forgetting).toMatchObject({
    taken: ["aws_eks_cluster.this", "aws_alb.this", "aws_lb_listener_rule.api"],
  });
});

test("exactly the access entries of the file are forgotten", () => {
  const entry = (name: string, type: string) => ({
    principalArn: `${ROLE}/${name}`,
    type,
    kubernetesGroups: [],
    tags: {},
    policies: [],
  });
  const accessEntries = [
    entry("people", "STANDARD"),
    entry("karpenter", "EC2_LINUX"),
    entry("pods", "FARGATE_LINUX"),
    entry("node", "EC2_LINUX"),
  ];
  const live = { ...cluster, accessEntries };
  const forgetting = forgettingOf(
    state([
      resource("aws_eks_cluster.this", { name: "legacy" }),
      ...["people", "karpenter", "pods", "node"].map((name) =>
        resource(`aws_eks_access_entry.${name}`, { ...inCluster, principal_arn: `${ROLE}/${name}` }),
      ),
    ]),
    live,
  );
  expect(forgetting).toMatchObject({
    taken: ["aws_eks_cluster.this", "aws_eks_access_entry.people", "aws_eks_access_entry.karpenter"],
  });
  expect(Object.keys(adoptionOf(live).settings.accessEntries ?? {})).toEqual(["people", "karpenter"]);
});
