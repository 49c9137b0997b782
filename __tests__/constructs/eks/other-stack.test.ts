import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, LocalBackend, TerraformStack } from "cdktf";
import { AccessEntry } from "../../../constructs/eks/access-entry";
import { Addon } from "../../../constructs/eks/addon";
import { Cluster } from "../../../constructs/eks/cluster";
import { PodRole } from "../../../constructs/eks/pod-role";
import { declaredFleet } from "../../../constructs/fleet-part";
import { NodeGroup } from "../../../constructs/nodes/node-group";
import { problemsOf } from "../../../constructs/synthesize";

/* Parts of a cluster in another stack of the same program. */

const ROLE = "arn:aws:iam::123456789012:role";
const nodes = { version: "1.34", instanceTypes: ["m6i.large"], minSize: 1, maxSize: 3 };
const outdirs: string[] = [];

afterAll(() => {
  for (const outdir of outdirs) {
    rmSync(outdir, { recursive: true, force: true });
  }
});

function program(regions: readonly [string, string] = ["ap-northeast-2", "ap-northeast-2"]) {
  const outdir = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-"));
  outdirs.push(outdir);
  const app = new App({ outdir, stackTraces: false });
  const stack = (id: string, region: string) => {
    const made = new TerraformStack(app, id);
    new LocalBackend(made, {});
    new AwsProvider(made, "aws", { region });
    return made;
  };
  const platform = stack("platform", regions[0]);
  const team = stack("team", regions[1]);
  const cluster = new Cluster(platform, "shop-a", {
    version: "1.34",
    subnetIds: ["subnet-0a1", "subnet-0a2"],
    administrators: [`${ROLE}/platform`],
  });
  const synth = () => {
    app.synth();
    return Object.fromEntries(
      ["platform", "team"].map((id) => [id, readFileSync(join(outdir, "stacks", id, "cdk.tf.json"), "utf8")]),
    );
  };
  return { app, platform, team, cluster, synth };
}

/** Every data source and resource that the expressions of a stack name is declared in it. */
function undeclaredIn(text: string): readonly string[] {
  const stack: unknown = JSON.parse(text);
  const declared = (kind: string) => {
    const blocks: object = Object(Object(stack)[kind] ?? {});
    return Object.entries(blocks).flatMap(([type, named]) =>
      Object.keys(Object(named)).map((name) => `${type}.${name}`),
    );
  };
  const [resources, data] = [declared("resource"), declared("data")];
  const named = [...text.matchAll(/(data\.)?\b(aws_[a-z_]+|terraform_remote_state)\.([A-Za-z0-9_-]+)/g)];
  return named
    .map(([, prefix, type, name]) => [prefix === undefined ? resources : data, `${type}.${name}`] as const)
    .filter(([known, address]) => !known.includes(address))
    .map(([, address]) => address);
}

test("a node group in another stack has its guards and its order in that stack, and the cluster knows it", () => {
  const { app, team, platform, cluster, synth } = program();
  cluster.addAddon("kube-proxy", { addonVersion: "v1.34.6-eksbuild.29" });
  const group = new NodeGroup(team, "team-v1", { ...nodes, cluster });
  new Addon(team, "vpc-cni", { cluster, addonVersion: "v1.23.1-eksbuild.1" });
  new AccessEntry(team, "viewers", { cluster, principalArn: `${ROLE}/viewers` });
  new PodRole(team, "jobs", {
    cluster,
    roleName: "jobs",
    namespace: "jobs",
    serviceAccount: "jobs",
    statements: [{ actions: ["s3:GetObject"], resources: ["*"] }],
  });
  expect(problemsOf(app)).toEqual([]);
  expect(team.dependsOn(platform)).toBe(true);
  const { clusters, nodeGroups } = declaredFleet(app);
  expect(nodeGroups.map((each) => each.cluster)).toEqual(clusters.map(({ key }) => key));
  const { platform: ofCluster = "", team: ofTeam = "" } = synth();
  expect([undeclaredIn(ofCluster), undeclaredIn(ofTeam)]).toEqual([[], []]);
  const { resource } = JSON.parse(ofTeam);
  const declared = resource.aws_eks_node_group[group.node.id];
  expect(declared.cluster_name).toBe("shop-a");
  expect(declared.depends_on).toEqual(["aws_eks_addon.vpc-cni"]);
  expect(
    declared.lifecycle.precondition.map((each: { error_message: string }) => each.error_message),
  ).toEqual([expect.stringContaining("(node-group-ahead)")]);
  // The guard of the cluster accepts the group.
  expect(ofCluster).toContain("team-v1");
});

