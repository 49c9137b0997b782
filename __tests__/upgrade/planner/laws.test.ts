import fc from "fast-check";
import { Catalog } from "../../../upgrade/eks/catalog/catalog";
import { KubernetesVersion } from "../../../upgrade/eks/kubernetes-version";
import { allowedSkew } from "../../../upgrade/eks/version-skew";
import { declared } from "../../../upgrade/fleet/change";
import { mergedFleet } from "../../../upgrade/fleet/parts";
import { type FleetState, ifKnown, isUnknown, type Known } from "../../../upgrade/fleet/state";
import { applyEdits, applyStep } from "../../../upgrade/planner/edits/apply-edits";
import type { FleetEdit } from "../../../upgrade/planner/edits/fleet-edit";
import { loadBalancersOf } from "../../../upgrade/planner/load-balancers";
import { isLeaving, nameOf } from "../../../upgrade/planner/node-groups";
import { isPoolLeaving, poolNameOf } from "../../../upgrade/planner/node-pools";
import { type PlanningContext, planUpgrade } from "../../../upgrade/planner/plan-upgrade";
import type { NodeRoll } from "../../../upgrade/planner/upgrade-goal";
import { UPGRADE_DAY, type UpgradePlan, type UpgradeStep } from "../../../upgrade/planner/upgrade-plan";
import { judge } from "../../../upgrade/rules/rules";
import { stepBetween } from "../rules/state";
import {
  chartOf,
  clusterOf,
  fleets,
  halfDone,
  inPlace,
  keyOf,
  orderly,
  orderlyGroups,
  pooled,
  type Situation,
  secondCluster,
} from "./fleets";

/*
 * What holds for every plan, over random fleets and goals. `PLANNING_CASES=10000` takes that many of each kind.
 */

const CASES = Number(process.env.PLANNING_CASES ?? 20);
const catalog = Catalog.DATED;
/** EKS supports all versions of these fleets on it, the older ones at a price. */
const DAY = "2026-07-10";
const context: PlanningContext = { catalog, day: DAY };

function plan({ fleet, goals }: Situation, dated = context) {
  return planUpgrade(fleet, { clusters: goals }, dated);
}

function planned(situation: Situation, dated = context): UpgradePlan {
  const result = plan(situation, dated);
  if ("problems" in result) {
    throw new Error(`there is no plan:\n${result.problems.join("\n")}`);
  }
  return result;
}

/** What the rules reject. What they cannot evaluate counts too, unless something that matters is unknown. */
function rejectionsOf(before: FleetState, after: FleetState): readonly string[] {
  const mayBeOpen =
    before.nodeGroups.some(({ desiredSize }) => isUnknown(desiredSize)) ||
    before.clusters.some(({ otherNodes }) => otherNodes.length > 0) ||
    before.nodePools.length > 0;
  return judge({ ...stepBetween(before, after), catalog, day: DAY })
    .filter(({ severity, isNotEvaluated }) => severity === "error" && !(isNotEvaluated === true && mayBeOpen))
    .map(({ rule, message }) => `${rule}: ${message}`);
}

function violationsOf(fleet: FleetState): readonly string[] {
  return judge({ ...declared(fleet), catalog })
    .filter(({ severity, isNotEvaluated }) => severity === "error" && isNotEvaluated !== true)
    .map(({ rule, message }) => `${rule}: ${message}`);
}

function statesOf(fleet: FleetState, steps: readonly UpgradeStep[]): readonly FleetState[] {
  const states = [fleet];
  for (const step of steps) {
    states.push(applyStep(states.at(-1) ?? fleet, step));
  }
  return states;
}

const withoutPlan = jest.fn();

