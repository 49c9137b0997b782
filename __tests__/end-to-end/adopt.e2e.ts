import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Terraform } from "../../cli/rehearsal/terraform";
import { run } from "../../cli/shared/run";
import { type Aws, startAws } from "../../sandbox/aws";
import { variableName } from "../../upgrade/adopt/fleet-text";
import { Catalog } from "../../upgrade/eks/catalog/catalog";
import { getList, getRecord, getText } from "../../upgrade/terraform/json";
import { awsEnv, runCommand } from "../cli/command";

/*
 * Adopts clusters that were created without this project, in four shapes, one with its load balancer: real Terraform
 * plans imports without changes, then applies one upgrade step and one shift. Needs what the rehearsals need.
 */

const REGION = "ap-northeast-2";
const PROJECT = resolve(__dirname, "..", "..");
const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
const CERTIFICATE = `arn:aws:acm:${REGION}:123456789012:certificate/10652655-c378-4d5b-b1a3-e0ad55cdd027`;
const SHOP_CERTIFICATE = `arn:aws:acm:${REGION}:123456789012:certificate/7f0bbf2a-1c2e-4b0e-9a54-0d5b3f1c8e21`;
const SUBNETS = ["subnet-0a0100000000000a1", "subnet-0a0100000000000c1"];

const PROVIDER = `
terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = ">= 5.100.0, < 7.0.0" }
  }
}
provider "aws" { region = "${REGION}" }
locals { subnets = ${JSON.stringify(SUBNETS)} }
`;

