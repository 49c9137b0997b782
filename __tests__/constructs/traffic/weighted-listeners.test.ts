import { TerraformVariable } from "cdktf";
import fc from "fast-check";
import type { IApplicationLoadBalancer } from "../../../constructs/traffic/application-load-balancer";
import { ListenerAction } from "../../../constructs/traffic/listener-action";
import { TargetGroup } from "../../../constructs/traffic/target-group";
import {
  WeightedListeners,
  type WeightedListenersProps,
} from "../../../constructs/traffic/weighted-listeners";
import type { WeightMap } from "../../../upgrade/fleet/traffic-weights";
import { problemsOf, synthesize } from "../../synthesize";

const loadBalancer: IApplicationLoadBalancer = {
  loadBalancerArn: "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:loadbalancer/app/alpha-webapp/1",
};
const arn = (name: string) =>
  `arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:targetgroup/alpha-webapp-${name}/1`;
const targetGroup = (name: string) => ({
  targetGroupArn: arn(name),
  targetGroupName: `alpha-webapp-${name}`,
});

const props: WeightedListenersProps = {
  loadBalancer,
  targetGroups: { a: targetGroup("a"), b: targetGroup("b"), default: targetGroup("default") },
  weights: { a: 90, b: 10 },
  certificateArn: "arn:aws:acm:ap-northeast-2:123456789012:certificate/10652655-c378-4d5b-b1a3-e0ad55cdd027",
};

const rules = {
  api: { priority: 100, pathPatterns: ["/api*"] },
  "health-check": { priority: 110, pathPatterns: ["/health_check"] },
};

function resourcesWith(changed: Partial<WeightedListenersProps>) {
  return synthesize((stack) => new WeightedListeners(stack, "webapp", { ...props, ...changed })).resource;
}

function problemsWith(changed: Partial<WeightedListenersProps>): readonly string[] {
  return problemsOf((stack) => new WeightedListeners(stack, "webapp", { ...props, ...changed }));
}

const forward = (a: number, b: number, rest: number) => ({
  type: "forward",
  forward: {
    target_group: [
      { arn: arn("a"), weight: a },
      { arn: arn("b"), weight: b },
      { arn: arn("default"), weight: rest },
    ],
    stickiness: { enabled: false, duration: 600 },
  },
});

test("port 443 follows the weights, and port 80 redirects to it", () => {
  expect(resourcesWith({ rules })).toEqual({
    aws_lb_listener: {
      webapp_http_52E106C2: {
        load_balancer_arn: loadBalancer.loadBalancerArn,
        port: 80,
        protocol: "HTTP",
        default_action: [
          { type: "redirect", redirect: { protocol: "HTTPS", port: "443", status_code: "HTTP_301" } },
        ],
      },
      webapp_https_0DF5861E: {
        load_balancer_arn: loadBalancer.loadBalancerArn,
        port: 443,
        protocol: "HTTPS",
        ssl_policy: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
        certificate_arn: props.certificateArn,
        default_action: [forward(90, 10, 0)],
      },
    },
    aws_lb_listener_rule: {
      webapp_rules_api_https_6EC6D5E1: {
        listener_arn: `\${aws_lb_listener.webapp_https_0DF5861E.arn}`,
        priority: 100,
        condition: [{ path_pattern: { values: ["/api*"] } }],
        action: [forward(90, 10, 0)],
      },
      "webapp_rules_health-check_https_5891C71F": {
        listener_arn: `\${aws_lb_listener.webapp_https_0DF5861E.arn}`,
        priority: 110,
        condition: [{ path_pattern: { values: ["/health_check"] } }],
        action: [forward(90, 10, 0)],
      },
    },
  });
});

test("if port 80 forwards, it has the same rules and weights", () => {
  const resource = resourcesWith({ rules, plainHttp: "forward" });
  expect(resource.aws_lb_listener?.webapp_http_52E106C2).toMatchObject({
    default_action: [forward(90, 10, 0)],
  });
  expect(Object.keys(resource.aws_lb_listener_rule ?? {})).toEqual([
    "webapp_rules_api_http_28155FC5",
    "webapp_rules_api_https_6EC6D5E1",
    "webapp_rules_health-check_http_2927E6AE",
    "webapp_rules_health-check_https_5891C71F",
  ]);
});

