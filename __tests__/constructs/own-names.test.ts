import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { App, TerraformStack, TerraformVariable } from "cdktf";
import { Cluster } from "../../constructs/eks/cluster";
import { declaredFleet } from "../../constructs/fleet-part";
import { HelmRelease } from "../../constructs/kubernetes/helm-release";
import { NodeGroupDrain } from "../../constructs/kubernetes/node-group-drain";
import { TargetGroupBinding } from "../../constructs/kubernetes/target-group-binding";
import { problemsOf } from "../../constructs/synthesize";
import { ApplicationLoadBalancer } from "../../constructs/traffic/application-load-balancer";
import { TargetGroup } from "../../constructs/traffic/target-group";
import { WeightedListeners } from "../../constructs/traffic/weighted-listeners";
import { clusterProps, warningsOf, withCluster, withWorkers } from "./eks/fixtures";

/*
 * Rules compare what constructs name. A token of a construct of the same program stands for its declared name. What nobody
 * knows at synthesis is reported as not evaluated.
 */

const chart = { repository: "https://charts.example.com", chart: "istiod", chartVersion: "1.29.0" };
/** Rejected for each cluster of these tests. */
const old = { ...chart, namespace: "istio", supports: { oldest: "1.20", newest: "1.21" } };
const vpcId = "vpc-0a1";
const subnetIds = ["subnet-a", "subnet-c"];

function stackIn(app: App, id: string, region: string): TerraformStack {
  const stack = new TerraformStack(app, id);
  new AwsProvider(stack, "aws", { region });
  new HelmProvider(stack, "helm", {});
  new KubernetesProvider(stack, "kubernetes", {});
  return stack;
}

const newApp = () => new App({ stackTraces: false, skipValidation: true });
const ofRule = (app: App, rule: string) => problemsOf(app).filter((problem) => problem.includes(`(${rule})`));

describe("the name of a cluster as a token of its construct", () => {
  test.each(["in its stack", "in another stack"])("is its declared name, %s", (where) => {
    const app = newApp();
    const own = stackIn(app, "cluster", "ap-northeast-2");
    const stack = where === "in its stack" ? own : stackIn(app, "releases", "ap-northeast-2");
    const { clusterName } = new Cluster(own, "alpha-kr-a", clusterProps);
    new HelmRelease(stack, "istiod", { ...old, clusterName });
    expect(ofRule(app, "release-supports-kubernetes")).toEqual([expect.stringContaining("istiod")]);
  });

  test("gives an import of it its guards", () => {
    const app = newApp();
    const { clusterName } = new Cluster(
      stackIn(app, "cluster", "ap-northeast-2"),
      "alpha-kr-a",
      clusterProps,
    );
    const nodes = stackIn(app, "nodes", "ap-northeast-2");
    const imported = Cluster.fromClusterAttributes(nodes, "imported", { clusterName, version: "1.34" });
    expect(imported.declaredName).toBe("alpha-kr-a");
    expect(imported.guard).toBeDefined();
  });

  test("is accepted by a drain, which reads the cluster before the apply", () => {
    const app = newApp();
    const stack = stackIn(app, "cluster", "ap-northeast-2");
    const { clusterName } = new Cluster(stack, "alpha-kr-a", clusterProps);
    new NodeGroupDrain(stack, "drain", { clusterName, nodeGroupName: "workers-v1" });
    expect(problemsOf(app)).toEqual([]);
  });
});

