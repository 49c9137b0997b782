import type { Environment, LoadBalancerSettings } from "../../stacks/environment";
import { loadBalancer, problemsOf, stackOf, stacksOf, withLoadBalancer } from "./fixtures";

const stackWith = (changes: Partial<LoadBalancerSettings> = {}) =>
  stackOf("beta-webapp", [withLoadBalancer(changes)]);

const SECURITY_GROUP = `\${${"aws_security_group.load-balancer_security-group_80A0008E.id"}}`;

/** The security group that EKS created for a cluster, by its data source. */
const ofCluster = (name: string) =>
  `\${data.aws_eks_cluster.cluster-${name}.vpc_config[0].cluster_security_group_id}`;

const way = (port: number) => ({ ip_protocol: "tcp", from_port: port, to_port: port });

test("the port to the pods of a cluster is opened in both security groups, with the cluster's own", () => {
  const { resource, data } = stackWith();
  expect(data.aws_eks_cluster).toEqual({
    "cluster-beta-kr-a": { name: "beta-kr-a" },
    "cluster-beta-kr-b": { name: "beta-kr-b" },
  });
  const ends = ["beta-kr-a", "beta-kr-b"].map((name) => ({
    egress: {
      security_group_id: SECURITY_GROUP,
      description: `pods of ${name}`,
      referenced_security_group_id: ofCluster(name),
      ...way(80),
    },
    ingress: {
      security_group_id: ofCluster(name),
      description: "load balancer beta-webapp",
      referenced_security_group_id: SECURITY_GROUP,
      ...way(80),
    },
  }));
  expect(Object.values(resource.aws_vpc_security_group_egress_rule ?? {})).toEqual(
    ends.map(({ egress }) => egress),
  );
  expect(Object.values(resource.aws_vpc_security_group_ingress_rule ?? {})).toEqual(
    expect.arrayContaining(ends.map(({ ingress }) => ingress)),
  );
});

test("pods with their own security group are reached by it, and their cluster is not read", () => {
  const { resource, data } = stackWith({
    targetGroups: { a: { cluster: "beta-kr-a", podSecurityGroupId: "sg-0a1" }, b: {} },
    service: { namespace: "webapp", name: "webapp", port: "http", podPorts: [8080, 9090] },
  });
  expect(data).toEqual({});
  expect(Object.values(resource.aws_vpc_security_group_egress_rule ?? {})).toEqual(
    [8080, 9090].map((port) => ({
      security_group_id: SECURITY_GROUP,
      description: "pods of beta-kr-a",
      referenced_security_group_id: "sg-0a1",
      ...way(port),
    })),
  );
});

test("a target group without a cluster is created, and nothing is opened for it", () => {
  const { resource } = stackWith({ targetGroups: { a: {} }, weights: { a: 1 } });
  expect(Object.values(resource.aws_lb_target_group ?? {})).toMatchObject([{ name: "beta-webapp-a" }]);
  expect(resource.aws_vpc_security_group_egress_rule).toBeUndefined();
});

test("a slot without a weight gets weight 0", () => {
  const { resource } = stackWith({ weights: { a: 100 } });
  expect(resource.aws_lb_listener?.listeners_https_5F94B91D).toMatchObject({
    default_action: [
      {
        forward: {
          target_group: [
            { arn: `\${${"aws_lb_target_group.target-group-a.arn"}}`, weight: 100 },
            { arn: `\${${"aws_lb_target_group.target-group-b.arn"}}`, weight: 0 },
          ],
        },
      },
    ],
  });
});

test("by default port 80 redirects, and the load balancer is internal and protected", () => {
  const { resource } = stackWith();
  expect(resource.aws_lb?.["load-balancer"]).toMatchObject({
    internal: true,
    enable_deletion_protection: true,
    access_logs: { bucket: "", enabled: false },
  });
  expect(resource.aws_lb_listener?.listeners_http_118C22B1).toMatchObject({
    port: 80,
    default_action: [{ type: "redirect" }],
  });
  expect(resource.aws_wafv2_web_acl_association).toBeUndefined();
});

