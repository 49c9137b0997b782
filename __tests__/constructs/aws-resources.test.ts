import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { App, TerraformStack, Testing } from "cdktf";
import { AccessEntry, AccessPolicy } from "../../constructs/eks/access-entry";
import { Addon } from "../../constructs/eks/addon";
import { Cluster } from "../../constructs/eks/cluster";
import { PodIdentityAssociation } from "../../constructs/eks/pod-identity-association";
import { PodRole } from "../../constructs/eks/pod-role";
import { declaredFleet } from "../../constructs/fleet-part";
import { NodeGroupDrain } from "../../constructs/kubernetes/node-group-drain";
import { NodeGroup } from "../../constructs/nodes/node-group";
import { problemsOf } from "../../constructs/synthesize";
import { ApplicationLoadBalancer } from "../../constructs/traffic/application-load-balancer";
import { ListenerAction } from "../../constructs/traffic/listener-action";
import { ListenerRule } from "../../constructs/traffic/listener-rule";
import { TargetGroup } from "../../constructs/traffic/target-group";
import { WeightedListeners } from "../../constructs/traffic/weighted-listeners";

/* The provider and the dependencies that a program gives to constructs which create resources of AWS. */

const ROLE = "arn:aws:iam::123456789012:role";
const subnetIds = ["subnet-0a1", "subnet-0c1"];
const nodes = { version: "1.34", instanceTypes: ["m6i.xlarge"], minSize: 1, maxSize: 3 };
const clusterProps = { version: "1.34", subnetIds, administrators: [`${ROLE}/platform`] };
const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/10652655-c378-4d5b-b1a3-e0ad55cdd027";

const outdir = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-"));

afterAll(() => {
  rmSync(outdir, { recursive: true, force: true });
});

const newApp = () => Testing.stubVersion(new App({ stackTraces: false, skipValidation: true, outdir }));

type Blocks = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

function synthesized(stack: TerraformStack): { readonly resource: Blocks; readonly data: Blocks } {
  return { resource: {}, data: {}, ...JSON.parse(Testing.synth(stack, true)) };
}

function twoRegions() {
  const app = newApp();
  const stack = new TerraformStack(app, "both");
  new AwsProvider(stack, "aws", { region: "ap-northeast-2" });
  const provider = new AwsProvider(stack, "virginia", { region: "us-east-1", alias: "virginia" });
  return { app, stack, provider };
}

/** Of each AWS block of a stack, the address and the provider. */
function providersIn(stack: TerraformStack): readonly (readonly [address: string, provider: unknown])[] {
  const { resource, data } = synthesized(stack);
  return [resource, data].flatMap((blocks) =>
    Object.entries(blocks)
      .filter(([type]) => type.startsWith("aws_"))
      .flatMap(([type, named]) =>
        Object.entries(named).map(([name, { provider }]) => [`${type}.${name}`, provider] as const),
      ),
  );
}

test("all resources and data sources of a cluster and its parts use the provider of the cluster", () => {
  const { app, stack, provider } = twoRegions();
  const cluster = new Cluster(stack, "main", { ...clusterProps, provider });
  cluster.addNodeGroup("workers-v1", { ...nodes, phase: "draining" });
  new NodeGroup(stack, "workers-v2", { ...nodes, cluster });
  new Addon(stack, "vpc-cni", { cluster, addonVersion: "v1.23.1-eksbuild.1" });
  new AccessEntry(stack, "viewers", {
    cluster,
    principalArn: `${ROLE}/viewers`,
    policies: [AccessPolicy.VIEW],
  });
  new PodIdentityAssociation(stack, "web", {
    cluster,
    namespace: "web",
    serviceAccount: "web",
    roleArn: `${ROLE}/web`,
  });
  new PodRole(stack, "jobs", {
    cluster,
    roleName: "jobs",
    namespace: "jobs",
    serviceAccount: "jobs",
    statements: [{ actions: ["s3:GetObject"], resources: ["*"] }],
  });
  expect(problemsOf(app)).toEqual([]);
  const providers = providersIn(stack);
  expect(providers.length).toBeGreaterThan(20);
  expect(providers.filter(([, each]) => each !== "aws.virginia")).toEqual([]);
});

test("a part of an imported cluster uses the provider of the import", () => {
  const { app, stack, provider } = twoRegions();
  const attributes = { clusterName: "main", version: "1.34", subnetIds, provider };
  const cluster = Cluster.fromClusterAttributes(stack, "main", attributes);
  cluster.addNodeGroup("workers-v1", nodes);
  expect(problemsOf(app)).toEqual([]);
  expect(declaredFleet(app).clusters.map(({ region }) => region)).toEqual(["us-east-1"]);
  expect(providersIn(stack).filter(([, each]) => each !== "aws.virginia")).toEqual([]);
});

