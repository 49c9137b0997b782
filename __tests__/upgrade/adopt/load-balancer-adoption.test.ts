import fc from "fast-check";
import { adoptionOf } from "../../../upgrade/adopt/adoption";
import type {
  LiveAction,
  LiveListener,
  LiveLoadBalancer,
  LiveRule,
  LiveTargetGroup,
} from "../../../upgrade/adopt/live-load-balancer";
import { loadBalancerAdoptionOf } from "../../../upgrade/adopt/load-balancer-adoption";
import { live as cluster } from "./live";

const use = {
  clusterName: "legacy",
  vpcId: "vpc-1",
  service: { namespace: "webapp", name: "webapp", port: "http" },
};

const forward = (weights: Record<string, number>): LiveAction => ({
  type: "forward",
  weights,
  isPlain: Object.keys(weights).length === 1,
});

const SHARED = forward({ "arn/a": 100, "arn/green": 0 });

const rule = (priority: string, more: Partial<LiveRule> = {}): LiveRule => ({
  arn: `rule/${priority}`,
  priority,
  pathPatterns: priority === "default" ? [] : [`/${priority}`],
  hostHeaders: [],
  action: SHARED,
  tags: {},
  unsupported: [],
  ...more,
});

const group = (name: string, more: Partial<LiveTargetGroup> = {}): LiveTargetGroup => ({
  arn: `arn/${name.replace("legacy-webapp-", "")}`,
  name,
  port: 80,
  vpcId: "vpc-1",
  healthCheck: {
    path: "/",
    port: "traffic-port",
    intervalSeconds: 30,
    timeoutSeconds: 5,
    healthyThreshold: 5,
    unhealthyThreshold: 2,
    matcher: "200",
  },
  attributes: {
    "slow_start.duration_seconds": "0",
    "deregistration_delay.timeout_seconds": "300",
    "stickiness.enabled": "false",
    "stickiness.type": "lb_cookie",
    "load_balancing.algorithm.type": "round_robin",
    "target_group_health.dns_failover.minimum_healthy_targets.count": "1",
  },
  tags: {},
  targets: 0,
  unsupported: [],
  ...more,
});

const http: LiveListener = {
  arn: "listener/80",
  port: 80,
  protocol: "HTTP",
  certificateArns: [],
  tags: {},
  rules: [rule("default", { action: { type: "redirect-to-https" } })],
  unsupported: [],
};

const https: LiveListener = {
  ...http,
  arn: "listener/443",
  port: 443,
  protocol: "HTTPS",
  sslPolicy: "ELBSecurityPolicy-2016-08",
  certificateArns: ["cert"],
  rules: [rule("default"), rule("200"), rule("100", { hostHeaders: ["api.example.com"] })],
};

/** A load balancer of which there is nothing to say but what must be said. */
const live: LiveLoadBalancer = {
  arn: "balancer",
  name: "legacy-webapp",
  type: "application",
  scheme: "internal",
  state: "active",
  vpcId: "vpc-1",
  subnetIds: ["subnet-c", "subnet-a"],
  securityGroupIds: ["sg-1"],
  ipAddressType: "ipv4",
  attributes: {
    "deletion_protection.enabled": "true",
    "access_logs.s3.enabled": "false",
    "idle_timeout.timeout_seconds": "60",
    "routing.http.drop_invalid_header_fields.enabled": "true",
    "routing.http2.enabled": "true",
    "client_keep_alive.seconds": "3600",
  },
  tags: {},
  listeners: [http, https],
  targetGroups: [group("legacy-webapp-a"), group("green")],
};

const adoption = (more: Partial<LiveLoadBalancer> = {}) => {
  const result = loadBalancerAdoptionOf({ ...live, ...more }, use);
  if ("reasons" in result) {
    throw new Error(result.reasons.join("\n"));
  }
  return result;
};

const reasonsOf = (more: Partial<LiveLoadBalancer>) => {
  const result = loadBalancerAdoptionOf({ ...live, ...more }, use);
  return "reasons" in result ? result.reasons : [];
};

const withRules = (...rules: readonly LiveRule[]) => ({
  listeners: [http, { ...https, rules: [rule("default"), ...rules] }],
});