/** All laws on one plan. A prefix of it is chosen by `seed`. */
function expectLaws(situation: Situation, seed: number): void {
  const result = plan(situation);
  if ("problems" in result) {
    withoutPlan();
    expect(result.problems.length).toBeGreaterThan(0);
    return;
  }
  const { steps } = result;
  const states = statesOf(situation.fleet, steps);
  const wrong = states.flatMap((after, index) => {
    const before = states[index - 1];
    const said = [
      ...violationsOf(after),
      ...(before === undefined ? [] : rejectionsOf(before, after)),
      ...(before === after ? ["nothing changes"] : []),
    ];
    return said.map((sentence) => `${steps[index - 1]?.title ?? "the beginning"}: ${sentence}`);
  });
  expect(wrong).toEqual([]);
  expectGoal(states.at(-1) ?? situation.fleet, situation);
  const prefix = seed % (steps.length + 1);
  const later = states[prefix] ?? situation.fleet;
  expectSame(planned({ ...situation, fleet: later }).steps, steps.slice(prefix));
  expectRollback(states, steps, prefix);
}

/** As `toEqual`, which is slow on thousands of large things that are the same. */
function expectSame(value: unknown, expected: unknown): void {
  if (JSON.stringify(value) !== JSON.stringify(expected)) {
    expect(value).toEqual(expected);
  }
}

function expectGoal(fleet: FleetState, { goals }: Situation): void {
  for (const goal of goals) {
    const name = goal.way === "in-place" ? goal.cluster : goal.secondCluster;
    expect(fleet.clusters.find(({ clusterName }) => clusterName === name)?.version).toBe(goal.version);
    if (goal.way === "in-place") {
      const groups = fleet.nodeGroups.filter(({ cluster }) => cluster === keyOf(goal.cluster));
      expect(groups.filter(isLeaving)).toEqual([]);
      const versions = new Set(groups.map(({ version, amiType }) => version ?? amiType));
      const pools = fleet.nodePools.filter(({ cluster }) => cluster === keyOf(goal.cluster));
      const mayBeNone = pools.length > 0 || fleet.clusters.some(({ otherNodes }) => otherNodes.length > 0);
      expect(pools.filter((pool) => isPoolLeaving(pool, pools))).toEqual([]);
      const names = [...groups.map(nameOf), ...pools.map(poolNameOf)];
      expect(names.filter((each) => goal.leaving?.includes(each))).toEqual([]);
      expect([...new Set([...pools, ...fleet.fargateProfiles].map(({ version }) => version))]).toEqual(
        pools.length + fleet.fargateProfiles.length === 0 ? [] : [goal.version],
      );
      expect([[...versions], mayBeNone]).toEqual(
        versions.size === 0 && mayBeNone ? [[], true] : [[goal.version], mayBeNone],
      );
      const proxy = fleet.addons.find(
        ({ cluster, addonName }) => cluster === keyOf(goal.cluster) && addonName === "kube-proxy",
      );
      expect(String(ifKnown(proxy?.addonVersion))).toMatch(`v${goal.version}.`);
      for (const { releaseName, imageTag, chartVersion } of fleet.releases) {
        const named = goal.releases?.[String(releaseName)];
        expect([releaseName, named === undefined ? String(imageTag) : chartVersion]).toEqual([
          releaseName,
          named ?? (imageTag === undefined ? "undefined" : expect.stringMatching(`^v${goal.version}\\.`)),
        ]);
      }
      for (const [name, { releaseVersion, launchTemplateVersion, ami }] of Object.entries(goal.rolls ?? {})) {
        if (ami !== undefined) {
          expect(pools.find(({ nodePoolName }) => nodePoolName === name)).toMatchObject({ amiAlias: ami });
          continue;
        }
        const group = groups.find(({ nodeGroupName }) => nodeGroupName === name);
        expect(group).toMatchObject({
          ...(releaseVersion === undefined ? {} : { releaseVersion }),
          ...(launchTemplateVersion === undefined
            ? {}
            : { launchTemplateVersion: String(launchTemplateVersion) }),
        });
      }
    } else {
      const end = goal.shift?.at(-1) ?? 100;
      const isLeft = goal.keepsFirst === true || end < 100;
      expect(fleet.clusters.some(({ clusterName }) => clusterName === goal.cluster)).toBe(isLeft);
      const passed = fleet.identities.filter(({ isActive }) => isActive === true);
      expect(isLeft ? [] : passed.filter(({ cluster }) => cluster !== keyOf(goal.secondCluster))).toEqual([]);
      for (const { slots } of loadBalancersOf(fleet)) {
        const [from, to] = [goal.cluster, goal.secondCluster].map((cluster) =>
          slots.find((slot) => slot.cluster === keyOf(cluster)),
        );
        expect(from === undefined).toBe(!isLeft);
        const both = (from?.weight ?? 0) + (to?.weight ?? 0);
        expect((100 * (to?.weight ?? 0)) / both).toBeGreaterThanOrEqual(end - 1e-9);
      }
    }
  }
}

