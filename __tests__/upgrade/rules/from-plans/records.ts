import type { RuleCases } from "./judged";

/** Weighted records and HAProxy before two clusters, and what is no business of these rules: `traffic/…`. */
export const records: readonly RuleCases[] = [
  {
    rule: "record-not-checked",
    // Its weight was there before: only a warning.
    boundary: "traffic/record-checked",
    passes: ["traffic/record-10", "traffic/record-ttl-10", "traffic/old-records", "traffic/ttl"],
    fails: {
      "traffic/record-unchecked": [["error", "aws_route53_record.web_green"]],
      "traffic/record-no-health-check": [["error", "aws_route53_record.api_green"]],
      "traffic/record-unchecked-shift": [["warning", "aws_route53_record.web_green"]],
    },
  },
  {
    rule: "record-set-split",
    boundary: "traffic/record-new-load-balancer-idle",
    passes: ["traffic/nothing", "traffic/record-identifier"],
    fails: {
      "traffic/record-zone": [["error", "aws_route53_record.web_green", { code: "zone" }]],
      "traffic/record-other-zone": [["error", "aws_route53_record.web_yellow", { code: "zone" }]],
    },
  },
  {
    rule: "record-replaced",
    boundary: "traffic/record-identifier",
    passes: ["traffic/record-identifier-idle", "traffic/record-removed-idle"],
    fails: {
      "traffic/record-zone": [["error", "aws_route53_record.web_green"]],
      "traffic/record-tainted": [["error", "aws_route53_record.web_blue"]],
    },
  },
  {
    rule: "record-to-new-load-balancer",
    boundary: "traffic/record-new-load-balancer-idle",
    passes: ["traffic/create", "traffic/alias-moved", "traffic/record-other-zone"],
    fails: {
      "traffic/record-new-load-balancer": [
        ["error", "aws_route53_record.web_yellow", { loadBalancer: "zeta-yellow" }],
      ],
      "traffic/alias-new-load-balancer": [
        ["error", "aws_route53_record.shop", { loadBalancer: "zeta-yellow" }],
      ],
    },
  },
  {
    rule: "record-target-removed",
    boundary: "traffic/record-removed-idle",
    passes: ["traffic/record-100", "traffic/record-shift-and-record", "traffic/alias-moved"],
    fails: {
      "traffic/record-shift-and-cluster": [
        ["error", "aws_eks_cluster.green", { record: "aws_route53_record.web_green" }],
      ],
      "traffic/record-ttl-shift-and-cluster": [
        ["error", "aws_eks_cluster.green", { record: "aws_route53_record.api_green" }],
      ],
      "traffic/alias-moved-and-load-balancer": [
        ["error", "aws_lb.blue", { record: "aws_route53_record.shop" }],
      ],
      "traffic/record-shift-and-load-balancer": [
        ["error", "aws_lb.green", { record: "aws_route53_record.web_green" }],
      ],
    },
  },
  {
    rule: "haproxy-configuration",
    boundary: "traffic/haproxy-idle-server-removed",
    passes: ["traffic/haproxy-10", "traffic/haproxy-timeout"],
    fails: {
      "traffic/haproxy-300": [
        ["error", "aws_ssm_parameter.orders", { code: "weight", server: "blue", weight: 300 }],
      ],
      "traffic/haproxy-no-servers": [
        ["error", "aws_ssm_parameter.orders", { code: "no-servers", backend: "orders" }],
      ],
      "traffic/haproxy-port": [["error", "aws_ssm_parameter.orders", { code: "bind", bind: ":8080" }]],
      "traffic/haproxy-stop": [["error", "aws_ssm_parameter.orders", { code: "hard-stop", seconds: 1 }]],
      "traffic/haproxy-renamed": [["error", "aws_ssm_parameter.orders", { code: "replaced" }]],
    },
  },
];
