import { CORDON_TAINT, type NodeGroupPhase } from "../../../upgrade/eks/node-group-phase";
import { mergedFleet } from "../../../upgrade/fleet/parts";
import type { AddonState, ClusterState, FleetState, NodeGroupState } from "../../../upgrade/fleet/state";
import { judge } from "../../../upgrade/rules/rules";
import { clusterIn } from "../keys";
import {
  addonState,
  bindingState,
  clusterState,
  loadBalancerState,
  nodeGroupState,
  routeState,
  ruleState,
  stepBetween,
  targetGroupState,
} from "./state";

/*
 * The steps of clean upgrades, in place and by a second cluster, as design.md and the rehearsal have them: no rule at
 * all may say a word, but for the warnings that a step names.
 */

const DAY = "2026-11-24";

interface CleanStep {
  readonly step: string;
  readonly before: FleetState;
  readonly after: FleetState;
  /** The rules that warn, rightly. */
  readonly warns?: readonly string[];
}

type Stage = readonly [step: string, state: FleetState, ...warns: readonly string[]];

function stepsOf(...stages: readonly Stage[]): readonly CleanStep[] {
  return stages.slice(1).map(([step, after, ...warns], index) => ({
    step,
    before: stages[index]?.[1] ?? after,
    after,
    warns,
  }));
}

function said({ before, after }: Pick<CleanStep, "before" | "after">): readonly string[] {
  return judge({ ...stepBetween(before, after), day: DAY }).map(
    ({ severity, rule, message }) => `${severity} ${rule}: ${message}`,
  );
}

const cluster = (version: string, slot = "a", state: Partial<ClusterState> = {}) =>
  clusterState({
    stack: `alpha-kr-${slot}`,
    address: "aws_eks_cluster.alpha",
    key: clusterIn(`ap-northeast-2/alpha-kr-${slot}`),
    clusterName: `alpha-kr-${slot}`,
    version,
    ...state,
  });

const BUILDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "1.33": {
    "kube-proxy": "v1.33.10-eksbuild.29",
    coredns: "v1.12.4-eksbuild.38",
    "vpc-cni": "v1.22.4-eksbuild.3",
  },
  "1.34": {
    "kube-proxy": "v1.34.6-eksbuild.29",
    coredns: "v1.13.2-eksbuild.24",
    "vpc-cni": "v1.23.1-eksbuild.1",
  },
  "1.35": {
    "kube-proxy": "v1.35.3-eksbuild.29",
    coredns: "v1.14.3-eksbuild.16",
    "vpc-cni": "v1.23.1-eksbuild.1",
  },
};

const addons = (version: string, slot = "a"): readonly AddonState[] =>
  Object.entries(BUILDS[version] ?? {}).map(([addonName, addonVersion]) =>
    addonState({
      stack: `alpha-kr-${slot}`,
      address: `aws_eks_addon.${addonName}`,
      cluster: clusterIn(`ap-northeast-2/alpha-kr-${slot}`),
      addonName,
      addonVersion,
    }),
  );

/** As our construct makes it: its labels, the taint of a cordon, no nodes when it is retired. */
function workers(generation: string, version: string, state: Partial<NodeGroupState> = {}, slot = "a") {
  const phase: NodeGroupPhase = typeof state.phase === "string" ? state.phase : "active";
  return nodeGroupState({
    stack: `alpha-kr-${slot}`,
    address: `aws_eks_node_group.workers-${generation}`,
    cluster: clusterIn(`ap-northeast-2/alpha-kr-${slot}`),
    nodeGroupName: `workers-${generation}`,
    version,
    amiType: "AL2023_x86_64_STANDARD",
    capacityType: "ON_DEMAND",
    instanceTypes: ["m6i.4xlarge"],
    subnetIds: ["subnet-a", "subnet-c"],
    labels: {
      group: "workers",
      subgroup: generation,
      instancegroup: `workers-${generation}`,
      "krmt.io/instancegroup": `workers-${generation}`,
    },
    taints: phase === "active" ? [] : [CORDON_TAINT],
    ...(phase === "retired" ? { minSize: 0, desiredSize: 0 } : { desiredSize: 12 }),
    ...state,
  });
}

