import { App, Testing } from "cdktf";
import { LaunchTemplate } from "../../constructs/nodes/launch-template";
import { TargetGroup } from "../../constructs/traffic/target-group";
import { ClusterStack } from "../../stacks/cluster-stack";
import type { Environment } from "../../stacks/environment";
import { cluster, environment, nodeGroup } from "../fixtures/settings-values";
import { problemsOf, synthesize } from "../synthesize";
import { clusterOf, only, withCluster, withWorkers, workersOf } from "./eks/fixtures";

/* Properties of constructs and environments: what Terraform gets of each, and which values are rejected. */

test("the network of a cluster and zonal shift are written only if they are given", () => {
  expect(clusterOf()).not.toHaveProperty("kubernetes_network_config");
  expect(clusterOf()).not.toHaveProperty("zonal_shift_config");
  expect(
    clusterOf({ serviceIpv4Cidr: "172.20.0.0/16", ipFamily: "ipv4", zonalShift: "enabled" }),
  ).toMatchObject({
    kubernetes_network_config: { service_ipv4_cidr: "172.20.0.0/16", ip_family: "ipv4" },
    zonal_shift_config: { enabled: true },
  });
});

test.each<[string, Parameters<typeof clusterOf>[0], string]>([
  [
    "a public block",
    { serviceIpv4Cidr: "203.0.113.0/24" },
    'serviceIpv4Cidr is "203.0.113.0/24": expected a block from /12 to /24',
  ],
  ["a block that is too small", { serviceIpv4Cidr: "10.100.0.0/25" }, "expected a block from /12 to /24"],
  ["host bits", { serviceIpv4Cidr: "10.100.0.1/16" }, "serviceIpv4Cidr"],
  ["a block with IPv6", { serviceIpv4Cidr: "10.100.0.0/16", ipFamily: "ipv6" }, "ipFamily is ipv6"],
])("a service CIDR that is %s is rejected", (_, props, problem) => {
  expect(problemsOf(withCluster(props))).toEqual([expect.stringContaining(problem)]);
});

test("hybrid nodes have the networks of nodes and pods", () => {
  expect(clusterOf()).not.toHaveProperty("remote_network_config");
  expect(
    clusterOf({ remoteNodeNetworks: ["10.200.0.0/16"], remotePodNetworks: ["10.201.0.0/16"] }),
  ).toMatchObject({
    remote_network_config: {
      remote_node_networks: { cidrs: ["10.200.0.0/16"] },
      remote_pod_networks: { cidrs: ["10.201.0.0/16"] },
    },
  });
});

test.each<[string, Parameters<typeof clusterOf>[0], string]>([
  ["are public", { remoteNodeNetworks: ["203.0.113.0/24"] }, 'is "203.0.113.0/24": expected one inside'],
  ["are wider than a private range", { remoteNodeNetworks: ["10.0.0.0/7"] }, 'is "10.0.0.0/7": expected'],
  ["are empty", { remoteNodeNetworks: [] }, "remoteNodeNetworks is empty"],
  [
    "overlap with the services",
    { remoteNodeNetworks: ["10.100.4.0/24"], serviceIpv4Cidr: "10.100.0.0/16" },
    "expected no overlap",
  ],
  ["are only of pods", { remotePodNetworks: ["10.201.0.0/16"] }, "without remoteNodeNetworks"],
  ["are for IPv6", { remoteNodeNetworks: ["10.200.0.0/16"], ipFamily: "ipv6" }, "expected ipv4"],
])("remote networks that %s are rejected", (_, props, problem) => {
  expect(problemsOf(withCluster(props))).toEqual([expect.stringContaining(problem)]);
});

const SSM = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore";

test("the role of the nodes has more policies and a path, and a group waits for all policies", () => {
  const synthesized = synthesize(
    withWorkers({}, { nodeRolePolicyArns: { ssm: SSM }, nodeRolePath: "/platform/" }),
  );
  const attachments = Object.entries(synthesized.resource.aws_iam_role_policy_attachment ?? {});
  const address = attachments.find(([, { policy_arn }]) => policy_arn === SSM)?.[0] ?? "";
  expect(address).toMatch(/_node-role_policy-ssm_/);
  expect(only(synthesized, "aws_eks_node_group").depends_on).toContain(
    `aws_iam_role_policy_attachment.${address}`,
  );
  const paths = Object.values(synthesized.resource.aws_iam_role ?? {}).map(({ path }) => path);
  expect(paths).toHaveLength(2);
  expect(paths).toContain("/platform/");
  expect(paths).toContain(undefined);
});