test("a node group that is too new for a cluster of another stack is rejected", () => {
  const { app, team, cluster } = program();
  new NodeGroup(team, "team-v1", { ...nodes, version: "1.35", cluster });
  expect(problemsOf(app)).toEqual([expect.stringContaining("(node-group-version-skew)")]);
});

test("node groups of one stack share one import of the cluster, and those of two stacks have two", () => {
  const { app, team, platform, cluster } = program();
  new NodeGroup(team, "one-v1", { ...nodes, cluster });
  new NodeGroup(team, "two-v1", { ...nodes, cluster });
  expect(team.node.children.map(({ node }) => node.id)).toEqual(
    expect.arrayContaining(["one-v1", "imported-shop-a", "two-v1"]),
  );
  expect(team.node.tryFindChild("imported-shop-a-2")).toBeUndefined();
  expect(platform.node.tryFindChild("imported-shop-a")).toBeUndefined();
  expect(problemsOf(app)).toEqual([]);
});

test("a node group of a cluster whose stack depends on the stack of the node group is rejected", () => {
  const { app, team, platform, cluster } = program();
  platform.addDependency(team);
  new NodeGroup(team, "team-v1", { ...nodes, cluster, nodeRoleArn: `${ROLE}/nodes` });
  expect(problemsOf(app)).toEqual([
    "[team/team-v1] the part is in stack team, its cluster shop-a is in stack platform, and platform depends on team: expected the stack of the cluster to be applied first. Remove that dependency, or import the cluster by its name with Cluster.fromClusterAttributes",
  ]);
});

test("a node group in another region than its cluster is rejected", () => {
  const { app, team, cluster } = program(["ap-northeast-2", "us-east-1"]);
  new NodeGroup(team, "team-v1", { ...nodes, cluster });
  expect(problemsOf(app)).toEqual([
    "[team/team-v1] the part is in an unknown account, us-east-1, and its cluster shop-a is in an unknown account, ap-northeast-2: expected one account and one region. Give the part a provider of the cluster's account and region",
  ]);
});

describe("two stacks that import one cluster, without a node role", () => {
  const importedTwice = (provider: ConstructorParameters<typeof AwsProvider>[2]) => {
    const app = new App({ stackTraces: false, skipValidation: true });
    for (const team of ["one", "two"]) {
      const stack = new TerraformStack(app, team);
      new AwsProvider(stack, "aws", provider);
      Cluster.fromClusterAttributes(stack, "imported", {
        clusterName: "alpha-kr-a",
        version: "1.34",
        subnetIds: ["subnet-a"],
      }).addNodeGroup(`${team}-v1`, nodes);
    }
    const role = app.node.findAll().filter(({ node }) => node.path === "two/imported/node-role");
    return {
      problems: problemsOf(app),
      warnings: role.flatMap(({ node }) => node.metadata.map(({ data }) => String(data))),
    };
  };
  const duplicate = expect.stringContaining('duplicate IAM role "alpha-kr-a-imported-node"');

  test("would create its name twice in one account: rejected", () => {
    const allowedAccountIds = ["123456789012"];
    expect(importedTwice({ region: "ap-northeast-2", allowedAccountIds }).problems).toEqual([duplicate]);
  });

  test("in accounts that the code does not name: a warning", () => {
    const { problems, warnings } = importedTwice({ region: "ap-northeast-2" });
    expect(problems).toEqual([]);
    expect(warnings).toEqual([duplicate]);
  });
});

test("coredns in the stack of the cluster is rejected if all nodes are in other stacks", () => {
  const { app, platform, team, cluster } = program();
  new NodeGroup(team, "workers-v1", { ...nodes, cluster, nodeGroupName: "workers-v1" });
  cluster.addAddon("coredns", { addonVersion: "v1.13.2-eksbuild.24" });
  expect(problemsOf(app)).toEqual([
    expect.stringContaining(
      "the add-on coredns of shop-a waits for nodes, and all its node groups are in other stacks",
    ),
  ]);
  new NodeGroup(platform, "system-v1", { ...nodes, cluster, nodeGroupName: "system-v1" });
  expect(problemsOf(app)).toEqual([]);
});
