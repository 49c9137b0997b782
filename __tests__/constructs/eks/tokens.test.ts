import { TerraformVariable, Token } from "cdktf";
import { Cluster } from "../../../constructs/eks/cluster";
import { ControlPlaneLogs } from "../../../constructs/eks/control-plane-logs";
import { EndpointAccess } from "../../../constructs/eks/endpoint-access";
import { SecretsEncryption } from "../../../constructs/eks/secrets-encryption";
import { LaunchTemplate } from "../../../constructs/nodes/launch-template";
import { ApplicationLoadBalancer } from "../../../constructs/traffic/application-load-balancer";
import { problemsOf, synthesize } from "../../synthesize";
import {
  clusterProblems,
  clusterProps,
  only,
  problemsAt,
  withCluster,
  withWorkers,
  workers,
  workersProblems,
} from "./fixtures";

/** A reference to a variable, and other unresolved tokens. */
const ref = (name: string) => `\${var.${name}}`;
const later = (name: string) => ({ resolve: () => ref(name), creationStack: [], toString: () => ref(name) });
const text = (name: string) => Token.asString(later(name));
const list = (name: string) => Token.asList(later(name));
const number = (name: string) => Token.asNumber(later(name));

test.each([
  ["subnetIds as a list", { subnetIds: list("subnets") }, { vpc_config: { subnet_ids: ref("subnets") } }],
  [
    "each of the subnetIds",
    { subnetIds: [text("a"), text("c")] },
    { vpc_config: { subnet_ids: [ref("a"), ref("c")] } },
  ],
  ["clusterName", { clusterName: text("name") }, { name: ref("name") }],
  [
    "securityGroupIds",
    { securityGroupIds: [text("sg")] },
    { vpc_config: { security_group_ids: [ref("sg")] } },
  ],
  ["the cluster's role", { roles: { clusterRoleArn: text("role") } }, { role_arn: ref("role") }],
  [
    "the key of the secrets",
    { secretsEncryption: SecretsEncryption.withKey(text("key")) },
    { encryption_config: { provider: { key_arn: ref("key") } } },
  ],
  [
    "the networks of a public endpoint",
    { endpointAccess: EndpointAccess.publicAndPrivate(text("office")) },
    { vpc_config: { public_access_cidrs: [ref("office")] } },
  ],
  ["the retention of the logs", { logs: ControlPlaneLogs.of(["audit"], number("days")) }, {}],
  ["an administrator", { administrators: [text("a")] }, {}],
  ["two administrators", { administrators: [text("a"), text("b")] }, {}],
])("a cluster accepts an unresolved token: %s", (_name, props, attributes) => {
  expect(clusterProblems(props)).toEqual([]);
  expect(only(synthesize(withCluster(props)), "aws_eks_cluster")).toMatchObject(attributes);
});

test.each([
  ["subnetIds as a list", { subnetIds: list("subnets") }, { subnet_ids: ref("subnets") }],
  ["each of the subnetIds", { subnetIds: [text("a")] }, { subnet_ids: [ref("a")] }],
  ["nodeRoleArn", { nodeRoleArn: text("role") }, { node_role_arn: ref("role") }],
  [
    "minSize",
    { minSize: number("min") },
    { scaling_config: { min_size: ref("min"), desired_size: ref("min"), max_size: 60 } },
  ],
  [
    "maxSize",
    { maxSize: number("max") },
    { scaling_config: { max_size: ref("max") }, timeouts: { update: "60m" } },
  ],
  ["desiredSize", { desiredSize: number("desired") }, { scaling_config: { desired_size: ref("desired") } }],
  ["instanceTypes", { instanceTypes: list("types") }, { instance_types: ref("types") }],
  ["releaseVersion", { releaseVersion: text("release") }, { release_version: ref("release") }],
  [
    "updateConfig",
    { updateConfig: { maxUnavailable: number("nodes") } },
    { update_config: { max_unavailable: ref("nodes") }, timeouts: { update: "930m" } },
  ],
  [
    "a launch template that exists",
    { launchTemplate: LaunchTemplate.existing(text("template"), number("version")) },
    { launch_template: { id: ref("template"), version: ref("version") } },
  ],
])("a node group accepts an unresolved token: %s", (_name, options, attributes) => {
  expect(workersProblems(options)).toEqual([]);
  expect(only(synthesize(withWorkers(options)), "aws_eks_node_group")).toMatchObject(attributes);
});