test.each<[string, Parameters<typeof clusterOf>[0], string]>([
  ["no ARN of a policy", { nodeRolePolicyArns: { ssm: "ssm" } }, 'the policy "ssm" in nodeRolePolicyArns'],
  ["a name that no address has", { nodeRolePolicyArns: { "a.b": SSM } }, "a name in nodeRolePolicyArns"],
  ["a path without slashes", { nodeRolePath: "platform" }, 'nodeRolePath is "platform"'],
  [
    "policies beside a role that is given",
    {
      nodeRolePolicyArns: { ssm: SSM },
      nodeRolePath: "/a/",
      roles: { nodeRoleArn: "arn:aws:iam::123456789012:role/nodes" },
    },
    "nodeRolePolicyArns and nodeRolePath are set and the role of the nodes is given",
  ],
])("a role of nodes with %s is rejected", (_, props, problem) => {
  expect(problemsOf(withCluster(props))).toEqual([expect.stringContaining(problem)]);
});

const entry = (options: object) =>
  withCluster({ administrators: [], adopted: true }, (made) => {
    made.addAccessEntry("nodes", { principalArn: "arn:aws:iam::123456789012:role/nodes", ...options });
  });

test("an access entry has its type and its user name", () => {
  expect(only(synthesize(entry({ type: "EC2_LINUX" })), "aws_eks_access_entry")).toMatchObject({
    type: "EC2_LINUX",
  });
  expect(only(synthesize(entry({ userName: "viewer" })), "aws_eks_access_entry")).toMatchObject({
    user_name: "viewer",
  });
});

test.each<[string, object, string]>([
  ["an unknown type", { type: "KARPENTER" }, 'type is "KARPENTER": expected'],
  [
    "groups for nodes",
    { type: "EC2_LINUX", kubernetesGroups: ["viewers"] },
    "type is EC2_LINUX, and userName",
  ],
  ["a reserved user name", { userName: "system:admin" }, 'userName is "system:admin"'],
])("an access entry with %s is rejected", (_, options, problem) => {
  expect(problemsOf(entry(options))).toEqual([expect.stringContaining(problem)]);
});

test("an add-on can keep its software when it is removed, and fail at creation in place of overwriting", () => {
  const program = withCluster({}, (made) => {
    made.addAddon("coredns", {
      addonVersion: "v1.13.2-eksbuild.24",
      preserve: true,
      resolveConflictsOnCreate: "NONE",
    });
  });
  expect(only(synthesize(program), "aws_eks_addon")).toMatchObject({
    preserve: true,
    resolve_conflicts_on_create: "NONE",
  });
});

test("a launch template has the root device of an own AMI, a capacity reservation and a placement group", () => {
  const launchTemplate = LaunchTemplate.managed({
    imageId: "ami-0a1b2c3d4e5f60718",
    userData: "#!/bin/bash",
    rootDeviceName: "/dev/sda1",
    capacityReservationId: "cr-0a1b2c3d4e5f60718",
    placementGroupName: "close",
  });
  expect(only(synthesize(withWorkers({ launchTemplate })), "aws_launch_template")).toMatchObject({
    block_device_mappings: [{ device_name: "/dev/sda1", ebs: { encrypted: "true" } }],
    capacity_reservation_specification: {
      capacity_reservation_target: { capacity_reservation_id: "cr-0a1b2c3d4e5f60718" },
    },
    placement: { group_name: "close" },
  });
  expect(workersOf()).toBeDefined();
});

test.each<[string, Parameters<typeof LaunchTemplate.managed>[0], string]>([
  ["a device without /dev", { rootDeviceName: "sda1" }, 'rootDeviceName is "sda1"'],
  ["a reservation that is no id", { capacityReservationId: "mine" }, 'capacityReservationId is "mine"'],
  ["a placement group without a name", { placementGroupName: "" }, 'placementGroupName is ""'],
])("a launch template with %s is rejected", (_, options, problem) => {
  const launchTemplate = LaunchTemplate.managed(options);
  expect(problemsOf(withWorkers({ launchTemplate }))).toEqual([expect.stringContaining(problem)]);
});

