import { Catalog } from "../../../upgrade/eks/catalog/catalog";
import { encodeDrift } from "../../../upgrade/eks/node-pool-drift";
import { mergedFleet } from "../../../upgrade/fleet/parts";
import { type FleetState, UNKNOWN } from "../../../upgrade/fleet/state";
import { applyEdits, applyStep } from "../../../upgrade/planner/edits/apply-edits";
import { planUpgrade } from "../../../upgrade/planner/plan-upgrade";
import type { InPlaceGoal, UpgradeGoal } from "../../../upgrade/planner/upgrade-goal";
import type { UpgradePlan } from "../../../upgrade/planner/upgrade-plan";
import { blocksOf } from "../../repository/documents";
import {
  type ClusterWords,
  clusterOf,
  fargateOf,
  inPlace,
  karpenterOf,
  keyOf,
  type PoolWords,
} from "./fleets";

const CLUSTER = "alpha-kr-a";

function fleetWith(words: Partial<ClusterWords>, karpenter = "1.9.0"): FleetState {
  return mergedFleet([
    clusterOf(CLUSTER, {
      version: "1.33",
      groups: [{ name: "system-v1", version: "1.33", nodes: 2 }],
      ...words,
    }),
    karpenterOf(CLUSTER, karpenter),
  ]);
}

function plan(fleet: FleetState, version: string, options: Partial<InPlaceGoal> = {}): UpgradePlan {
  const goal: UpgradeGoal = { clusters: [inPlace(CLUSTER, version, options)] };
  const result = planUpgrade(fleet, goal, { catalog: Catalog.DATED, day: "2026-07-10" });
  if ("problems" in result) {
    throw new Error(result.problems.join("\n"));
  }
  return result;
}

function titles(fleet: FleetState, version: string, options: Partial<InPlaceGoal> = {}): readonly string[] {
  return plan(fleet, version, options)
    .steps.filter(({ kind }) => kind !== "add-ons")
    .map(({ title }) => title);
}

function problems(fleet: FleetState, version: string, options: Partial<InPlaceGoal> = {}): readonly string[] {
  const goal: UpgradeGoal = { clusters: [inPlace(CLUSTER, version, options)] };
  const result = planUpgrade(fleet, goal, { catalog: Catalog.DATED, day: "2026-07-10" });
  return "problems" in result ? result.problems : [];
}

const pools: readonly PoolWords[] = [{ name: "batch-v1" }, { name: "workers-v1" }];
const roll = { nodes: "roll" } as const;

test("pools hold drift before the control plane is upgraded, and release it one after the other", () => {
  expect(titles(fleetWith({ pools }), "1.34", roll)).toEqual([
    "Hold drift of batch-v1 and workers-v1",
    "Upgrade control plane 1.33 → 1.34",
    "Roll system-v1: 1.33 → 1.34",
    "Release drift of batch-v1: 1.33 → 1.34, 10% of the nodes at once",
    "Release drift of workers-v1: 1.33 → 1.34, 10% of the nodes at once",
  ]);
});

test("a step changes one to three lines", () => {
  const { steps } = plan(fleetWith({ pools }), "1.34", roll);
  expect(steps.filter(({ kind }) => kind.startsWith("drift")).map(({ edits }) => edits)).toEqual([
    ["batch-v1", "workers-v1"].map((name) => ({
      kind: "set",
      path: ["clusters", CLUSTER, "nodePools", name, "drift"],
      after: "held",
    })),
    ...["batch-v1", "workers-v1"].map((name) => [
      {
        kind: "set",
        path: ["clusters", CLUSTER, "nodePools", name, "version"],
        before: "1.33",
        after: "1.34",
      },
      { kind: "remove", path: ["clusters", CLUSTER, "nodePools", name, "drift"], before: "held" },
    ]),
  ]);
});

