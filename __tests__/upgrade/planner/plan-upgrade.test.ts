import { Catalog } from "../../../upgrade/eks/catalog/catalog";
import { mergedFleet } from "../../../upgrade/fleet/parts";
import type { FleetState } from "../../../upgrade/fleet/state";
import { type PlanningContext, planUpgrade } from "../../../upgrade/planner/plan-upgrade";
import type { ClusterGoal, UpgradeGoal } from "../../../upgrade/planner/upgrade-goal";
import type { UpgradePlan } from "../../../upgrade/planner/upgrade-plan";
import { balancerOf, clusterOf, inPlace, newestAddons } from "./fleets";

/* The plans of the README, step by step. */

function plan(
  fleet: FleetState,
  goals: readonly ClusterGoal[],
  more: Partial<UpgradeGoal> = {},
  context: Partial<PlanningContext> = {},
): UpgradePlan {
  const result = planUpgrade(fleet, { clusters: goals, ...more }, { catalog: Catalog.DATED, ...context });
  if ("problems" in result) {
    throw new Error(result.problems.join("\n"));
  }
  return result;
}

const titles = ({ steps }: UpgradePlan) => steps.map(({ kind, title }) => `${kind}: ${title}`);

const alpha = clusterOf("alpha-kr-a", { version: "1.33", groups: [{ version: "1.33", nodes: 12 }] });

const NODES = [
  "cordon: Cordon workers-v1",
  "drain: Drain workers-v1",
  "retire: Retire workers-v1 (scale to 0)",
  "node-group-remove: Remove workers-v1",
];

test("in place, one minor", () => {
  expect(titles(plan(alpha, [inPlace("alpha-kr-a", "1.34")]))).toEqual([
    "control-plane: Upgrade control plane 1.33 → 1.34",
    "add-ons: Update coredns v1.13.2-eksbuild.11 → v1.13.2-eksbuild.24",
    "add-ons: Update kube-proxy v1.33.10-eksbuild.29 → v1.34.6-eksbuild.29",
    "node-group-create: Create workers-v2 (1.34)",
    ...NODES,
  ]);
});

test("in place, over three minors: the nodes are replaced once, and add-ons follow where they must", () => {
  expect(titles(plan(alpha, [inPlace("alpha-kr-a", "1.36")]))).toEqual([
    "control-plane: Upgrade control plane 1.33 → 1.34",
    "control-plane: Upgrade control plane 1.34 → 1.35",
    "add-ons: Update coredns v1.13.2-eksbuild.11 → v1.14.6-eksbuild.4",
    "control-plane: Upgrade control plane 1.35 → 1.36",
    "add-ons: Update coredns v1.14.6-eksbuild.4 → v1.14.7-eksbuild.11 and vpc-cni v1.23.1-eksbuild.1 → v1.23.2-eksbuild.1",
    "add-ons: Update kube-proxy v1.33.10-eksbuild.29 → v1.36.0-eksbuild.45",
    "node-group-create: Create workers-v2 (1.36)",
    ...NODES,
  ]);
});

test("in place, nodes that follow each minor, where they are", () => {
  const goal = inPlace("alpha-kr-a", "1.35", {
    nodes: "roll",
    replacements: "each-minor",
    kubeProxy: "lower-first",
  });
  expect(titles(plan(alpha, [goal]))).toEqual([
    "control-plane: Upgrade control plane 1.33 → 1.34",
    "add-ons: Update coredns v1.13.2-eksbuild.11 → v1.13.2-eksbuild.24 and kube-proxy v1.33.10-eksbuild.29 → v1.34.6-eksbuild.29",
    "node-group-roll: Roll workers-v1: 1.33 → 1.34",
    "control-plane: Upgrade control plane 1.34 → 1.35",
    "add-ons: Update coredns v1.13.2-eksbuild.24 → v1.14.6-eksbuild.4, kube-proxy v1.34.6-eksbuild.29 → v1.35.3-eksbuild.29 and vpc-cni v1.23.1-eksbuild.1 → v1.23.2-eksbuild.1",
    "node-group-roll: Roll workers-v1: 1.34 → 1.35",
  ]);
});

test("nodes that are too old for the next minor are replaced before it, and once more at the end", () => {
  const fleet = clusterOf("alpha-kr-a", { version: "1.34", groups: [{ version: "1.31", nodes: 3 }] });
  const kinds = plan(fleet, [inPlace("alpha-kr-a", "1.35")]).steps.map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === "node-group-create")).toHaveLength(2);
  expect(kinds.indexOf("node-group-remove")).toBeLessThan(kinds.indexOf("control-plane"));
});