test("an own AMI without the name of its root device is reported with the device that gets the encryption", () => {
  const metadata: unknown[] = [];
  synthesize((stack) => {
    withWorkers({
      launchTemplate: LaunchTemplate.managed({ imageId: "ami-0a1b2c3d4e5f60718", userData: "#!/bin/bash" }),
    })(stack);
    metadata.push(...stack.node.findAll().flatMap(({ node }) => node.metadata.map(({ data }) => data)));
  });
  expect(metadata).toContainEqual(
    expect.stringContaining("is not /dev/xvda, its root disk is not encrypted"),
  );
});

const group =
  (props: Partial<ConstructorParameters<typeof TargetGroup>[2]>) =>
  (stack: Parameters<Parameters<typeof synthesize>[0]>[0]) => {
    new TargetGroup(stack, "web", { targetGroupName: "web", vpcId: "vpc-0a1", ...props });
  };

test("a target group of gRPC has its protocol version, and checks the health with gRPC codes", () => {
  expect(only(synthesize(group({ protocolVersion: "GRPC" })), "aws_lb_target_group")).toMatchObject({
    protocol_version: "GRPC",
    health_check: { path: "/AWS.ALB/healthcheck", matcher: "12" },
  });
  expect(problemsOf(group({ protocolVersion: "GRPC", healthCheck: { matcher: "0-5,12" } }))).toEqual([]);
  expect(problemsOf(group({ protocolVersion: "GRPC", healthCheck: { matcher: "200" } }))).toEqual([
    expect.stringContaining("expected codes from 0 to 99"),
  ]);
});

function stackOf(changes: Partial<Environment>) {
  const app = new App({ stackTraces: false, skipValidation: true });
  return new ClusterStack(app, "beta-kr-a", {
    ...cluster,
    environment: { ...environment, ...changes },
    clusterName: "beta-kr-a",
  });
}

test("the role of the backend and the ignored tags reach the backend and the provider", () => {
  const stack = stackOf({
    backend: {
      bucket: "state",
      region: "ap-northeast-2",
      assumeRoleArn: "arn:aws:iam::123456789012:role/state",
    },
    ignoreTags: { keys: ["cost"], keyPrefixes: ["kubernetes.io/"] },
  });
  const { terraform, provider } = JSON.parse(Testing.synth(stack, false));
  expect(terraform.backend.s3.assume_role).toEqual({ role_arn: "arn:aws:iam::123456789012:role/state" });
  expect(provider.aws[0].ignore_tags).toEqual([{ keys: ["cost"], key_prefixes: ["kubernetes.io/"] }]);
});

test("tags that guards and reviews read cannot be ignored", () => {
  const stack = stackOf({ ignoreTags: { keyPrefixes: ["cdktf"] } });
  expect(stack.node.validate()).toEqual([expect.stringContaining('ignoreTags has "cdktf"')]);
});

const withGroup = (changes: object, providerVersions?: Environment["providerVersions"]) =>
  new ClusterStack(new App({ stackTraces: false, skipValidation: true }), "beta-kr-a", {
    ...cluster,
    nodeGroups: { "workers-v1": { ...nodeGroup, ...changes } },
    environment: { ...environment, providerVersions },
    clusterName: "beta-kr-a",
  });

test.each<[string, object, string]>([
  ["updateStrategy", { updateStrategy: "MINIMAL" }, "6.26.0"],
  [
    "nodeRepairLimits",
    { nodeRepair: "enabled", nodeRepairLimits: { maxParallelNodesRepairedCount: 1 } },
    "6.20.0",
  ],
])("%s needs an environment whose AWS providers all have it", (property, changes, first) => {
  expect(withGroup(changes).node.validate()).toEqual([
    `${property} of node group workers-v1 needs AWS provider ${first} or later, and environment beta in ap-northeast-2 allows ">= 5.100.0, < 7.0.0": set its providerVersions to { aws: ">= ${first}, < 7.0.0" }, or remove ${property}`,
  ]);
  expect(withGroup(changes, { aws: `~> ${first}` }).node.validate()).toEqual([]);
});

test("where all providers have the update strategy, its default is written, so that no plan removes it", () => {
  const strategyOf = (changes: object, aws: string) => {
    const { resource } = JSON.parse(Testing.synth(withGroup(changes, { aws }), false));
    return Object.values<{ update_config?: object }>(resource.aws_eks_node_group)[0]?.update_config;
  };
  expect(strategyOf({}, ">= 6.26.0")).toEqual({ max_unavailable: 1, update_strategy: "DEFAULT" });
  expect(strategyOf({}, ">= 6.25.0")).toEqual({ max_unavailable: 1 });
});