test("the ARN of a target group and of a load balancer as a token is that of its construct", () => {
  const app = newApp();
  const stack = stackIn(app, "traffic", "ap-northeast-2");
  const { clusterName } = new Cluster(stack, "alpha-kr-a", clusterProps);
  const own = new TargetGroup(stack, "a", { targetGroupName: "webapp-a", vpcId });
  const loadBalancer = new ApplicationLoadBalancer(stack, "webapp", {
    loadBalancerName: "webapp",
    vpcId,
    subnetIds,
    clientCidrs: { office: "203.0.113.0/24" },
  });
  new TargetGroupBinding(stack, "binding", {
    clusterName,
    namespace: "webapp",
    serviceRef: { name: "webapp", port: "http" },
    targetGroup: TargetGroup.fromTargetGroupAttributes(stack, "again", {
      targetGroupArn: own.targetGroupArn,
    }),
  });
  new WeightedListeners(stack, "listeners", {
    loadBalancer: ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(stack, "lb", {
      loadBalancerArn: loadBalancer.loadBalancerArn,
    }),
    targetGroups: { a: own },
    weights: { a: 100 },
    certificateArn:
      "arn:aws:acm:ap-northeast-2:123456789012:certificate/10652655-c378-4d5b-b1a3-e0ad55cdd027",
  });
  const { bindings, routes, loadBalancers } = declaredFleet(app);
  expect(bindings.map(({ targetGroup }) => targetGroup)).toEqual([own.targetGroupKey]);
  expect(new Set(routes.map((route) => route.loadBalancer))).toEqual(new Set([loadBalancers[0]?.key]));
});

describe("a stack with providers of two regions", () => {
  test("the cluster of a release is the one with this name, in whatever region", () => {
    const app = newApp();
    const stack = stackIn(app, "regions", "us-east-1");
    const provider = new AwsProvider(stack, "tokyo", { region: "ap-northeast-1", alias: "tokyo" });
    new Cluster(stack, "alpha-kr-a", { ...clusterProps, provider });
    new HelmRelease(stack, "istiod", { ...old, clusterName: "alpha-kr-a" });
    expect(ofRule(app, "release-supports-kubernetes")).toEqual([expect.stringContaining("istiod")]);
  });

  test("a name that clusters of both regions have means none: a warning says so", () => {
    const warnings = warningsOf((stack) => {
      new HelmProvider(stack, "helm", {});
      const provider = new AwsProvider(stack, "tokyo", { region: "ap-northeast-1", alias: "tokyo" });
      new Cluster(stack, "alpha-kr-a", clusterProps);
      new Cluster(stack, "tokyo-a", { ...clusterProps, clusterName: "alpha-kr-a", provider });
      new HelmRelease(stack, "istiod", { ...old, clusterName: "alpha-kr-a" });
    });
    expect(warnings).toContainEqual(expect.stringMatching(/istiod\] Not evaluated: several clusters/));
  });
});

describe("what nobody knows at synthesis", () => {
  const named = (stack: TerraformStack) =>
    new TerraformVariable(stack, "name", { type: "string" }).stringValue;

  test("a release of an unknown cluster: a warning that its rules are not evaluated", () => {
    const warnings = warningsOf((stack) => {
      new HelmProvider(stack, "helm", {});
      new HelmRelease(stack, "istiod", { ...old, clusterName: named(stack) });
    });
    expect(warnings).toEqual([
      expect.stringMatching(/istiod\] Not evaluated: clusterName is an unresolved token, and of no cluster/),
    ]);
  });

  test("the name of a cluster: its guards are not made, and its nodes are still compared with it", () => {
    const build = (stack: TerraformStack) =>
      withWorkers({ version: "1.35" }, { clusterName: named(stack) })(stack);
    expect(warningsOf((stack) => withCluster({ clusterName: named(stack) })(stack))).toEqual([
      expect.stringMatching(/alpha-kr-a\] the guards of the cluster are not made \(control-plane-step, /),
    ]);
    const app = newApp();
    build(stackIn(app, "stack", "ap-northeast-2"));
    expect(ofRule(app, "node-group-version-skew")).toEqual([expect.stringContaining("workers-v1")]);
  });

  test("the name of a node group: the guard of undeclared node groups is not made", () => {
    const warnings = warningsOf((stack) => withWorkers({ nodeGroupName: named(stack) })(stack));
    expect(warnings).toEqual([
      expect.stringMatching(/workers-v1\] the guard undeclared-node-groups of alpha-kr-a/),
    ]);
  });
});
