import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { App, TerraformStack } from "cdktf";
import { Cluster } from "../../../constructs/eks/cluster";
import { EndpointAccess } from "../../../constructs/eks/endpoint-access";
import { declaredFleet } from "../../../constructs/fleet-part";
import { TargetGroupBinding } from "../../../constructs/kubernetes/target-group-binding";
import { problemsOf } from "../../../constructs/synthesize";
import { ApplicationLoadBalancer } from "../../../constructs/traffic/application-load-balancer";
import { TargetGroup } from "../../../constructs/traffic/target-group";
import {
  WeightedListeners,
  type WeightedListenersProps,
} from "../../../constructs/traffic/weighted-listeners";
import { EMPTY_FLEET } from "../../../upgrade/fleet/state";
import { withLabels } from "../../upgrade/keys";

const vpcId = "vpc-0a01000000000000f";
const subnetIds = ["subnet-0a0100000000000a1", "subnet-0a0100000000000c1"];

interface Program {
  readonly listeners?: Partial<WeightedListenersProps>;
  /** The target groups that clusters are bound to, each in a stack of its own: cluster, then slot. */
  readonly bound?: readonly (readonly [cluster: string, slot: string])[];
}

function programOf({ listeners = {}, bound = [["alpha-kr-a", "a"]] }: Program): App {
  const app = new App({ stackTraces: false, skipValidation: true });
  const stackOf = (name: string) => {
    const stack = new TerraformStack(app, name);
    new AwsProvider(stack, "aws", { region: "ap-northeast-2" });
    return stack;
  };
  new Cluster(stackOf("alpha-kr-a"), "cluster", {
    clusterName: "alpha-kr-a",
    version: "1.34",
    subnetIds,
    administrators: ["arn:aws:iam::123456789012:role/platform"],
    endpointAccess: EndpointAccess.PRIVATE,
  });
  const traffic = stackOf("traffic");
  const loadBalancer = new ApplicationLoadBalancer(traffic, "load-balancer", {
    loadBalancerName: "alpha-webapp",
    vpcId,
    subnetIds,
    clientCidrs: { office: "203.0.113.0/24" },
  });
  const targetGroup = (slot: string) =>
    new TargetGroup(traffic, `target-group-${slot}`, { targetGroupName: `alpha-webapp-${slot}`, vpcId });
  new WeightedListeners(traffic, "listeners", {
    loadBalancer,
    targetGroups: { a: targetGroup("a"), b: targetGroup("b") },
    weights: { a: 100, b: 0 },
    certificateArn:
      "arn:aws:acm:ap-northeast-2:123456789012:certificate/10652655-c378-4d5b-b1a3-e0ad55cdd027",
    rules: { api: { priority: 100, pathPatterns: ["/api*"] } },
    previews: { a: { priority: 10, hostHeaders: ["a.webapp.example.com"] } },
    ...listeners,
  });
  for (const [index, [clusterName, slot]] of bound.entries()) {
    const workload = stackOf(`workload-${index}`);
    new HelmProvider(workload, "helm");
    new TargetGroupBinding(workload, "binding", {
      clusterName,
      namespace: "webapp",
      serviceRef: { name: "webapp", port: "http" },
      targetGroup: TargetGroup.fromTargetGroupName(workload, "target-group", `alpha-webapp-${slot}`),
    });
  }
  return app;
}

const problems = (program: Program) => problemsOf(programOf(program));

