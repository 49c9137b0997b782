import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { App, TerraformStack, TerraformVariable } from "cdktf";
import {
  TargetGroupBinding,
  type TargetGroupBindingProps,
} from "../../../constructs/kubernetes/target-group-binding";
import { TargetGroup } from "../../../constructs/traffic/target-group";
import { problemsOf, synthesize } from "../../synthesize";

const arnOf = (name: string) =>
  `arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:targetgroup/${name}/b4f5bd046b85564d`;
const targetGroup = (name: string) => ({ targetGroupArn: arnOf(name), targetGroupName: name });

const props: TargetGroupBindingProps = {
  clusterName: "alpha-kr-b",
  namespace: "webapp",
  serviceRef: { name: "webapp", port: "http" },
  targetGroup: targetGroup("alpha-webapp-b"),
};

function releaseWith(changed: Partial<TargetGroupBindingProps>) {
  const { resource } = synthesize((stack) => {
    new HelmProvider(stack, "helm");
    new TargetGroupBinding(stack, "webapp", { ...props, ...changed });
  });
  return resource.helm_release?.webapp ?? {};
}

function valuesWith(changed: Partial<TargetGroupBindingProps>): unknown {
  return JSON.parse(String(releaseWith(changed).values));
}

/** The problems of bindings with these changes. Their ids are 0, 1, … */
function problemsWith(...changes: readonly Partial<TargetGroupBindingProps>[]): readonly string[] {
  return problemsOf((stack) => {
    new HelmProvider(stack, "helm");
    for (const [index, changed] of changes.entries()) {
      new TargetGroupBinding(stack, `${index}`, { ...props, ...changed });
    }
  });
}

test("is a Helm release of the chart in this package", () => {
  const { resource } = synthesize((stack) => {
    new HelmProvider(stack, "helm");
    new TargetGroupBinding(stack, "webapp", props);
  });
  expect(resource).toEqual({
    helm_release: {
      webapp: {
        name: "aws-load-balancer-tgb-webapp-alpha-kr-b",
        namespace: "webapp",
        chart: expect.stringMatching(/^assets\/chart-target-group-binding\/[0-9A-F]{32}$/),
        values: [
          JSON.stringify({
            name: "webapp",
            serviceRef: { name: "webapp", port: "http" },
            targetGroupARN: arnOf("alpha-webapp-b"),
            targetType: "ip",
            multiClusterTargetGroup: false,
          }),
        ],
        atomic: true,
        wait: true,
        timeout: 300,
        lifecycle: { replace_triggered_by: ["terraform_data.webapp_target-group_1A72F9CB"] },
      },
    },
    terraform_data: {
      "webapp_target-group_1A72F9CB": { input: arnOf("alpha-webapp-b") },
    },
  });
});

test("has the given properties", () => {
  const changed = {
    targetGroupBindingName: "webapp-http",
    releaseName: "webapp-b",
    networking: { securityGroupIds: ["sg-0a1b2c3d"], ports: [8080, "http"] },
    multiClusterTargetGroup: true,
    timeoutSeconds: 60,
  };
  expect(releaseWith(changed)).toMatchObject({ name: "webapp-b", timeout: 60 });
  expect(valuesWith(changed)).toMatchObject({
    name: "webapp-http",
    multiClusterTargetGroup: true,
    networking: { securityGroupIds: ["sg-0a1b2c3d"], ports: [8080, "http"] },
  });
});

test("another target group is another release, also in the Terraform plan", () => {
  const inputWith = (name: string) =>
    synthesize((stack) => {
      new HelmProvider(stack, "helm");
      new TargetGroupBinding(stack, "webapp", { ...props, targetGroup: targetGroup(name) });
    }).resource.terraform_data;
  expect(inputWith("alpha-webapp-b2")).toEqual({
    "webapp_target-group_1A72F9CB": { input: arnOf("alpha-webapp-b2") },
  });
});

test("is created after the controller", () => {
  const { resource } = synthesize((stack) => {
    new HelmProvider(stack, "helm");
    const controller = new TargetGroupBinding(stack, "controller", {
      ...props,
      releaseName: "controller",
      targetGroupBindingName: "controller",
      targetGroup: targetGroup("other"),
    });
    new TargetGroupBinding(stack, "webapp", { ...props, dependsOn: [controller.dependable] });
  });
  expect(resource.helm_release?.webapp).toMatchObject({ depends_on: ["helm_release.controller"] });
});

