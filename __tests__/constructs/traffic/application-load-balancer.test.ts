import { TerraformVariable, Token } from "cdktf";
import {
  ApplicationLoadBalancer,
  type ApplicationLoadBalancerProps,
} from "../../../constructs/traffic/application-load-balancer";
import { LoadBalancerScheme } from "../../../constructs/traffic/load-balancer-scheme";
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

test("is internal and protected, drops invalid headers and opens nothing that was not asked for", () => {
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

test("has no security group of its own where some are given, and opens nothing in those", () => {
  const resource = resourcesWith({ securityGroupIds: ["sg-0a", "sg-0b"], clientCidrs: {} });
  expect(Object.keys(resource)).toEqual(["aws_lb"]);
  expect(resource.aws_lb).toMatchObject({ "alpha-webapp": { security_groups: ["sg-0a", "sg-0b"] } });
  expect(problemsWith({ securityGroupIds: [], pods: { a: { securityGroupId: "sg-0b" } } })).toEqual([
    "[stack/alb] the load balancer has no security group; give one, or leave them out for one of its own",
    "[stack/alb] the load balancer has security groups that are made elsewhere, which are not opened from here for office, a; open them where they are made, and leave these out",
  ]);
});

test("opens the way to the pods at both of its ends", () => {
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

test("takes what is given", () => {
  const webAclArn = "arn:aws:wafv2:ap-northeast-2:123456789012:regional/webacl/webapp/1";
  const resource = resourcesWith({
    scheme: LoadBalancerScheme.INTERNET_FACING,
    accessLogs: { bucket: "logs", prefix: "alb" },
    deletionProtection: false,
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
])("takes %j, at the limits", (changed) => {
  expect(problemsWith(changed)).toEqual([]);
});

test.each<[Partial<ApplicationLoadBalancerProps>, string]>([
  [
    { loadBalancerName: "-webapp" },
    '"-webapp" (7 characters) cannot be the name of a load balancer; use 1 to 32 letters, digits and hyphens, with no hyphen at either end',
  ],
  [
    { loadBalancerName: "internal-webapp" },
    '"internal-webapp" begins with "internal-", which AWS keeps for itself; give another name',
  ],
  [{ vpcId: "" }, 'the VPC is ""; give the id of the VPC that the subnets are in'],
  [
    { subnetIds: ["subnet-0a", "subnet-0a"] },
    "the load balancer has too few subnets (subnet-0a, subnet-0a); give at least two, of different availability zones",
  ],
  [
    { clientCidrs: {} },
    'nobody may connect; say who may, as in { office: "203.0.113.0/24" }, or { world: "0.0.0.0/0" } for everyone',
  ],
  [
    { clientCidrs: { office: "203.0.113.7/24" } },
    'the clients "office" have the CIDR "203.0.113.7/24"; give an IPv4 network, as in "203.0.113.0/24"',
  ],
  [
    { clientCidrs: { office: "203.0.113.0/33" } },
    'the clients "office" have the CIDR "203.0.113.0/33"; give an IPv4 network, as in "203.0.113.0/24"',
  ],
  [
    { clientCidrs: { office: "10.0.0.0/8", vpn: "10.0.0.0/8" } },
    'the clients "office" and "vpn" have the same CIDR 10.0.0.0/8; take one out',
  ],
  [
    { clientCidrs: { "the office": "10.0.0.0/8" } },
    '"the office" cannot name a client, for it becomes part of a Terraform address; use letters, digits, hyphens and underscores',
  ],
  [
    { pods: { a: { securityGroupId: "alpha-kr-a" } } },
    'the pods of "a" have the security group "alpha-kr-a"; give its id, as in "sg-0a1b2c3d"',
  ],
  [
    { pods: { a: { securityGroupId: "sg-0a", ports: [] } } },
    'the pods of "a" have no port; give the ports that they serve at',
  ],
  [
    { pods: { a: { securityGroupId: "sg-0a", ports: [0] } } },
    'the port of the pods of "a" is 0; give a whole number from 1 to 65535',
  ],
  [
    { pods: { a: { securityGroupId: "sg-0a" }, b: { securityGroupId: "sg-0a" } } },
    'the pods of "a" and "b" have the same port 80 of the same security group sg-0a, which can be opened once; name them together',
  ],
  [{ accessLogs: { bucket: "" } }, 'the bucket of the access logs is ""; give its name'],
  [
    { accessLogs: { bucket: "logs", prefix: "/alb" } },
    'the prefix of the access logs is "/alb"; leave out "AWSLogs", which AWS adds, and a "/" at either end',
  ],
  [{ webAclArn: "webapp" }, '"webapp" is not the ARN of a regional web ACL of AWS WAF (v2)'],
  [{ idleTimeoutSeconds: 4001 }, "the idle timeout is 4001 s; give a whole number from 1 to 4000"],
])("fails for %j", (changed, problem) => {
  expect(problemsWith(changed)).toEqual([`[stack/alb] ${problem}`]);
});

test("values that only Terraform knows pass", () => {
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

test("one that is made elsewhere is known by its ARN", () => {
  const loadBalancerArn =
    "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:loadbalancer/app/alpha-webapp/50dc6c495c0c9188";
  const imported = (arn: string) =>
    problemsOf((stack) =>
      ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(stack, "alb", { loadBalancerArn: arn }),
    );
  expect(imported(loadBalancerArn)).toEqual([]);
  expect(imported("alpha-webapp")).toEqual([
    '[stack/alb] "alpha-webapp" is not the ARN of an Application Load Balancer',
  ]);
});
