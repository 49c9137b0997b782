import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformResource, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { Cluster } from "../../constructs/eks/cluster";
import { declaredFleet } from "../../constructs/fleet-part";
import { problemsOf } from "../../constructs/synthesize";
import { ApplicationLoadBalancer } from "../../constructs/traffic/application-load-balancer";
import { TargetGroup } from "../../constructs/traffic/target-group";
import { WeightedListeners } from "../../constructs/traffic/weighted-listeners";
import { Catalog } from "../../upgrade/eks/catalog/catalog";

/*
 * Clusters, target groups and load balancers with one name in several accounts or regions are different, whatever way
 * a program sets the account and region.
 */

const { newest } = Catalog.DATED;
const [NEWER, OLDER] = [newest.toString(), newest.plus(-1).toString()];
const vpcId = "vpc-0a01000000000000f";
const subnetIds = ["subnet-0a0100000000000a1", "subnet-0a0100000000000c1"];

type Provider = Omit<ConstructorParameters<typeof AwsProvider>[2], "alias">;

const roleOf = (account: string) => [{ roleArn: `arn:aws:iam::${account}:role/terraform` }];
const [DEV, PROD] = ["111111111111", "222222222222"];

/** The same names in two stacks. The nodes of the one would be too new for the other. */
function addThings(scope: TerraformStack, version: string): void {
  const cluster = new Cluster(scope, "main", {
    version,
    subnetIds,
    administrators: ["arn:aws:iam::123456789012:role/platform"],
  });
  cluster.addNodeGroup("workers-v1", { version, instanceTypes: ["m6i.xlarge"], minSize: 1, maxSize: 3 });
  const targetGroup = new TargetGroup(scope, "target-group", { targetGroupName: "webapp-a", vpcId });
  const loadBalancer = new ApplicationLoadBalancer(scope, "load-balancer", {
    loadBalancerName: "webapp",
    vpcId,
    subnetIds,
    clientCidrs: { office: "203.0.113.0/24" },
  });
  new WeightedListeners(scope, "listeners", {
    loadBalancer,
    targetGroups: { a: targetGroup },
    weights: { a: 100 },
    certificateArn:
      "arn:aws:acm:ap-northeast-2:123456789012:certificate/10652655-c378-4d5b-b1a3-e0ad55cdd027",
  });
}

function twoStacks(providers: readonly [Provider, Provider]): App {
  const app = new App({ stackTraces: false, skipValidation: true });
  for (const [index, provider] of providers.entries()) {
    const stack = new TerraformStack(app, index === 0 ? "dev" : "prod");
    new AwsProvider(stack, "aws", provider);
    addThings(stack, index === 0 ? NEWER : OLDER);
  }
  return app;
}

const region = "ap-northeast-2";

test.each<[string, Provider, Provider]>([
  ["the allowed account ids", { region, allowedAccountIds: [DEV] }, { region, allowedAccountIds: [PROD] }],
  ["the assumed role", { region, assumeRole: roleOf(DEV) }, { region, assumeRole: roleOf(PROD) }],
  ["the region", { region }, { region: "us-east-1" }],
  ["the profile, which names no account", { region, profile: "dev" }, { region, profile: "prod" }],
])("resources with one name in two stacks are distinguished by %s", (_, dev, prod) => {
  const app = twoStacks([dev, prod]);
  expect(problemsOf(app)).toEqual([]);
  const { clusters, nodeGroups, targetGroups, loadBalancers, routes } = declaredFleet(app);
  for (const things of [clusters, targetGroups, loadBalancers]) {
    expect(new Set(things.map(({ key }) => key)).size).toBe(2);
  }
  const keys = new Map(clusters.map(({ stack, key }) => [stack, key]));
  expect(nodeGroups.map(({ stack, cluster }) => cluster === keys.get(stack))).toEqual([true, true]);
  const balancers = new Map(loadBalancers.map(({ stack, key }) => [stack, key]));
  expect(routes.every(({ stack, loadBalancer }) => loadBalancer === balancers.get(stack))).toBe(true);
});

test("nodes that are too new for their own cluster are still rejected if another cluster has the same name", () => {
  const app = new App({ stackTraces: false, skipValidation: true });
  for (const [name, account] of [
    ["dev", DEV],
    ["prod", PROD],
  ] as const) {
    const stack = new TerraformStack(app, name);
    new AwsProvider(stack, "aws", { region, allowedAccountIds: [account] });
    const cluster = new Cluster(stack, "main", {
      version: OLDER,
      subnetIds,
      administrators: ["arn:aws:iam::123456789012:role/platform"],
    });
    const version = name === "dev" ? NEWER : OLDER;
    cluster.addNodeGroup("workers-v1", { version, instanceTypes: ["m6i.xlarge"], minSize: 1, maxSize: 3 });
  }
  expect(problemsOf(app)).toEqual([expect.stringContaining("node-group-version-skew")]);
});

test("clusters with one name in one stack are distinguished by the providers of their resources", () => {
  const app = new App({ stackTraces: false, skipValidation: true });
  const stack = new TerraformStack(app, "both");
  const seoul = new AwsProvider(stack, "aws", { region });
  const virginia = new AwsProvider(stack, "virginia", { region: "us-east-1", alias: "virginia" });
  for (const [id, version, provider] of [
    ["seoul", NEWER, seoul],
    ["virginia", OLDER, virginia],
  ] as const) {
    const cluster = new Cluster(stack, `cluster-${id}`, {
      clusterName: "main",
      version,
      subnetIds,
      administrators: ["arn:aws:iam::123456789012:role/platform"],
    });
    cluster.addNodeGroup("workers-v1", { version, instanceTypes: ["m6i.xlarge"], minSize: 1, maxSize: 3 });
    giveProvider(cluster, provider);
  }
  expect(problemsOf(app)).toEqual([]);
  expect(declaredFleet(app).clusters.map((cluster) => cluster.region)).toEqual([region, "us-east-1"]);
});

test("target groups with one name in one stack are rejected in one region, and accepted in two", () => {
  const app = new App({ stackTraces: false, skipValidation: true });
  const stack = new TerraformStack(app, "both");
  new AwsProvider(stack, "aws", { region });
  const virginia = new AwsProvider(stack, "virginia", { region: "us-east-1", alias: "virginia" });
  for (const id of ["seoul", "again", "virginia"]) {
    new TargetGroup(stack, `target-group-${id}`, { targetGroupName: "webapp-a", vpcId });
  }
  giveProvider(stack.node.findChild("target-group-virginia"), virginia);
  expect(problemsOf(app)).toEqual([
    expect.stringContaining('[both/target-group-again] duplicate target group "webapp-a"'),
  ]);
});

function giveProvider(construct: IConstruct, provider: AwsProvider): void {
  for (const child of construct.node.findAll()) {
    if (TerraformResource.isTerraformResource(child)) {
      child.provider = provider;
    }
  }
}
