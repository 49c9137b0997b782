import { Catalog } from "../../../upgrade/eks/catalog/catalog";
import { mergedFleet } from "../../../upgrade/fleet/parts";
import {
  EMPTY_FLEET,
  type FleetState,
  type NodeGroupState,
  type ReleaseState,
  UNKNOWN,
} from "../../../upgrade/fleet/state";
import { planUpgrade } from "../../../upgrade/planner/plan-upgrade";
import type { ClusterGoal, NodeRoll, UpgradeGoal } from "../../../upgrade/planner/upgrade-goal";
import { NEWEST, NEXT, OLDEST } from "../../fixtures/minors";
import { balancerOf, chartOf, clusterOf, inPlace, keyOf } from "./fleets";

/* Each problem is a sentence with its fix. All are reported at once, and there is no plan. */

function problems(
  fleet: FleetState,
  goals: readonly ClusterGoal[],
  more: Partial<UpgradeGoal> = {},
  day?: string,
  catalog = Catalog.DATED,
): readonly string[] {
  const result = planUpgrade(
    fleet,
    { clusters: goals, ...more },
    { catalog, ...(day === undefined ? {} : { day }) },
  );
  return "problems" in result ? result.problems : [`there is a plan of ${result.steps.length} steps`];
}

const alpha = clusterOf("alpha-kr-a", { version: "1.35", groups: [{ version: "1.35", nodes: 3 }] });
const second = {
  way: "second-cluster",
  cluster: "alpha-kr-a",
  secondCluster: "alpha-kr-b",
  version: "1.36",
} as const;

test("a goal below the present version", () => {
  expect(problems(alpha, [inPlace("alpha-kr-a", "1.34")])).toEqual([
    "alpha-kr-a runs Kubernetes 1.35, and the goal names 1.34; name 1.35 or newer. Only a rollback lowers a control plane, by one minor within 7 days",
  ]);
});

test("a goal beyond the catalog, and one that is no version", () => {
  expect(problems(alpha, [inPlace("alpha-kr-a", NEXT)])).toEqual([
    `the goal of alpha-kr-a is Kubernetes ${NEXT}, which is not in the catalog of EKS versions (${OLDEST} to ${NEWEST}); name one of these, or, if EKS offers it, add ${NEXT} to your own catalog file`,
  ]);
  expect(problems(alpha, [inPlace("alpha-kr-a", "v1.36")])).toEqual([
    'the goal of alpha-kr-a: "v1.36" is not a Kubernetes version: EKS takes a major and a minor and nothing else, as in "1.34"; write "1.36"',
  ]);
});

test("a goal whose version has no builds of the add-ons without which nothing works", () => {
  const { data } = Catalog.DATED;
  const catalog = new Catalog({
    ...data,
    addonVersions: data.addonVersions.filter(
      ({ addonName, clusterVersion }) =>
        clusterVersion !== "1.36" || !["kube-proxy", "coredns"].includes(addonName),
    ),
  });
  expect(problems(alpha, [inPlace("alpha-kr-a", "1.36")], {}, undefined, catalog)).toEqual([
    'the goal of alpha-kr-a is Kubernetes 1.36, and the catalog has no build of kube-proxy for 1.36; name an older version, or add the builds of "aws eks describe-addon-versions --addon-name kube-proxy --kubernetes-version 1.36" to your own catalog file',
    'the goal of alpha-kr-a is Kubernetes 1.36, and the catalog has no build of coredns for 1.36; name an older version, or add the builds of "aws eks describe-addon-versions --addon-name coredns --kubernetes-version 1.36" to your own catalog file',
  ]);
});

test("a version that EKS does not have yet, or does not support any more, on the day", () => {
  expect(problems(alpha, [inPlace("alpha-kr-a", "1.36")], {}, "2026-05-01")).toEqual([
    "the goal of alpha-kr-a is Kubernetes 1.36, which EKS has from 2026-06-02; plan for 1.35 until then",
  ]);
  expect(problems(alpha, [inPlace("alpha-kr-a", "1.36")], {}, "2029-05-01")).toEqual([
    "the goal of alpha-kr-a is Kubernetes 1.36, whose support ended on 2028-08-02; name a newer one",
  ]);
});

test("a cluster that is not there", () => {
  expect(problems(alpha, [inPlace("alpha-jp-a", "1.36")])).toEqual([
    "no cluster alpha-jp-a in the fleet: expected alpha-kr-a",
  ]);
  expect(problems(EMPTY_FLEET, [second])).toEqual([
    "no cluster alpha-kr-a: the fleet has no clusters. Give the program or the plans that have it",
  ]);
});