test("all resources and data sources of load balancers, target groups and rules use their provider", () => {
  const { app, stack, provider } = twoRegions();
  const vpcId = "vpc-0a1";
  const targetGroup = new TargetGroup(stack, "a", { targetGroupName: "web-a", vpcId, provider });
  const found = TargetGroup.fromTargetGroupName(stack, "b", "web-b", { provider });
  const loadBalancer = new ApplicationLoadBalancer(stack, "load-balancer", {
    loadBalancerName: "web",
    vpcId,
    subnetIds,
    clientCidrs: { office: "203.0.113.0/24" },
    pods: { main: { securityGroupId: "sg-0a1" } },
    webAclArn: "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/a/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111",
    provider,
  });
  const { httpsListener } = new WeightedListeners(stack, "listeners", {
    loadBalancer,
    targetGroups: { a: targetGroup, b: found },
    weights: { a: 100 },
    certificateArn,
    additionalCertificateArns: { shop: certificateArn },
    rules: { api: { priority: 100, pathPatterns: ["/api*"] } },
    removedTargetGroups: ["web-c"],
    provider,
  });
  new ListenerRule(stack, "own", {
    listeners: { https: httpsListener },
    priority: 200,
    hostHeaders: ["own.example.com"],
    action: ListenerAction.forward(targetGroup),
    provider,
  });
  expect(problemsOf(app)).toEqual([]);
  expect(providersIn(stack).filter(([, each]) => each !== "aws.virginia")).toEqual([]);
  const { loadBalancers, targetGroups } = declaredFleet(app);
  expect([...loadBalancers, ...targetGroups].map(({ region }) => region)).toEqual(["us-east-1", "us-east-1"]);
});

test("a drain uses the providers that it gets", () => {
  const { app, stack, provider } = twoRegions();
  new KubernetesProvider(stack, "kubernetes", {});
  const kubernetesProvider = new KubernetesProvider(stack, "other", { alias: "other" });
  new NodeGroupDrain(stack, "drain", {
    clusterName: "main",
    nodeGroupName: "workers-v1",
    awsProvider: provider,
    kubernetesProvider,
  });
  expect(problemsOf(app)).toEqual([]);
  expect(providersIn(stack).filter(([, each]) => each !== "aws.virginia")).toEqual([]);
  const kubernetes = Object.entries(synthesized(stack).resource).filter(([type]) =>
    type.startsWith("kubernetes_"),
  );
  expect(kubernetes.flatMap(([, named]) => Object.values(named).map((block) => block.provider))).toEqual(
    Array.from({ length: 4 }, () => "kubernetes.other"),
  );
});

function withNat(build: (stack: TerraformStack, nat: NatGateway) => void) {
  const stack = new TerraformStack(newApp(), "stack");
  new AwsProvider(stack, "aws", { region: "ap-northeast-2" });
  const nat = new NatGateway(stack, "nat", { subnetId: "subnet-0a1", connectivityType: "private" });
  build(stack, nat);
  return synthesized(stack).resource;
}

const dependencies = (blocks: Blocks, type: string, name: string) => blocks[type]?.[name]?.depends_on;

test("dependencies that a program gives stay beside those of the cluster, in any order of the code", () => {
  const resources = withNat((stack, nat) => {
    const cluster = new Cluster(stack, "main", { ...clusterProps, dependsOn: [nat] });
    const group = cluster.addNodeGroup("workers-v1", { ...nodes, dependsOn: [nat] });
    const later = cluster.addNodeGroup("workers-v2", nodes);
    later.runsAfter([nat]);
    cluster.addAddon("vpc-cni", { addonVersion: "v1.23.1-eksbuild.1", dependsOn: [nat] });
    cluster.addAddon("coredns", { addonVersion: "v1.13.2-eksbuild.24" }).runsAfter([nat]);
    cluster.addAddon("kube-proxy", { addonVersion: "v1.34.6-eksbuild.29" });
    group.runsAfter([nat]);
  });
  const ours = ["aws_eks_addon.main_kube-proxy", "aws_eks_addon.main_vpc-cni"];
  const plain = (list: unknown) =>
    Array.isArray(list) ? list.map((each) => String(each).replace(/_[0-9A-F]{8}$/, "")) : [];
  const of = (type: string, start: string) => {
    const name = Object.keys(resources[type] ?? {}).find((each) => each.startsWith(start)) ?? "";
    return plain(dependencies(resources, type, name));
  };
  expect(of("aws_eks_cluster", "main")).toContain("aws_nat_gateway.nat");
  expect(of("aws_eks_cluster", "main")).toEqual(
    expect.arrayContaining(["aws_cloudwatch_log_group.main_logs"]),
  );
  for (const name of ["main_workers-v1", "main_workers-v2"]) {
    expect(of("aws_eks_node_group", name)).toEqual(expect.arrayContaining(["aws_nat_gateway.nat", ...ours]));
    expect(new Set(of("aws_eks_node_group", name)).size).toBe(of("aws_eks_node_group", name).length);
  }
  expect(of("aws_eks_addon", "main_vpc-cni")).toEqual(["aws_nat_gateway.nat"]);
  expect(of("aws_eks_addon", "main_coredns")).toEqual([
    "aws_nat_gateway.nat",
    "aws_eks_node_group.main_workers-v1",
    "aws_eks_node_group.main_workers-v2",
  ]);
});