const kr = (
  controlPlane: ClusterState,
  builds: readonly AddonState[],
  ...nodeGroups: readonly NodeGroupState[]
): FleetState => mergedFleet([{ clusters: [controlPlane], addons: builds, nodeGroups }]);

const v1 = (phase: NodeGroupPhase) => workers("v1", "1.33", { phase });
const v2 = workers("v2", "1.34");
const old = kr(cluster("1.33"), addons("1.33"), v1("active"));
const done = kr(cluster("1.34"), addons("1.34"), v2);

const inPlace = stepsOf(
  ["before", old],
  ["control plane", kr(cluster("1.34"), addons("1.33"), v1("active"))],
  ["add-ons", kr(cluster("1.34"), addons("1.34"), v1("active"))],
  [
    "workers-v2 beside workers-v1",
    kr(cluster("1.34"), addons("1.34"), v1("active"), workers("v2", "1.34", { desiredSize: 3 })),
  ],
  ["capacity", kr(cluster("1.34"), addons("1.34"), v1("active"), v2)],
  ["cordon", kr(cluster("1.34"), addons("1.34"), v1("cordoned"), v2)],
  ["drain", kr(cluster("1.34"), addons("1.34"), v1("draining"), v2)],
  ["retire", kr(cluster("1.34"), addons("1.34"), v1("retired"), v2)],
  ["remove", done],
);

const nodeGroupRollback = stepsOf(
  ["draining", kr(cluster("1.34"), addons("1.34"), v1("draining"), v2)],
  ["cordoned again", kr(cluster("1.34"), addons("1.34"), v1("cordoned"), v2)],
  ["active again", kr(cluster("1.34"), addons("1.34"), v1("active"), v2)],
);

const rollback = cluster("1.34", "a", { rollbackOfUpgradeOn: "2026-11-20" });
const controlPlaneRollback = stepsOf(
  ["upgraded, the nodes behind", kr(cluster("1.34"), addons("1.34"), v1("active"))],
  ["rollback declared", kr(rollback, addons("1.34"), v1("active"))],
  ["add-ons back", kr(rollback, addons("1.33"), v1("active"))],
  [
    "control plane back",
    kr({ ...rollback, version: "1.33" }, addons("1.33"), v1("active")),
    "kubernetes-version-supported",
  ],
);

const chain = stepsOf(
  ["before", old],
  ["control plane 1.34", kr(cluster("1.34"), addons("1.33"), v1("active"))],
  ["add-ons 1.34", kr(cluster("1.34"), addons("1.34"), v1("active"))],
  // No build of coredns is known to the catalog for both.
  ["control plane 1.35", kr(cluster("1.35"), addons("1.34"), v1("active")), "addon-version-known"],
  ["add-ons 1.35", kr(cluster("1.35"), addons("1.35"), v1("active"))],
  ["nodes 1.35 in place, a minor skipped", kr(cluster("1.35"), addons("1.35"), workers("v1", "1.35"))],
);

const release = (releaseVersion: string, tags: Partial<NodeGroupState> = {}) =>
  kr(cluster("1.34"), addons("1.34"), workers("v1", "1.34", { releaseVersion, ...tags }));
const rolls = stepsOf(
  ["before", release("1.34.2-20261001")],
  ["a new AMI release in place", release("1.34.2-20261015")],
  ["more nodes", release("1.34.2-20261015", { minSize: 5 })],
);

const slot = (name: "a" | "b", version: string, desiredSize = 12, isProtected = true) =>
  kr(
    cluster(version, name, { isProtected, ...(isProtected ? {} : { isDisposable: true }) }),
    addons(version, name),
    workers("v1", version, { desiredSize }, name),
  );
