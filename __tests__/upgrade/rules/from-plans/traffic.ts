import type { RuleCases } from "./judged";

export const traffic: readonly RuleCases[] = [
  {
    rule: "weights-all-zero",
    boundary: "raw/shift/100",
    passes: ["raw/shift/10", "traffic/record-one-in-each", "traffic/record-other-zone"],
    fails: {
      "raw/shift/all-zero": [
        [
          "error",
          "aws_lb_listener.https",
          { weights: "alpha-webapp-blue 0, alpha-webapp-default 0, alpha-webapp-green 0" },
        ],
        ["error", "aws_lb_listener_rule.api", { weights: "alpha-webapp-blue 0, alpha-webapp-green 0" }],
      ],
      "traffic/record-all-zero": [
        [
          "error",
          "aws_route53_record.web_blue",
          { weights: "web.zeta.example.com-blue 0, web.zeta.example.com-green 0" },
        ],
      ],
      "traffic/network-all-zero": [
        ["error", "aws_lb_listener.broker", { weights: "zeta-broker-blue 0, zeta-broker-green 0" }],
      ],
      "traffic/haproxy-all-zero": [
        ["error", "aws_ssm_parameter.orders", { weights: "orders-blue 0, orders-green 0" }],
      ],
      "traffic/haproxy-server-removed": [
        ["error", "aws_ssm_parameter.orders", { weights: "orders-green 0" }],
      ],
    },
  },
  {
    rule: "weight-without-cluster",
    boundary: "raw/shift/10 + workload-blue/nothing + workload-green/nothing",
    passes: ["raw/shift/to-unbound"],
    fails: {
      "raw/life/nothing + workload-blue/nothing + workload-green/bind-blue": [
        ["warning", "aws_lb_listener_rule.preview", { code: "preview", targetGroup: "alpha-webapp-green" }],
      ],
      "raw/life/nothing + workload-blue/nothing + workload-green/bind-blue-shared": [
        ["warning", "aws_lb_listener_rule.preview", { code: "preview", targetGroup: "alpha-webapp-green" }],
      ],

      "raw/shift/to-unbound + workload-blue/nothing + workload-green/nothing": [
        [
          "error",
          "aws_lb_listener.https",
          { code: "not-bound", targetGroup: "alpha-webapp-default", weight: 10 },
        ],
      ],
      "raw/shift/to-new-target-group + workload-blue/nothing + workload-green/nothing": [
        [
          "error",
          "aws_lb_listener.https",
          { code: "not-bound", targetGroup: "alpha-webapp-yellow", weight: 10 },
        ],
      ],
      "raw/life/nothing + workload-blue/nothing + workload-green/unbind": [
        ["warning", "aws_lb_listener_rule.preview", { code: "preview", targetGroup: "alpha-webapp-green" }],
      ],
      "raw/life/nothing + workload-blue/unbind + workload-green/nothing": [
        [
          "error",
          "aws_lb_listener.https",
          { code: "not-bound", targetGroup: "alpha-webapp-blue", weight: 100 },
        ],
      ],
    },
  },
  {
    rule: "routes-disagree",
    boundary: "raw/shift/other-numbers",
    passes: ["raw/shift/10", "raw/shift/50"],
    fails: {
      "raw/shift/one-route": [
        [
          "error",
          "aws_lb_listener_rule.api",
          { shares: "alpha-webapp-blue 100 %, alpha-webapp-default 0 % and alpha-webapp-green 0 %" },
        ],
      ],
      "raw/shift/host-rule-left": [
        [
          "error",
          "aws_lb_listener_rule.api",
          { shares: "alpha-webapp-blue 100 %, alpha-webapp-default 0 % and alpha-webapp-green 0 %" },
        ],
      ],
      "raw/shift/to-new-target-group": [
        [
          "error",
          "aws_lb_listener_rule.api",
          { shares: "alpha-webapp-blue 100 %, alpha-webapp-green 0 % and alpha-webapp-yellow 0 %" },
        ],
      ],
      "raw/shift/to-unbound": [
        [
          "error",
          "aws_lb_listener_rule.api",
          { shares: "alpha-webapp-blue 100 %, alpha-webapp-default 0 % and alpha-webapp-green 0 %" },
        ],
      ],
    },
  },
  {
    rule: "weight-jump",
    boundary: "raw/shift/100",
    passes: ["raw/shift/50", "traffic/record-10", "traffic/record-identifier", "traffic/old-records"],
    fails: {
      "raw/shift/51": [
        ["warning", "aws_lb_listener.https", { targetGroup: "alpha-webapp-blue", from: "49 %", to: "100 %" }],
      ],

      "raw/shift/back": [
        ["warning", "aws_lb_listener.https", { targetGroup: "alpha-webapp-blue", from: "0 %", to: "100 %" }],
      ],
      "traffic/record-jump": [
        [
          "warning",
          "aws_route53_record.web_blue",
          { targetGroup: "web.zeta.example.com-green", from: "0 %", to: "100 %" },
        ],
      ],
      "raw/shift/jump": [
        ["warning", "aws_lb_listener.https", { targetGroup: "alpha-webapp-green", from: "0 %", to: "100 %" }],
      ],
    },
  },
  {
    rule: "new-target-group-with-traffic",
    boundary: "raw/shift/new-target-group-at-zero",
    passes: ["raw/life/create"],
    fails: {
      "raw/shift/to-new-target-group": [
        ["error", "aws_lb_target_group.yellow", { targetGroup: "alpha-webapp-yellow", weight: 10 }],
      ],
    },
  },
  {
    rule: "stickiness-outlasts-shift",
    boundary: "raw/shift/with-stickiness-to-one",
    passes: ["raw/shift/100", "raw/shift/50"],
    fails: {
      "raw/shift/with-stickiness": [
        ["warning", "aws_lb_listener.https", { targetGroups: "alpha-webapp-blue", seconds: 600 }],
      ],
    },
  },
  {
    rule: "target-group-shared",
    boundary: "raw/life/nothing + workload-blue/shared + workload-green/bind-blue-shared",
    passes: ["raw/life/nothing + workload-blue/nothing + workload-green/nothing"],
    fails: {
      "raw/life/nothing + workload-blue/nothing + workload-green/bind-blue": [
        [
          "error",
          "helm_release.webapp_binding",
          {
            targetGroup: "alpha-webapp-blue",
            otherStack: "workload-green/bind-blue",
            other: "helm_release.webapp_binding",
          },
        ],
        [
          "error",
          "helm_release.webapp_binding",
          {
            targetGroup: "alpha-webapp-blue",
            otherStack: "workload-blue/nothing",
            other: "helm_release.webapp_binding",
          },
        ],
      ],
      "raw/life/nothing + workload-blue/nothing + workload-green/bind-blue-shared": [
        [
          "error",
          "helm_release.webapp_binding",
          {
            targetGroup: "alpha-webapp-blue",
            otherStack: "workload-green/bind-blue-shared",
            other: "helm_release.webapp_binding",
          },
        ],
      ],
    },
  },
];