test("a preview goes to one target group, whatever the weights are", () => {
  const previews = { b: { priority: 1, hostHeaders: ["b.webapp.example.com"] } };
  expect(resourcesWith({ previews }).aws_lb_listener_rule).toEqual({
    webapp_previews_b_https_892BA1DB: {
      listener_arn: `\${aws_lb_listener.webapp_https_0DF5861E.arn}`,
      priority: 1,
      condition: [{ host_header: { values: ["b.webapp.example.com"] } }],
      action: [
        {
          type: "forward",
          forward: {
            target_group: [{ arn: arn("b"), weight: 1 }],
            stickiness: { enabled: false, duration: 600 },
          },
        },
      ],
    },
  });
});

test("rules can redirect or return a fixed response", () => {
  const resource = resourcesWith({
    rules: {
      old: { priority: 100, pathPatterns: ["/old"], action: ListenerAction.redirect({ path: "/new" }) },
      gone: {
        priority: 110,
        pathPatterns: ["/gone"],
        action: ListenerAction.fixedResponse({ statusCode: 410 }),
      },
    },
  });
  expect(resource.aws_lb_listener_rule).toMatchObject({
    webapp_rules_old_https_A9572F76: { action: [{ type: "redirect" }] },
    webapp_rules_gone_https_ED8F59A6: { action: [{ type: "fixed-response" }] },
  });
});

test("a rule can be added later", () => {
  const { resource } = synthesize((stack) => {
    const listeners = new WeightedListeners(stack, "webapp", props);
    listeners.addRule("api", rules.api);
  });
  expect(resource).toEqual(resourcesWith({ rules: { api: rules.api } }));
});

test("accepts more certificates, another policy and a stickiness", () => {
  const resource = resourcesWith({
    additionalCertificateArns: { uk: "arn:aws:acm:ap-northeast-2:123456789012:certificate/2" },
    sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
    stickinessSeconds: 60,
  });
  expect(resource.aws_lb_listener_certificate).toEqual({
    webapp_certificates_uk_C3E2F48D: {
      listener_arn: `\${aws_lb_listener.webapp_https_0DF5861E.arn}`,
      certificate_arn: "arn:aws:acm:ap-northeast-2:123456789012:certificate/2",
    },
  });
  expect(resource.aws_lb_listener?.webapp_https_0DF5861E).toMatchObject({
    ssl_policy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
    default_action: [{ forward: { stickiness: { enabled: true, duration: 60 } } }],
  });
});

test("a single target group also has its weight", () => {
  const resource = resourcesWith({ targetGroups: { a: targetGroup("a") }, weights: { a: 1 } });
  expect(resource.aws_lb_listener?.webapp_https_0DF5861E).toMatchObject({
    default_action: [{ type: "forward", forward: { target_group: [{ arn: arn("a"), weight: 1 }] } }],
  });
});