test("by second pools, each pool gets a next generation, is limited and removed", () => {
  expect(titles(fleetWith({ pools }), "1.34", { ...roll, nodePools: "second-pool" })).toEqual([
    "Hold drift of batch-v1 and workers-v1",
    "Upgrade control plane 1.33 → 1.34",
    "Roll system-v1: 1.33 → 1.34",
    "Create node pool batch-v2 (1.34)",
    "Limit node pool batch-v1 (no new nodes)",
    "Remove node pool batch-v1",
    "Create node pool workers-v2 (1.34)",
    "Limit node pool workers-v1 (no new nodes)",
    "Remove node pool workers-v1",
  ]);
});

test("a next generation is a copy with its own name, labels and class, whose drift is not held", () => {
  const fleet = fleetWith({
    pools: [{ name: "workers-v1", version: "1.33", drift: "held" }],
    version: "1.34",
  });
  const [create] = plan(fleet, "1.34", { ...roll, nodePools: "second-pool" }).steps.filter(
    ({ kind }) => kind === "node-pool-create",
  );
  expect(create?.edits).toEqual([
    {
      kind: "copy",
      from: ["clusters", CLUSTER, "nodePools", "workers-v1"],
      path: ["clusters", CLUSTER, "nodePools", "workers-v2"],
      changes: [{ path: ["version"], after: "1.34" }, { path: ["drift"] }, { path: ["phase"] }],
    },
  ]);
  expect(create && applyStep(fleet, create).nodePools.at(-1)).toMatchObject({
    address: "helm_release.node-pool-workers-v2",
    nodePoolName: "workers-v2",
    nodeClass: "workers-v2",
    version: "1.34",
    drift: "released",
    budgets: encodeDrift({ drift: "released", driftBudget: "10%" }, "10%"),
    labels: { group: "workers", instancegroup: "workers-v2", subgroup: "v2" },
  });
});

test("over several minors pools hold drift until the skew requires their nodes to follow", () => {
  const fleet = fleetWith({ pools: [{ name: "workers-v1", version: "1.31", drift: "held" }] }, "1.12.0");
  const poolTitles = titles(fleet, "1.36", roll).filter((title) => !title.includes("system-v1"));
  expect(poolTitles).toEqual([
    "Upgrade control plane 1.33 → 1.34",
    "Release drift of workers-v1: 1.31 → 1.34, 10% of the nodes at once",
    "Hold drift of workers-v1",
    "Upgrade control plane 1.34 → 1.35",
    "Upgrade control plane 1.35 → 1.36",
    "Release drift of workers-v1: 1.34 → 1.36, 10% of the nodes at once",
  ]);
  expect(
    titles(fleet, "1.35", { ...roll, replacements: "each-minor" }).filter(
      (title) => !title.includes("system-v1"),
    ),
  ).toEqual([
    "Release drift of workers-v1: 1.31 → 1.33, 10% of the nodes at once",
    "Hold drift of workers-v1",
    "Upgrade control plane 1.33 → 1.34",
    "Release drift of workers-v1: 1.33 → 1.34, 10% of the nodes at once",
    "Hold drift of workers-v1",
    "Upgrade control plane 1.34 → 1.35",
    "Release drift of workers-v1: 1.34 → 1.35, 10% of the nodes at once",
  ]);
});

test("a pool that holds its drift on purpose, at the version of the goal, stays as it is", () => {
  expect(titles(fleetWith({ pools: [{ name: "workers-v1", drift: "held" }] }), "1.33")).toEqual([]);
});

test("a limited pool cannot replace its nodes by drift: it gets a next generation", () => {
  const fleet = fleetWith({
    version: "1.34",
    pools: [{ name: "workers-v1", version: "1.33", drift: "held", phase: "limited" }],
  });
  expect(titles(fleet, "1.34", roll).slice(-2)).toEqual([
    "Create node pool workers-v2 (1.34)",
    "Remove node pool workers-v1",
  ]);
});

