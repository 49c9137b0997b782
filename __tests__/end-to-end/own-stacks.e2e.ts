import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import { givenResources } from "../../cli/rehearsal/given";
import { Terraform } from "../../cli/rehearsal/terraform";
import { run } from "../../cli/shared/run";
import { Addon } from "../../constructs/eks/addon";
import { Cluster } from "../../constructs/eks/cluster";
import { NodeGroup } from "../../constructs/nodes/node-group";
import { problemsOf } from "../../constructs/synthesize";
import { TargetGroup } from "../../constructs/traffic/target-group";
import { type Aws, startAws } from "../../sandbox/aws";
import { Catalog } from "../../upgrade/eks/catalog/catalog";

/* Constructs in stacks of a program's own, with real Terraform: valid, applied, and nothing left to change. */

const version = "1.34";
const subnetIds = ["subnet-0a0100000000000a1", "subnet-0a0100000000000c1"];
const protectedBy = "tag";
const administrators = ["arn:aws:iam::123456789012:role/platform"];
const nodes = { version, instanceTypes: ["m6i.xlarge"], minSize: 1, maxSize: 3 };
const region = "ap-northeast-2";

/** A program in a temporary folder, and AWS on loopback for it. */
class Program {
  private aws: Aws | undefined;
  private readonly folder = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-own-"));

  /** @returns the folder of each stack */
  write(build: (app: App) => void): void {
    const app = new App({ outdir: this.folder, skipValidation: true, stackTraces: false });
    build(app);
    expect(problemsOf(app)).toEqual([]);
    app.synth();
  }

  async start(...stacks: readonly string[]): Promise<void> {
    const { kubernetesVersions, addonVersions } = Catalog.DATED.data;
    this.aws = await startAws({
      versions: kubernetesVersions,
      addons: addonVersions,
      given: givenResources(
        stacks.map((stack) => JSON.parse(readFileSync(join(this.folderOf(stack), "cdk.tf.json"), "utf8"))),
      ),
    });
  }

  folderOf(stack: string): string {
    return join(this.folder, "stacks", stack);
  }

  get env(): Readonly<Record<string, string | undefined>> {
    return this.aws?.env ?? process.env;
  }

  async plan(stack: string) {
    const terraform = new Terraform(this.folderOf(stack), this.env);
    await terraform.init();
    return { terraform, plan: await terraform.plan() };
  }

  /** @returns the errors, and what the next plan would still change */
  async apply(stack: string) {
    const { terraform, plan } = await this.plan(stack);
    const { errors } = await terraform.apply();
    const { actions } = await terraform.plan();
    return { errors: [...plan.errors, ...errors], left: actions };
  }

  async outputs(stack: string): Promise<Readonly<Record<string, { readonly value: unknown }>>> {
    const { stdout } = await run("terraform", ["output", "-json"], {
      cwd: this.folderOf(stack),
      env: this.env,
    });
    return JSON.parse(stdout);
  }

  async end(): Promise<void> {
    await this.aws?.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const program = new Program();
afterAll(() => program.end());

const withBackend = (app: App, id: string) => {
  const stack = new TerraformStack(app, id);
  new LocalBackend(stack, { path: `../../terraform.${id}.tfstate` });
  // In place of the exact version of the bindings.
  stack.addOverride("terraform.required_providers.aws.version", ">= 5.100.0, < 7.0.0");
  return stack;
};

test("a cluster, its nodes in another stack and a target group of a second provider are applied, and nothing is left", async () => {
  program.write((app) => {
    const platform = withBackend(app, "platform");
    new AwsProvider(platform, "aws", { region });
    const team = withBackend(app, "team");
    new AwsProvider(team, "aws", { region });
    const provider = new AwsProvider(team, "other", { region, alias: "other" });

    const cluster = new Cluster(platform, "shop-a", {
      version,
      subnetIds,
      administrators,
      protectedBy,
    });
    for (const [name, value] of Object.entries({
      arn: cluster.clusterArn,
      endpoint: cluster.clusterEndpoint,
      authority: cluster.certificateAuthorityData,
      issuer: cluster.oidcIssuer,
      key: cluster.secretsKeyArn,
      logs: cluster.logGroupName,
      host: cluster.kubernetesConnection().host,
    })) {
      new TerraformOutput(platform, name, { value });
    }
    const group = new NodeGroup(team, "team-v1", { ...nodes, cluster });
    new Addon(team, "vpc-cni", { cluster, addonVersion: "v1.23.1-eksbuild.1" });
    new Addon(team, "coredns", {
      cluster,
      addonVersion: "v1.13.2-eksbuild.24",
      dependsOn: [group.dependable],
    });
    const targetGroup = new TargetGroup(team, "a", {
      targetGroupName: "web-a",
      vpcId: "vpc-0a0100000000000b1",
      provider,
    });
    for (const [name, value] of Object.entries({
      groups: group.autoScalingGroupNames,
      arn: group.nodeGroupArn,
      suffix: targetGroup.arnSuffix,
      web: targetGroup.targetGroupArn,
    })) {
      new TerraformOutput(team, name, { value });
    }
  });
  await program.start("team", "platform");
  for (const stack of ["platform", "team"]) {
    expect(await program.apply(stack)).toEqual({ errors: [], left: [] });
  }
  const platform = await program.outputs("platform");
  expect(Object.values(platform).filter(({ value }) => typeof value !== "string" || value === "")).toEqual(
    [],
  );
  const team = await program.outputs("team");
  expect(team.groups?.value).toEqual([expect.stringContaining("team-v1")]);
  expect(team.suffix?.value).toMatch(/^targetgroup\/web-a\//);
  expect(team.web?.value).toContain(":targetgroup/web-a/");
  // The guard of the cluster knows the group of the other stack.
  expect((await program.plan("platform")).plan).toEqual({ actions: [], errors: [] });
});
