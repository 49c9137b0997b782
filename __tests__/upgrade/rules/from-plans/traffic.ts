import type { RuleCases } from "./judged";

export const traffic: readonly RuleCases[] = [
  {
    rule: "weights-all-zero",
    boundary: "raw/shift/100",
    passes: ["raw/shift/10"],
    fails: {
      "raw/shift/all-zero": [
        [
          "error",
          "aws_lb_listener.https",
          "every weight is 0 (alpha-webapp-blue 0, alpha-webapp-default 0, alpha-webapp-green 0), so that every request would be answered with 503; give one of them a weight from 1 to 999",
        ],
        [
          "error",
          "aws_lb_listener_rule.api",
          "every weight is 0 (alpha-webapp-blue 0, alpha-webapp-green 0), so that every request would be answered with 503; give one of them a weight from 1 to 999",
        ],
      ],
    },
  },
  {
    rule: "weight-without-cluster",
    boundary: "raw/shift/10 + workload-blue/nothing + workload-green/nothing",
    passes: ["raw/shift/to-unbound"],
    fails: {
      "raw/life/nothing + workload-blue/nothing + workload-green/bind-blue": [
        [
          "warning",
          "aws_lb_listener_rule.preview",
          "the preview leads to target group alpha-webapp-green, which no cluster is bound to, and is answered with 503; bind one",
        ],
      ],
      "raw/life/nothing + workload-blue/nothing + workload-green/bind-blue-shared": [
        [
          "warning",
          "aws_lb_listener_rule.preview",
          "the preview leads to target group alpha-webapp-green, which no cluster is bound to, and is answered with 503; bind one",
        ],
      ],

      "raw/shift/to-unbound + workload-blue/nothing + workload-green/nothing": [
        [
          "error",
          "aws_lb_listener.https",
          "target group alpha-webapp-default gets weight 10, but no cluster is bound to it, so that its share of the requests would be answered with 503; give it weight 0 until a cluster is bound",
        ],
      ],
      "raw/shift/to-new-target-group + workload-blue/nothing + workload-green/nothing": [
        [
          "error",
          "aws_lb_listener.https",
          "target group alpha-webapp-yellow gets weight 10, but no cluster is bound to it, so that its share of the requests would be answered with 503; give it weight 0 until a cluster is bound",
        ],
      ],
      "raw/life/nothing + workload-blue/nothing + workload-green/unbind": [
        [
          "warning",
          "aws_lb_listener_rule.preview",
          "the preview leads to target group alpha-webapp-green, which no cluster is bound to, and is answered with 503; bind one",
        ],
      ],
      "raw/life/nothing + workload-blue/unbind + workload-green/nothing": [
        [
          "error",
          "aws_lb_listener.https",
          "target group alpha-webapp-blue gets weight 100, but no cluster is bound to it, so that its share of the requests would be answered with 503; give it weight 0 until a cluster is bound (1 more routes do so)",
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
          "the traffic is shared as alpha-webapp-blue 100 %, alpha-webapp-default 0 % and alpha-webapp-green 0 %, but aws_lb_listener.https shares it as alpha-webapp-blue 90 %, alpha-webapp-default 0 % and alpha-webapp-green 10 %; give every listener and rule the same weights, in one step",
        ],
      ],
      "raw/shift/to-new-target-group": [
        [
          "error",
          "aws_lb_listener_rule.api",
          "the traffic is shared as alpha-webapp-blue 100 %, alpha-webapp-green 0 % and alpha-webapp-yellow 0 %, but aws_lb_listener.https shares it as alpha-webapp-blue 90.9 %, alpha-webapp-green 0 % and alpha-webapp-yellow 9.1 %; give every listener and rule the same weights, in one step",
        ],
      ],
      "raw/shift/to-unbound": [
        [
          "error",
          "aws_lb_listener_rule.api",
          "the traffic is shared as alpha-webapp-blue 100 %, alpha-webapp-default 0 % and alpha-webapp-green 0 %, but aws_lb_listener.https shares it as alpha-webapp-blue 90 %, alpha-webapp-default 10 % and alpha-webapp-green 0 %; give every listener and rule the same weights, in one step",
        ],
      ],
    },
  },
  {
    rule: "weight-jump",
    boundary: "raw/shift/100",
    passes: ["raw/shift/50"],
    fails: {
      "raw/shift/51": [
        [
          "warning",
          "aws_lb_listener.https",
          "target group alpha-webapp-blue would go from 49 % to 100 % of the traffic at once, and a step is 50 % at most; go by a step between, unless this is the way back (1 more routes do the same)",
        ],
      ],

      "raw/shift/back": [
        [
          "warning",
          "aws_lb_listener.https",
          "target group alpha-webapp-blue would go from 0 % to 100 % of the traffic at once, and a step is 50 % at most; go by a step between, unless this is the way back (1 more routes do the same)",
        ],
      ],
      "raw/shift/jump": [
        [
          "warning",
          "aws_lb_listener.https",
          "target group alpha-webapp-green would go from 0 % to 100 % of the traffic at once, and a step is 50 % at most; go by a step between, unless this is the way back (1 more routes do the same)",
        ],
      ],
    },
  },
  {
    rule: "new-target-group-with-traffic",
    boundary: "raw/shift/new-target-group-at-zero",
    passes: ["raw/life/create"],
    fails: {
      "raw/shift/to-new-target-group": [
        [
          "error",
          "aws_lb_target_group.yellow",
          "target group alpha-webapp-yellow would be made in the same step in which aws_lb_listener.https gives it weight 10; make it with weight 0, bind a cluster, and shift in a step of its own",
        ],
      ],
    },
  },
  {
    rule: "stickiness-outlasts-shift",
    boundary: "raw/shift/with-stickiness-to-one",
    passes: ["raw/shift/100", "raw/shift/50"],
    fails: {
      "raw/shift/with-stickiness": [
        [
          "warning",
          "aws_lb_listener.https",
          "clients that stick to alpha-webapp-blue stay there for up to 600 seconds after its weight is 0; unbind and remove it later than that, or switch stickiness off in a step before (1 more routes do the same)",
        ],
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
          "target group alpha-webapp-blue is bound by helm_release.webapp_binding too (ap-northeast-2/alpha-blue and ap-northeast-2/alpha-green), and the controller of this one takes out the other's pods; give each cluster a target group of its own, or set multiClusterTargetGroup on both",
        ],
        [
          "error",
          "helm_release.webapp_binding",
          "target group alpha-webapp-blue is bound by helm_release.webapp_binding too (ap-northeast-2/alpha-green and ap-northeast-2/alpha-blue), and the controller of this one takes out the other's pods; give each cluster a target group of its own, or set multiClusterTargetGroup on both",
        ],
      ],
      "raw/life/nothing + workload-blue/nothing + workload-green/bind-blue-shared": [
        [
          "error",
          "helm_release.webapp_binding",
          "target group alpha-webapp-blue is bound by helm_release.webapp_binding too (ap-northeast-2/alpha-blue and ap-northeast-2/alpha-green), and the controller of this one takes out the other's pods; give each cluster a target group of its own, or set multiClusterTargetGroup on both",
        ],
      ],
    },
  },
];