test("the traffic of a program is part of its fleet, with the same keys in all stacks", () => {
  const [fleet = EMPTY_FLEET] = withLabels(declaredFleet(programOf({})));
  const { loadBalancers, targetGroups, routes, bindings } = fleet;
  expect(loadBalancers).toEqual([
    {
      stack: "traffic",
      address: "traffic/load-balancer",
      key: "ap-northeast-2/alpha-webapp",
      region: "ap-northeast-2",
      loadBalancerName: "alpha-webapp",
    },
  ]);
  expect(targetGroups.map(({ key, address }) => [key, address])).toEqual([
    ["ap-northeast-2/alpha-webapp-a", "traffic/target-group-a"],
    ["ap-northeast-2/alpha-webapp-b", "traffic/target-group-b"],
  ]);
  const targets = [
    { targetGroup: "ap-northeast-2/alpha-webapp-a", weight: 100 },
    { targetGroup: "ap-northeast-2/alpha-webapp-b", weight: 0 },
  ];
  const common = {
    stack: "traffic",
    address: "traffic/listeners",
    loadBalancer: "ap-northeast-2/alpha-webapp",
  };
  expect(routes).toEqual([
    {
      ...common,
      address: "traffic/listeners/previews/a",
      kind: "rule",
      byHost: true,
      targets: [{ targetGroup: "ap-northeast-2/alpha-webapp-a", weight: 1 }],
    },
    { ...common, kind: "rule", byHost: false, targets },
    { ...common, kind: "default-action", protocol: "HTTP", byHost: false, targets: [] },
    {
      ...common,
      kind: "default-action",
      protocol: "HTTPS",
      sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
      byHost: false,
      targets,
    },
  ]);
  expect(bindings).toEqual([
    {
      stack: "workload-0",
      address: "workload-0/binding",
      cluster: "ap-northeast-2/alpha-kr-a",
      targetGroup: "ap-northeast-2/alpha-webapp-a",
      multiCluster: false,
    },
  ]);
});

test("a program that sends traffic to bound target groups is accepted", () => {
  expect(problems({})).toEqual([]);
  const bound = [
    ["alpha-kr-a", "a"],
    ["alpha-kr-b", "b"],
  ] as const;
  expect(problems({ bound, listeners: { weights: { a: 90, b: 10 } } })).toEqual([]);
});

test("a weight for a target group without a bound cluster is rejected at the weights", () => {
  expect(problems({ listeners: { weights: { a: 90, b: 10 } } })).toEqual([
    "[traffic/listeners] target group alpha-webapp-b has weight 10, and no cluster is bound to it: its share of the requests would get 503. Give it weight 0 until a cluster is bound (weight-without-cluster)",
  ]);
});

test("a program without any binding is accepted, because its bindings are elsewhere", () => {
  expect(problems({ bound: [], listeners: { weights: { a: 90, b: 10 } } })).toEqual([]);
});

test("a target group that two stacks bind is rejected in both", () => {
  const bound = [
    ["alpha-kr-a", "a"],
    ["alpha-kr-b", "a"],
  ] as const;
  const message = (other: string, clusters: string) =>
    `target group alpha-webapp-a is also bound by ${other} (${clusters}): the controller of this binding deregisters the other's pods. Give each cluster its own target group, or set multiClusterTargetGroup on both (target-group-shared)`;
  expect(problems({ bound })).toEqual([
    `[workload-0/binding] ${message("workload-1/binding", "ap-northeast-2/alpha-kr-a and ap-northeast-2/alpha-kr-b")}`,
    `[workload-1/binding] ${message("workload-0/binding", "ap-northeast-2/alpha-kr-b and ap-northeast-2/alpha-kr-a")}`,
  ]);
});

test("an old TLS policy is rejected", () => {
  expect(problems({ listeners: { sslPolicy: "ELBSecurityPolicy-2016-08" } })).toEqual([
    "[traffic/listeners] the listener has the TLS policy ELBSecurityPolicy-2016-08: it accepts TLS 1.0 or 1.1. Use a policy with TLS 1.2 or newer, such as ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09 (old-tls-policy)",
  ]);
});

test("a problem that the constructs report themselves is reported once", () => {
  expect(problems({ listeners: { weights: { a: 0, b: 0 } } })).toEqual([
    "[traffic/listeners] every weight is 0, so no request would be served; give at least one of a, b a weight from 1 to 999",
  ]);
});
