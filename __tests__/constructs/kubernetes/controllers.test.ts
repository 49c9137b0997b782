import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import type { TerraformStack } from "cdktf";
import { ClusterAutoscaler } from "../../../constructs/kubernetes/cluster-autoscaler";
import { HelmRelease, type HelmReleaseProps } from "../../../constructs/kubernetes/helm-release";
import { LoadBalancerController } from "../../../constructs/kubernetes/load-balancer-controller";
import { problemsOf, synthesize } from "../../synthesize";

const release: HelmReleaseProps = {
  clusterName: "alpha-kr-b",
  namespace: "istio-system",
  repository: "https://istio-release.storage.googleapis.com/charts",
  chart: "istiod",
  chartVersion: "1.29.0",
};

const place = { clusterName: "alpha-kr-b", region: "ap-northeast-2", partition: "aws" };

test("the load balancer controller is a release of its own chart, only for bindings", () => {
  const { resource } = synthesize((stack) => {
    new HelmProvider(stack, "helm");
    new LoadBalancerController(stack, "controller", {
      ...place,
      vpcId: "vpc-0a1",
      chartVersion: "3.5.0",
      values: { replicaCount: 3 },
    });
  });
  expect(resource.helm_release?.controller).toEqual({
    name: "aws-load-balancer-controller",
    namespace: "kube-system",
    repository: "https://aws.github.io/eks-charts",
    chart: "aws-load-balancer-controller",
    version: "3.5.0",
    values: [
      JSON.stringify({
        clusterName: "alpha-kr-b",
        region: "ap-northeast-2",
        vpcId: "vpc-0a1",
        serviceAccount: { create: true, name: "aws-load-balancer-controller" },
        replicaCount: 2,
        podDisruptionBudget: { maxUnavailable: 1 },
        keepTLSSecret: true,
        createIngressClassResource: false,
        disableIngressClassAnnotation: true,
        controllerConfig: { featureGates: { EnableServiceController: false } },
        webhookConfig: { disableIngressValidation: true },
        enableServiceMutatorWebhook: false,
        enableBackendSecurityGroup: false,
        enableShield: false,
        enableWaf: false,
        enableWafv2: false,
      }),
      JSON.stringify({ replicaCount: 3 }),
    ],
    skip_crds: true,
    depends_on: ["helm_release.controller_crds_07ACB123"],
    atomic: true,
    wait: true,
    timeout: 600,
  });
});

test("the controller can only change the targets of its own cluster's target groups", () => {
  const [reads, ...changes] = LoadBalancerController.statements(place, false);
  expect(reads?.actions.filter((action) => !/^\w+:Describe/.test(action))).toEqual([]);
  expect(changes).toEqual([
    {
      actions: ["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"],
      resources: ["arn:aws:elasticloadbalancing:ap-northeast-2:*:targetgroup/*"],
      condition: { StringEquals: { "aws:ResourceTag/elbv2.k8s.aws/cluster": "alpha-kr-b" } },
    },
  ]);
});

test("the controller can change security groups of its cluster if a binding has networking", () => {
  expect(LoadBalancerController.statements(place, true).at(-1)).toEqual({
    actions: ["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"],
    resources: ["arn:aws:ec2:ap-northeast-2:*:security-group/*"],
    condition: { StringEquals: { "aws:ResourceTag/kubernetes.io/cluster/alpha-kr-b": "owned" } },
  });
});

test("the cluster autoscaler is a release of its own chart, with the image of its version", () => {
  const { resource } = synthesize((stack) => {
    new HelmProvider(stack, "helm");
    new ClusterAutoscaler(stack, "autoscaler", { ...place, version: "1.33.1" });
  });
  expect(resource.helm_release?.autoscaler).toEqual({
    name: "cluster-autoscaler",
    namespace: "kube-system",
    repository: "https://kubernetes.github.io/autoscaler",
    chart: "cluster-autoscaler",
    version: "9.59.0",
    values: [
      JSON.stringify({
        cloudProvider: "aws",
        awsRegion: "ap-northeast-2",
        autoDiscovery: { clusterName: "alpha-kr-b" },
        image: { tag: "v1.33.1" },
        rbac: { serviceAccount: { create: true, name: "cluster-autoscaler" } },
      }),
    ],
    atomic: true,
    wait: true,
    timeout: 600,
  });
});