describe("Karpenter", () => {
  const one = [{ name: "workers-v1" }];

  test("goes before the control plane if it does not support the next version", () => {
    const all = titles(fleetWith({ pools: one }, "1.5.0"), "1.34", {
      ...roll,
      releases: { karpenter: "1.8.1" },
    });
    expect(all.slice(0, 3)).toEqual([
      "Hold drift of workers-v1",
      "Upgrade Karpenter 1.5.0 → 1.8.1",
      "Upgrade control plane 1.33 → 1.34",
    ]);
  });

  test("goes after the control plane and the add-ons otherwise, and before drift is released", () => {
    const { steps } = plan(fleetWith({ pools: one }, "1.6.0"), "1.34", { releases: { karpenter: "1.9.0" } });
    expect(steps.map(({ kind }) => kind).filter((kind) => /control|add|karp|release/.test(kind))).toEqual([
      "control-plane",
      "add-ons",
      "add-ons",
      "karpenter",
      "drift-release",
    ]);
  });

  test("is one line, for its CRDs and its controller", () => {
    const fleet = fleetWith({}, "1.6.0");
    const [step] = plan(fleet, "1.33", { releases: { karpenter: "1.9.0" } }).steps.slice(-1);
    expect(step?.edits).toEqual([
      { kind: "set", path: ["clusters", CLUSTER, "karpenter", "version"], before: "1.6.0", after: "1.9.0" },
    ]);
    expect(step?.stacks.map(({ stack, actions }) => [stack, actions.length])).toEqual([
      [`${CLUSTER}-workload`, 2],
    ]);
    expect(step && applyStep(fleet, step).releases.map(({ chartVersion }) => chartVersion)).toEqual([
      "1.9.0",
      "1.9.0",
    ]);
  });

  test("is named in the goal if the next version needs another, and the catalog names no release", () => {
    expect(problems(fleetWith({ pools: one }, "1.5.0"), "1.34")).toEqual([
      expect.stringContaining("name its version in the goal (releases)"),
    ]);
  });

  test("of the goal that does not support the version before needs a version between", () => {
    expect(
      problems(fleetWith({ pools: one }, "1.5.0"), "1.34", { releases: { karpenter: "1.4.0" } }),
    ).toEqual([expect.stringContaining("upgrade Karpenter to a version that supports both first")]);
  });
});

test("a new AMI of a pool is one line, and its rollback too", () => {
  const rolls = { "workers-v1": { ami: "al2023@v20261101" } };
  const [step, ...others] = plan(fleetWith({ pools }), "1.33", { rolls }).steps;
  expect(others).toEqual([]);
  const path = ["clusters", CLUSTER, "nodePools", "workers-v1", "ami"];
  const [before, after] = ["al2023@v20261015", "al2023@v20261101"];
  expect([step?.kind, step?.edits, step?.rollback.diffs]).toEqual([
    "node-pool-roll",
    [{ kind: "set", path, before, after }],
    [[{ kind: "set", path, before: after, after: before }]],
  ]);
});

test("a pool that is upgraded gets its new AMI in the same step: its nodes are replaced once", () => {
  const rolls = { "workers-v1": { ami: "al2023@v20261101" } };
  const { steps } = plan(fleetWith({ pools }), "1.34", { ...roll, rolls });
  const properties = steps.map(({ edits }) =>
    edits.flatMap(({ path }) => (path[3] === "workers-v1" ? [path[4]] : [])).join(),
  );
  expect(properties.filter((each) => each !== "")).toEqual(["drift", "version,drift,ami"]);
});

test.each([
  ["workers-v1", { releaseVersion: "1.33.1-20261015" }, "which only node groups have; give ami"],
  ["workers-v1", { ami: "al2023@latest" }, 'has AMI alias "al2023@latest": expected'],
  ["auto", { ami: "al2023@v20261101" }, "EKS chooses the AMIs of Auto Mode"],
  ["system-v1", { ami: "al2023@v20261101" }, "has ami, which only node pools have"],
  ["nobody", { ami: "al2023@v20261101" }, "no node group or pool nobody to roll"],
])("a roll of %s to %j is wrong", (name, wrong, message) => {
  const fleet = fleetWith({ pools: [{ name: "workers-v1" }, { name: "auto", kind: "auto-mode" }] });
  expect(problems(fleet, "1.33", { rolls: { [name]: wrong } })).toEqual([expect.stringContaining(message)]);
});