test("a step says which property changes, what Terraform does, how to go back, and what closes the way", () => {
  const [controlPlane, , kubeProxy, create] = plan(alpha, [inPlace("alpha-kr-a", "1.34")]).steps;
  expect(controlPlane).toEqual({
    kind: "control-plane",
    cluster: "ap-northeast-2/alpha-kr-a",
    clusterName: "alpha-kr-a",
    wave: 1,
    title: "Upgrade control plane 1.33 → 1.34",
    edits: [{ kind: "set", path: ["clusters", "alpha-kr-a", "version"], before: "1.33", after: "1.34" }],
    stacks: [
      {
        stack: "alpha-kr-a",
        command: "deploy",
        actions: [{ address: "aws_eks_cluster.cluster", action: "update" }],
        isComplete: true,
      },
    ],
    rollback: {
      how: "set the version back to 1.33 and declare the rollback, within 7 days after the upgrade and before nodes or add-ons are newer than 1.33 allows",
      diffs: [
        [
          { kind: "set", path: ["clusters", "alpha-kr-a", "version"], before: "1.34", after: "1.33" },
          {
            kind: "set",
            path: ["clusters", "alpha-kr-a", "rollback"],
            after: { of: "1.34", upgradedOn: "YYYY-MM-DD" },
          },
        ],
      ],
    },
    noRollback: "EKS rolls a control plane back by one minor: after this step, 1.32 cannot be reached",
    estimate: {
      minutes: 40,
      source: "measured: 40 minutes for each minor from 1.15 to 1.18; newer minors were not measured",
    },
    soakHours: 0,
    remarks: [],
  });
  expect(kubeProxy?.remarks).toEqual([
    "kube-proxy v1.34.6-eksbuild.29 is newer than a control plane of 1.33 allows: before a rollback of the control plane, set kube-proxy back to v1.33.10-eksbuild.29",
  ]);
  expect(create?.edits).toEqual([
    {
      kind: "copy",
      from: ["clusters", "alpha-kr-a", "nodeGroups", "workers-v1"],
      path: ["clusters", "alpha-kr-a", "nodeGroups", "workers-v2"],
      changes: [
        { path: ["version"], after: "1.34" },
        { path: ["initialSize"], after: 12 },
        { path: ["desiredSize"] },
        { path: ["phase"] },
        { path: ["drainedByHand"] },
        { path: ["releaseVersion"] },
        { path: ["nodeGroupName"] },
        { path: ["adopted"] },
      ],
    },
  ]);
});

test("what is not known is said, and does not stop the plan", () => {
  const fleet = clusterOf("alpha-kr-a", { version: "1.34", groups: [{ version: "1.33" }], addons: {} });
  const [create, cordon] = plan(fleet, [inPlace("alpha-kr-a", "1.34")]).steps;
  expect(create?.remarks[1]).toBe(
    'the number of nodes of workers-v1 is not known here, so workers-v2 starts with its minSize; plan from Terraform\'s plans ("terraform show -json"), or write initialSize',
  );
  expect(cordon?.remarks).toEqual([expect.stringMatching(/workers-v1.*\(successor-capacity\)$/)]);
});

test("a group that an autoscaler keeps empty is not leaving, though a plan calls it retired", () => {
  const fleet = clusterOf("alpha-kr-a", {
    version: "1.34",
    groups: [{ name: "gpu", version: "1.33", phase: "retired", more: { taints: [] } }],
  });
  expect(titles(plan(fleet, [inPlace("alpha-kr-a", "1.34")]))).toEqual([
    "node-group-roll: Roll gpu: 1.33 → 1.34 (no nodes)",
  ]);
});

test("a group without nodes is rolled where it is, for that replaces none", () => {
  const fleet = clusterOf("alpha-kr-a", {
    version: "1.34",
    groups: [{ name: "gpu", version: "1.33", nodes: 0 }],
  });
  expect(titles(plan(fleet, [inPlace("alpha-kr-a", "1.34")]))).toEqual([
    "node-group-roll: Roll gpu: 1.33 → 1.34 (no nodes)",
  ]);
});

