import { TerraformVariable, Token } from "cdktf";
import {
  ApplicationLoadBalancer,
  type ApplicationLoadBalancerProps,
} from "../../../constructs/traffic/application-load-balancer";
import { problemsOf, synthesize } from "../../synthesize";

const props: ApplicationLoadBalancerProps = {
  loadBalancerName: "alpha-webapp",
  vpcId: "vpc-395e2151",
  subnetIds: ["subnet-0a", "subnet-0c"],
  clientCidrs: { office: "203.0.113.0/24" },
};

function resourcesWith(changed: Partial<ApplicationLoadBalancerProps>) {
  return synthesize((stack) => new ApplicationLoadBalancer(stack, "alpha-webapp", { ...props, ...changed }))
    .resource;
}

function problemsWith(changed: Partial<ApplicationLoadBalancerProps>): readonly string[] {
  return problemsOf((stack) => new ApplicationLoadBalancer(stack, "alb", { ...props, ...changed }));
}

const securityGroupId = `\${aws_security_group.alpha-webapp_security-group_C8D84093.id}`;

test("is internal and protected, drops invalid headers and opens only the ports that are set", () => {
  expect(resourcesWith({})).toEqual({
    aws_lb: {
      "alpha-webapp": {
        name: "alpha-webapp",
        load_balancer_type: "application",
        internal: true,
        subnets: ["subnet-0a", "subnet-0c"],
        security_groups: [securityGroupId],
        drop_invalid_header_fields: true,
        enable_deletion_protection: true,
        idle_timeout: 60,
        access_logs: { bucket: "", enabled: false },
      },
    },
    aws_security_group: {
      "alpha-webapp_security-group_C8D84093": {
        name: "alpha-webapp",
        description: "Load balancer alpha-webapp",
        vpc_id: "vpc-395e2151",
      },
    },
    aws_vpc_security_group_ingress_rule: {
      "alpha-webapp_ingress-office-80_E9BBA7C2": expect.objectContaining({ from_port: 80, to_port: 80 }),
      "alpha-webapp_ingress-office-443_154DA7F8": {
        security_group_id: securityGroupId,
        description: "office",
        cidr_ipv4: "203.0.113.0/24",
        ip_protocol: "tcp",
        from_port: 443,
        to_port: 443,
      },
    },
  });
});

test("creates no security group if some are given, and adds no rules to those", () => {
  const resource = resourcesWith({ securityGroupIds: ["sg-0a", "sg-0b"], clientCidrs: {} });
  expect(Object.keys(resource)).toEqual(["aws_lb"]);
  expect(resource.aws_lb).toMatchObject({ "alpha-webapp": { security_groups: ["sg-0a", "sg-0b"] } });
  expect(problemsWith({ securityGroupIds: [], pods: { a: { securityGroupId: "sg-0b" } } })).toEqual([
    "[stack/alb] securityGroupIds is empty: expected at least one, or no securityGroupIds for a new group",
    "[stack/alb] securityGroupIds are given, so this code does not open them for office, a: remove these, and open the groups where they are created",
  ]);
});

test("opens the port to the pods in both security groups", () => {
  const resource = resourcesWith({ pods: { "alpha-kr-b": { securityGroupId: "sg-0b", ports: [8080] } } });
  expect(resource.aws_vpc_security_group_egress_rule).toEqual({
    "alpha-webapp_egress-alpha-kr-b-8080_017A4C2B": {
      security_group_id: securityGroupId,
      description: "pods of alpha-kr-b",
      referenced_security_group_id: "sg-0b",
      ip_protocol: "tcp",
      from_port: 8080,
      to_port: 8080,
    },
  });
  expect(resource.aws_vpc_security_group_ingress_rule).toMatchObject({
    "alpha-webapp_pods-alpha-kr-b-8080_44D30C22": {
      security_group_id: "sg-0b",
      description: "load balancer alpha-webapp",
      referenced_security_group_id: securityGroupId,
      ip_protocol: "tcp",
      from_port: 8080,
      to_port: 8080,
    },
  });
});

test("has the given properties", () => {
  const webAclArn = "arn:aws:wafv2:ap-northeast-2:123456789012:regional/webacl/webapp/1";
  const resource = resourcesWith({
    scheme: "internet-facing",
    accessLogs: { bucket: "logs", prefix: "alb" },
    deletionProtection: "disabled",
    idleTimeoutSeconds: 4000,
    webAclArn,
  });
  expect(resource.aws_lb?.["alpha-webapp"]).toMatchObject({
    internal: false,
    access_logs: { bucket: "logs", prefix: "alb", enabled: true },
    enable_deletion_protection: false,
    idle_timeout: 4000,
  });
  expect(resource.aws_wafv2_web_acl_association).toEqual({
    "alpha-webapp_web-acl_AC82CF59": { resource_arn: `\${aws_lb.alpha-webapp.arn}`, web_acl_arn: webAclArn },
  });
});

