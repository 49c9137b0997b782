import type { LoadBalancerSettings } from "../../stacks/environment";
import {
  ADOPTED_LOAD_BALANCER as adopted,
  BALANCER,
  ELB,
  problemsOf,
  type Stack,
  stackOf,
  stacksOf,
  withAdoptedLoadBalancer,
} from "./fixtures";

/* An adopted load balancer: import blocks, and only the given attributes. */

const ACM = "arn:aws:acm:ap-northeast-2:123456789012:certificate";

const stackWith = (more: Partial<LoadBalancerSettings> = {}) =>
  stackOf("beta-webapp", [withAdoptedLoadBalancer(more)]);

const of = (stack: Stack, type: string) => stack.resource[type] ?? {};

test("import blocks name the live resources, by addresses that are a contract", () => {
  expect(stackWith().import).toEqual([
    { id: `${ELB}:loadbalancer/${BALANCER}`, to: "aws_lb.load-balancer" },
    { id: `${ELB}:targetgroup/beta-webapp-a/1`, to: "aws_lb_target_group.target-group-a" },
    { id: `${ELB}:targetgroup/green/2`, to: "aws_lb_target_group.target-group-b" },
    { id: `${ELB}:listener/${BALANCER}/80`, to: "aws_lb_listener.listeners_http_118C22B1" },
    { id: `${ELB}:listener/${BALANCER}/443`, to: "aws_lb_listener.listeners_https_5F94B91D" },
    {
      id: `${ELB}:listener-rule/${BALANCER}/443/2`,
      to: "aws_lb_listener_rule.listeners_previews_b_https_6C56185C",
    },
    {
      id: `${ELB}:listener-rule/${BALANCER}/443/1`,
      to: "aws_lb_listener_rule.listeners_rules_api_https_6DFBC9AB",
    },
  ]);
});

test("a certificate that port 443 has is imported, and another is created", () => {
  const { import: imports, resource } = stackWith({
    additionalCertificateArns: { shop: `${ACM}/1`, blog: `${ACM}/2` },
    adopted: { ...adopted, certificates: ["shop"] },
  });
  expect(Object.keys(resource.aws_lb_listener_certificate ?? {})).toEqual([
    "listeners_certificates_blog_658325B0",
    "listeners_certificates_shop_445B1FA8",
  ]);
  expect(imports?.filter(({ to }) => String(to).startsWith("aws_lb_listener_certificate."))).toEqual([
    {
      id: `${ELB}:listener/${BALANCER}/443_${ACM}/1`,
      to: "aws_lb_listener_certificate.listeners_certificates_shop_445B1FA8",
    },
  ]);
});

test("an adopted load balancer creates nothing, opens nothing, and only has the given attributes", () => {
  const stack = stackWith();
  expect(Object.keys(stack.resource).sort()).toEqual([
    "aws_lb",
    "aws_lb_listener",
    "aws_lb_listener_rule",
    "aws_lb_target_group",
  ]);
  expect(stack.provider).toEqual({ aws: [{ region: "ap-northeast-2" }] });
  expect(of(stack, "aws_lb")["load-balancer"]).toMatchObject({
    security_groups: ["sg-0a1"],
    idle_timeout: 120,
    drop_invalid_header_fields: false,
    tags: { team: "a" },
  });
  expect(Object.values(of(stack, "aws_lb_target_group"))).toMatchObject([
    { name: "beta-webapp-a", port: 8080 },
    { name: "green", port: 80, tags: { team: "a" } },
  ]);
  // The tag of the cluster would be a change.
  expect(of(stack, "aws_lb_target_group")["target-group-a"]).not.toHaveProperty("tags");
});

test("an attribute that is off is not written, and a single target group has no weight", () => {
  const text = JSON.stringify(stackWith().resource);
  expect(text).not.toContain("stickiness");
  expect(text.match(/target_group_arn/g)).toHaveLength(1);
  expect(JSON.stringify(stackWith({ adopted: { ...adopted, stickinessSeconds: 600 } }).resource)).toContain(
    '"stickiness":{"duration":600,"enabled":true}',
  );
});

test("an adopted target group keeps its binding, and a new one next to it is bound and tagged as usual", () => {
  const withTwo = withAdoptedLoadBalancer();
  expect(Object.keys(stacksOf([withTwo]))).not.toContain("beta-kr-b-workload");
  const { b: _, ...targetGroups } = adopted.targetGroups;
  const withNew = withAdoptedLoadBalancer({ adopted: { ...adopted, targetGroups } });
  expect(Object.keys(stacksOf([withNew]))).toContain("beta-kr-b-workload");
  expect(of(stackOf("beta-webapp", [withNew]), "aws_lb_target_group")["target-group-b"]).toMatchObject({
    name: "beta-webapp-b",
    tags: { "elbv2.k8s.aws/cluster": "beta-kr-b" },
  });
});

test("the guard finds a removed target group by its own name", () => {
  const { resource } = stackWith({
    targetGroups: { a: { cluster: "beta-kr-a" } },
    weights: { a: 100 },
    previews: {},
    removedTargetGroups: ["b"],
  });
  expect(JSON.stringify(resource.aws_lb_listener)).toContain('contains([\\"green\\"], name)');
});

test("clients of an adopted load balancer are set where its security groups are created", () => {
  expect(problemsOf([withAdoptedLoadBalancer({ clientCidrs: { office: "203.0.113.0/24" } })])).toEqual([
    "[beta-webapp/load-balancer] securityGroupIds are given, so this code does not open them for office: remove these, and open the groups where they are created",
  ]);
});