test("Amazon Linux 2 ends on the way: the second group has what comes after it", () => {
  const fleet = clusterOf("alpha-kr-a", {
    version: "1.33",
    groups: [{ version: "1.32", nodes: 2, more: { amiType: "AL2_ARM_64", instanceTypes: ["m7g.large"] } }],
  });
  const [create] = plan(fleet, [inPlace("alpha-kr-a", "1.33", { nodes: "roll" })]).steps;
  expect(create?.edits[0]).toMatchObject({
    kind: "copy",
    changes: expect.arrayContaining([{ path: ["amiType"], after: "AL2023_ARM_64_STANDARD" }]),
  });
});

describe("somebody's half-done upgrade", () => {
  const halfway = (...groups: Parameters<typeof clusterOf>[1]["groups"]) =>
    titles(plan(clusterOf("alpha-kr-a", { version: "1.34", groups }), [inPlace("alpha-kr-a", "1.34")]));

  test("goes on where it is", () => {
    expect(
      halfway(
        { version: "1.33", phase: "draining", nodes: 3 },
        { name: "workers-v2", version: "1.34", nodes: 3 },
      ),
    ).toEqual(NODES.slice(2));
  });

  test("gets the nodes that the second group lacks", () => {
    expect(
      halfway(
        { version: "1.33", phase: "cordoned", nodes: 3 },
        { name: "workers-v2", version: "1.34", nodes: 1 },
      ),
    ).toEqual(["capacity: Scale workers-v2 to 3 nodes, as many as workers-v1 runs", ...NODES.slice(1)]);
  });

  test("gets the second group that nobody made", () => {
    expect(halfway({ version: "1.33", phase: "cordoned", nodes: 3 })).toEqual([
      "node-group-create: Create workers-v2 (1.34)",
      ...NODES.slice(1),
    ]);
  });

  test("takes up a rollback that was declared: the next upgrade takes its declaration out", () => {
    const fleet = clusterOf("alpha-kr-a", {
      version: "1.33",
      groups: [{ version: "1.33", nodes: 3 }],
      more: { rollbackOfUpgradeOn: "2026-11-20" },
    });
    expect(plan(fleet, [inPlace("alpha-kr-a", "1.34")]).steps[0]?.edits).toEqual([
      { kind: "set", path: ["clusters", "alpha-kr-a", "version"], before: "1.33", after: "1.34" },
      { kind: "remove", path: ["clusters", "alpha-kr-a", "rollback"] },
    ]);
  });
});

test("AMI releases and launch templates are rolled when all else is done", () => {
  const fleet = clusterOf("alpha-kr-a", {
    version: "1.34",
    groups: [
      { version: "1.34", nodes: 2, more: { releaseVersion: "1.34.2-20261001", launchTemplateVersion: "3" } },
    ],
  });
  const rolls = { "workers-v1": { releaseVersion: "1.34.2-20261015", launchTemplateVersion: 4 } };
  const { steps } = plan(fleet, [inPlace("alpha-kr-a", "1.34", { rolls })]);
  expect(steps.map(({ title, edits }) => [title, edits])).toEqual([
    [
      "Roll workers-v1: AMI release 1.34.2-20261001 → 1.34.2-20261015 and launch template 3 → 4",
      [
        {
          kind: "set",
          path: ["clusters", "alpha-kr-a", "nodeGroups", "workers-v1", "releaseVersion"],
          before: "1.34.2-20261001",
          after: "1.34.2-20261015",
        },
        {
          kind: "set",
          path: ["clusters", "alpha-kr-a", "nodeGroups", "workers-v1", "launchTemplate", "version"],
          before: 3,
          after: 4,
        },
      ],
    ],
  ]);
});

const second = {
  way: "second-cluster",
  cluster: "alpha-kr-a",
  secondCluster: "alpha-kr-b",
  version: "1.36",
} as const;

