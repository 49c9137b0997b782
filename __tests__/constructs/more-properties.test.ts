import { App, Testing } from "cdktf";
import { LaunchTemplate } from "../../constructs/nodes/launch-template";
import { TargetGroup } from "../../constructs/traffic/target-group";
import { ClusterStack } from "../../stacks/cluster-stack";
import type { Environment } from "../../stacks/environment";
import { cluster, environment } from "../fixtures/settings-values";
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