const SHAPES: Readonly<Record<string, string>> = {
  /** Only the required arguments. */
  minimal: `
resource "aws_eks_cluster" "this" {
  name     = "minimal"
  version  = "1.33"
  role_arn = "${role("legacy-cluster")}"
  vpc_config { subnet_ids = local.subnets }
}
resource "aws_eks_node_group" "workers" {
  cluster_name    = aws_eks_cluster.this.name
  node_group_name = "workers"
  node_role_arn   = "${role("legacy-node")}"
  subnet_ids      = local.subnets
  scaling_config {
    min_size     = 1
    max_size     = 3
    desired_size = 2
  }
}
`,
  /** The settings of a cluster that has run for years. */
  grown: `
resource "aws_eks_cluster" "this" {
  name     = "grown"
  version  = "1.33"
  role_arn = "${role("legacy-cluster")}"
  enabled_cluster_log_types = ["api", "audit"]
  vpc_config {
    subnet_ids              = local.subnets
    security_group_ids      = ["sg-0a0100000000000a1"]
    endpoint_private_access = true
    endpoint_public_access  = true
    public_access_cidrs     = ["203.0.113.0/24"]
  }
  access_config {
    authentication_mode                         = "API_AND_CONFIG_MAP"
    bootstrap_cluster_creator_admin_permissions = false
  }
  encryption_config {
    resources = ["secrets"]
    provider { key_arn = "arn:aws:kms:${REGION}:123456789012:key/11111111-2222-3333-4444-555555555555" }
  }
  upgrade_policy { support_type = "STANDARD" }
  kubernetes_network_config { service_ipv4_cidr = "10.64.0.0/16" }
  zonal_shift_config { enabled = true }
  remote_network_config {
    remote_node_networks { cidrs = ["10.200.0.0/16"] }
    remote_pod_networks { cidrs = ["10.201.0.0/16"] }
  }
  tags = { team = "platform", "cost-center" = "42" }
}
resource "aws_launch_template" "workers" {
  name = "grown-workers"
  block_device_mappings {
    device_name = "/dev/xvda"
    ebs { volume_size = 80 }
  }
}
resource "aws_eks_node_group" "blue" {
  cluster_name    = aws_eks_cluster.this.name
  node_group_name = "workers-blue"
  node_role_arn   = "${role("legacy-node")}"
  subnet_ids      = local.subnets
  instance_types  = ["m6i.xlarge", "m5.xlarge"]
  capacity_type   = "SPOT"
  ami_type        = "BOTTLEROCKET_x86_64"
  labels          = { pool = "blue" }
  tags            = { team = "platform" }
  scaling_config {
    min_size     = 2
    max_size     = 10
    desired_size = 4
  }
  launch_template {
    id      = aws_launch_template.workers.id
    version = aws_launch_template.workers.latest_version
  }
  taint {
    key    = "spot"
    value  = "true"
    effect = "PREFER_NO_SCHEDULE"
  }
  update_config { max_unavailable_percentage = 25 }
  node_repair_config { enabled = true }
}
resource "aws_eks_node_group" "batch" {
  cluster_name    = aws_eks_cluster.this.name
  node_group_name = "batch"
  node_role_arn   = "${role("batch-node")}"
  subnet_ids      = [local.subnets[0]]
  instance_types  = ["c6i.large"]
  scaling_config {
    min_size     = 0
    max_size     = 2
    desired_size = 0
  }
}
resource "aws_eks_addon" "cni" {
  cluster_name         = aws_eks_cluster.this.name
  addon_name           = "vpc-cni"
  addon_version        = "v1.22.4-eksbuild.3"
  configuration_values = jsonencode({ env = { ENABLE_PREFIX_DELEGATION = "true" } })
  tags                 = { team = "platform" }
}
resource "aws_eks_addon" "proxy" {
  cluster_name         = aws_eks_cluster.this.name
  addon_name           = "kube-proxy"
  addon_version        = "v1.33.10-eksbuild.29"
  configuration_values = "{ \\"resources\\": {} }"
}
resource "aws_eks_access_entry" "platform" {
  cluster_name  = aws_eks_cluster.this.name
  principal_arn = "${role("platform")}"
  tags          = { team = "platform" }
}
resource "aws_eks_access_entry" "karpenter" {
  cluster_name  = aws_eks_cluster.this.name
  principal_arn = "${role("karpenter-nodes")}"
  type          = "EC2_LINUX"
}
resource "aws_eks_access_policy_association" "platform" {
  cluster_name  = aws_eks_cluster.this.name
  principal_arn = aws_eks_access_entry.platform.principal_arn
  policy_arn    = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"
  access_scope { type = "cluster" }
}
resource "aws_eks_access_entry" "developers" {
  cluster_name      = aws_eks_cluster.this.name
  principal_arn     = "${role("developers")}"
  kubernetes_groups = ["developers"]
  user_name         = "developer:{{SessionName}}"
}
resource "aws_eks_access_policy_association" "developers" {
  cluster_name  = aws_eks_cluster.this.name
  principal_arn = aws_eks_access_entry.developers.principal_arn
  policy_arn    = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy"
  access_scope {
    type       = "namespace"
    namespaces = ["webapp", "team-*"]
  }
}
resource "aws_eks_pod_identity_association" "webapp" {
  cluster_name    = aws_eks_cluster.this.name
  namespace       = "webapp"
  service_account = "webapp"
  role_arn        = "${role("webapp")}"
}
`,
  /** As in the best-known public module: for_each everywhere, name prefixes, tags on everything. */
  module: `
module "eks" {
  source = "./module"
}
`,
  /**
   * Behind a load balancer with two target groups, one with an unusual name. It is the last one, because the load
   * balancer is in the VPC of all.
   */
  balanced: `
resource "aws_eks_cluster" "this" {
  name     = "balanced"
  version  = "1.33"
  role_arn = "${role("legacy-cluster")}"
  vpc_config {
    subnet_ids              = local.subnets
    endpoint_private_access = true
    endpoint_public_access  = false
  }
}
resource "aws_lb" "this" {
  name            = "legacy-webapp"
  internal        = true
  subnets         = local.subnets
  security_groups = ["sg-0a0100000000000a1"]
  idle_timeout    = 120
  tags            = { team = "platform" }
}
resource "aws_lb_target_group" "this" {
  for_each    = toset(["legacy-webapp-a", "green"])
  name        = each.key
  port        = 8080
  protocol    = "HTTP"
  target_type = "ip"
  vpc_id      = "vpc-0a01000000000000f"
  tags        = { "elbv2.k8s.aws/cluster" = "balanced" }
  health_check { path = "/healthz" }
}
resource "aws_lb_listener" "http" {
  load_balancer_arn = aws_lb.this.arn
  port              = 80
  protocol          = "HTTP"
  default_action {
    type = "redirect"
    redirect {
      port        = "443"
      protocol    = "HTTPS"
      status_code = "HTTP_301"
    }
  }
}
resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.this.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = "${CERTIFICATE}"
  default_action {
    type = "forward"
    forward {
      target_group {
        arn    = aws_lb_target_group.this["legacy-webapp-a"].arn
        weight = 100
      }
      target_group {
        arn    = aws_lb_target_group.this["green"].arn
        weight = 0
      }
    }
  }
}
resource "aws_lb_listener_certificate" "shop" {
  listener_arn    = aws_lb_listener.https.arn
  certificate_arn = "${SHOP_CERTIFICATE}"
}
resource "aws_lb_listener_rule" "this" {
  for_each     = { "100" = "/api/*", "200" = "/static/*" }
  listener_arn = aws_lb_listener.https.arn
  priority     = each.key
  tags         = { team = "platform" }
  condition {
    path_pattern { values = [each.value] }
  }
  action {
    type = "forward"
    forward {
      target_group {
        arn    = aws_lb_target_group.this["legacy-webapp-a"].arn
        weight = 100
      }
      target_group {
        arn    = aws_lb_target_group.this["green"].arn
        weight = 0
      }
    }
  }
}
resource "aws_lb_listener_rule" "old" {
  listener_arn = aws_lb_listener.https.arn
  priority     = 300
  condition {
    host_header { values = ["old.example.com"] }
  }
  action {
    type = "redirect"
    redirect {
      host        = "new.example.com"
      status_code = "HTTP_302"
    }
  }
}
resource "aws_lb_listener_rule" "green" {
  listener_arn = aws_lb_listener.https.arn
  priority     = 5
  condition {
    host_header { values = ["green.example.com"] }
  }
  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this["green"].arn
  }
}
`,
};