describe("a roll replaces nodes once", () => {
  const fleet = clusterOf("alpha-kr-a", {
    version: "1.33",
    groups: [{ version: "1.33", nodes: 2, more: { launchTemplateVersion: "3" } }],
  });
  const roll = { releaseVersion: "1.34.2-20261015", launchTemplateVersion: 4 };

  test("a group that comes for the last minor is created with what it is rolled to", () => {
    const { steps } = plan(fleet, [inPlace("alpha-kr-a", "1.34", { rolls: { "workers-v2": roll } })]);
    expect(steps.filter(({ kind }) => kind === "node-group-roll")).toEqual([]);
    expect(steps.find(({ kind }) => kind === "node-group-create")?.edits).toEqual([
      expect.objectContaining({
        changes: expect.arrayContaining([
          { path: ["releaseVersion"], after: "1.34.2-20261015" },
          { path: ["launchTemplate", "version"], after: 4 },
        ]),
      }),
    ]);
  });

  test("a group whose template is made with it begins at the first version of its own", () => {
    const template = "aws_launch_template.cluster_workers-v1_launch-template_9040B53E";
    const addresses = { addresses: { "alpha-kr-a": [template] } };
    const { steps } = plan(fleet, [inPlace("alpha-kr-a", "1.34")], {}, addresses);
    const made = steps.find(({ kind }) => kind === "node-group-create");
    expect(made?.edits).toEqual([
      expect.objectContaining({ changes: expect.arrayContaining([{ path: ["launchTemplate", "version"] }]) }),
    ]);
    expect(
      planUpgrade(
        fleet,
        { clusters: [inPlace("alpha-kr-a", "1.34", { rolls: { "workers-v2": roll } })] },
        { catalog: Catalog.DATED, ...addresses },
      ),
    ).toEqual({
      problems: [
        "the roll of workers-v2 in the goal of alpha-kr-a has launch template version 4, and the template is created with the group, at version 1; leave launchTemplateVersion out",
      ],
    });
    const unknown = plan(fleet, [inPlace("alpha-kr-a", "1.34")]);
    expect(unknown.steps.find(({ kind }) => kind === "node-group-create")?.remarks).toContain(
      "the launch template of workers-v1 is at version 3: if it is created with the group, the new one starts at version 1, so remove launchTemplate.version there",
    );
  });

  test("a group that is rolled to the last minor gets the rest with it", () => {
    const goal = inPlace("alpha-kr-a", "1.34", { nodes: "roll", rolls: { "workers-v1": roll } });
    const rolls = plan(fleet, [goal]).steps.filter(({ kind }) => kind === "node-group-roll");
    expect(rolls.map(({ title }) => title)).toEqual([
      "Roll workers-v1: 1.33 → 1.34, AMI release 1.34.2-20261015 and launch template 3 → 4",
    ]);
    expect(rolls[0]?.edits.map(({ path }) => path.slice(4).join("."))).toEqual([
      "version",
      "releaseVersion",
      "launchTemplate.version",
    ]);
  });
});

describe("another version of a launch template alone", () => {
  const roll = (launchTemplateVersion: string) =>
    plan(
      clusterOf("alpha-kr-a", {
        version: "1.34",
        groups: [{ version: "1.34", nodes: 2, more: { launchTemplateVersion } }],
      }),
      [inPlace("alpha-kr-a", "1.34", { rolls: { "workers-v1": { launchTemplateVersion: 4 } } })],
    ).steps[0];
  const path = ["clusters", "alpha-kr-a", "nodeGroups", "workers-v1", "launchTemplate", "version"];

  test("is taken back by its diff", () => {
    expect(roll("3")).toMatchObject({
      edits: [{ kind: "set", path, before: 3, after: 4 }],
      rollback: {
        how: "set the version of the launch template back, which rolls the nodes again",
        diffs: [[{ kind: "set", path, before: 4, after: 3 }]],
      },
    });
    expect(roll("3")).not.toHaveProperty("noRollback");
  });

  test("has no rollback to $Latest, for its version is not known", () => {
    expect(roll("$Latest")).toMatchObject({
      title: "Roll workers-v1: launch template $Latest → 4",
      edits: [{ kind: "set", path, after: 4 }],
      rollback: { how: "none: create a second group beside workers-v1", diffs: [] },
      noRollback: "the launch template version that workers-v1 runs is not known here",
    });
  });
});