test.each<Partial<ApplicationLoadBalancerProps>>([
  { loadBalancerName: "a".repeat(32) },
  { clientCidrs: { world: "0.0.0.0/0" } },
  { clientCidrs: { one: "203.0.113.7/32", half: "128.0.0.0/1" } },
  { pods: { a: { securityGroupId: "sg-0a" } } },
  { pods: { a: { securityGroupId: "sg-0a", ports: [80, 80, 15021] }, b: { securityGroupId: "sg-0b" } } },
  { idleTimeoutSeconds: 1 },
])("accepts %j, at the limits", (changed) => {
  expect(problemsWith(changed)).toEqual([]);
});

test.each<[Partial<ApplicationLoadBalancerProps>, string]>([
  [
    { loadBalancerName: "-webapp" },
    'the name of the load balancer is "-webapp": expected 1 to 32 letters, digits and hyphens, without a hyphen at either end',
  ],
  [
    { loadBalancerName: "internal-webapp" },
    'the name of the load balancer is "internal-webapp": AWS reserves names that begin with "internal-"',
  ],
  [{ vpcId: "" }, 'the VPC is "": expected the id of the VPC of the subnets'],
  [{ subnetIds: ["subnet-0a", "subnet-0a"] }, "duplicate subnet subnet-0a: expected each once"],
  [
    { clientCidrs: {} },
    'clientCidrs is empty, so nobody may connect: expected who may, like { office: "203.0.113.0/24" }, or { world: "0.0.0.0/0" } for everybody',
  ],
  [
    { clientCidrs: { office: "203.0.113.7/24" } },
    'the CIDR block of the clients "office" is "203.0.113.7/24": expected the first address of the block, "203.0.113.0/24"',
  ],
  [
    { clientCidrs: { office: "203.0.113.0/33" } },
    'the CIDR block of the clients "office" is "203.0.113.0/33": expected an IPv4 CIDR block like "203.0.113.0/24"',
  ],
  [
    { clientCidrs: { office: "10.0.0.0/8", vpn: "10.0.0.0/8" } },
    'duplicate CIDR block 10.0.0.0/8: the clients "office" and "vpn" have it',
  ],
  [
    { clientCidrs: { "the office": "10.0.0.0/8" } },
    'a name in clientCidrs is "the office": expected letters, digits, hyphens and underscores, because it becomes part of a Terraform address',
  ],
  [
    { pods: { a: { securityGroupId: "alpha-kr-a" } } },
    'the security group of the pods of "a" is "alpha-kr-a": expected the id of a security group, like "sg-0a1b2c3d"',
  ],
  [
    { pods: { a: { securityGroupId: "sg-0a", ports: [] } } },
    'the pods of "a" have no port: expected the ports on which they serve',
  ],
  [
    { pods: { a: { securityGroupId: "sg-0a", ports: [0] } } },
    'the port of the pods of "a" is 0: expected a whole number from 1 to 65535',
  ],
  [
    { pods: { a: { securityGroupId: "sg-0a" }, b: { securityGroupId: "sg-0a" } } },
    'duplicate port 80 of sg-0a: the pods of "a" and "b" have it. Give them one entry',
  ],
  [{ accessLogs: { bucket: "" } }, 'the bucket of the access logs is "": expected its name'],
  [
    { accessLogs: { bucket: "logs", prefix: "/alb" } },
    'the prefix of the access logs is "/alb": expected a prefix without "AWSLogs", which AWS adds, and without "/" at either end',
  ],
  [
    { webAclArn: "webapp" },
    'the web ACL is "webapp": expected the ARN of a regional web ACL of AWS WAF (v2)',
  ],
  [{ idleTimeoutSeconds: 4001 }, "the idle timeout is 4001 s: expected a whole number from 1 to 4000"],
])("fails for %j", (changed, problem) => {
  expect(problemsWith(changed)).toEqual([`[stack/alb] ${problem}`]);
});

test("unresolved tokens are accepted", () => {
  expect(
    problemsOf((stack) => {
      const variable = new TerraformVariable(stack, "variable", {});
      new ApplicationLoadBalancer(stack, "alb", {
        loadBalancerName: variable.stringValue,
        vpcId: variable.stringValue,
        subnetIds: Token.asList(variable.value),
        clientCidrs: { vpc: variable.stringValue },
        pods: { a: { securityGroupId: variable.stringValue }, b: { securityGroupId: variable.stringValue } },
        accessLogs: { bucket: variable.stringValue, prefix: variable.stringValue },
        webAclArn: variable.stringValue,
        idleTimeoutSeconds: variable.numberValue,
      });
    }),
  ).toEqual([]);
});

test("an imported one has its ARN", () => {
  const loadBalancerArn =
    "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:loadbalancer/app/alpha-webapp/50dc6c495c0c9188";
  const imported = (arn: string) =>
    problemsOf((stack) =>
      ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(stack, "alb", { loadBalancerArn: arn }),
    );
  expect(imported(loadBalancerArn)).toEqual([]);
  expect(imported("alpha-webapp")).toEqual([
    '[stack/alb] the load balancer is "alpha-webapp": expected the ARN of an Application Load Balancer',
  ]);
});