const MODULE = `
locals {
  subnets = ${JSON.stringify(SUBNETS)}
  tags    = { Environment = "legacy", Terraform = "true" }
  groups = {
    default = { min_size = 2, max_size = 5, instance_types = ["m6i.large"] }
    large   = { min_size = 1, max_size = 3, instance_types = ["m6i.4xlarge"] }
  }
  addons = { "kube-proxy" = "v1.33.10-eksbuild.29", "vpc-cni" = "v1.22.4-eksbuild.3" }
}
resource "aws_eks_cluster" "this" {
  count                         = 1
  name                          = "module"
  version                       = "1.33"
  role_arn                      = "${role("legacy-cluster")}"
  bootstrap_self_managed_addons = false
  enabled_cluster_log_types     = ["audit", "api", "authenticator"]
  vpc_config {
    subnet_ids              = local.subnets
    endpoint_private_access = true
    endpoint_public_access  = false
  }
  access_config {
    authentication_mode                         = "API"
    bootstrap_cluster_creator_admin_permissions = false
  }
  tags = merge(local.tags, { "terraform-aws-modules" = "eks" })
  timeouts { create = "40m" }
  lifecycle { ignore_changes = [access_config[0].bootstrap_cluster_creator_admin_permissions] }
}
resource "aws_eks_access_entry" "this" {
  for_each      = { cluster_creator = "${role("platform")}" }
  cluster_name  = aws_eks_cluster.this[0].name
  principal_arn = each.value
  type          = "STANDARD"
  tags          = local.tags
}
resource "aws_eks_access_policy_association" "this" {
  for_each      = { cluster_creator_admin = "${role("platform")}" }
  cluster_name  = aws_eks_cluster.this[0].name
  principal_arn = each.value
  policy_arn    = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"
  access_scope { type = "cluster" }
  depends_on = [aws_eks_access_entry.this]
}
resource "aws_launch_template" "this" {
  for_each    = local.groups
  name_prefix = "\${each.key}-"
  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 2
  }
  tag_specifications {
    resource_type = "instance"
    tags          = { Name = each.key }
  }
}
resource "aws_eks_node_group" "this" {
  for_each               = local.groups
  cluster_name           = aws_eks_cluster.this[0].name
  node_group_name_prefix = "\${each.key}-"
  node_role_arn          = "${role("legacy-node")}"
  subnet_ids             = local.subnets
  version                = "1.33"
  ami_type               = "AL2023_x86_64_STANDARD"
  instance_types         = each.value.instance_types
  scaling_config {
    min_size     = each.value.min_size
    max_size     = each.value.max_size
    desired_size = each.value.min_size
  }
  launch_template {
    id      = aws_launch_template.this[each.key].id
    version = aws_launch_template.this[each.key].latest_version
  }
  update_config { max_unavailable_percentage = 33 }
  tags = merge(local.tags, { Name = each.key })
  lifecycle {
    create_before_destroy = true
    ignore_changes        = [scaling_config[0].desired_size]
  }
}
resource "aws_eks_addon" "this" {
  for_each                    = local.addons
  cluster_name                = aws_eks_cluster.this[0].name
  addon_name                  = each.key
  addon_version               = each.value
  resolve_conflicts_on_create = "NONE"
  resolve_conflicts_on_update = "OVERWRITE"
  tags                        = local.tags
}
`;