test("what is not known of a pool is named, and what others manage is left to people", () => {
  const unknown = fleetWith({ pools: [{ name: "workers-v1", more: { drift: UNKNOWN, version: UNKNOWN } }] });
  expect(problems(unknown, "1.34")).toEqual([
    `the Kubernetes version and drift of node pool workers-v1 of ${CLUSTER} is not known before the apply; write it out in the code, or apply what it comes from in an earlier change`,
  ]);
  const others = fleetWith({
    pools: [{ name: "workers-v1", drift: "held", more: { stack: "platform" } }],
    more: { otherNodes: ["karpenter"] },
  });
  const { steps, remarks } = plan(others, "1.34", roll);
  expect(steps.filter(({ kind }) => kind.startsWith("drift"))).toEqual([]);
  expect(remarks).toEqual([
    expect.stringContaining("nodes outside managed node groups (karpenter): upgrade them by hand"),
  ]);
});

test("only the release of drift, the removal of a pool and the restart on Fargate close the rollback", () => {
  const fleet = mergedFleet([fleetWith({ pools }), fargateOf(CLUSTER, "jobs", "1.33")]);
  const closing = (options: Partial<InPlaceGoal>) =>
    plan(fleet, "1.34", options)
      .steps.filter(({ noRollback, kind }) => noRollback !== undefined && /drift|pool|fargate/.test(kind))
      .map(({ kind }) => kind);
  expect(closing({})).toEqual(["drift-release", "drift-release", "fargate-restart"]);
  expect(closing({ nodePools: "second-pool" })).toEqual([
    "node-pool-remove",
    "node-pool-remove",
    "fargate-restart",
  ]);
  const auto = fleetWith({ pools: [{ name: "auto", kind: "auto-mode" }] });
  const released = plan(auto, "1.34").steps.filter(({ kind }) => kind === "drift-release");
  expect(released.map(({ noRollback }) => noRollback)).toEqual([undefined]);
});

test.each([
  ["10%", undefined, 60],
  ["50%", undefined, 12],
  ["1", undefined, 6],
  ["1", "4", 24],
  ["2", "5", 18],
  ["20%", "6", 18],
])(
  "with a budget of %s and at most %s nodes, drift takes about %i minutes",
  (driftBudget, nodes, minutes) => {
    const more = {
      budgets: encodeDrift({ drift: "held", driftBudget }, "10%"),
      limits: Object.fromEntries(nodes === undefined ? [] : [["nodes", nodes]]),
    };
    const fleet = fleetWith({
      version: "1.34",
      pools: [{ name: "workers-v1", version: "1.33", drift: "held", more }],
    });
    const [release] = plan(fleet, "1.34", roll).steps.slice(-1);
    expect(release?.estimate.minutes).toBe(minutes);
  },
);

test("a held pool keeps its pace: after a release it is as before", () => {
  const driftWindow = { days: ["SAT"], start: "02:00", durationMinutes: 240 } as const;
  const budgets = encodeDrift({ drift: "released", driftBudget: "2", driftWindow }, "10%");
  const fleet = fleetWith({ pools: [{ name: "workers-v1", more: { budgets } }] });
  const { steps } = plan(fleet, "1.34");
  const last = steps.reduce((state, step) => applyStep(state, step), fleet);
  expect(last.nodePools.map((pool) => pool.budgets)).toEqual([budgets]);
  expect(steps.filter(({ kind }) => kind === "drift-release").map(({ title }) => title)).toEqual([
    "Release drift of workers-v1: 1.33 → 1.34, 2 nodes at once, SAT from 02:00 UTC",
  ]);
});

