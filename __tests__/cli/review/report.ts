import type { Report } from "../../../cli/review/wording";
import type { ReviewResult } from "../../../upgrade/review/review";
import { review } from "../../../upgrade/review/review";
import type { Waiver } from "../../../upgrade/review/waiver";
import type { Judgement } from "../../../upgrade/rules/rules";
import type { OutsidePlans } from "../../../upgrade/terraform/outside-plans";
import { LOAD_BALANCER, routeState, step } from "../../upgrade/review/step";
import { clusterState, nodeGroupState } from "../../upgrade/rules/state";

const DAY = "2026-11-24";

export function judgement(more: Partial<Judgement> = {}): Judgement {
  return {
    rule: "node-group-version-skew",
    severity: "error",
    stack: "plans/alpha.json",
    address: 'module.eks.aws_eks_node_group.this["workers-v1"]',
    message: "the nodes of workers-v1 run Kubernetes 1.30, too old",
    ...more,
  };
}

export function waiver(more: Partial<Waiver> = {}): Waiver {
  return {
    rule: "node-group-version-skew",
    address: "aws_eks_node_group.old",
    reason: "goes on Monday, PLAT-123",
    until: "2026-12-01",
    ...more,
  };
}

export function reportOf(parts: {
  readonly judgements?: readonly Judgement[];
  readonly waivers?: readonly Waiver[];
  readonly outsidePlans?: readonly OutsidePlans[];
}): Report {
  const { judgements = [], waivers = [], outsidePlans = [] } = parts;
  return {
    result: review({ ...change, outsidePlans }, judgements, waivers, DAY),
    plans: ["plans/alpha.json"],
  };
}

const loadBalancers = [
  {
    stack: "plans/alpha.json",
    address: "aws_lb.webapp",
    key: LOAD_BALANCER,
    loadBalancerName: "alpha-webapp",
  },
];

/** A control plane upgraded, a node group cordoned, traffic shifted: each format shows the three. */
const change = step(
  {
    clusters: [clusterState({ version: "1.33" })],
    nodeGroups: [nodeGroupState()],
    loadBalancers,
    routes: [routeState("aws_lb_listener.https", { a: 100, b: 0 })],
  },
  {
    clusters: [clusterState({ version: "1.34" })],
    nodeGroups: [nodeGroupState({ phase: "cordoned" })],
    loadBalancers,
    routes: [routeState("aws_lb_listener.https", { a: 90, b: 10 })],
  },
  { changed: ["version"] },
  { kind: "node-group", type: "aws_eks_node_group", address: "stack/alpha/workers-v1", changed: ["taint"] },
  {
    kind: "listener",
    type: "aws_lb_listener",
    address: "aws_lb_listener.https",
    changed: ["default_action"],
  },
);

/** One of everything that a review can say. */
export const everything = reportOf({
  judgements: [
    judgement(),
    judgement({
      rule: "addon-version-fits",
      address: "aws_eks_addon.coredns",
      message:
        "the version of the cluster is not known before the apply, so this plan does not show whether coredns is compatible",
      isNotEvaluated: true,
    }),
    judgement({
      rule: "addon-version-known",
      severity: "warning",
      address: "aws_eks_addon.coredns",
      message: "coredns v1.99.0-eksbuild.1 is not in the catalog",
    }),
    judgement({
      address: "aws_eks_node_group.old",
      message: "the nodes of old run Kubernetes 1.29, too old",
    }),
  ],
  waivers: [waiver(), waiver({ address: "aws_eks_node_group.gone" })],
  outsidePlans: [
    {
      stack: "plans/alpha.json",
      address: "aws_lb_listener.https",
      message: "the bindings of target group alpha-webapp-b are not in these plans",
    },
  ],
});

export const nothing: Report = {
  result: {
    ...reportOf({}).result,
    changes: [],
  } satisfies ReviewResult,
  plans: ["a.json", "b.json"],
};