test("by a second cluster", () => {
  const fleet = mergedFleet([
    alpha,
    balancerOf("alpha-webapp", { a: { cluster: "alpha-kr-a", weight: 100 }, default: { weight: 0 } }),
  ]);
  const { steps, remarks } = plan(fleet, [second]);
  expect(steps.map(({ kind, title }) => `${kind}: ${title}`)).toEqual([
    "cluster-create: Create alpha-kr-b (1.36)",
    "bind: Bind alpha-kr-b to alpha-webapp (weight 0)",
    "shift: Shift alpha-webapp: a 90, b 10",
    "shift: Shift alpha-webapp: a 50, b 50",
    "shift: Shift alpha-webapp: a 0, b 100",
    "unbind: Unbind alpha-kr-a",
    "unprotect: Disable the deletion protection of alpha-kr-a",
    "cluster-remove: Remove alpha-kr-a",
  ]);
  expect(remarks).toEqual([
    "volumes do not move from alpha-kr-a to alpha-kr-b: copy the data of pods (snapshots, backups), or move StatefulSets last",
    "roles that trust the OIDC issuer of alpha-kr-a do not trust that of alpha-kr-b: add it to their trust policies, or use Pod Identity",
    "clients that reach alpha-kr-a in other ways than by the load balancers of this code, or by rules that forward elsewhere, still reach it: move them before you remove it",
    "DNS records that name alpha-kr-a (its endpoint, load balancers of its own services) do not change: move them by hand",
    "security groups that name the group of alpha-kr-a (databases, caches) do not allow alpha-kr-b: add its group",
    "workloads that must run only once (Jobs, queue consumers) run in both clusters, unless they ask which cluster is active: suspend them in one of the two",
  ]);
});

test("a second cluster with too few nodes gets them before its first traffic", () => {
  const fleet = mergedFleet([
    alpha,
    clusterOf("alpha-kr-b", { version: "1.36", groups: [{ version: "1.36", nodes: 2 }] }),
    balancerOf("alpha-webapp", {
      a: { cluster: "alpha-kr-a", weight: 100 },
      b: { cluster: "alpha-kr-b", weight: 0 },
    }),
  ]);
  const [capacity] = plan(fleet, [second]).steps;
  expect([capacity?.title, capacity?.edits]).toEqual([
    "Scale workers-v1 to 12 nodes, for 12 nodes in the cluster",
    [{ kind: "set", path: ["clusters", "alpha-kr-b", "nodeGroups", "workers-v1", "desiredSize"], after: 12 }],
  ]);
});

test("a rollback of any shift gives the first cluster the nodes for all of its traffic", () => {
  const shifted = (name: string) =>
    balancerOf(name, { a: { cluster: "alpha-kr-a", weight: 90 }, b: { cluster: "alpha-kr-b", weight: 10 } });
  const fleet = mergedFleet([
    clusterOf("alpha-kr-a", { version: "1.33", groups: [{ version: "1.33", nodes: 1 }] }),
    clusterOf("alpha-kr-b", { version: "1.36", groups: [{ version: "1.36", nodes: 4 }] }),
    shifted("alpha-api"),
    shifted("alpha-webapp"),
  ]);
  const shifts = plan(fleet, [second]).steps.filter(({ kind }) => kind === "shift");
  const path = ["clusters", "alpha-kr-a", "nodeGroups", "workers-v1", "desiredSize"];
  expect(shifts.map(({ rollback }) => rollback.diffs[0])).toEqual(
    Array.from({ length: 4 }, () => [{ kind: "set", path, after: 4 }]),
  );
});

describe("a fleet", () => {
  const names = ["production-kr-a", "alpha-kr-a", "alpha-kr-b", "beta-kr-a"];
  const fleet = mergedFleet([
    ...names.map((name) => clusterOf(name, { version: "1.33", groups: [{ version: "1.33", nodes: 2 }] })),
    balancerOf("alpha-webapp", {
      a: { cluster: "alpha-kr-a", weight: 100 },
      b: { cluster: "alpha-kr-b", weight: 0 },
    }),
  ]);
  const goals = names.map((name) => inPlace(name, "1.34"));
  const wavesOf = ({ steps }: UpgradePlan) => [
    ...new Map(steps.map(({ clusterName, wave }) => [clusterName, wave])),
  ];

  test("goes in waves: the least important environment first, never both clusters of a load balancer at once", () => {
    const result = plan(fleet, goals);
    expect(wavesOf(result)).toEqual([
      ["alpha-kr-a", 1],
      ["alpha-kr-b", 2],
      ["beta-kr-a", 3],
      ["production-kr-a", 4],
    ]);
    expect(result.next).toEqual([{ step: 0 }]);
  });

  test("takes its environments in the order that the goal gives", () => {
    const result = plan(fleet, goals, { environments: ["beta", "alpha", "production"] });
    expect(wavesOf(result)).toEqual([
      ["beta-kr-a", 1],
      ["alpha-kr-a", 2],
      ["alpha-kr-b", 3],
      ["production-kr-a", 4],
    ]);
    const [, ...others] = wavesOf(plan(fleet, goals, { environments: ["alpha", "production"] }));
    expect(others).toEqual([
      ["alpha-kr-b", 2],
      ["beta-kr-a", 3],
      ["production-kr-a", 4],
    ]);
  });

  test("offers one step of each cluster of a wave", () => {
    const both = mergedFleet(
      ["alpha-ca-a", "alpha-uk-a"].map((name) => clusterOf(name, { version: "1.33", groups: [] })),
    );
    const result = plan(both, [inPlace("alpha-uk-a", "1.34"), inPlace("alpha-ca-a", "1.34")]);
    expect(result.next.map(({ step }) => result.steps[step]?.title)).toEqual([
      "Upgrade control plane 1.33 → 1.34",
      "Upgrade control plane 1.33 → 1.34",
    ]);
  });
});