test("rules that lead to nothing that the default action leads to stay with others, and are named", () => {
  const others = [
    rule("50", {
      action: { type: "other", what: "a redirect of its own" },
      unsupported: ["a condition on source-ip"],
    }),
    rule("300", { action: forward({ "arn/other": 1 }) }),
  ];
  const { settings, notAdopted, arns } = adoption({
    listeners: [
      { ...http, rules: [...http.rules, ...others] },
      { ...https, rules: [...https.rules, ...others] },
    ],
    targetGroups: [...live.targetGroups, group("other", { unsupported: ["the protocol HTTPS"] })],
  });
  expect(settings).toEqual(adoption().settings);
  expect(arns).toEqual(adoption().arns);
  expect(notAdopted.slice(adoption().notAdopted.length)).toEqual(
    ["80", "443"].flatMap((port) => [
      `rule 50 of port ${port} of legacy-webapp is not adopted: it is a redirect of its own, and weights do not change it`,
      `rule 300 of port ${port} of legacy-webapp is not adopted: it is another forward, and weights do not change it`,
    ]),
  );
});

test("certificates beside the first are taken by the ends of their ARNs", () => {
  const more = [
    "arn:aws:acm:ap-northeast-2:123456789012:certificate/10652655-c378-4d5b-b1a3-e0ad55cdd027",
    "arn:aws:iam::123456789012:server-certificate/cdn/shop.example.com",
  ];
  const { settings } = adoption({ listeners: [http, { ...https, certificateArns: ["cert", ...more] }] });
  expect(settings).toMatchObject({
    certificateArn: "cert",
    additionalCertificateArns: {
      "10652655-c378-4d5b-b1a3-e0ad55cdd027": more[0],
      "shop-example-com": more[1],
    },
    adopted: { certificates: ["10652655-c378-4d5b-b1a3-e0ad55cdd027", "shop-example-com"] },
  });
  expect(adoption().settings).toMatchObject({ additionalCertificateArns: undefined });
  expect(adoption().settings.adopted).toMatchObject({ certificates: undefined });
});

test("a load balancer is written as a person would, with no more than it takes", () => {
  const { settings, notAdopted, arns } = adoption();
  expect(JSON.parse(JSON.stringify(settings))).toEqual({
    subnetIds: ["subnet-a", "subnet-c"],
    clientCidrs: {},
    certificateArn: "cert",
    service: { namespace: "webapp", name: "webapp", port: "http" },
    targetGroups: { green: {}, a: {} },
    weights: { a: 100, green: 0 },
    rules: {
      "rule-100": { priority: 100, pathPatterns: ["/100"], hostHeaders: ["api.example.com"] },
      "rule-200": { priority: 200, pathPatterns: ["/200"] },
    },
    adopted: {
      loadBalancer: { arn: "balancer" },
      securityGroupIds: ["sg-1"],
      sslPolicy: "ELBSecurityPolicy-2016-08",
      http: { arn: "listener/80" },
      https: { arn: "listener/443" },
      targetGroups: { a: { arn: "arn/a" }, green: { arn: "arn/green" } },
      rules: { "rule-100": { https: { arn: "rule/100" } }, "rule-200": { https: { arn: "rule/200" } } },
    },
  });
  expect(notAdopted).toEqual([
    "the security groups of load balancer legacy-webapp decide who may connect and what it reaches. They stay as they are",
  ]);
  expect(arns).toEqual([
    "balancer",
    "arn/a",
    "arn/green",
    "listener/80",
    "listener/443",
    "rule/100",
    "rule/200",
  ]);
});

test("what differs from our defaults is said", () => {
  const check = { ...group("green").healthCheck, path: "/healthz", port: "9090", healthyThreshold: 3 };
  const attributes = {
    "slow_start.duration_seconds": "60",
    "deregistration_delay.timeout_seconds": "30",
  };
  const { settings } = adoption({
    scheme: "internet-facing",
    tags: { team: "a", "aws:cloudformation:stack-name": "x" },
    attributes: {
      "deletion_protection.enabled": "false",
      "access_logs.s3.enabled": "true",
      "access_logs.s3.bucket": "logs",
      "access_logs.s3.prefix": "",
      "idle_timeout.timeout_seconds": "120",
      "routing.http.drop_invalid_header_fields.enabled": "false",
    },
    targetGroups: [
      group("legacy-webapp-a", { healthCheck: check, attributes, port: 8080, targets: 2 }),
      group("green", { healthCheck: check, attributes, tags: { "elbv2.k8s.aws/cluster": "legacy" } }),
    ],
  });
  expect(settings).toMatchObject({
    scheme: "internet-facing",
    accessLogs: { bucket: "logs", prefix: undefined },
    deletionProtection: "disabled",
    service: {
      healthCheck: { path: "/healthz", port: 9090, healthyThreshold: 3 },
      slowStartSeconds: 60,
      deregistrationDelaySeconds: 30,
    },
    targetGroups: { a: { cluster: "legacy" }, green: { cluster: "legacy" } },
    adopted: {
      loadBalancer: { tags: { team: "a" } },
      idleTimeoutSeconds: 120,
      dropInvalidHeaderFields: false,
      targetGroups: { a: { port: 8080 }, green: { tags: { "elbv2.k8s.aws/cluster": "legacy" } } },
    },
  });
});