test("dependencies reach load balancers, target groups, listeners, rules, entries and roles", () => {
  const resources = withNat((stack, nat) => {
    const dependsOn = [nat];
    const cluster = new Cluster(stack, "main", clusterProps);
    cluster.addAccessEntry("viewers", { principalArn: `${ROLE}/viewers`, dependsOn });
    const pods = { namespace: "web", serviceAccount: "web" };
    cluster.addPodIdentityAssociation("web", { ...pods, roleArn: `${ROLE}/web`, dependsOn });
    new PodRole(stack, "jobs", {
      cluster,
      roleName: "jobs",
      namespace: "jobs",
      serviceAccount: "jobs",
      statements: [{ actions: ["s3:GetObject"], resources: ["*"] }],
      dependsOn,
    });
    const targetGroup = new TargetGroup(stack, "a", {
      targetGroupName: "web-a",
      vpcId: "vpc-0a1",
      dependsOn,
    });
    const loadBalancer = new ApplicationLoadBalancer(stack, "load-balancer", {
      loadBalancerName: "web",
      vpcId: "vpc-0a1",
      subnetIds,
      clientCidrs: { office: "203.0.113.0/24" },
      dependsOn,
    });
    const { httpsListener } = new WeightedListeners(stack, "listeners", {
      loadBalancer,
      targetGroups: { a: targetGroup },
      weights: { a: 100 },
      certificateArn,
      dependsOn,
    });
    new ListenerRule(stack, "own", {
      listeners: { https: httpsListener },
      priority: 200,
      hostHeaders: ["own.example.com"],
      action: ListenerAction.forward(targetGroup),
      dependsOn,
    });
  });
  const waiting = Object.entries(resources).flatMap(([type, named]) =>
    Object.entries(named)
      .filter(([, { depends_on: list }]) => Array.isArray(list) && list.includes("aws_nat_gateway.nat"))
      .map(([name]) => `${type}.${name.replace(/_[0-9A-F]{8}$/, "")}`),
  );
  expect(waiting.sort()).toEqual([
    "aws_eks_access_entry.main_viewers",
    "aws_eks_pod_identity_association.main_web",
    "aws_iam_role.jobs",
    "aws_lb.load-balancer",
    "aws_lb_listener.listeners_http",
    "aws_lb_listener.listeners_https",
    "aws_lb_listener_rule.own_https",
    "aws_lb_target_group.a",
  ]);
});

test("a provider and a dependency of another stack are rejected with the path of the construct", () => {
  const app = newApp();
  const [one, other] = ["one", "other"].map((id) => new TerraformStack(app, id));
  if (one === undefined || other === undefined) {
    throw new Error("no stacks");
  }
  new AwsProvider(one, "aws", { region: "ap-northeast-2" });
  const provider = new AwsProvider(other, "aws", { region: "ap-northeast-2" });
  const nat = new NatGateway(other, "nat", { subnetId: "subnet-0a1" });
  const helm = new HelmProvider(one, "helm", {});
  new TargetGroup(one, "a", { targetGroupName: "web-a", vpcId: "vpc-0a1", provider, dependsOn: [nat] });
  new TargetGroup(one, "b", { targetGroupName: "web-b", vpcId: "vpc-0a1", provider: helm });
  expect(problemsOf(app)).toEqual([
    "[one/a] provider is aws of stack other: expected a provider of stack one. Declare one in this stack",
    "[one/a] dependsOn names other/nat of another stack: expected resources of stack one. To apply the other stack first, use addDependency of the stack",
    "[one/b] provider is helm: expected an AWS provider",
  ]);
});