/** Rolls back from a prefix to the last step without a rollback. */
function expectRollback(states: readonly FleetState[], steps: readonly UpgradeStep[], prefix: number): void {
  let at = prefix;
  let fleet = states[at];
  while (at > 0 && fleet !== undefined) {
    const step = steps[at - 1];
    if (step === undefined || step.rollback.diffs.length === 0) {
      expect(step?.noRollback ?? step?.kind).toBeDefined();
      return;
    }
    for (const diff of step.rollback.diffs) {
      const back = applyEdits(fleet, dated(diff));
      expectSame([step.title, diff, rejectionsOf(fleet, back)], [step.title, diff, []]);
      fleet = back;
    }
    const to = earlier(steps, at - 1, step);
    if (to === undefined) {
      return;
    }
    expectSame([step.title, comparable(fleet)], [step.title, comparable(states[to])]);
    at = to;
    if (step.noRollback !== undefined) {
      return;
    }
  }
}

/** The step before which the rollback of the one at `index` leads. */
function earlier(steps: readonly UpgradeStep[], index: number, step: UpgradeStep): number | undefined {
  const { leadsBefore } = step.rollback;
  if (leadsBefore === undefined) {
    return index;
  }
  const group = step.edits[0]?.path.slice(0, 4).join();
  const found = steps.findLastIndex(
    ({ kind, edits }, at) =>
      at < index && kind === leadsBefore && edits[0]?.path.slice(0, 4).join() === group,
  );
  return found === -1 ? undefined : found;
}

function dated(edits: readonly FleetEdit[]): readonly FleetEdit[] {
  const text = JSON.stringify(edits).replaceAll(UPGRADE_DAY, "2026-07-05");
  const parsed: readonly FleetEdit[] = JSON.parse(text);
  return parsed;
}

/** Without nodes of an autoscaler, sizes of the fleet file, and previews, which a rollback does not restore. */
function comparable(fleet: FleetState | undefined): unknown {
  const byPlace = <T extends { readonly stack: string; readonly address: string }>(
    things: readonly T[] = [],
  ) => [...things].sort((one, other) => (one.stack + one.address < other.stack + other.address ? -1 : 1));
  return {
    clusters: byPlace(fleet?.clusters).map(({ rollbackOfUpgradeOn, ...cluster }) => cluster),
    nodeGroups: byPlace(fleet?.nodeGroups).map(({ desiredSize, minSize, maxSize, ...group }) => group),
    nodePools: byPlace(fleet?.nodePools).map(({ limits, ...pool }) => pool),
    fargateProfiles: byPlace(fleet?.fargateProfiles),
    addons: byPlace(fleet?.addons),
    targetGroups: byPlace(fleet?.targetGroups).sort((one, other) => (one.key < other.key ? -1 : 1)),
    routes: byPlace(fleet?.routes)
      .filter(({ byHost }) => !byHost)
      .map(({ targets, ...route }) => ({
        ...route,
        targets: [...(ifKnown(targets) ?? [])].sort((one, other) =>
          String(one.targetGroup) < String(other.targetGroup) ? -1 : 1,
        ),
      })),
    bindings: byPlace(fleet?.bindings),
    records: byPlace(fleet?.records),
    haproxies: byPlace(fleet?.haproxies),
    releases: byPlace(fleet?.releases),
    identities: byPlace(fleet?.identities),
  };
}

