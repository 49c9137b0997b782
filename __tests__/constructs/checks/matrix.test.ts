import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { App, TerraformStack, Testing } from "cdktf";
import * as exported from "../../../constructs";
import { type Trial, trialsOf } from "./matrix";

/*
 * JavaScript can give any value to any property. Each must be right Terraform, or a problem that names the property. No
 * error may come from inside.
 */

const { ApplicationLoadBalancer, Cluster, TargetGroup } = exported;

const ARN = "arn:aws:iam::123456789012:role/platform";
const CERTIFICATE =
  "arn:aws:acm:ap-northeast-2:123456789012:certificate/10652655-c378-4d5b-b1a3-e0ad55cdd027";
const subnetIds = ["subnet-a", "subnet-c"];

// Imported ones, because these create the fewest resources.
const clusterOf = (stack: TerraformStack) =>
  Cluster.fromClusterAttributes(stack, "alpha-kr-a", {
    clusterName: "alpha-kr-a",
    version: "1.34",
    subnetIds,
    nodeRoleArn: ARN,
  });
const ELB = "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012";
const loadBalancerOf = (stack: TerraformStack) =>
  ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(stack, "webapp", {
    loadBalancerArn: `${ELB}:loadbalancer/app/webapp/b4f5bd046b85564d`,
  });
const targetGroupOf = (stack: TerraformStack) =>
  TargetGroup.fromTargetGroupAttributes(stack, "target-group", {
    targetGroupArn: `${ELB}:targetgroup/webapp-a/b4f5bd046b85564d`,
  });

type Base = (stack: TerraformStack) => Readonly<Record<string, unknown>>;