test("reports whose targets they are if no tag names the cluster, or a tag names another", () => {
  const { settings, notAdopted } = adoption({
    targetGroups: [
      group("legacy-webapp-a", { targets: 2 }),
      group("green", { targets: 2, tags: { "elbv2.k8s.aws/cluster": "omega" } }),
    ],
  });
  expect(settings).toMatchObject({
    targetGroups: { a: { cluster: "legacy" }, green: { cluster: undefined } },
  });
  expect(notAdopted.slice(1)).toEqual([
    "no tag names the cluster of the targets of legacy-webapp-a: the file says legacy. Correct it if they belong to another cluster",
    "target group green of legacy-webapp belongs to cluster omega. Add it to the file when that cluster is in it",
  ]);
});

test("a rule that leads to one target group by its host, before all others, is its preview", () => {
  const preview = rule("5", {
    action: forward({ "arn/green": 1 }),
    pathPatterns: [],
    hostHeaders: ["green.example.com"],
  });
  expect(adoption(withRules(preview, rule("100"))).settings).toMatchObject({
    previews: { green: { priority: 5, hostHeaders: ["green.example.com"] } },
    adopted: { previews: { green: { https: { arn: "rule/5" } } } },
  });
  const isNone =
    "neither forwards as the default action does (another forward), nor is it a preview of one target group by host";
  expect(reasonsOf(withRules({ ...preview, pathPatterns: ["/x"] }))).toEqual([`rule 5 ${isNone}`]);
  expect(reasonsOf(withRules({ ...preview, priority: "100" }))).toEqual([`rule 100 ${isNone}`]);
  expect(reasonsOf(withRules(preview, { ...preview, priority: "6" }))).toEqual([`rule 6 ${isNone}`]);
  expect(reasonsOf(withRules(preview, rule("99")))).toEqual([
    "rule 99 has a priority of the previews, 1 to 99",
  ]);
});

test("port 80 that forwards does just what port 443 does", () => {
  const plain = { ...http, rules: https.rules.map((each) => ({ ...each, arn: `plain/${each.priority}` })) };
  const { settings } = adoption({ listeners: [plain, https] });
  expect(settings).toMatchObject({
    plainHttp: "forward",
    adopted: { rules: { "rule-100": { http: { arn: "plain/100" }, https: { arn: "rule/100" } } } },
  });
  const [byDefault = rule("default"), ...others] = plain.rules;
  expect(reasonsOf({ listeners: [{ ...plain, rules: [byDefault] }, https] })).toEqual([
    "port 80 forwards differently from port 443",
    "port 80 does not have rule 100 of port 443",
    "port 80 does not have rule 200 of port 443",
  ]);
  expect(reasonsOf({ listeners: [{ ...plain, rules: [...http.rules, ...others] }, https] })).toEqual([
    "port 80 redirects and also has rules",
  ]);
});