test("a target group of another stack is bound by its data source", () => {
  const { resource } = synthesize((stack) => {
    new HelmProvider(stack, "helm");
    new TargetGroupBinding(stack, "webapp", {
      ...props,
      targetGroup: TargetGroup.fromTargetGroupName(stack, "alpha-webapp-b", "alpha-webapp-b"),
    });
  });
  expect(JSON.parse(String(resource.helm_release?.webapp?.values))).toMatchObject({
    targetGroupARN: `\${data.aws_lb_target_group.alpha-webapp-b.arn}`,
  });
});

test("the output contains the chart, and is the same in every folder", () => {
  const [one, other] = [0, 1].map(() => {
    const outdir = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-"));
    const app = new App({ outdir });
    const stack = new TerraformStack(app, "alpha-kr-b-workload");
    new HelmProvider(stack, "helm");
    new TargetGroupBinding(stack, "webapp", { ...props, multiClusterTargetGroup: true });
    stack.addOverride("terraform.backend.local.path", "alpha-kr-b-workload.tfstate");
    app.synth();
    const folder = join(outdir, "stacks", "alpha-kr-b-workload");
    const bytes = readFileSync(join(folder, "cdk.tf.json"), "utf8");
    const { chart } = JSON.parse(bytes).resource.helm_release.webapp;
    expect(existsSync(join(folder, chart, "templates", "target-group-binding.yaml"))).toBe(true);
    return [bytes, readFileSync(join(outdir, "manifest.json"), "utf8")];
  });
  expect(one).toEqual(other);
});

test("warns if clusters share a target group", () => {
  const metadata: unknown[] = [];
  synthesize((stack) => {
    new HelmProvider(stack, "helm");
    const binding = new TargetGroupBinding(stack, "webapp", { ...props, multiClusterTargetGroup: true });
    metadata.push(...binding.node.metadata);
  });
  expect(metadata).toEqual([
    {
      type: "@cdktf/warn",
      data: 'target group "alpha-webapp-b" is shared among clusters: weights cannot move traffic between them, and switching this off later may leave targets behind',
    },
  ]);
});

test.each<Partial<TargetGroupBindingProps>>([
  { releaseName: "a".repeat(53) },
  { serviceRef: { name: "webapp", port: 65535 } },
  { serviceRef: { name: "a".repeat(63), port: "a".repeat(15) }, releaseName: "webapp" },
  { timeoutSeconds: 3600 },
])("accepts %j, at the limits", (changed) => {
  expect(problemsWith(changed)).toEqual([]);
});

test.each<[Partial<TargetGroupBindingProps>, string]>([
  [
    { clusterName: "production-ap-northeast-2-b" },
    'the name of the release is "aws-load-balancer-tgb-webapp-production-ap-northeast-2-b" (56 characters): expected 1 to 53 lowercase letters, digits and hyphens',
  ],
  [
    { releaseName: "a".repeat(54) },
    `the name of the release is "${"a".repeat(54)}" (54 characters): expected 1 to 53 lowercase letters, digits and hyphens`,
  ],
  [
    { targetGroupBindingName: "WebApp", releaseName: "webapp" },
    'targetGroupBindingName is "WebApp": expected 1 to 63 lowercase letters, digits and hyphens',
  ],
  [{ namespace: "" }, 'the namespace is "": expected 1 to 63 lowercase letters, digits and hyphens'],
  [
    { serviceRef: { name: "", port: "http" }, targetGroupBindingName: "webapp" },
    'the name of the service is "": expected 1 to 63 lowercase letters, digits and hyphens that begin with a letter',
  ],
  [
    { serviceRef: { name: "webapp", port: 0 } },
    "the port of the service is 0: expected a whole number from 1 to 65535",
  ],
  [
    { serviceRef: { name: "webapp", port: "" } },
    'the port of the service is "": expected a number from 1 to 65535, or 1 to 15 lowercase letters, digits and hyphens',
  ],
  [
    { targetGroup: { targetGroupArn: "", targetGroupName: "webapp" } },
    'targetGroupArn is "": expected the ARN of a target group, like "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:targetgroup/alpha-webapp-b/b4f5bd046b85564d"',
  ],
  [
    { networking: { securityGroupIds: [], ports: [8080] } },
    "networking has no security group or no port: expected both, or no networking",
  ],
  [
    { networking: { securityGroupIds: ["webapp"], ports: [8080] } },
    'a security group of networking is "webapp": expected the id of a security group, like "sg-0a1b2c3d"',
  ],
  [
    { networking: { securityGroupIds: ["sg-0a1b2c3d"], ports: [70000] } },
    "a port of networking is 70000: expected a whole number from 1 to 65535",
  ],
  [{ timeoutSeconds: 0 }, "the timeout is 0 s: expected a whole number from 1 to 3600"],
])("fails for %j", (changed, problem) => {
  expect(problemsWith(changed)).toEqual([`[stack/0] ${problem}`]);
});