test("the user's values keep the other values of a group: an image of another registry still has the tag", () => {
  const { resource } = synthesize((stack) => {
    new HelmProvider(stack, "helm");
    new ClusterAutoscaler(stack, "autoscaler", {
      ...place,
      version: "1.33.1",
      values: { image: { repository: "registry.example.com/cluster-autoscaler" } },
    });
  });
  // Helm merges the values, key by key.
  expect(resource.helm_release?.autoscaler).toMatchObject({
    values: [
      expect.stringContaining('"image":{"tag":"v1.33.1"}'),
      '{"image":{"repository":"registry.example.com/cluster-autoscaler"}}',
    ],
  });
});

test("the cluster autoscaler can only set sizes of its own cluster's groups", () => {
  const [reads, describes, ...changes] = ClusterAutoscaler.statements(place);
  expect(reads?.actions.filter((action) => !/^\w+:(Describe|Get)/.test(action))).toEqual([]);
  expect(describes).toEqual({
    actions: ["eks:DescribeNodegroup"],
    resources: ["arn:aws:eks:ap-northeast-2:*:nodegroup/alpha-kr-b/*"],
  });
  expect(changes).toEqual([
    {
      actions: ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"],
      resources: ["arn:aws:autoscaling:ap-northeast-2:*:autoScalingGroup:*"],
      condition: { StringEquals: { "aws:ResourceTag/k8s.io/cluster-autoscaler/alpha-kr-b": "owned" } },
    },
  ]);
});

test.each(["1.33", "v1.33.1", "latest"])("an autoscaler of version %s fails", (version) => {
  expect(
    problemsOf((stack) => {
      new HelmProvider(stack, "helm");
      new ClusterAutoscaler(stack, "autoscaler", { ...place, version });
    }),
  ).toEqual([
    `[stack/autoscaler] the version of the cluster autoscaler is "${version}": expected an exact version like "1.33.1"`,
  ]);
});

describe("a release", () => {
  const problemsWith = (changed: Partial<HelmReleaseProps>) =>
    problemsOf((stack) => {
      new HelmProvider(stack, "helm");
      new HelmRelease(stack, "istiod", { ...release, ...changed });
    });

  test.each<[Partial<HelmReleaseProps>]>([
    [{}],
    [{ chartVersion: "v1.29.0" }],
    [{ chartVersion: "1.29.0-rc.1" }],
    [{ releaseName: "a".repeat(53) }],
    [{ repository: "oci://ghcr.io/istio" }],
    [{ timeoutSeconds: 1 }],
    [{ supports: { oldest: "1.31", newest: "1.31" } }],
    [{ timeoutSeconds: 3600 }],
  ])("is accepted with %j", (changed) => {
    expect(problemsWith(changed)).toEqual([]);
  });

  test.each<[Partial<HelmReleaseProps>, string]>([
    [{ chartVersion: "1.29" }, `the chart's version is "1.29": expected an exact version like "3.5.0"`],
    [{ chartVersion: "~1.29.0" }, `the chart's version is "~1.29.0": expected an exact version like "3.5.0"`],
    [
      { releaseName: "a".repeat(54) },
      `the name of the release is "${"a".repeat(54)}" (54 characters): expected 1 to 53 lowercase letters, digits and hyphens`,
    ],
    [
      { namespace: "Istio" },
      'the namespace is "Istio": expected 1 to 63 lowercase letters, digits and hyphens',
    ],
    [{ chart: "" }, "the chart is missing: give its name"],
    [
      { repository: "charts" },
      'the repository is "charts": expected a repository of charts like "https://charts.example.com" or "oci://charts.example.com/charts", or a folder with charts like "./charts"',
    ],
    [{ timeoutSeconds: 0 }, "the timeout is 0 s: expected a whole number from 1 to 3600"],
    [
      { supports: { oldest: "1.35", newest: "1.31" } },
      'supports is "1.35" to "1.31": expected the oldest and the newest Kubernetes version, like "1.31" and "1.35"',
    ],
    [
      { supports: { oldest: "1.31", newest: "newest" } },
      'supports is "1.31" to "newest": expected the oldest and the newest Kubernetes version, like "1.31" and "1.35"',
    ],
    [{ timeoutSeconds: 3601 }, "the timeout is 3601 s: expected a whole number from 1 to 3600"],
  ])("fails with %j", (changed, problem) => {
    expect(problemsWith(changed)).toEqual([`[stack/istiod] ${problem}`]);
  });
});

