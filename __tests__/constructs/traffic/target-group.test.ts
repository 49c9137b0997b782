import { TerraformVariable } from "cdktf";
import { TargetGroup, type TargetGroupProps } from "../../../constructs/traffic/target-group";
import { problemsOf, synthesize } from "../../synthesize";

const props: TargetGroupProps = { targetGroupName: "alpha-webapp-b", vpcId: "vpc-395e2151" };

function problemsWith(changed: Partial<TargetGroupProps>): readonly string[] {
  return problemsOf((stack) => new TargetGroup(stack, "b", { ...props, ...changed }));
}

test("registers pods by their IP addresses, with HTTP", () => {
  expect(synthesize((stack) => new TargetGroup(stack, "alpha-webapp-b", props)).resource).toEqual({
    aws_lb_target_group: {
      "alpha-webapp-b": {
        name: "alpha-webapp-b",
        vpc_id: "vpc-395e2151",
        port: 80,
        protocol: "HTTP",
        target_type: "ip",
        slow_start: 0,
        deregistration_delay: "300",
        health_check: {
          enabled: true,
          protocol: "HTTP",
          path: "/",
          port: "traffic-port",
          interval: 30,
          timeout: 5,
          healthy_threshold: 5,
          unhealthy_threshold: 2,
          matcher: "200",
        },
        lifecycle: { create_before_destroy: true },
      },
    },
  });
});

test("has the given properties", () => {
  const { resource } = synthesize(
    (stack) =>
      new TargetGroup(stack, "b", {
        ...props,
        port: 8080,
        healthCheck: { path: "/healthz/ready", port: 15021, intervalSeconds: 10, matcher: "200-299" },
        slowStartSeconds: 30,
        deregistrationDelaySeconds: 5,
        tags: { "eks:eks-cluster-name": "alpha-kr-b" },
      }),
  );
  expect(resource.aws_lb_target_group?.b).toMatchObject({
    port: 8080,
    health_check: { path: "/healthz/ready", port: "15021", interval: 10, timeout: 5, matcher: "200-299" },
    slow_start: 30,
    deregistration_delay: "5",
    tags: { "eks:eks-cluster-name": "alpha-kr-b" },
  });
});

test.each<Partial<TargetGroupProps>>([
  { targetGroupName: "a".repeat(32) },
  { port: 65535 },
  { slowStartSeconds: 30 },
  { slowStartSeconds: 900 },
  { deregistrationDelaySeconds: 0 },
  { deregistrationDelaySeconds: 3600 },
  { healthCheck: { intervalSeconds: 5, timeoutSeconds: 4 } },
  { healthCheck: { intervalSeconds: 300, timeoutSeconds: 120, healthyThreshold: 2, unhealthyThreshold: 10 } },
  { healthCheck: { path: `/${"a".repeat(1023)}`, matcher: "200,202,300-499" } },
])("accepts %j, at the limits", (changed) => {
  expect(problemsWith(changed)).toEqual([]);
});

test.each<[Partial<TargetGroupProps>, string]>([
  [
    { targetGroupName: "a".repeat(33) },
    `the name of the target group is "${"a".repeat(33)}" (33 characters): expected 1 to 32 letters, digits and hyphens, without a hyphen at either end`,
  ],
  [
    { targetGroupName: "alpha_webapp" },
    'the name of the target group is "alpha_webapp": expected 1 to 32 letters, digits and hyphens, without a hyphen at either end',
  ],
  [{ vpcId: "" }, 'the VPC is "": expected the id of the VPC of the pods'],
  [{ port: 0 }, "the port is 0: expected a whole number from 1 to 65535"],
  [{ slowStartSeconds: 29 }, "the slow start is 29 s: expected a whole number from 30 to 900"],
  [
    { deregistrationDelaySeconds: 3601 },
    "the deregistration delay is 3601 s: expected a whole number from 0 to 3600",
  ],
  [
    { healthCheck: { intervalSeconds: 301 } },
    "the interval of the health check is 301 s: expected a whole number from 5 to 300",
  ],
  [
    { healthCheck: { timeoutSeconds: 1 } },
    "the timeout of the health check is 1 s: expected a whole number from 2 to 120",
  ],
  [
    { healthCheck: { timeoutSeconds: 30 } },
    "the timeout of the health check is 30 s and its interval is 30 s: expected a timeout below the interval",
  ],
  [
    { healthCheck: { healthyThreshold: 1 } },
    "the healthy threshold of the health check is 1: expected a whole number from 2 to 10",
  ],
  [
    { healthCheck: { unhealthyThreshold: 2.5 } },
    "the unhealthy threshold of the health check is 2.5: expected a whole number from 2 to 10",
  ],
  [
    { healthCheck: { port: 65536 } },
    "the port of the health check is 65536: expected a whole number from 1 to 65535",
  ],
  [
    { healthCheck: { path: "healthz" } },
    'the path of the health check is "healthz": expected a path of at most 1024 characters that begins with "/"',
  ],
  [
    { healthCheck: { matcher: "2xx" } },
    'the matcher of the health check is "2xx": expected codes from 200 to 499, like "200", "200,202" or "200-299"',
  ],
])("fails for %j", (changed, problem) => {
  expect(problemsWith(changed)).toEqual([`[stack/b] ${problem}`]);
});

test("fails for two target groups with one name", () => {
  expect(
    problemsOf((stack) => {
      new TargetGroup(stack, "b", props);
      new TargetGroup(stack, "c", props);
    }),
  ).toEqual(['[stack/c] duplicate target group "alpha-webapp-b": stack/b has this name']);
});

test("unresolved tokens are accepted", () => {
  expect(
    problemsOf((stack) => {
      const variable = new TerraformVariable(stack, "variable", {});
      for (const id of ["b", "c"]) {
        new TargetGroup(stack, id, {
          targetGroupName: variable.stringValue,
          vpcId: variable.stringValue,
          port: variable.numberValue,
          slowStartSeconds: variable.numberValue,
          healthCheck: { intervalSeconds: variable.numberValue, path: variable.stringValue },
        });
      }
    }),
  ).toEqual([]);
});

const targetGroupArn =
  "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:targetgroup/alpha-webapp-b/b4f5bd046b85564d";

test("an imported one has its ARN, and the name in it", () => {
  synthesize((stack) => {
    const targetGroup = TargetGroup.fromTargetGroupAttributes(stack, "b", { targetGroupArn });
    expect(targetGroup).toMatchObject({ targetGroupArn, targetGroupName: "alpha-webapp-b" });
  });
});

test("fails for an ARN of another kind", () => {
  const arn = "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:loadbalancer/app/alpha-webapp/1";
  expect(
    problemsOf((stack) => TargetGroup.fromTargetGroupAttributes(stack, "b", { targetGroupArn: arn })),
  ).toEqual([
    `[stack/b] the target group is "${arn}": expected the ARN of a target group, like "${targetGroupArn}"`,
  ]);
});

test("one of another stack is found by its name", () => {
  expect(
    synthesize((stack) => TargetGroup.fromTargetGroupName(stack, "alpha-webapp-b", "alpha-webapp-b")).data,
  ).toEqual({ aws_lb_target_group: { "alpha-webapp-b": { name: "alpha-webapp-b" } } });
});