test("settings of a load balancer reach its resources", () => {
  const webAclArn = "arn:aws:wafv2:ap-northeast-2:123456789012:regional/webacl/webapp/1";
  const { resource } = stackWith({
    scheme: "internet-facing",
    deletionProtection: "disabled",
    plainHttp: "forward",
    accessLogs: { bucket: "beta-logs" },
    webAclArn,
    additionalCertificateArns: { uk: "arn:aws:acm:ap-northeast-2:123456789012:certificate/2" },
    previews: { b: { priority: 1, hostHeaders: ["b.webapp.example.com"] } },
    service: {
      namespace: "webapp",
      name: "webapp",
      port: "http",
      healthCheck: { path: "/health_check" },
      slowStartSeconds: 60,
      deregistrationDelaySeconds: 30,
    },
  });
  expect(resource.aws_lb?.["load-balancer"]).toMatchObject({
    internal: false,
    enable_deletion_protection: false,
    access_logs: { bucket: "beta-logs", enabled: true },
  });
  expect(resource.aws_lb_listener?.listeners_http_118C22B1).toMatchObject({
    default_action: [{ type: "forward" }],
  });
  expect(Object.values(resource.aws_wafv2_web_acl_association ?? {})).toMatchObject([
    { web_acl_arn: webAclArn },
  ]);
  expect(Object.keys(resource.aws_lb_listener_certificate ?? {})).toHaveLength(1);
  expect(resource.aws_lb_target_group?.["target-group-b"]).toMatchObject({
    health_check: { path: "/health_check" },
    slow_start: 60,
    deregistration_delay: "30",
  });
  // A preview and a rule, each on both ports.
  expect(Object.keys(resource.aws_lb_listener_rule ?? {})).toHaveLength(4);
});

test("one line evacuates a cluster from all load balancers, and its revert restores the bytes", () => {
  const loadBalancers = {
    "beta-webapp": { ...loadBalancer, weights: { a: 60, b: 40 } },
    "beta-api": {
      ...loadBalancer,
      service: { ...loadBalancer.service, name: "api" },
      weights: { a: 1, b: 1 },
    },
  };
  const fleet: Environment = { ...withLoadBalancer(), loadBalancers };
  const evacuated = stacksOf([{ ...fleet, evacuated: ["beta-kr-a"] }]);
  const byHand = {
    "beta-webapp": { ...loadBalancers["beta-webapp"], weights: { a: 0, b: 40 } },
    "beta-api": { ...loadBalancers["beta-api"], weights: { a: 0, b: 1 } },
  };
  expect(evacuated).toEqual(stacksOf([{ ...fleet, loadBalancers: byHand }]));
  expect(JSON.stringify(stacksOf([{ ...fleet, evacuated: [] }]))).toBe(JSON.stringify(stacksOf([fleet])));
});

test("an evacuation of an unknown cluster fails", () => {
  expect(problemsOf([{ ...withLoadBalancer(), evacuated: ["beta-kr-c"] }])).toEqual([
    'evacuated names cluster "beta-kr-c", which environment beta in ap-northeast-2 does not have: expected one of beta-kr-a, beta-kr-b',
  ]);
});

test("fails for two load balancers that name one target group", () => {
  const loadBalancers = {
    "beta-webapp": {
      ...loadBalancer,
      targetGroups: { "a-b": { cluster: "beta-kr-a" } },
      weights: { "a-b": 1 },
    },
    "beta-webapp-a": {
      ...loadBalancer,
      service: { ...loadBalancer.service, name: "api" },
      targetGroups: { b: { cluster: "beta-kr-b" } },
      weights: { b: 1 },
    },
  };
  expect(problemsOf([{ ...withLoadBalancer(), loadBalancers }])).toEqual([
    "[beta-webapp] slot a-b and slot b of load balancer beta-webapp-a both name the target group beta-webapp-a-b: a name is unique in an account and region. Rename one of the two slots",
    "[beta-webapp-a] slot b and slot a-b of load balancer beta-webapp both name the target group beta-webapp-a-b: a name is unique in an account and region. Rename one of the two slots",
  ]);
});