/** What adopt reports of a cluster. The unit tests of adopt pin the sentences. */
interface Reported {
  /** What each thing that is not adopted is about, in order. */
  readonly notAdopted: readonly string[];
  /** Addresses that the original state forgets. */
  readonly taken: readonly string[];
  /** Addresses that no state has afterwards. */
  readonly orphans?: readonly string[];
  /** Numbers of node groups, add-ons, access entries and Pod Identity associations. */
  readonly counts: readonly number[];
}

const REPORTED: Readonly<Record<string, Reported>> = {
  minimal: {
    notAdopted: ["0.0.0.0/0", "kube-proxy", "coredns", "vpc-cni", "aws-auth"],
    taken: ["aws_eks_cluster.this", "aws_eks_node_group.workers"],
    counts: [1, 0, 0, 0],
  },
  grown: {
    notAdopted: ["kube-proxy", "coredns"],
    taken: [
      "aws_eks_access_entry.developers",
      "aws_eks_access_entry.karpenter",
      "aws_eks_access_entry.platform",
      "aws_eks_access_policy_association.developers",
      "aws_eks_access_policy_association.platform",
      "aws_eks_addon.cni",
      "aws_eks_addon.proxy",
      "aws_eks_cluster.this",
      "aws_eks_node_group.batch",
      "aws_eks_node_group.blue",
      "aws_eks_pod_identity_association.webapp",
    ],
    counts: [2, 2, 3, 1],
  },
  module: {
    notAdopted: ["coredns"],
    taken: [
      'module.eks.aws_eks_access_entry.this["cluster_creator"]',
      'module.eks.aws_eks_access_policy_association.this["cluster_creator_admin"]',
      'module.eks.aws_eks_addon.this["kube-proxy"]',
      'module.eks.aws_eks_addon.this["vpc-cni"]',
      "module.eks.aws_eks_cluster.this[0]",
      'module.eks.aws_eks_node_group.this["default"]',
      'module.eks.aws_eks_node_group.this["large"]',
    ],
    orphans: [
      'module.eks.aws_launch_template.this["default"]',
      'module.eks.aws_launch_template.this["large"]',
    ],
    counts: [2, 2, 1, 0],
  },
  balanced: {
    notAdopted: [
      "kube-proxy",
      "coredns",
      "vpc-cni",
      "aws-auth",
      "legacy-webapp",
      "rule 300 of port 443 of legacy-webapp",
    ],
    taken: [
      "aws_eks_cluster.this",
      "aws_lb.this",
      "aws_lb_listener.http",
      "aws_lb_listener.https",
      "aws_lb_listener_certificate.shop",
      "aws_lb_listener_rule.green",
      'aws_lb_listener_rule.this["100"]',
      'aws_lb_listener_rule.this["200"]',
      'aws_lb_target_group.this["green"]',
      'aws_lb_target_group.this["legacy-webapp-a"]',
    ],
    counts: [0, 0, 0, 0],
  },
};