describe("a shift of weights", () => {
  /** The bytes of a stack with target groups, both ports forwarding, rules and a preview. */
  function bytesWith(weights: WeightMap): string {
    return JSON.stringify(
      synthesize((stack) => {
        const group = (name: string) =>
          new TargetGroup(stack, `alpha-webapp-${name}`, {
            targetGroupName: `alpha-webapp-${name}`,
            vpcId: "vpc-395e2151",
          });
        new WeightedListeners(stack, "webapp", {
          ...props,
          targetGroups: { a: group("a"), b: group("b"), default: group("default") },
          weights,
          plainHttp: "forward",
          rules,
          previews: { b: { priority: 1, hostHeaders: ["b.webapp.example.com"] } },
        });
      }),
    );
  }

  test("changes all default actions and all rules, and nothing else", () => {
    const weightsOf = (bytes: string) => bytes.match(/"weight":(90|10)\b/g);
    const before = bytesWith({ a: 90, b: 10 });
    const after = bytesWith({ a: 10, b: 90 });
    // Two default actions, and two rules on two ports.
    expect(weightsOf(before)).toEqual(Array(6).fill(['"weight":90', '"weight":10']).flat());
    expect(weightsOf(after)).toEqual(Array(6).fill(['"weight":10', '"weight":90']).flat());
    const withoutWeights = (bytes: string) => bytes.replace(/"weight":(90|10)\b/g, "");
    expect(withoutWeights(after)).toBe(withoutWeights(before));
  });

  test("restores the same bytes when it is reverted, however the weights are written", () => {
    const weight = fc.integer({ min: 0, max: 999 });
    const weightMap = fc
      .record({ a: weight, b: weight, default: weight })
      .filter(({ a, b, default: rest }) => a + b + rest > 0);
    fc.assert(
      fc.property(weightMap, weightMap, (before, after) => {
        const bytes = bytesWith(before);
        bytesWith(after);
        const reordered = Object.fromEntries(Object.entries(before).reverse());
        expect(bytesWith(reordered)).toBe(bytes);
      }),
      { numRuns: 15 },
    );
  });
});

const six = Object.fromEntries(["a", "b", "c", "d", "e", "f"].map((name) => [name, targetGroup(name)]));
const previews = { b: { priority: 1, hostHeaders: ["b.webapp.example.com"] } };

test.each<Partial<WeightedListenersProps>>([
  { weights: { a: 999 } },
  { stickinessSeconds: 604800 },
  { rules: { first: { ...rules.api, priority: 1 }, last: { ...rules.api, priority: 50000 } } },
  { previews: { b: { ...previews.b, priority: 99 } }, rules },
])("accepts %j, at the limits", (changed) => {
  expect(problemsWith(changed)).toEqual([]);
});

test.each<[string, Partial<WeightedListenersProps>, readonly string[]]>([
  [
    "bad weights, once and not for each rule",
    { weights: { a: -1, b: 0.5, default: 1000 }, rules },
    [
      'the weight of "a" is -1: expected a whole number from 0 to 999',
      'the weight of "b" is 0.5: expected a whole number from 0 to 999',
      'the weight of "default" is 1000: expected a whole number from 0 to 999',
    ],
  ],
  [
    "weights that serve nobody",
    { weights: { a: 0 } },
    [
      "every weight is 0, so no request would be served; give at least one of a, b, default a weight from 1 to 999",
    ],
  ],
  [
    "a weight without a target group",
    { weights: { a: 1, c: 1 } },
    ['"c" has a weight but is no target group; the target groups are a, b, default'],
  ],
  [
    "six target groups",
    { targetGroups: six, weights: { a: 1 } },
    [
      "6 target groups (a, b, c, d, e, f) share the traffic, but a load balancer forwards to at most 5; take out 1",
    ],
  ],
  ["no target group", { targetGroups: {}, weights: {} }, ["no target group shares the traffic; give 1 to 5"]],
  [
    "one target group under two names",
    { targetGroups: { a: targetGroup("a"), b: targetGroup("a") } },
    ['duplicate target group: "a" and "b" are the same. Give each its own'],
  ],
  [
    "a stickiness that is too long",
    { stickinessSeconds: 604801, rules },
    ["the stickiness is 604801 s: expected a whole number from 1 to 604800"],
  ],
  [
    "no certificate",
    { certificateArn: "" },
    ['the certificate is "": expected the ARN of a certificate in ACM, in the load balancer\'s region'],
  ],
  [
    "invalid certificates",
    { certificateArn: "webapp", additionalCertificateArns: { uk: "webapp-uk" } },
    [
      'the certificate is "webapp": expected the ARN of a certificate in ACM, in the load balancer\'s region',
      'the certificate "uk" is "webapp-uk": expected the ARN of a certificate in ACM, in the load balancer\'s region',
    ],
  ],
  [
    "a policy that is not of AWS",
    { sslPolicy: "TLS13" },
    [
      'sslPolicy is "TLS13": expected a security policy of AWS, like "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"',
    ],
  ],
  [
    "rules of one priority",
    { rules: { api: rules.api, ad: { priority: 100, pathPatterns: ["/ad*"] } } },
    ['duplicate priority 100: rule "api" and rule "ad"'],
  ],
  [
    "a rule that cannot be part of an address",
    { rules: { "/api": rules.api } },
    [
      'the name of a rule is "/api": expected letters, digits, hyphens and underscores, because it becomes part of a Terraform address',
    ],
  ],
  [
    "a rule among the previews",
    { previews, rules: { api: { ...rules.api, priority: 99 } } },
    ['the priority of rule "api" is 99: expected 100 or more, because previews have 1 to 99'],
  ],
  [
    "a preview among the rules",
    { previews: { b: { ...previews.b, priority: 100 } } },
    ['the priority of the preview of "b" is 100: expected a whole number from 1 to 99'],
  ],
  [
    "a preview of an unknown target group",
    { previews: { c: previews.b } },
    ['there is a preview of "c": expected a target group, a, b, default'],
  ],
])("fails for %s", (_, changed, problems) => {
  expect(problemsWith(changed)).toEqual(problems.map((problem) => `[stack/webapp] ${problem}`));
});