const traffic = (weights: Readonly<Record<string, number>>): Partial<FleetState> => ({
  loadBalancers: [loadBalancerState()],
  targetGroups: ["default", ...Object.keys(weights)].map((name) => targetGroupState(name)),
  routes: [
    routeState({ ...weights, default: 0 }),
    ruleState("api", { ...weights, default: 0 }),
    ...Object.keys(weights).map((name) => ruleState(`preview-${name}`, { [name]: 1 }, { byHost: true })),
  ],
  bindings: Object.keys(weights).map((name) => bindingState(name)),
});
const lbc = (name: string): Partial<FleetState> => ({
  releases: [
    {
      stack: `workload-${name}`,
      address: "helm_release.lbc",
      releaseName: "aws-load-balancer-controller",
      chart: "aws-load-balancer-controller",
    },
  ],
  roles: [
    { stack: `alpha-kr-${name}`, address: "aws_iam_role.lbc", roleName: `alpha-kr-${name}-alb-controller` },
  ],
});

const a = slot("a", "1.34");
const b = slot("b", "1.35");
const shifted = (weightA: number, weightB: number) =>
  mergedFleet([a, b, lbc("a"), lbc("b"), traffic({ a: weightA, b: weightB })]);

const secondCluster = stepsOf(
  ["before", mergedFleet([a, lbc("a"), traffic({ a: 100 })])],
  ["cluster-create", mergedFleet([a, slot("b", "1.35", 3), lbc("a"), traffic({ a: 100 })])],
  [
    "bind, with a preview",
    mergedFleet([a, slot("b", "1.35", 3), lbc("a"), lbc("b"), traffic({ a: 100, b: 0 })]),
  ],
  ["capacity", shifted(100, 0)],
  ["shift 10", shifted(90, 10)],
  ["shift 50", shifted(50, 50)],
  ["shift 100", shifted(0, 100)],
  ["unbind a", mergedFleet([a, b, lbc("a"), lbc("b"), traffic({ b: 100 })])],
  ["workload-remove a", mergedFleet([a, b, lbc("b"), traffic({ b: 100 })])],
  [
    "unprotect a",
    mergedFleet([slot("a", "1.34", 12, false), b, lbc("b"), traffic({ b: 100 })]),
    "protection-off",
  ],
  ["cluster-remove a", mergedFleet([b, lbc("b"), traffic({ b: 100 })])],
);

const empty = mergedFleet([]);
const creationsAndRemovals: readonly CleanStep[] = [
  { step: "a cluster is created", before: empty, after: done },
  { step: "everything is created", before: empty, after: shifted(100, 0) },
  {
    step: "a cluster without protection is removed",
    before: slot("a", "1.34", 12, false),
    after: empty,
  },
  {
    step: "a whole test environment is removed",
    before: mergedFleet([slot("a", "1.34", 12, false), traffic({ a: 100 })]),
    after: empty,
  },
  { step: "a plan that changes nothing", before: shifted(50, 50), after: shifted(50, 50) },
];

describe.each<[string, readonly CleanStep[]]>([
  ["in place", inPlace],
  ["rollback of a node group", nodeGroupRollback],
  ["rollback of a control plane", controlPlaneRollback],
  ["across two minors", chain],
  ["in place, nodes rolled", rolls],
  ["by a second cluster", secondCluster],
  ["creations and removals", creationsAndRemovals],
])("%s", (_way, steps) => {
  test.each(steps)("$step: accepted, with the expected warnings", (step) => {
    const findings = said(step);
    expect(findings.filter((finding) => finding.startsWith("error"))).toEqual([]);
    expect(findings.map((finding) => finding.split(/[ :]/)[1])).toEqual(step.warns ?? []);
  });
});

describe("two of the same steps in one change are rejected", () => {
  const jumps = inPlace.flatMap(({ step, before }, index) => {
    const next = inPlace[index + 1];
    return next === undefined ? [] : [{ step: `${step}, ${next.step}`, before, after: next.after }];
  });

  test.each(jumps)("$step", (step) => {
    const errors = said(step).filter((finding) => finding.startsWith("error"));
    // Two steps that add nodes harm nobody, and a drain starts with a cordon: these only warn.
    const passes = ["workers-v2 beside workers-v1, capacity", "cordon, drain"].includes(step.step);
    expect(errors.length > 0).toBe(!passes);
  });
});