const seeds = fc.nat(1000);

describe("rules accept every state and every step, the end is the goal, a new plan has the rest, and a rollback restores the state", () => {
  test.each([
    ["a cluster in place", orderly],
    ["a half-done cluster", halfDone],
    ["node pools", pooled],
    ["a second cluster", secondCluster],
    ["a fleet", fleets],
  ])("%s", (_name, situations) => {
    withoutPlan.mockClear();
    fc.assert(fc.property(situations, seeds, expectLaws), { numRuns: CASES });
    // What stands in the way of some is for the tests of wrong input; most have a plan.
    expect(withoutPlan.mock.calls.length).toBeLessThan(0.5 * CASES);
  });
});

describe("rolls of groups that are there in the end, and charts", () => {
  const rolled = fc
    .record({
      situation: fc.oneof(orderly, halfDone),
      template: fc.constantFrom(undefined, "3", "3", "$Latest"),
      release: fc.constantFrom(undefined, "20260101", "20260901"),
      rolls: fc.array(
        fc.record({
          index: fc.nat(5),
          releases: fc.constantFrom(true, true, false),
          launchTemplateVersion: fc.constantFrom(undefined, 3, 4),
        }),
        { minLength: 1, maxLength: 3 },
      ),
      chart: fc.constantFrom("1.0.0", "2.0.0"),
    })
    .map(({ situation: { fleet, goals }, template, release, rolls, chart }) => {
      const [goal] = goals.filter(({ way }) => way === "in-place");
      const bare = plan({ fleet, goals });
      if (goal?.way !== "in-place" || "problems" in bare) {
        return { situation: { fleet, goals }, bare };
      }
      const groups = fleet.nodeGroups.map((group) => ({
        ...group,
        ...(template === undefined ? {} : { launchTemplateVersion: template }),
        ...(release === undefined || group.amiType === "CUSTOM"
          ? {}
          : { releaseVersion: `${String(ifKnown(group.version))}.1-${release}` }),
      }));
      const end =
        statesOf(fleet, bare.steps)
          .at(-1)
          ?.nodeGroups.filter((group) => !isLeaving(group)) ?? [];
      const wanted = rolls.flatMap(({ index, releases, launchTemplateVersion }): [string, NodeRoll][] => {
        const group = end[index % Math.max(1, end.length)];
        const roll = {
          ...(releases ? { releaseVersion: `${goal.version}.1-20260501` } : {}),
          ...(launchTemplateVersion === undefined ? {} : { launchTemplateVersion }),
        };
        return group === undefined || Object.keys(roll).length === 0 ? [] : [[nameOf(group), roll]];
      });
      const mesh = chartOf(goal.cluster, "1.0.0");
      return {
        situation: {
          fleet: mergedFleet([{ ...fleet, nodeGroups: groups }, mesh]),
          goals: [{ ...goal, rolls: Object.fromEntries(wanted), releases: { mesh: chart } }],
        },
        bare,
      };
    });

  test("hold the laws", () => {
    withoutPlan.mockClear();
    fc.assert(
      fc.property(rolled, seeds, ({ situation }, seed) => expectLaws(situation, seed)),
      { numRuns: CASES },
    );
    expect(withoutPlan.mock.calls.length).toBeLessThan(0.8 * CASES);
  });

  test("replace the nodes of a group once, where its version does not ask for more", () => {
    fc.assert(
      fc.property(rolled, ({ situation, bare }) => {
        const result = plan(situation);
        if ("problems" in result || "problems" in bare) {
          return;
        }
        const timesIn = ({ steps }: UpgradePlan, name: string) =>
          steps.filter(
            ({ kind, edits }) =>
              (kind === "node-group-roll" || kind === "node-group-create") && edits[0]?.path[3] === name,
          ).length;
        for (const name of situation.goals.flatMap((goal) =>
          goal.way === "in-place" ? Object.keys(goal.rolls ?? {}) : [],
        )) {
          expect([name, timesIn(result, name)]).toEqual([
            name,
            Math.min(timesIn(result, name), Math.max(1, timesIn(bare, name))),
          ]);
        }
      }),
      { numRuns: CASES },
    );
  });
});