test("fails for a target group with two names, also if its ARN is a token", () => {
  expect(
    problemsOf((stack) => {
      const targetGroup = TargetGroup.fromTargetGroupName(stack, "alpha-webapp-a", "alpha-webapp-a");
      const targetGroups = { a: targetGroup, b: targetGroup };
      new WeightedListeners(stack, "webapp", { ...props, targetGroups });
    }),
  ).toEqual(['[stack/webapp] duplicate target group: "a" and "b" are the same. Give each its own']);
});

test("fails for an added rule with the name of another rule", () => {
  expect(
    problemsOf((stack) => {
      const listeners = new WeightedListeners(stack, "webapp", { ...props, rules });
      listeners.addRule("api", { priority: 120, pathPatterns: ["/api2*"] });
    }),
  ).toEqual(['[stack/webapp] duplicate rule "api": expected each name once']);
});

test("fails for six values in the conditions of one rule, at the rule and once for both ports", () => {
  const pathPatterns = ["/a", "/b", "/c", "/d", "/e", "/f"];
  expect(problemsWith({ plainHttp: "forward", rules: { api: { priority: 100, pathPatterns } } })).toEqual([
    "[stack/webapp/rules/api] the rule has 6 values in its conditions (/a, /b, /c, /d, /e, /f): expected at most 5. Make two rules of it",
  ]);
});

test("fails for weights that are tokens, because people review a shift", () => {
  expect(
    problemsOf((stack) => {
      const { numberValue } = new TerraformVariable(stack, "variable", {});
      new WeightedListeners(stack, "webapp", { ...props, weights: { a: numberValue } });
    }),
  ).toEqual([
    '[stack/webapp] the weight of "a" is an unresolved token: expected a whole number from 0 to 999',
  ]);
});

test("other tokens are accepted", () => {
  expect(
    problemsOf((stack) => {
      const { stringValue } = new TerraformVariable(stack, "variable", {});
      new WeightedListeners(stack, "webapp", {
        ...props,
        certificateArn: stringValue,
        additionalCertificateArns: { uk: stringValue },
        sslPolicy: stringValue,
      });
    }),
  ).toEqual([]);
});

test("an evacuated target group gets weight 0 everywhere, and the revert restores the bytes", () => {
  const weights = { a: 60, b: 40 };
  const before = resourcesWith({ rules, weights });
  const evacuated = resourcesWith({ rules, weights, evacuated: ["a"] });
  expect(evacuated).toEqual(resourcesWith({ rules, weights: { a: 0, b: 40 } }));
  expect(JSON.stringify(resourcesWith({ rules, weights, evacuated: [] }))).toBe(JSON.stringify(before));
});

test("an evacuation of every target group with a weight fails", () => {
  expect(problemsWith({ weights: { a: 1 }, evacuated: ["a"] })).toEqual([
    "[stack/webapp] a is evacuated and nothing else has weight, so no request would be served; first give one of b, default a weight from 1 to 999",
  ]);
});