const CASES: readonly (readonly [
  what: string,
  more: Partial<LiveLoadBalancer>,
  reasons: readonly string[],
])[] = [
  [
    "of another kind",
    { type: "network", state: "failed", vpcId: "vpc-2", ipAddressType: "dualstack" },
    ["its type is network", "it is failed", "it is in another VPC, vpc-2", "its address type is dualstack"],
  ],
  [
    "of an Ingress",
    { tags: { "elbv2.k8s.aws/cluster": "legacy" } },
    ["the AWS Load Balancer Controller of legacy manages it from resources in that cluster"],
  ],
  [
    "with attributes of its own",
    {
      attributes: {
        "routing.http.desync_mitigation_mode": "strictest",
        "new.attribute": "true",
        "access_logs.s3.bucket": "logs",
      },
    },
    [
      "its access logs are off but name a bucket",
      "its attribute routing.http.desync_mitigation_mode is strictest",
      "its attribute new.attribute is true",
    ],
  ],
  [
    "with other listeners",
    {
      listeners: [
        http,
        https,
        { ...http, port: 8443 },
        { ...https, port: 9443, unsupported: ["mutual TLS"] },
      ],
    },
    [
      "it has a listener at port 8443 (HTTP)",
      "it has a listener at port 9443 (HTTPS)",
      "port 9443 has mutual TLS",
    ],
  ],
  ["without HTTPS", { listeners: [http] }, ["it does not have HTTP at port 80 and HTTPS at port 443"]],
  [
    "that redirects at port 443",
    { listeners: [http, { ...https, rules: http.rules }] },
    ["the default action of port 443 is a redirect to HTTPS"],
  ],
  [
    "that answers at port 80",
    {
      listeners: [
        {
          ...http,
          rules: [
            rule("default", { action: { type: "other", what: "an action of the type fixed-response" } }),
          ],
        },
        https,
      ],
    },
    ["the default action of port 80 is an action of the type fixed-response"],
  ],
  [
    "with a rule that has more",
    withRules(rule("100", { unsupported: ["a condition on source-ip"] })),
    ["rule 100 has a condition on source-ip"],
  ],
  [
    "with a rule that leads to a target group of the default action and to another",
    {
      ...withRules(rule("300", { action: forward({ "arn/a": 1, "arn/other": 1 }) })),
      targetGroups: [...live.targetGroups, group("other")],
    },
    [
      "rule 300 neither forwards as the default action does (another forward), nor is it a preview of one target group by host",
      "target group other is in a rule but not in the default action of port 443",
    ],
  ],
  [
    "with a rule that leads to a target group of the default action after a login",
    withRules(rule("300", { action: { type: "other", what: "a login", reaches: ["arn/a"] } })),
    [
      "rule 300 neither forwards as the default action does (a login), nor is it a preview of one target group by host",
    ],
  ],
  [
    "with nothing but weights of 0",
    {
      listeners: [
        http,
        { ...https, rules: [rule("default", { action: forward({ "arn/a": 0, "arn/green": 0 }) })] },
      ],
    },
    ["the default action of port 443 gives weight 0 to all target groups"],
  ],
  ["without target groups", { targetGroups: [] }, ["it has no target group"]],
  [
    "with target groups that differ",
    {
      targetGroups: [
        group("legacy-webapp-a", { attributes: { "slow_start.duration_seconds": "30" } }),
        group("green", { unsupported: ["the protocol HTTPS (HTTP1)"], vpcId: "vpc-2" }),
      ],
    },
    [
      "target group green has the protocol HTTPS (HTTP1)",
      "target group green is in another VPC, vpc-2",
      "its target groups differ in health check, slow start or deregistration delay",
    ],
  ],
  [
    "with stickiness of the target group",
    {
      targetGroups: live.targetGroups.map((each) => ({
        ...each,
        attributes: { ...each.attributes, "stickiness.enabled": each.name === "green" ? "true" : "false" },
      })),
    },
    ["target group green: attribute stickiness.enabled is true"],
  ],
  [
    "with one target group in a list",
    {
      targetGroups: [group("legacy-webapp-a")],
      listeners: [
        http,
        {
          ...https,
          rules: [rule("default", { action: { type: "forward", weights: { "arn/a": 1 }, isPlain: false } })],
        },
      ],
    },
    ["rule default of port 443 forwards to one target group in a list, or with stickiness"],
  ],
];

test.each(CASES)("one %s is not adopted at all", (_, more, reasons) => {
  expect(reasonsOf(more)).toEqual(reasons);
});

test("stickiness is the same everywhere, or it is not said", () => {
  const sticky: LiveAction = {
    type: "forward",
    weights: { "arn/a": 100, "arn/green": 0 },
    isPlain: false,
    stickinessSeconds: 600,
  };
  const rules = [rule("default", { action: sticky }), rule("100", { action: sticky })];
  expect(adoption({ listeners: [http, { ...https, rules }] }).settings).toMatchObject({
    adopted: { stickinessSeconds: 600 },
  });
  expect(reasonsOf(withRules(rule("100", { action: sticky })))).toEqual([
    "rule 100 neither forwards as the default action does (another forward), nor is it a preview of one target group by host",
  ]);
});

test("a slot is the rest of the load balancer's name, one of a kind", () => {
  const name = fc.stringMatching(/^(legacy-webapp-)?[ab](-[ab])?$/);
  fc.assert(
    fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 5 }), (names) => {
      const targetGroups = names.map((each) => group(each, { arn: `arn/${each}` }));
      const weights = Object.fromEntries(names.map((each) => [`arn/${each}`, 1]));
      const rules = [rule("default", { action: forward(weights) })];
      const { settings } = adoption({ targetGroups, listeners: [http, { ...https, rules }] });
      expect(Object.keys(settings.targetGroups ?? {})).toHaveLength(names.length);
    }),
  );
});

test("does not report a load balancer that is adopted too", () => {
  const traffic = [
    { loadBalancer: "legacy-webapp", port: 443, rule: "default", targetGroup: "legacy-webapp-a", weight: 1 },
  ];
  expect(adoptionOf({ ...cluster, traffic }, ["legacy-webapp"]).notAdopted).toEqual([]);
  expect(adoptionOf({ ...cluster, traffic }).notAdopted).toEqual([
    "load balancer legacy-webapp is not adopted: port 443 forwards to legacy-webapp-a. If one of them is this cluster's, adopt it with --load-balancer legacy-webapp=<namespace>/<service>:<port>",
  ]);
});