test("fails for two bindings of one cluster to one target group", () => {
  expect(problemsWith({}, { targetGroupBindingName: "webapp-2" })).toEqual([
    '[stack/1] duplicate binding of target group "alpha-webapp-b": stack/0 binds it in cluster alpha-kr-b. Give each binding of a cluster its own target group',
  ]);
});

test("fails for two clusters on one target group, unless both set that they share it", () => {
  const shared = { multiClusterTargetGroup: true };
  const alphaKrA = { clusterName: "alpha-kr-a" };
  const problem =
    '[stack/1] target group "alpha-webapp-b" is bound in cluster alpha-kr-b too, by stack/0: each controller would remove the targets of the other. Give each cluster its own target group, or set multiClusterTargetGroup on both';
  expect(problemsWith({}, alphaKrA)).toEqual([problem]);
  expect(problemsWith(shared, alphaKrA)).toEqual([problem]);
  expect(problemsWith(shared, { ...alphaKrA, ...shared })).toEqual([]);
});

test("fails for two clusters on one target group, also in two stacks", () => {
  const problems = problemsOf((stack) => {
    new HelmProvider(stack, "helm");
    const other = new TerraformStack(stack.node.root, "other");
    new TargetGroupBinding(other, "webapp", { ...props, clusterName: "alpha-kr-a" });
    new TargetGroupBinding(stack, "webapp", props);
  });
  expect(problems).toEqual([
    '[stack/webapp] target group "alpha-webapp-b" is bound in cluster alpha-kr-a too, by other/webapp: each controller would remove the targets of the other. Give each cluster its own target group, or set multiClusterTargetGroup on both',
  ]);
});

test("fails for a release and for a binding of the same name", () => {
  expect(problemsWith({}, { targetGroup: targetGroup("alpha-webapp-c") })).toEqual([
    "[stack/1] duplicate release webapp/aws-load-balancer-tgb-webapp-alpha-kr-b of cluster alpha-kr-b: stack/0 has it. Give another releaseName",
    "[stack/1] duplicate TargetGroupBinding webapp/webapp of cluster alpha-kr-b: stack/0 has it. Give another targetGroupBindingName",
  ]);
});

test("target groups with one name in two regions are different", () => {
  const targetGroupArn = arnOf("alpha-webapp-b").replace("northeast-2", "northeast-1");
  const problems = problemsOf((stack) => {
    new HelmProvider(stack, "helm");
    const tokyo = new TerraformStack(stack.node.root, "tokyo");
    new TargetGroupBinding(tokyo, "webapp", {
      ...props,
      clusterName: "alpha-jp-b",
      targetGroup: { targetGroupArn, targetGroupName: "alpha-webapp-b" },
    });
    new TargetGroupBinding(stack, "webapp", props);
  });
  expect(problems).toEqual([]);
});

test("unresolved tokens are accepted", () => {
  expect(
    problemsOf((stack) => {
      new HelmProvider(stack, "helm");
      const { stringValue, numberValue } = new TerraformVariable(stack, "variable", {});
      new TargetGroupBinding(stack, "webapp", {
        clusterName: stringValue,
        namespace: stringValue,
        serviceRef: { name: stringValue, port: stringValue },
        targetGroup: { targetGroupArn: stringValue, targetGroupName: stringValue },
        networking: { securityGroupIds: [stringValue], ports: [stringValue] },
        timeoutSeconds: numberValue,
      });
    }),
  ).toEqual([]);
});