test("a second cluster has the charts that the goal names", () => {
  const situations = secondCluster.map(({ fleet, goals }) => ({
    fleet: mergedFleet([
      fleet,
      chartOf("alpha-kr-a", "1.0.0"),
      ...(fleet.clusters.some(({ clusterName }) => clusterName === "alpha-kr-b")
        ? [chartOf("alpha-kr-b", "2.0.0")]
        : []),
    ]),
    goals: goals.map((goal) => ({ ...goal, releases: { mesh: "2.0.0" } })),
  }));
  fc.assert(
    fc.property(situations, seeds, (situation, seed) => {
      expectLaws(situation, seed);
      const result = plan(situation);
      const end = "problems" in result ? undefined : statesOf(situation.fleet, result.steps).at(-1);
      const mesh = end?.releases.find(
        ({ stack, releaseName }) => stack === "alpha-kr-b-workload" && releaseName === "mesh",
      );
      expect(end === undefined ? "2.0.0" : mesh?.chartVersion).toBe("2.0.0");
    }),
    { numRuns: CASES },
  );
});

test("nothing stands in the way of a cluster whose add-ons are the newest", () => {
  fc.assert(
    fc.property(orderly, (situation) => {
      expect(plan(situation)).not.toHaveProperty("problems");
    }),
    { numRuns: CASES },
  );
});

test("whatever is not known or not there, there is a plan or a sentence, and never an exception", () => {
  const damage = fc.tuple(
    fc.nat(9),
    fc.nat(9),
    fc.nat(19),
    fc.constantFrom("unknown", "left out", "text", "number"),
  );
  fc.assert(
    fc.property(
      fc.oneof(orderly, halfDone, pooled, secondCluster, fleets),
      fc.array(damage, { minLength: 1, maxLength: 4 }),
      (situation, damages) => {
        const fleet = damages.reduce(damaged, situation.fleet);
        const result = plan({ ...situation, fleet });
        expect("problems" in result ? result.problems.length > 0 : result.steps.length >= 0).toBe(true);
      },
    ),
    { numRuns: CASES },
  );
});

type Damage = readonly [list: number, thing: number, property: number, to: string];

/** A fleet of which one property of one thing is otherwise. */
function damaged(fleet: FleetState, [list, thing, property, to]: Damage): FleetState {
  const copy = JSON.parse(JSON.stringify(fleet));
  const lists: readonly Record<string, unknown>[][] = Object.values(copy);
  const things = lists[list % lists.length] ?? [];
  const hit = things[thing % Math.max(1, things.length)] ?? {};
  const names = Object.keys(hit);
  const name = names[property % Math.max(1, names.length)] ?? "";
  const value = hit[name];
  if (to === "left out" && OPTIONAL.includes(name)) {
    delete hit[name];
  } else if (to === "unknown" && !CERTAIN.includes(name)) {
    hit[name] = { unknown: true };
  } else if (to === "text" && typeof value === "string" && !CERTAIN.includes(name) && name !== "phase") {
    hit[name] = "?";
  } else if (to === "number" && typeof value === "number") {
    hit[name] = -1;
  }
  return copy;
}