/** The values in the output of adopt: three blocks with an empty line between them. */
function reportedOf(lines: readonly string[], { notAdopted }: Reported): Reported {
  const [left = [], forgotten = [], summary = []] = lines
    .join("\n")
    .split("\n\n")
    .map((block) => block.split("\n"));
  const addresses = (line = "") =>
    [...line.matchAll(/(?:module\.\w+\.)?aws_\w+\.\w+(?:\[[^\]]+\])?/g)].map(([address]) => address);
  const [taken, orphans] = forgotten.map(addresses).filter((found) => found.length > 0);
  return {
    notAdopted: left.slice(1).map((line, index) => {
      const value = notAdopted[index];
      return value !== undefined && line.includes(value) ? value : line;
    }),
    taken: taken ?? [],
    ...(orphans === undefined ? {} : { orphans }),
    counts: [...(summary[0] ?? "").matchAll(/[:,] (\d+) /g)].map(([, count]) => Number(count)),
  };
}

interface Played {
  readonly reported: readonly string[];
  /** What the original code does after the blocks replace it. */
  readonly forgotten: readonly string[];
  /** The review of the plan that imports. */
  readonly review: string;
  /** The preflight of the cluster before the step. */
  readonly preflight: string;
  readonly firstPlan: readonly string[];
  readonly step: readonly string[];
  readonly afterStep: readonly string[];
  readonly writesOfAdopt: number;
}

interface Shifted {
  readonly file: string;
  readonly firstPlan: readonly string[];
  readonly afterImport: readonly string[];
  readonly step: readonly string[];
  readonly afterStep: readonly string[];
}