test("the CRDs of the controller are a release of their own, updated before it and kept after it", () => {
  const { data, resource } = synthesize((stack) => {
    new HelmProvider(stack, "helm");
    new LoadBalancerController(stack, "controller", { ...place, vpcId: "vpc-0a1", chartVersion: "3.5.0" });
  });
  expect(data.helm_template).toEqual({
    controller_crds_chart_AB6067AF: expect.objectContaining({
      repository: "https://aws.github.io/eks-charts",
      chart: "aws-load-balancer-controller",
      version: "3.5.0",
      include_crds: true,
      show_only: ["crds/*"],
    }),
  });
  const [definitions] = Object.entries(resource.helm_release ?? {}).filter(([id]) => id.includes("crds"));
  expect(definitions?.[1]).toMatchObject({
    name: "aws-load-balancer-controller-crds",
    take_ownership: true,
    values: [
      expect.stringMatching(
        /^\{"of":"aws-load-balancer-controller 3.5.0","definitions":\$\{jsonencode\(join\(.*data\.helm_template\..*\.crds\)\)\}\}$/,
      ),
    ],
  });
});

test("a guard is between the bindings and the controller, and its removal checks that no binding exists", () => {
  const { resource } = synthesize((stack) => {
    new HelmProvider(stack, "helm");
    const controller = new LoadBalancerController(stack, "controller", {
      ...place,
      vpcId: "vpc-0a1",
      chartVersion: "3.5.0",
      kubectlImage: "registry.example.com/kubectl:v1.34.1",
    });
    new HelmRelease(stack, "binding", { ...release, dependsOn: [controller.dependable] });
  });
  const guard = Object.entries(resource.helm_release ?? {}).find(([id]) => id.includes("guard"));
  expect(guard?.[1]).toMatchObject({
    name: "aws-load-balancer-controller-guard",
    namespace: "kube-system",
    values: ['{"image":"registry.example.com/kubectl:v1.34.1","waitSeconds":180}'],
    // Longer than its Job can run, so that Helm's error names the Job.
    timeout: 300,
    depends_on: ["helm_release.controller"],
  });
  expect(resource.helm_release?.binding?.depends_on).toEqual([`helm_release.${guard?.[0]}`]);
});

test("an image of the guard without a tag is rejected", () => {
  const problems = problemsOf((stack) => {
    new HelmProvider(stack, "helm");
    const image = { kubectlImage: "registry.example.com/kubectl" };
    const controller = { ...place, vpcId: "vpc-0a1", chartVersion: "3.5.0" };
    new LoadBalancerController(stack, "controller", { ...controller, ...image });
  });
  expect(problems).toEqual([expect.stringContaining('"registry.example.com/kubectl"')]);
});

describe("a chart in a folder of the project", () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "charts-"));
    writeFileSync(join(folder, "istiod-1.30.4.tgz"), "an archive");
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const withVersion = (chartVersion: string) => (stack: TerraformStack) => {
    new HelmProvider(stack, "helm");
    new HelmRelease(stack, "istiod", { ...release, chart: "istiod", repository: folder, chartVersion });
  };

  test("is copied to the output under its hash, so that a plan needs no repository", () => {
    const { resource } = synthesize(withVersion("1.30.4"));
    const istiod = resource.helm_release?.istiod;
    expect(istiod).toMatchObject({
      chart: expect.stringMatching(/^assets\/chart-istiod-1-30-4\/[0-9A-F]+\/istiod-1\.30\.4\.tgz$/),
      version: "1.30.4",
    });
    expect(istiod).not.toHaveProperty("repository");
  });

  test("that is missing is rejected, with the command that downloads it", () => {
    expect(problemsOf(withVersion("1.30.5"))).toEqual([
      expect.stringContaining(
        `chart istiod 1.30.5 is missing: expected the file ${join(folder, "istiod-1.30.5.tgz")}. Download it: helm pull istiod`,
      ),
    ]);
  });
});