describe("pods that move between managed groups and pools", () => {
  const both = fleetWith({
    groups: [
      { name: "system-v1", version: "1.33", nodes: 2 },
      { name: "workers-v1", version: "1.32", nodes: 5 },
    ],
    pools: [{ name: "workers-v2" }],
    more: { otherNodes: ["karpenter"] },
  });

  test("leave a group first, which is drained and removed and not upgraded", () => {
    expect(titles(both, "1.34", { ...roll, leaving: ["workers-v1"] })).toEqual([
      "Cordon workers-v1",
      "Drain workers-v1",
      "Retire workers-v1 (scale to 0)",
      "Remove workers-v1",
      "Hold drift of workers-v2",
      "Upgrade control plane 1.33 → 1.34",
      "Roll system-v1: 1.33 → 1.34",
      "Release drift of workers-v2: 1.33 → 1.34, 10% of the nodes at once",
    ]);
  });

  test("leave a pool first, which is limited and removed", () => {
    const { steps } = plan(both, "1.33", { leaving: ["workers-v2"] });
    expect(steps.map(({ title }) => title).slice(0, 2)).toEqual([
      "Limit node pool workers-v2 (no new nodes)",
      "Remove node pool workers-v2",
    ]);
    const after = steps.slice(0, 1).reduce((state, step) => applyStep(state, step), both);
    expect(plan(after, "1.33", { leaving: ["workers-v2"] }).steps).toEqual(steps.slice(1));
  });

  test("do not leave what the goal rolls", () => {
    const rolls = { "workers-v2": { ami: "al2023@v20261101" } };
    expect(problems(both, "1.33", { leaving: ["workers-v2"], rolls })).toEqual([
      expect.stringContaining("rolls workers-v2, and says that it leaves"),
    ]);
  });
});

test("the guide shows the steps", () => {
  const shown = blocksOf("docs/karpenter.md").find(({ language }) => language === "text");
  const driftWindow = { days: ["SAT"], start: "02:00", durationMinutes: 240 } as const;
  const budgets = encodeDrift({ drift: "released", driftBudget: "10%", driftWindow }, "10%");
  const fleet = fleetWith({ pools: [{ name: "workers-v1", more: { budgets } }] });
  expect(shown?.code.trim().split("\n")).toEqual(titles(fleet, "1.34", roll));
});

test("a second cluster has the pools of the first at the new version, with Karpenter and Fargate profiles", () => {
  const fleet = mergedFleet([
    fleetWith({
      pools: [
        { name: "workers-v1", version: "1.33", drift: "held", phase: "limited" },
        { name: "workers-v2", version: "1.33", drift: "held" },
      ],
    }),
    fargateOf(CLUSTER, "jobs", "1.33"),
  ]);
  const result = planUpgrade(
    fleet,
    { clusters: [{ way: "second-cluster", cluster: CLUSTER, secondCluster: "alpha-kr-b", version: "1.35" }] },
    { catalog: Catalog.DATED, day: "2026-07-10" },
  );
  const [create] = "problems" in result ? [] : result.steps;
  const copy = applyEdits(fleet, create?.edits ?? []);
  const second = keyOf("alpha-kr-b");
  expect("problems" in result ? result.problems : []).toEqual([]);
  expect(
    copy.nodePools
      .filter(({ cluster }) => cluster === second)
      .map(({ stack, nodePoolName, version, drift }) => [stack, nodePoolName, version, drift]),
  ).toEqual([["alpha-kr-b-workload", "workers-v2", "1.35", "released"]]);
  expect(copy.fargateProfiles.map(({ stack, version }) => [stack, version])).toEqual([
    [CLUSTER, "1.33"],
    ["alpha-kr-b", "1.35"],
  ]);
  expect(
    copy.releases.filter(({ stack }) => stack === "alpha-kr-b-workload").map(({ chart }) => chart),
  ).toEqual(["karpenter", "karpenter-crd"]);
});