/** Of each construct, the type of its properties and the fewest that it takes. */
const constructs: Readonly<Record<string, Base>> = {
  AccessEntry: (stack) => ({
    cluster: clusterOf(stack),
    principalArn: "arn:aws:iam::123456789012:role/team",
  }),
  Addon: (stack) => ({ cluster: clusterOf(stack), addonName: "vpc-cni", addonVersion: "v1.20.4-eksbuild.1" }),
  ApplicationLoadBalancer: () => ({
    loadBalancerName: "webapp",
    vpcId: "vpc-0a1",
    subnetIds,
    clientCidrs: { office: "203.0.113.0/24" },
  }),
  Cluster: () => ({ version: "1.34", subnetIds, administrators: [ARN] }),
  ClusterAutoscaler: () => ({ clusterName: "alpha-kr-a", region: "ap-northeast-2", version: "1.33.1" }),
  ClusterIdentity: () => ({ clusterName: "alpha-kr-a", group: "alpha-kr", slot: "a", state: "active" }),
  Haproxy: () => ({
    namespace: "haproxy",
    releaseName: "haproxy",
    configuration: {
      backend: "webapp",
      servers: { a: { address: "10.0.0.1", port: 80 } },
      weights: { a: 1 },
    },
  }),
  HaproxyParameter: () => ({
    configuration: {
      backend: "webapp",
      servers: { a: { address: "10.0.0.1", port: 80 } },
      weights: { a: 1 },
    },
  }),
  Karpenter: () => ({ clusterName: "alpha-kr-a", version: "1.9.0" }),
  NodePool: () => ({
    clusterName: "alpha-kr-a",
    nodePoolName: "workers-v1",
    nodeRoleName: "alpha-kr-a-karpenter-node",
    subnetIds: ["subnet-0a1"],
    version: "1.34",
    ami: "al2023@v20261015",
  }),
  WeightedRecord: () => ({
    zoneId: "Z0123456789ABCDEFGHIJ",
    recordName: "webapp.example.com",
    slot: "a",
    weight: 1,
    values: ["10.0.0.1"],
  }),
  HelmRelease: () => ({
    clusterName: "alpha-kr-a",
    repository: "https://charts.example.com",
    chart: "istiod",
    chartVersion: "1.29.0",
    namespace: "istio",
  }),
  IrsaRole: (stack) => ({
    clusters: [clusterOf(stack)],
    roleName: "webapp",
    namespace: "webapp",
    serviceAccount: "webapp",
    policyArns: { read: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
  }),
  ListenerRule: () => ({
    listeners: { https: { listenerArn: `${ELB}:listener/app/webapp/b4f5bd046b85564d/d6e2ab2ab2ab2ab2` } },
    priority: 100,
    pathPatterns: ["/api*"],
    action: exported.ListenerAction.redirect({ host: "www.example.com" }),
  }),
  LoadBalancerController: () => ({
    clusterName: "alpha-kr-a",
    region: "ap-northeast-2",
    vpcId: "vpc-0a1",
    chartVersion: "3.5.0",
  }),
  Namespace: () => ({ name: "webapp" }),
  NodeGroup: (stack) => ({
    cluster: clusterOf(stack),
    nodeGroupName: "workers-v1",
    version: "1.34",
    instanceTypes: ["m6i.4xlarge"],
    minSize: 3,
    maxSize: 60,
  }),
  NodeGroupDrain: () => ({ clusterName: "alpha-kr-a", nodeGroupName: "workers-v1" }),
  KarpenterResources: (stack) => ({ cluster: clusterOf(stack), region: "ap-northeast-2" }),
  FargateProfile: (stack) => ({
    cluster: clusterOf(stack),
    profileName: "jobs",
    version: "1.34",
    selectors: [{ namespace: "jobs" }],
  }),
  OidcProvider: (stack) => ({ cluster: clusterOf(stack) }),
  PodIdentityAssociation: (stack) => ({
    cluster: clusterOf(stack),
    namespace: "webapp",
    serviceAccount: "webapp",
    roleArn: ARN,
  }),
  PodRole: (stack) => ({
    cluster: clusterOf(stack),
    roleName: "webapp",
    namespace: "webapp",
    serviceAccount: "webapp",
    statements: [{ actions: ["s3:GetObject"], resources: ["*"] }],
  }),
  TargetGroup: () => ({ targetGroupName: "webapp-b", vpcId: "vpc-0a1" }),
  TargetGroupBinding: (stack) => ({
    clusterName: "alpha-kr-a",
    namespace: "webapp",
    serviceRef: { name: "webapp", port: "http" },
    targetGroup: targetGroupOf(stack),
  }),
  WeightedListeners: (stack) => ({
    loadBalancer: loadBalancerOf(stack),
    targetGroups: { a: targetGroupOf(stack) },
    weights: { a: 100 },
    certificateArn: CERTIFICATE,
  }),
};

const construct: (name: string) => Make = (name) => (stack, props) =>
  Reflect.construct(Reflect.get(exported, name), [stack, "tried", props]);

type Make = (stack: TerraformStack, props: Readonly<Record<string, unknown>>) => unknown;

/** A problem of a wrong type is missing, something failed, or a token is broken: what is wrong. `undefined` if nothing. */
function wrongWith(trial: Trial, make: Make, base: Base): string | undefined {
  const stack = new TerraformStack(Testing.stubVersion(new App({ stackTraces: false, outdir })), "stack");
  new AwsProvider(stack, "aws", { region: "ap-northeast-2" });
  new HelmProvider(stack, "helm", {});
  new KubernetesProvider(stack, "kubernetes", {});
  try {
    make(stack, { ...base(stack), ...trial.change(stack) });
    const problems = stack.node.root.node.findAll().flatMap(({ node }) => node.validate());
    const inside = problems.find((problem) => /TfToken|\de\+?2\d\d|\[object /.test(problem));
    if (inside !== undefined) {
      return `a problem shows what is inside: ${inside}`;
    }
    if (problems.length > 0) {
      return trial.isWrong && !problems.some((problem) => problem.includes(trial.property))
        ? `no problem names it: ${problems.join("; ")}`
        : undefined;
    }
    return trial.isWrong || trial.isInvalid ? "accepted" : broken(Testing.synth(stack));
  } catch (error) {
    return String(error).split("\n")[0];
  }
}

/** Tokens that cdktf cannot find again, and values that were turned into text. */
function broken(synthesized: string): string | undefined {
  return /^.*(\de\+?2\d\d|TfToken|\[object |: "?(undefined|NaN)\b).*$/m.exec(synthesized)?.[0];
}

const outdir = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-"));

afterAll(() => {
  rmSync(outdir, { recursive: true, force: true });
});

function failuresOf(type: string, make: Make, base: Base): readonly string[] {
  return trialsOf(type).flatMap((trial) => {
    const wrong = wrongWith(trial, make, base);
    return wrong === undefined ? [] : [`${trial.name}: ${wrong}`];
  });
}

/** Of each function that makes a value, a construct that takes the value. */
const takers: Readonly<Record<string, (stack: TerraformStack, value: unknown) => unknown>> = {
  AccessPolicy: (stack, policy) => make("AccessEntry", stack, { policies: [policy] }),
  ControlPlaneLogs: (stack, logs) => make("Cluster", stack, { logs }),
  EndpointAccess: (stack, endpointAccess) => make("Cluster", stack, { endpointAccess }),
  LaunchTemplate: (stack, launchTemplate) => make("NodeGroup", stack, { launchTemplate }),
  ListenerAction: (stack, action) => make("ListenerRule", stack, { action }),
  SecretsEncryption: (stack, secretsEncryption) => make("Cluster", stack, { secretsEncryption }),
};

const make = (name: string, stack: TerraformStack, props: object) =>
  construct(name)(stack, { ...constructs[name]?.(stack), ...props });

/** The functions, each with arguments that it accepts, by name. */
const makers: Readonly<Record<string, object>> = {
  "AccessPolicy.of": { name: "AmazonEKSViewPolicy" },
  "ControlPlaneLogs.of": { types: ["api"], retentionDays: 90 },
  "EndpointAccess.publicAndPrivate": { cidrs: ["203.0.113.0/24"] },
  "EndpointAccess.publicAsItIs": { isPrivate: true },
  "EndpointAccess.publicOnly": { cidrs: ["203.0.113.0/24"] },
  "LaunchTemplate.existing": { launchTemplateId: "lt-0a1b2c3d4e5f60718", version: 1 },
  "LaunchTemplate.managed": { options: {} },
  "ListenerAction.fixedResponse": { options: { statusCode: 503 } },
  "ListenerAction.redirect": { options: { host: "www.example.com" } },
  "SecretsEncryption.withKey": {
    keyArn: "arn:aws:kms:ap-northeast-2:123456789012:key/10652655-c378-4d5b-b1a3-e0ad55cdd027",
  },
};

test.each(Object.entries(makers))("%s: each value is right Terraform or a problem", (name, base) => {
  const [type = "", method = ""] = name.split(".");
  const parameters = Object.keys(base);
  const made: Make = (stack, given) => {
    const values = parameters.map((parameter) => given[parameter]);
    const isSpread = ["cidrs"].includes(parameters[0] ?? "") && Array.isArray(values[0]);
    const owner: unknown = Reflect.get(exported, type);
    const call: unknown = Reflect.get(Object(owner), method);
    const value: unknown =
      typeof call === "function"
        ? Reflect.apply(call, owner, isSpread ? Array.from(values.flat()) : values)
        : undefined;
    return takers[type]?.(stack, value);
  };
  const failures = failuresOf(name, made, () => ({ ...base }));
  // A text alone is an item of the list of CIDR blocks.
  expect(
    failures.filter((failure) => !/^cidrs = an? (empty )?text: no problem names it/.test(failure)),
  ).toEqual([]);
});

test.each(Object.entries(constructs))("%s: each value is right Terraform or a problem", (name, base) => {
  expect(failuresOf(`${name}Props`, construct(name), base)).toEqual([]);
});

test("every exported construct is tried", () => {
  const withProps = Object.keys(exported).filter((name) => trialsOf(`${name}Props`).length > 0);
  // The construct that runs HAProxy takes its configuration.
  expect(withProps.filter((name) => name !== "HaproxyConfiguration").sort()).toEqual(
    Object.keys(constructs).sort(),
  );
});
