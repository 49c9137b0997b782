import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { type App, Aspects, TerraformDataSource, TerraformResource, TerraformStack, Testing } from "cdktf";
import { Construct } from "constructs";
import { Cluster } from "../../../constructs/eks/cluster";
import type { ICluster } from "../../../constructs/eks/icluster";
import { NodeGroup } from "../../../constructs/nodes/node-group";
import { clusterProps, workers } from "./fixtures";

/*
 * The guard of a cluster knows which node groups the program declares for it. If it counts a wrong one, a node group
 * with nodes can be removed.
 */

const REGION = "ap-northeast-2";

interface Provider {
  readonly region?: string;
  readonly account?: string;
  readonly assumedAccount?: string;
}

function stackOf(
  app: App,
  id: string,
  { region = REGION, account, assumedAccount }: Provider = {},
): TerraformStack {
  const stack = new TerraformStack(app, id);
  new AwsProvider(stack, "aws", {
    region,
    allowedAccountIds: account === undefined ? undefined : [account],
    assumeRole:
      assumedAccount === undefined
        ? undefined
        : [{ roleArn: `arn:aws:iam::${assumedAccount}:role/terraform` }],
  });
  return stack;
}

function declared(scope: Construct, ...groups: readonly string[]): ICluster {
  return filled(new Cluster(scope, "cluster", { ...clusterProps, clusterName: "main" }), groups);
}

function imported(scope: Construct, ...groups: readonly string[]): ICluster {
  const attributes = { clusterName: "main", version: "1.34", subnetIds: ["subnet-a"] };
  return filled(Cluster.fromClusterAttributes(scope, "imported", attributes), groups);
}

function filled(cluster: ICluster, groups: readonly string[]): ICluster {
  for (const group of groups) {
    cluster.addNodeGroup(group, workers);
  }
  return cluster;
}

/** The node groups that each guard of a stack counts as declared. */
function known(stack: TerraformStack): readonly (readonly string[])[] {
  const { data = {} } = JSON.parse(Testing.synth(stack));
  return Object.values<{ readonly for_each: string }>(data.aws_eks_node_group ?? {}).map(
    ({ for_each }) => /regex\("\^\((.*?)\)\$"/.exec(for_each)?.[1]?.split("|") ?? [],
  );
}

/** By an aspect, as programs do it. */
function useProvider(scope: Construct, provider: AwsProvider): void {
  Aspects.of(scope).add({
    visit: (node) => {
      if (TerraformResource.isTerraformResource(node) || TerraformDataSource.isTerraformDataSource(node)) {
        node.provider = provider;
      }
    },
  });
}

const [DEV, PROD] = ["111111111111", "222222222222"];

test.each([
  ["account that the provider allows", { account: DEV }, { account: PROD }],
  ["account of the role that the provider assumes", { assumedAccount: DEV }, { assumedAccount: PROD }],
  ["region", { region: "us-east-1" }, {}],
  ["account, if only one of them is known", { account: DEV }, {}],
  ["stack, if nothing else is known", {}, {}],
])("node groups of another cluster of the same name do not count: another %s", (_what, dev, prod) => {
  const app = Testing.app();
  const [one, two] = [stackOf(app, "dev", dev), stackOf(app, "prod", prod)];
  declared(one, "workers-v1", "workers-v2");
  declared(two, "workers-v1");
  expect([known(one), known(two)]).toEqual([[["workers-v1", "workers-v2"]], [["workers-v1"]]]);
});

test("node groups of a cluster of the same name in the same stack do not count: another provider", () => {
  const stack = stackOf(Testing.app(), "stack");
  const [seoul, tokyo] = [new Construct(stack, "seoul"), new Construct(stack, "tokyo")];
  const provider = new AwsProvider(stack, "tokyo-provider", { alias: "tokyo", region: "ap-northeast-1" });
  useProvider(tokyo, provider);
  declared(seoul, "workers-v1", "workers-v2");
  declared(tokyo, "workers-v1");
  imported(tokyo, "workers-v3");
  expect(known(stack)).toEqual([
    ["workers-v1", "workers-v2"],
    ["workers-v1", "workers-v3"],
  ]);
});

describe("node groups that another stack adds to the cluster count", () => {
  test.each([
    ["the same provider", { account: DEV }, { account: DEV }],
    ["a provider without an account", { account: DEV }, {}],
    ["no account in any provider", {}, {}],
  ])("if there is %s", (_what, platform, team) => {
    const app = Testing.app();
    const [one, two] = [stackOf(app, "platform", platform), stackOf(app, "team", team)];
    declared(one, "workers-v1");
    imported(two, "team-v1");
    expect(known(one)).toEqual([["team-v1", "workers-v1"]]);
  });

  test("if the stack uses the cluster itself", () => {
    const app = Testing.app();
    const [one, two] = [stackOf(app, "platform"), stackOf(app, "team")];
    const cluster = declared(one, "workers-v1");
    new NodeGroup(two, "team-v1", { ...workers, cluster, subnetIds: ["subnet-a"] });
    expect(known(one)).toEqual([["team-v1", "workers-v1"]]);
  });

  test("unless the program declares two clusters that match", () => {
    const app = Testing.app();
    const [one, two, three] = [
      stackOf(app, "dev", { account: DEV }),
      stackOf(app, "prod", { account: PROD }),
      stackOf(app, "team"),
    ];
    declared(one, "workers-v1");
    declared(two, "workers-v1");
    imported(three, "team-v1");
    expect([known(one), known(two)]).toEqual([[["workers-v1"]], [["workers-v1"]]]);
  });
});