/** What every reader tells. */
const CERTAIN: readonly string[] = ["stack", "address", "key", "kind", "byHost", "otherNodes"];
const OPTIONAL: readonly string[] = [
  "version",
  "supportType",
  "releaseVersion",
  "amiType",
  "instanceTypes",
  "subnetIds",
  "addonVersion",
  "protocol",
  "chartVersion",
  "imageTag",
];

describe("nodes are replaced as few times as a search over all orders finds", () => {
  const situations = fc
    .record({ now: fc.integer({ min: 30, max: 36 }), ahead: fc.integer({ min: 0, max: 6 }) })
    .chain(({ now, ahead }) =>
      fc
        .record({ groups: orderlyGroups(now), behind: fc.array(fc.nat(3), { maxLength: 3 }) })
        .map(({ groups, behind }) => ({
          now,
          goal: Math.min(36, now + ahead),
          groups,
          pools: behind.map((minors, index) => ({
            name: `pool${index}-v1`,
            version: `1.${now - minors}`,
            drift: minors > 0 ? ("held" as const) : ("released" as const),
          })),
        })),
    );

  test.each([
    ["second-group", "drift"],
    ["roll", "second-pool"],
  ] as const)("by %s and %s", (nodes, nodePools) => {
    fc.assert(
      fc.property(situations, ({ now, goal, groups, pools }) => {
        const fleet = clusterOf("alpha-kr-a", { version: `1.${now}`, groups, pools });
        const goals = [inPlace("alpha-kr-a", `1.${goal}`, { nodes, nodePools })];
        const { steps } = planned({ fleet, goals });
        const states = statesOf(fleet, steps);
        const replaced = steps.flatMap(({ kind, edits }, index) =>
          kind === "cordon" || kind === "node-group-roll"
            ? (states[index]?.nodeGroups ?? [])
                .filter(({ nodeGroupName }) => nodeGroupName === edits[0]?.path[3])
                .map(({ desiredSize }) => ifKnown(desiredSize) ?? 0)
            : kind === "drift-release" || kind === "node-pool-limit"
              ? [NODES_OF_POOL]
              : [],
        );
        const all = [
          ...fleet.nodeGroups.map(({ version, desiredSize }) => ({
            version,
            nodes: ifKnown(desiredSize) ?? 0,
          })),
          ...fleet.nodePools.map(({ version }) => ({ version, nodes: NODES_OF_POOL })),
        ];
        expect(replaced.reduce((sum, count) => sum + count, 0)).toBe(fewestReplacements(now, goal, all));
      }),
      { numRuns: CASES },
    );
  });
});

/** No plan knows how many nodes a pool has. */
const NODES_OF_POOL = 7;

interface Replaceable {
  readonly version?: Known<string>;
  readonly nodes: number;
}

/** Over all orders of control-plane steps and of replacements, the fewest nodes that are replaced. */
function fewestReplacements(now: number, goal: number, all: readonly Replaceable[]): number {
  const versions = all.map(({ version }) => Number(String(version && ifKnown(version)).slice(2)));
  const nodes = all.map((each) => each.nodes);
  const best = new Map<string, number>();
  let least = Number.POSITIVE_INFINITY;
  const go = (controlPlane: number, at: readonly number[], cost: number) => {
    const key = [controlPlane, ...at].join();
    if (cost >= (best.get(key) ?? Number.POSITIVE_INFINITY) || cost >= least) {
      return;
    }
    best.set(key, cost);
    if (controlPlane === goal && at.every((version) => version === goal)) {
      least = cost;
      return;
    }
    const next = controlPlane + 1;
    if (
      next <= goal &&
      at.every((version) => next - version <= allowedSkew(KubernetesVersion.of(`1.${version}`)))
    ) {
      go(next, at, cost);
    }
    for (const [index, version] of at.entries()) {
      if (version < controlPlane) {
        go(controlPlane, at.with(index, controlPlane), cost + (nodes[index] ?? 0));
      }
    }
  };
  go(now, versions, 0);
  return least;
}
