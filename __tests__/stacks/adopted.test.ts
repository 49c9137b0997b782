import { environment, type Stack, stackOf, withCluster } from "./fixtures";

/* An adopted cluster: import blocks, and only the given attributes. */

const ROLE = "arn:aws:iam::123456789012:role";

const adopted = withCluster({
  administrators: [],
  addons: { coredns: { addonVersion: "v1.13.2-eksbuild.24", tags: { team: "a" }, adopted: true } },
  nodeGroups: {
    workers: {
      version: "1.34",
      instanceTypes: [],
      minSize: 1,
      maxSize: 3,
      launchTemplate: { launchTemplateId: "lt-1", version: 7 },
      tags: { team: "a" },
      adopted: true,
    },
  },
  accessEntries: {
    developers: {
      principalArn: `${ROLE}/developers`,
      policies: { AmazonEKSViewPolicy: "cluster", AmazonEKSEditPolicy: ["webapp"] },
      adopted: true,
    },
  },
  podIdentityAssociations: {
    webapp: {
      namespace: "webapp",
      serviceAccount: "webapp",
      roleArn: `${ROLE}/webapp`,
      adoptedAssociationId: "a-1",
    },
  },
  adopted: {
    clusterRoleArn: `${ROLE}/cluster`,
    nodeRoleArn: `${ROLE}/node`,
    endpoint: "public-and-private",
    logTypes: ["api"],
    tags: { team: "a" },
  },
});

const of = (stack: Stack, type: string) => Object.values(stack.resource[type] ?? {})[0];

test("the stack has the environment as a local value, because no resource has it as a tag", () => {
  const { provider, locals } = stackOf("beta-kr-a", [adopted]);
  expect(provider.aws?.[0]).not.toHaveProperty("default_tags");
  expect(locals).toEqual({ environment: "beta" });
});

test("import blocks name the live resources, by addresses that are a contract", () => {
  expect(stackOf("beta-kr-a", [adopted]).import).toEqual([
    { id: "beta-kr-a", to: "aws_eks_cluster.cluster" },
    { id: "beta-kr-a:coredns", to: "aws_eks_addon.cluster_coredns_98314015" },
    { id: "beta-kr-a:workers", to: "aws_eks_node_group.cluster_workers_D1A0D759" },
    {
      id: `beta-kr-a:${ROLE}/developers`,
      to: "aws_eks_access_entry.cluster_access-developers_23FA81B2",
    },
    {
      id: `beta-kr-a#${ROLE}/developers#arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy`,
      to: "aws_eks_access_policy_association.cluster_access-developers_AmazonEKSViewPolicy_6A5F061C",
    },
    {
      id: `beta-kr-a#${ROLE}/developers#arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy`,
      to: "aws_eks_access_policy_association.cluster_access-developers_AmazonEKSEditPolicy_62751F12",
    },
    {
      id: "beta-kr-a,a-1",
      to: "aws_eks_pod_identity_association.cluster_pod-identity-webapp_F1DF3B8F",
    },
  ]);
});

test("an adopted cluster creates nothing, and only has the given attributes", () => {
  const stack = stackOf("beta-kr-a", [adopted]);
  expect(Object.keys(stack.resource).sort()).toEqual([
    "aws_eks_access_entry",
    "aws_eks_access_policy_association",
    "aws_eks_addon",
    "aws_eks_cluster",
    "aws_eks_node_group",
    "aws_eks_pod_identity_association",
  ]);
  expect(stack.provider).toEqual({ aws: [{ region: "ap-northeast-2" }] });
  const cluster = of(stack, "aws_eks_cluster");
  expect(cluster).toMatchObject({
    role_arn: `${ROLE}/cluster`,
    enabled_cluster_log_types: ["api"],
    tags: { team: "a" },
    vpc_config: { endpoint_private_access: true, endpoint_public_access: true },
  });
  for (const name of ["deletion_protection", "encryption_config"]) {
    expect(cluster).not.toHaveProperty(name);
  }
  expect(cluster).not.toHaveProperty("vpc_config.public_access_cidrs");
  const addon = of(stack, "aws_eks_addon");
  expect(addon).not.toHaveProperty("resolve_conflicts_on_create");
  expect(addon).not.toHaveProperty("resolve_conflicts_on_update");
  const group = of(stack, "aws_eks_node_group");
  expect(group).toMatchObject({
    node_role_arn: `${ROLE}/node`,
    labels: {},
    tags: { team: "a" },
  });
  for (const name of ["timeouts", "update_config"]) {
    expect(group).not.toHaveProperty(name);
  }
});

test("a copy of an adopted cluster is created with all its parts", () => {
  const [settings] = Object.values(adopted.clusters);
  const copy = { ...settings, adopted: undefined, administrators: [`${ROLE}/platform`] };
  const stack = stackOf("beta-kr-a", [withCluster(copy)]);
  expect(stack).not.toHaveProperty("import");
  expect(of(stack, "aws_eks_addon")).toHaveProperty("resolve_conflicts_on_create", "OVERWRITE");
});

test("a cluster that is not adopted has no import block", () => {
  expect(stackOf("beta-kr-a", [environment])).not.toHaveProperty("import");
});