describe("a soak", () => {
  const later = clusterOf("alpha-kr-a", {
    version: "1.34",
    groups: [{ version: "1.33", nodes: 3 }],
    addons: { ...newestAddons("1.34"), "kube-proxy": "v1.33.10-eksbuild.29" },
  });
  const soakHours = { "control-plane": 24, cordon: 1 };

  test("keeps what makes a rollback harder back for as long as the control plane soaks, reckoned from the last change", () => {
    const { steps, next } = plan(
      later,
      [inPlace("alpha-kr-a", "1.34")],
      { soakHours },
      { lastChanges: { "alpha-kr-a": "2026-11-24T09:00:00Z" } },
    );
    expect(steps.map(({ kind, soakHours: hours }) => [kind, hours])).toEqual([
      ["add-ons", 24],
      ["node-group-create", 24],
      ["cordon", 1],
      ["drain", 0],
      ["retire", 0],
      ["node-group-remove", 0],
    ]);
    expect(next).toEqual([{ step: 0, notBefore: "2026-11-25T09:00:00.000Z" }]);
  });

  test("has no end where nobody says when the last change was", () => {
    const { next } = plan(later, [inPlace("alpha-kr-a", "1.34")], { soakHours });
    expect(next).toEqual([{ step: 0 }]);
  });
});

describe("a program without our stacks", () => {
  const own = (name: string) => ({ stack: "platform", address: `module.eks.${name}` });
  const foreign = clusterOf("alpha-kr-a", {
    version: "1.34",
    groups: [{ version: "1.33", nodes: 3, more: own('aws_eks_node_group.this["workers-v1"]') }],
    more: own("aws_eks_cluster.this[0]"),
  });
  const addresses = {
    platform: ["module.eks.aws_eks_cluster.this[0]", "aws_vpc.main"],
    edge: ["aws_lb.web"],
  };

  test("has no in-cluster stack, so none is expected to drain nodes", () => {
    const { steps } = plan(foreign, [inPlace("alpha-kr-a", "1.34")], {}, { addresses });
    const drain = steps.find(({ kind }) => kind === "drain");
    expect(drain?.stacks.map(({ stack }) => stack)).toEqual(["platform"]);
    expect([...new Set(steps.flatMap(({ stacks }) => stacks.map(({ stack }) => stack)))].sort()).toEqual([
      "platform",
    ]);
  });

  test("keeps what else is in the stack of a cluster that is removed, and binds beside the bindings that it has", () => {
    const balancer = balancerOf("alpha-webapp", {
      a: { cluster: "alpha-kr-a", weight: 100 },
      default: { weight: 0 },
    });
    const fleet = mergedFleet([
      foreign,
      {
        ...balancer,
        bindings: balancer.bindings.map((binding) => ({
          ...binding,
          stack: "platform",
          address: "helm_release.alpha-webapp-a",
        })),
      },
    ]);
    const { steps } = plan(fleet, [second], {}, { addresses });
    const stacksOf = (wanted: string) =>
      steps
        .filter(({ kind }) => kind === wanted)
        .flatMap(({ stacks }) => stacks.map(({ stack, command }) => `${command} ${stack}`));
    expect(stacksOf("bind")).toEqual(["deploy alpha-webapp", "deploy platform"]);
    expect(stacksOf("unbind")).toEqual(["deploy alpha-webapp", "deploy platform"]);
    const remove = steps.find(({ kind }) => kind === "cluster-remove");
    expect(remove?.stacks.flatMap(({ actions }) => actions.map(({ address }) => address))).not.toContain(
      "aws_vpc.main",
    );
    expect(stacksOf("cluster-remove")).not.toContain("destroy platform");
  });
});