test("Terraform encodes user data that is an unresolved token", () => {
  const synthesized = synthesize((stack) => {
    const cluster = new TerraformVariable(stack, "name", { type: "string" });
    const launchTemplate = LaunchTemplate.managed({
      imageId: "ami-1",
      userData: `join ${cluster.stringValue}`,
    });
    withWorkers({ launchTemplate })(stack);
  });
  expect(only(synthesized, "aws_launch_template")).toMatchObject({
    user_data: `\${base64encode("join ${ref("name")}")}`,
  });
});

test("variables are accepted like other tokens", () => {
  const synthesized = synthesize((stack) => {
    const subnets = new TerraformVariable(stack, "subnets", { type: "list(string)" });
    const role = new TerraformVariable(stack, "role", { type: "string" });
    const most = new TerraformVariable(stack, "most", { type: "number" });
    const props = { ...clusterProps, subnetIds: subnets.listValue, administrators: [role.stringValue] };
    new Cluster(stack, "alpha-kr-a", props).addNodeGroup("workers-v1", {
      ...workers,
      maxSize: most.numberValue,
    });
  });
  expect(only(synthesized, "aws_eks_cluster").vpc_config).toMatchObject({ subnet_ids: ref("subnets") });
  expect(only(synthesized, "aws_eks_access_entry").principal_arn).toBe(ref("role"));
  expect(only(synthesized, "aws_eks_node_group").scaling_config).toMatchObject({ max_size: ref("most") });
});

describe("a list that decides what synthesis writes must be in the code", () => {
  test.each(["administrators", "otherNodeGroups"])("%s", (property) => {
    expect(clusterProblems({ [property]: list("names") })).toEqual([
      `${property} is an unresolved token: expected a list of texts in the code`,
    ]);
  });
});

test("the networks of a public endpoint can be a list that is a token", () => {
  const endpointAccess = EndpointAccess.publicAndPrivate(...list("offices"));
  expect(only(synthesize(withCluster({ endpointAccess })), "aws_eks_cluster").vpc_config).toMatchObject({
    public_access_cidrs: ref("offices"),
  });
});

test("a port that is a token gets an address of its own", () => {
  const { resource } = synthesize((stack) => {
    new ApplicationLoadBalancer(stack, "webapp", {
      loadBalancerName: "webapp",
      vpcId: "vpc-0a1",
      subnetIds: ["subnet-a", "subnet-c"],
      clientCidrs: { world: "0.0.0.0/0" },
      pods: { a: { securityGroupId: "sg-0a1", ports: [80, number("port")] } },
    });
  });
  expect(Object.keys(resource.aws_vpc_security_group_egress_rule ?? {})).toEqual([
    expect.stringMatching(/^webapp_egress-a-80_/),
    expect.stringMatching(/^webapp_egress-a-port-2_/),
  ]);
});

describe("known values are still checked", () => {
  test("one subnet is too few, though its id is a token", () => {
    expect(clusterProblems({ subnetIds: [text("a")] })).toEqual([
      "the number of subnetIds is 1: expected at least 2, in different availability zones",
    ]);
  });

  test("a wrong size is reported next to a size that is a token", () => {
    expect(workersProblems({ minSize: number("min"), maxSize: 0 })).toEqual([
      "maxSize is 0: expected a whole number, 1 or more",
    ]);
  });
});

describe("a version must not be a token", () => {
  const problem = (name: string) =>
    `${name} is an unresolved token: expected a version as text, because synthesis checks it`;

  test("of a cluster", () => {
    expect(clusterProblems({ version: text("version") })).toEqual([problem("version")]);
  });

  test("of an imported cluster", () => {
    const problems = problemsOf(
      (stack) =>
        void Cluster.fromClusterAttributes(stack, "prod", { clusterName: "prod", version: text("version") }),
    );
    expect(problems).toEqual([`[stack/prod] ${problem("version")}`]);
  });

  test("of a node group", () => {
    expect(workersProblems({ version: text("version") })).toEqual([problem("version")]);
  });

  test("of an add-on", () => {
    const build = withCluster(
      {},
      (cluster) => void cluster.addAddon("coredns", { addonVersion: text("build") }),
    );
    expect(problemsAt("alpha-kr-a/coredns", build)).toEqual([problem("addonVersion")]);
  });
});