test("no cluster at all, and one that is named twice", () => {
  expect(problems(alpha, [])).toEqual(["the goal names no cluster; name at least one"]);
  expect(problems(alpha, [inPlace("alpha-kr-a", "1.36"), second])).toContain(
    "duplicate cluster alpha-kr-a in the goal: give each cluster one goal, and the next one when it is reached",
  );
});

test("a fleet that breaks a rule already", () => {
  const fleet = clusterOf("alpha-kr-a", { version: "1.35", groups: [{ version: "1.31", nodes: 3 }] });
  expect(problems(fleet, [inPlace("alpha-kr-a", "1.36")])).toEqual([
    "the fleet already violates a rule, at alpha-kr-a aws_eks_node_group.cluster_workers-v1_A6435936: node group workers-v1 runs Kubernetes 1.31 under a control plane with 1.35: nodes of cluster alpha-kr-a must have 1.32 or newer. Upgrade the nodes before the control plane (node-group-version-skew)",
  ]);
});

test("a rule that stands in the way of a half-done upgrade", () => {
  const fleet = clusterOf("alpha-kr-a", {
    version: "1.34",
    groups: [{ version: "1.34", nodes: 3 }],
    addons: { coredns: "v1.13.2-eksbuild.24", "kube-proxy": "v1.30.14-eksbuild.28" },
  });
  expect(problems(fleet, [inPlace("alpha-kr-a", "1.35")])[0]).toMatch(
    /^the fleet already violates a rule, at alpha-kr-a aws_eks_addon\.cluster_kube-proxy_\w+: kube-proxy v1\.30\.14-eksbuild\.28 .*1\.34.*\(addon-version-fits\)$/,
  );
});

test("a rule that stands in the way of the next step", () => {
  const before = clusterOf("alpha-kr-a", { version: "1.33", groups: [{ version: "1.33", nodes: 3 }] });
  const mesh: ReleaseState = {
    stack: "alpha-kr-a-workload",
    address: "helm_release.mesh",
    cluster: keyOf("alpha-kr-a"),
    releaseName: "mesh",
    chart: "mesh",
    chartVersion: "2.0.0",
    supports: { oldest: "1.31", newest: "1.33" },
  };
  const fleet = mergedFleet([before, { releases: [mesh] }]);
  expect(problems(fleet, [inPlace("alpha-kr-a", "1.34")])).toEqual([
    expect.stringMatching(
      /^alpha-kr-a is blocked: a rule rejects the step "Upgrade control plane 1\.33 → 1\.34": mesh 2\.0\.0 .*\(release-supports-kubernetes\); the fleet file says what mesh supports, beside its version: change both there$/,
    ),
  ]);
  const unsaid = mergedFleet([
    before,
    {
      releases: [
        {
          stack: mesh.stack,
          address: mesh.address,
          cluster: mesh.cluster,
          releaseName: "istiod",
          chart: "istiod",
          chartVersion: "1.27.0",
        },
      ],
    },
  ]);
  expect(problems(unsaid, [inPlace("alpha-kr-a", "1.34")])).toEqual([
    expect.stringMatching(
      /^alpha-kr-a is blocked: a rule rejects the step .*: istiod 1\.27\.0 .*\(release-supports-kubernetes\); name its version in the goal \(releases\)$/,
    ),
  ]);
});

test("an add-on of which no build fits two versions is no hindrance: it follows its control plane", () => {
  const fleet = clusterOf("alpha-kr-a", {
    version: "1.32",
    groups: [{ version: "1.32", nodes: 3 }],
    addons: { coredns: "v1.11.4-eksbuild.60", "kube-proxy": "v1.32.9-eksbuild.2" },
  });
  const result = planUpgrade(
    fleet,
    { clusters: [inPlace("alpha-kr-a", "1.34")] },
    { catalog: Catalog.DATED },
  );
  expect("steps" in result ? result.steps.slice(0, 3).map(({ title }) => title) : result.problems).toEqual([
    "Upgrade control plane 1.32 → 1.33",
    expect.stringMatching(/^Update coredns v1\.11\.4-eksbuild\.60 → v1\.1[23]\./),
    "Upgrade control plane 1.33 → 1.34",
  ]);
});