class Stage {
  static async set(): Promise<Stage> {
    const { kubernetesVersions, addonVersions } = Catalog.DATED.data;
    const aws = await startAws({
      start: new Date("2026-11-23T00:00:00Z"),
      speed: 2400,
      versions: kubernetesVersions,
      addons: addonVersions.map((row) => ({ ...row, isDefault: row.evidence === "eks-default" })),
      given: {
        vpcs: [
          {
            region: REGION,
            id: "vpc-0a01000000000000f",
            subnets: SUBNETS.map((id, index) => ({
              id,
              availabilityZone: `${REGION}${["a", "c"][index]}`,
            })),
            securityGroups: [{ id: "sg-0a0100000000000a1" }],
          },
        ],
        certificates: [CERTIFICATE, SHOP_CERTIFICATE],
        roles: [
          "legacy-cluster",
          "legacy-node",
          "batch-node",
          "platform",
          "developers",
          "karpenter-nodes",
          "webapp",
        ].map(role),
        keys: [`arn:aws:kms:${REGION}:123456789012:key/11111111-2222-3333-4444-555555555555`],
      },
    });
    return new Stage(mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-adopt-")), aws);
  }

  private constructor(
    private readonly folder: string,
    readonly aws: Aws,
  ) {}

  /** For the load balancer. */
  shifted: Shifted | undefined;

  /** Adopts and upgrades one cluster. */
  async play(name: string): Promise<Played> {
    const folder = join(this.folder, name);
    await this.make(folder, SHAPES[name] ?? "");
    this.aws.journal.clear();
    const command = (...args: readonly string[]) =>
      runCommand([...args, "--region", REGION], { cwd: folder, env: { ...awsEnv(""), ...this.aws.env } });
    const adopted = await command(
      "adopt",
      name,
      ...["--environment", "legacy", "--output", `${name}.ts`, "--state", "state.json"],
      ...(name === "balanced" ? ["--load-balancer", "legacy-webapp=webapp/webapp:http"] : []),
    );
    const writesOfAdopt = this.aws.journal.find({ access: "write" }).length;
    if (adopted.status !== 0) {
      throw new Error(adopted.stderr);
    }
    const forgotten = await this.forget(folder, name);
    const path = join(folder, `${name}.ts`);
    const file = readFileSync(path, "utf8");
    writeFileSync(
      join(folder, "main.ts"),
      `import { synthesizeFleet } from ${JSON.stringify(join(PROJECT, "stacks", "synthesize"))};\nimport { ${variableName(name)} as legacy } from "./${name}";\nprocess.exitCode = synthesizeFleet([legacy]);\n`,
    );
    const terraform = new Terraform(join(folder, "cdktf.out", "stacks", name), this.aws.env);
    await synthesize(folder);
    await terraform.init();
    const firstPlan = await planOf(terraform);
    const { stdout: planJson } = await run("terraform", ["show", "-json", "rehearsal.tfplan"], {
      cwd: join(folder, "cdktf.out", "stacks", name),
      env: this.aws.env,
    });
    writeFileSync(join(folder, "plan.json"), planJson);
    const review = await runCommand(["review", "plan.json", "--day", "2026-11-23"], { cwd: folder });
    await applyOf(terraform);
    writeFileSync(path, file.replace('version: "1.33"', 'version: "1.34"'));
    await synthesize(folder);
    const step = await planOf(terraform);
    const preflight = await command("preflight", name, "--to", "1.34", "--day", "2026-11-23");
    await applyOf(terraform);
    const afterStep = await planOf(terraform);
    if (name === "balanced") {
      this.shifted = await this.shift(folder, path);
    }
    const reported = adopted.stdout.trim().split("\n");
    return {
      reported,
      forgotten,
      review: review.stdout.trim().split("\n").at(-1) ?? "",
      preflight: preflight.stdout.trim().split("\n").at(-1) ?? "",
      firstPlan,
      step,
      afterStep,
      writesOfAdopt,
    };
  }

  /** Adopts and shifts its load balancer. */
  private async shift(folder: string, path: string): Promise<Shifted> {
    const terraform = new Terraform(join(folder, "cdktf.out", "stacks", "legacy-webapp"), this.aws.env);
    await terraform.init();
    const firstPlan = await planOf(terraform);
    await applyOf(terraform);
    const file = readFileSync(path, "utf8");
    const afterImport = await planOf(terraform);
    writeFileSync(path, file.replace("{ a: 100, green: 0 }", "{ a: 90, green: 10 }"));
    await synthesize(folder);
    const step = await planOf(terraform);
    await applyOf(terraform);
    return { file, firstPlan, afterImport, step, afterStep: await planOf(terraform) };
  }

  private async make(folder: string, hcl: string): Promise<void> {
    mkdirSync(join(folder, "before", "module"), { recursive: true });
    writeFileSync(join(folder, "before", "main.tf"), `${PROVIDER}${hcl}`);
    writeFileSync(join(folder, "before", "module", "main.tf"), MODULE);
    const terraform = new Terraform(join(folder, "before"), this.aws.env);
    await terraform.init();
    expect(await terraform.planAndApply()).toEqual({ errors: [] });
    const { stdout } = await run("terraform", ["show", "-json"], {
      cwd: join(folder, "before"),
      env: this.aws.env,
    });
    writeFileSync(join(folder, "state.json"), stdout);
  }

  /** Removes the cluster from its original state, and returns the requests to AWS. */
  private async forget(folder: string, name: string): Promise<readonly string[]> {
    const blocks = readFileSync(join(folder, `${name}.removed.tf`), "utf8");
    const kept =
      (SHAPES[name] ?? "").match(
        /^resource "aws_(?:launch_template"|lb_listener_rule" "old")[\s\S]*?^}$/gm,
      ) ?? [];
    // A rule that stays there refers to its listener by ARN, because the listener is no resource there any more.
    const { values } = JSON.parse(readFileSync(join(folder, "state.json"), "utf8"));
    const https = getList(getRecord(values, "root_module"), "resources").find(
      (resource) => getText(resource, "address") === "aws_lb_listener.https",
    );
    const listener = getText(getRecord(https, "values"), "arn");
    writeFileSync(
      join(folder, "before", "main.tf"),
      [
        PROVIDER,
        ...kept.map((block) => block.replace("aws_lb_listener.https.arn", JSON.stringify(listener))),
        blocks,
      ].join("\n"),
    );
    const terraform = new Terraform(join(folder, "before"), this.aws.env);
    const plan = await planOf(terraform);
    await applyOf(terraform);
    return [...new Set(plan.map((action) => action.split(" ")[0] ?? ""))];
  }

  async strike(): Promise<void> {
    await this.aws.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function synthesize(folder: string): Promise<void> {
  const { code, stderr } = await run(join(PROJECT, "node_modules", ".bin", "tsx"), ["main.ts"], {
    cwd: folder,
  });
  if (code !== 0) {
    throw new Error(stderr);
  }
}

async function planOf(terraform: Terraform): Promise<readonly string[]> {
  const { actions, errors } = await terraform.plan();
  if (errors.length > 0) {
    throw new Error(errors.join("\n"));
  }
  return actions.map(({ address, action }) => `${action} ${address}`);
}

async function applyOf(terraform: Terraform): Promise<void> {
  const { errors } = await terraform.apply();
  if (errors.length > 0) {
    throw new Error(errors.join("\n"));
  }
}

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.set();
}, 600_000);
afterAll(() => stage?.strike());

describe.each(Object.keys(SHAPES))("a cluster of the shape %s", (name) => {
  let played: Played;
  beforeAll(async () => {
    played = await stage.play(name);
  }, 600_000);

  test("is only read", () => {
    expect(played.writesOfAdopt).toBe(0);
  });

  test("reports what is not adopted", () => {
    const expected = REPORTED[name];
    expect(played.reported.join("\n")).toContain(` ${name}.removed.tf\n`);
    expect(expected === undefined ? undefined : reportedOf(played.reported, expected)).toEqual(expected);
  });

  test("its original state forgets it, and nothing is deleted", () => {
    // In the log of Terraform "remove" means forget.
    expect(played.forgotten).toEqual(["remove"]);
  });

  test("passes its preflight", () => {
    expect(played.preflight).toMatch(
      new RegExp(
        `^Accepted {2}cluster ${name} 1\\.33 to 1\\.34 in ${REGION} on 2026-11-23: nothing rejected`,
      ),
    );
  });

  test("is adopted by imports only: 0 to add, 0 to change, 0 to destroy", () => {
    expect(played.firstPlan.length).toBeGreaterThan(0);
    expect(played.firstPlan.filter((action) => !action.startsWith("import "))).toEqual([]);
    expect(played.review).toMatch(/^Accepted {2}1 plan on 2026-11-23: nothing rejected/);
  });

  test("is upgraded by one step", () => {
    expect(played.step).toEqual(["update aws_eks_cluster.cluster"]);
    expect(played.afterStep).toEqual([]);
  });
});

describe("the load balancer in front of the cluster balanced", () => {
  test("is adopted by imports only, without changes", () => {
    expect(stage.shifted?.firstPlan).toEqual([
      "import aws_lb.load-balancer",
      "import aws_lb_listener.listeners_http_118C22B1",
      "import aws_lb_listener.listeners_https_5F94B91D",
      "import aws_lb_listener_certificate.listeners_certificates_7f0bbf2a-1c2e-4b0e-9a54-0d5b3f1c8e21_88397CA1",
      "import aws_lb_listener_rule.listeners_previews_green_https_2FB9447F",
      "import aws_lb_listener_rule.listeners_rules_rule-100_https_17074992",
      "import aws_lb_listener_rule.listeners_rules_rule-200_https_F1C04CB6",
      "import aws_lb_target_group.target-group-a",
      "import aws_lb_target_group.target-group-green",
    ]);
    expect(stage.shifted?.afterImport).toEqual([]);
  });

  test("is shifted by its weights only", () => {
    expect(stage.shifted?.step).toEqual([
      "update aws_lb_listener.listeners_https_5F94B91D",
      "update aws_lb_listener_rule.listeners_rules_rule-100_https_17074992",
      "update aws_lb_listener_rule.listeners_rules_rule-200_https_F1C04CB6",
    ]);
    expect(stage.shifted?.afterStep).toEqual([]);
  });
});
