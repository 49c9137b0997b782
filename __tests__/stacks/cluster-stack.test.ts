import type { Environment } from "../../stacks/environment";
import type { ClusterSettings, NodeGroupSettings } from "../../upgrade/fleet/settings";
import { cluster, stackOf, withCluster, workers } from "./fixtures";

const resourcesWith = (changes: Partial<ClusterSettings>, rest: Partial<Environment> = {}) =>
  stackOf("beta-kr-a", [{ ...withCluster(changes), ...rest }]).resource;

const clusterWith = (changes: Partial<ClusterSettings>, rest: Partial<Environment> = {}) =>
  resourcesWith(changes, rest).aws_eks_cluster?.cluster;

const only = (block: Readonly<Record<string, unknown>> | undefined) => {
  const all = Object.values(block ?? {});
  expect(all).toHaveLength(1);
  return all[0];
};

describe("deletion protection", () => {
  const protectedTag = { "cdktf-eks-upgrade/protected": "true" };

  test.each([
    [
      "is the attribute and the tag where all allowed providers know it",
      "enabled",
      ">= 6.9.0",
      true,
      protectedTag,
    ],
    [
      "is the tag alone where an older provider is allowed",
      "enabled",
      ">= 6.8.0, < 7.0.0",
      undefined,
      protectedTag,
    ],
    [
      "is taken off by the attribute where all allowed providers know it",
      "disabled",
      "6.21.0",
      false,
      { "cdktf-eks-upgrade/protected": "false" },
    ],
    [
      "is taken off by the tag alone where an older provider is allowed",
      "disabled",
      "5.100.0",
      undefined,
      { "cdktf-eks-upgrade/protected": "false" },
    ],
  ] as const)("%s", (_, deletionProtection, aws, attribute, tags) => {
    const resource = clusterWith({ deletionProtection }, { providerVersions: { aws } });
    expect([resource?.deletion_protection, resource?.tags]).toEqual([attribute, tags]);
  });

  test("is on by default, only by the tag with the default providers", () => {
    const resource = clusterWith({});
    expect([resource?.deletion_protection, resource?.tags]).toEqual([undefined, protectedTag]);
  });
});

test("the endpoint is private by default", () => {
  const access = { endpoint_private_access: true, subnet_ids: cluster.subnetIds };
  expect(clusterWith({})?.vpc_config).toEqual({ ...access, endpoint_public_access: false });
  expect(clusterWith({ publicEndpointCidrs: ["203.0.113.0/24"] })?.vpc_config).toEqual({
    ...access,
    endpoint_public_access: true,
    public_access_cidrs: ["203.0.113.0/24"],
  });
});

test("settings of a cluster reach its resources", () => {
  const resource = resourcesWith(
    {
      supportType: "STANDARD",
      logRetentionDays: 30,
      secretsKeyArn: "arn:aws:kms:ap-northeast-2:123456789012:key/1",
    },
    { permissionsBoundaryArn: "arn:aws:iam::123456789012:policy/boundary" },
  );
  expect(resource.aws_eks_cluster?.cluster).toMatchObject({
    upgrade_policy: { support_type: "STANDARD" },
    encryption_config: { provider: { key_arn: "arn:aws:kms:ap-northeast-2:123456789012:key/1" } },
  });
  expect(only(resource.aws_cloudwatch_log_group)).toMatchObject({ retention_in_days: 30 });
  expect(resource.aws_kms_key).toBeUndefined();
  expect(Object.values(resource.aws_iam_role ?? {}).map((role) => role.permissions_boundary)).toEqual([
    "arn:aws:iam::123456789012:policy/boundary",
    "arn:aws:iam::123456789012:policy/boundary",
  ]);
});

test("an add-on is a build, or a build and its settings", () => {
  const addons = {
    "vpc-cni": { addonVersion: "v1.23.1-eksbuild.1", configurationValues: { env: { WARM_IP_TARGET: "5" } } },
  };
  expect(only(resourcesWith({ addons }).aws_eks_addon)).toMatchObject({
    addon_name: "vpc-cni",
    addon_version: "v1.23.1-eksbuild.1",
    configuration_values: '{"env":{"WARM_IP_TARGET":"5"}}',
  });
});

describe("the launch template of a node group", () => {
  const nodeGroupWith = (launchTemplate: NodeGroupSettings["launchTemplate"]) => {
    const nodeGroups = { "workers-v1": { ...workers, version: "1.34", launchTemplate } };
    const resource = resourcesWith({ nodeGroups });
    return { nodeGroup: only(resource.aws_eks_node_group), template: resource.aws_launch_template };
  };

  test("is ours by default", () => {
    const { nodeGroup, template } = nodeGroupWith(undefined);
    expect(Object.keys(template ?? {})).toHaveLength(1);
    expect(nodeGroup).toMatchObject({ launch_template: { version: "1" } });
  });

  test("accepts options", () => {
    const { template } = nodeGroupWith({ diskSizeGib: 100 });
    expect(only(template)).toMatchObject({ block_device_mappings: [{ ebs: { volume_size: 100 } }] });
  });

  test("can be an existing one", () => {
    const { nodeGroup, template } = nodeGroupWith({ launchTemplateId: "lt-0a1", version: 3 });
    expect(template).toBeUndefined();
    expect(nodeGroup).toMatchObject({ launch_template: { id: "lt-0a1", version: "3" } });
  });

  test("can be left out", () => {
    const { nodeGroup, template } = nodeGroupWith("none");
    expect(template).toBeUndefined();
    expect(nodeGroup).not.toHaveProperty("launch_template");
  });
});