test("a second cluster at another version, or of the same name", () => {
  const fleet = mergedFleet([alpha, clusterOf("alpha-kr-b", { version: "1.35", groups: [] })]);
  expect(problems(fleet, [second])).toEqual([
    "alpha-kr-b runs Kubernetes 1.35, and the goal names 1.36; upgrade it in place first, with a goal of its own, or name the version that it runs",
  ]);
  expect(problems(fleet, [{ ...second, secondCluster: "alpha-kr-a" }])).toEqual([
    "the second cluster of alpha-kr-a has the same name: give it another name",
  ]);
});

test("a second cluster that is there with another version of a chart, or without it", () => {
  const fleet = mergedFleet([
    alpha,
    clusterOf("alpha-kr-b", { version: "1.36", groups: [{ version: "1.36", nodes: 3 }] }),
    chartOf("alpha-kr-b", "1.0.0"),
  ]);
  expect(problems(fleet, [{ ...second, releases: { mesh: "2.0.0", istiod: "1.30.4" } }])).toEqual([
    "the goal of alpha-kr-a names release istiod, which alpha-kr-b does not have; it has mesh",
    "alpha-kr-b has mesh 1.0.0, and the goal names 2.0.0; upgrade it in place first, with a goal of its own, or name the version that it has",
  ]);
  expect(problems(fleet, [{ ...second, releases: { mesh: "1.0.0" } }])).toEqual([
    expect.stringMatching(/^there is a plan of \d+ steps$/),
  ]);
});

test("a shift that does not rise, a preview of nothing, and a soak that is none", () => {
  const goal = { ...second, shift: [0, 50, 10, 110], previews: { web: { priority: 1, hostHeaders: ["b"] } } };
  expect(problems(alpha, [goal], { soakHours: { shift: -1 } })).toEqual([
    "the soak of shift is -1; give hours, 0 or more",
    "the shift of alpha-kr-a has 110; give percentages from 0 to 100",
    "the shift of alpha-kr-a goes 0, 50, 10, 110; give percentages that rise, as in 0, 10, 50, 100",
    "the goal of alpha-kr-a has a preview for load balancer web, which does not exist; the fleet has none",
  ]);
  expect(problems(alpha, [{ ...second, shift: [] }])).toEqual([
    "the shift of alpha-kr-a has no step; give percentages that rise, as in 0, 10, 50, 100",
  ]);
});

test.each([
  [0, ["b"], ["has priority 0; expected a whole number from 1 to 99, before all rules"]],
  [1, ["b"], []],
  [99, ["b"], []],
  [
    99.5,
    [],
    [
      "has priority 99.5; expected a whole number from 1 to 99, before all rules",
      'has no host; give one, as in "b.webapp.example.com"',
    ],
  ],
  [100, ["b"], ["has priority 100; expected a whole number from 1 to 99, before all rules"]],
])("a preview of priority %d for the hosts %j", (priority, hostHeaders, expected) => {
  const fleet = mergedFleet([
    alpha,
    balancerOf("web", { a: { cluster: "alpha-kr-a", weight: 100 }, default: { weight: 0 } }),
  ]);
  expect(problems(fleet, [{ ...second, previews: { web: { priority, hostHeaders } } }])).toEqual(
    expected.length === 0
      ? [expect.stringMatching(/^there is a plan of \d+ steps$/)]
      : expected.map((problem) => `the preview of web in the goal of alpha-kr-a ${problem}`),
  );
});

describe("a roll", () => {
  const subject = "the roll of workers-v1 in the goal of alpha-kr-a";
  const fleetOf = (more: Partial<NodeGroupState>) =>
    clusterOf("alpha-kr-a", { version: "1.35", groups: [{ version: "1.35", nodes: 3, more }] });

  test.each<[string, NodeRoll, Partial<NodeGroupState>, readonly string[]]>([
    [
      "to nothing",
      {},
      {},
      [`${subject} is empty: expected releaseVersion or launchTemplateVersion, or ami of a node pool`],
    ],
    [
      "to a release of another minor",
      { releaseVersion: "1.34.2-20261015" },
      {},
      [
        `${subject} has AMI release 1.34.2-20261015, which is not for Kubernetes 1.35: expected one that begins with "1.35."`,
      ],
    ],
    [
      "to a release of Bottlerocket, which numbers its own",
      { releaseVersion: "1.50.0-3b2a" },
      { amiType: "BOTTLEROCKET_x86_64" },
      ["there is a plan of 1 steps"],
    ],
    [
      "to a release, of a group with an AMI of its own",
      { releaseVersion: "1.35.2-20261015" },
      { amiType: "CUSTOM", launchTemplateVersion: "1" },
      [
        `${subject} has AMI release 1.35.2-20261015, and the launch template has a custom AMI; give launchTemplateVersion`,
      ],
    ],
    [
      "to half a version of a launch template",
      { launchTemplateVersion: 1.5 },
      { launchTemplateVersion: "1" },
      [`${subject} has launch template version 1.5: expected a whole number, 1 or more`],
    ],
    [
      "to a version of a launch template that nobody knows",
      { launchTemplateVersion: 2 },
      { launchTemplateVersion: UNKNOWN },
      [
        `${subject} has launch template version 2, and the template of the group is not known here; leave launchTemplateVersion out`,
      ],
    ],
    [
      "to a version of one",
      { launchTemplateVersion: 2 },
      { launchTemplateVersion: "1" },
      ["there is a plan of 1 steps"],
    ],
  ])("%s", (_name, roll, more, expected) => {
    expect(
      problems(fleetOf(more), [inPlace("alpha-kr-a", "1.35", { rolls: { "workers-v1": roll } })]),
    ).toEqual(expected);
  });

  test("of a group that comes on the way is judged before it comes", () => {
    const rolls = { "workers-v2": { launchTemplateVersion: 2 } };
    expect(problems(fleetOf({}), [inPlace("alpha-kr-a", "1.36", { rolls })])).toEqual([
      "the roll of workers-v2 in the goal of alpha-kr-a has launch template version 2, and the template of the group is not known here; leave launchTemplateVersion out",
    ]);
  });
});

test("a load balancer without a place for another target group", () => {
  const fleet = mergedFleet([
    alpha,
    balancerOf("alpha-webapp", {
      a: { cluster: "alpha-kr-a", weight: 100 },
      ...Object.fromEntries(["c", "d", "e", "default"].map((slot) => [slot, { weight: 0 }])),
    }),
  ]);
  expect(problems(fleet, [second])).toEqual([
    "alpha-webapp has 5 target groups (a, c, d, e and default): a listener forwards to at most 5. To add one for alpha-kr-b, remove a target group that is not needed",
  ]);
});

test("releases and node groups that the cluster does not have", () => {
  expect(problems(alpha, [inPlace("alpha-kr-a", "1.36", { releases: { istiod: "1.30.4" } })])).toEqual([
    "the goal of alpha-kr-a names release istiod, which alpha-kr-a does not have; it has none",
  ]);
  const unknown = mergedFleet([alpha, chartOf("alpha-kr-a", UNKNOWN)]);
  expect(problems(unknown, [inPlace("alpha-kr-a", "1.36", { releases: { mesh: "2.0.0" } })])).toEqual([
    "the goal of alpha-kr-a names release mesh, whose version is not known before the apply; write it out in the code, or apply what it comes from in an earlier change",
  ]);
  const rolls = { "workers-v7": { releaseVersion: "1.35.2-20261015" } };
  expect(problems(alpha, [inPlace("alpha-kr-a", "1.35", { rolls })])).toEqual([
    "alpha-kr-a has no node group or pool workers-v7 to roll; it has workers-v1",
  ]);
});

test("versions and phases that nobody knows", () => {
  const fleet = clusterOf("alpha-kr-a", {
    version: "1.35",
    groups: [{ version: "1.35", more: { version: UNKNOWN, phase: UNKNOWN } }],
  });
  expect(problems(fleet, [inPlace("alpha-kr-a", "1.36")])).toEqual([
    "the Kubernetes version and phase of node group workers-v1 of alpha-kr-a is not known before the apply; write it out in the code, or apply what it comes from in an earlier change",
  ]);
  const nameless = clusterOf("alpha-kr-a", { version: "1.35", groups: [], more: { version: UNKNOWN } });
  expect(problems(nameless, [inPlace("alpha-kr-a", "1.36")])).toEqual([
    "the Kubernetes version of alpha-kr-a is not known before the apply; write it out in the code, or apply what it comes from in an earlier change",
  ]);
});

test("all problems are reported at once", () => {
  expect(
    problems(alpha, [
      inPlace("alpha-kr-a", "1.34"),
      inPlace("alpha-jp-a", "1.36"),
      inPlace("alpha-uk-a", NEXT),
    ]),
  ).toHaveLength(3);
});
