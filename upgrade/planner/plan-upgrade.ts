import type { Catalog } from "../eks/catalog/catalog";
import { timeOf } from "../eks/days";
import { declared, type FleetChange } from "../fleet/change";
import { clusterLabels } from "../fleet/find-cluster";
import { clusterKey } from "../fleet/key";
import { regionalLabel } from "../fleet/labels";
import { type ClusterKey, type FleetState, ifKnown } from "../fleet/state";
import { type Judgement, judge } from "../rules/rules";
import { shown } from "../rules/support/wording";
import { changeBetween } from "./change-between";
import type { Blocked, Draft } from "./draft";
import { applyEdits } from "./edits/apply-edits";
import type { Addresses } from "./expected/expected-stack";
import { expectedStacks } from "./expected/expected-stacks";
import { type FoundGoal, foundGoals, goalProblems } from "./goal-problems";
import { nextInPlace } from "./in-place/next-in-place";
import { remarksBySecondCluster, remarksInPlace } from "./remarks";
import { nextBySecondCluster } from "./second-cluster/next-by-second-cluster";
import { rowOf } from "./step-kinds";
import type { ClusterGoal, UpgradeGoal } from "./upgrade-goal";
import type { NextStep, NoPlan, UpgradePlan, UpgradeStep } from "./upgrade-plan";
import { FleetParts, type Turn, wavesOf } from "./waves";

/** What a plan needs besides the fleet. */
export interface PlanningContext {
  readonly catalog: Catalog;
  /** The day of planning, "2026-11-24". Without it, the end of a version's support is not evaluated. */
  readonly day?: string;
  /** The last change of each cluster, "2026-11-24T09:00:00Z", by its name. Soaks start from it. */
  readonly lastChanges?: Readonly<Record<string, string>>;
  /** By stack: the addresses of its synthesized resources. Without them, the expected actions are incomplete. */
  readonly addresses?: Addresses;
}

/**
 * The steps that are left from a fleet to a goal. Only the fleet says how far the upgrade is: a plan made after one of
 * the steps has the rest of them. The rules accept every step and every state between; if they reject one, there is no
 * plan.
 *
 * @param from as `readSynthesized` or `readPlans` reads it
 */
export function planUpgrade(
  from: FleetState,
  goal: UpgradeGoal,
  context: PlanningContext,
): UpgradePlan | NoPlan {
  const { catalog, day } = context;
  const problems = goalProblems(goal, { fleet: from, catalog, day });
  if (problems.length > 0) {
    return { problems };
  }
  const found = foundGoals(from, goal);
  const labels = clusterLabels(from);
  const turns = found.flatMap((each) => turnOf(each, labels));
  const parts = new FleetParts(
    from,
    turns.map(({ keys }) => keys),
  );
  const waves = wavesOf(
    turns.map((turn) => ({ ...turn, part: parts.partOf(turn.key) })),
    goal.environments,
  );
  const fleets = new Map(
    parts.split(
      from,
      turns.flatMap(({ keys }) => keys),
    ),
  );
  const violations = [...fleets.values()].flatMap((fleet) =>
    judge({ ...declared(fleet), catalog, day }).filter(isRejection),
  );
  if (violations.length > 0) {
    return {
      problems: violations.map(
        (violation) =>
          `the fleet already violates a rule, at ${violation.stack} ${violation.address}: ${sentenceOf(violation)}`,
      ),
    };
  }
  const steps: UpgradeStep[] = [];
  const blocked: string[] = [];
  for (const [wave, turn] of waves) {
    const fleet = fleets.get(turn.part);
    if (fleet !== undefined) {
      const course = courseOf(fleet, turn, wave, goal, context);
      fleets.set(turn.part, course.end);
      steps.push(...course.steps);
      blocked.push(...course.problems);
    }
  }
  return blocked.length > 0
    ? { problems: blocked }
    : { steps, next: nextOf(steps, turns, context), remarks: remarksOf(from, found, context) };
}

interface GoalTurn extends Turn {
  readonly goal: ClusterGoal;
  /** Of the cluster that names the turn, whether it exists or not. */
  readonly key: ClusterKey;
  readonly keys: readonly ClusterKey[];
  readonly label: string;
}

function turnOf(
  { goal, first, second }: FoundGoal,
  labels: ReadonlyMap<string, string>,
): readonly Omit<GoalTurn, "part">[] {
  const known = first ?? second;
  if (known === undefined) {
    return [];
  }
  const { account, region } = known;
  // The goal may name the region, or the account, as well.
  const name = ifKnown(first?.clusterName) ?? goal.cluster;
  const key = first?.key ?? clusterKey({ account, region, name });
  const others =
    goal.way === "in-place" ? [] : [second?.key ?? clusterKey({ account, region, name: goal.secondCluster })];
  const label = labels.get(key) ?? regionalLabel({ region, name });
  return [{ goal: { ...goal, cluster: name }, clusterName: name, key, keys: [key, ...others], label }];
}

interface Course {
  readonly steps: readonly UpgradeStep[];
  readonly end: FleetState;
  readonly problems: readonly string[];
}

/** More than any goal needs: a longer plan goes in circles. */
const MOST_STEPS = 1000;

function courseOf(
  start: FleetState,
  turn: GoalTurn,
  wave: number,
  goal: UpgradeGoal,
  context: PlanningContext,
): Course {
  const { catalog, day, addresses } = context;
  const steps: UpgradeStep[] = [];
  let fleet = start;
  for (let left = MOST_STEPS; left > 0; left -= 1) {
    const known = addressesAfter(steps, addresses);
    const draft = nextDraft(fleet, turn, context, known);
    if (draft === undefined) {
      return { steps, end: fleet, problems: [] };
    }
    if ("problem" in draft) {
      return { steps, end: fleet, problems: [draft.problem] };
    }
    const after = applyEdits(fleet, draft.edits);
    const step = changeBetween(fleet, after);
    const judgements = judge({ ...step, catalog, day });
    const rejected = judgements.filter(isRejection);
    if (rejected.length > 0) {
      return {
        steps,
        end: fleet,
        problems: rejected.map(
          (judgement) =>
            `${turn.goal.cluster} is blocked: a rule rejects the step "${draft.title}": ${sentenceOf(judgement)}${adviceOn(judgement, after)}`,
        ),
      };
    }
    steps.push(stepOf(draft, step, judgements, { turn, wave, goal, addresses: known }));
    fleet = after;
  }
  return {
    steps: [],
    end: start,
    problems: [
      `internal error: the plan of ${turn.goal.cluster} does not end after ${MOST_STEPS} steps; please report it with the fleet and the goal`,
    ],
  };
}

function nextDraft(
  fleet: FleetState,
  { goal, keys }: GoalTurn,
  { catalog, day }: PlanningContext,
  addresses: Addresses | undefined,
): Draft | Blocked | undefined {
  const [first, second] = keys.map((key) => fleet.clusters.find((cluster) => cluster.key === key));
  if (first === undefined) {
    return undefined;
  }
  return goal.way === "second-cluster"
    ? nextBySecondCluster(fleet, first, second, goal, catalog, addresses)
    : nextInPlace(fleet, first, goal, catalog, day, addresses);
}

/** The addresses of a course's stacks after the steps that it has so far. */
function addressesAfter(
  steps: readonly UpgradeStep[],
  addresses: Addresses | undefined,
): Addresses | undefined {
  if (addresses === undefined) {
    return undefined;
  }
  const own = new Map<string, Set<string>>();
  for (const { stacks } of steps) {
    for (const { stack, actions } of stacks) {
      const known = own.get(stack) ?? new Set(addresses[stack] ?? []);
      own.set(stack, known);
      for (const { address, action } of actions) {
        if (action === "create") {
          known.add(address);
        } else if (action === "delete") {
          known.delete(address);
        }
      }
    }
  }
  return own.size === 0
    ? addresses
    : { ...addresses, ...Object.fromEntries([...own].map(([stack, known]) => [stack, [...known]])) };
}

interface Around {
  readonly turn: GoalTurn;
  readonly wave: number;
  readonly goal: UpgradeGoal;
  readonly addresses: Addresses | undefined;
}

function stepOf(
  draft: Draft,
  step: FleetChange,
  judgements: readonly Judgement[],
  { turn, wave, goal, addresses }: Around,
): UpgradeStep {
  const { kind, clusterName, title, edits, rollback, noRollback, remarks = [] } = draft;
  const { soakHours = {} } = goal;
  const soaks = [
    draft.leastSoakHours ?? 0,
    soakHours[kind] ?? 0,
    draft.hardensRollback === true ? (soakHours["control-plane"] ?? 0) : 0,
  ];
  // No step of a plan removes nodes from an active group, whatever their number is.
  const open = judgements.filter(
    ({ isNotEvaluated, rule }) => isNotEvaluated === true && rule !== "scale-in-of-active-group",
  );
  return {
    kind,
    cluster: turn.label,
    clusterName,
    wave,
    title,
    edits,
    stacks: expectedStacks(draft, step, addresses),
    rollback,
    ...(noRollback === undefined ? {} : { noRollback }),
    estimate: draft.estimate ?? rowOf(kind).estimate,
    soakHours: Math.max(...soaks),
    remarks: [...remarks, ...open.map(sentenceOf)],
  };
}

/** The first step of each cluster in the first wave that has any. */
function nextOf(
  steps: readonly UpgradeStep[],
  turns: readonly Omit<GoalTurn, "part">[],
  { lastChanges = {} }: PlanningContext,
): readonly NextStep[] {
  const namesOfTurns = new Map(turns.map(({ label, clusterName }) => [label, clusterName]));
  const wave = steps[0]?.wave;
  const seen = new Set<string>();
  return steps.flatMap((step, index): readonly NextStep[] => {
    if (step.wave !== wave || seen.has(step.cluster)) {
      return [];
    }
    seen.add(step.cluster);
    const names = [step.clusterName, step.cluster, namesOfTurns.get(step.cluster) ?? step.clusterName];
    const times = names.flatMap((name) => {
      const time = Object.hasOwn(lastChanges, name) ? timeOf(lastChanges[name] ?? "") : undefined;
      return time === undefined ? [] : [time];
    });
    const isWaited = times.length > 0 && step.soakHours > 0;
    const notBefore = new Date(Math.max(0, ...times) + step.soakHours * 3_600_000);
    return [{ step: index, ...(isWaited ? { notBefore: notBefore.toISOString() } : {}) }];
  });
}

function remarksOf(
  fleet: FleetState,
  found: readonly FoundGoal[],
  { catalog }: PlanningContext,
): readonly string[] {
  return found.flatMap(({ goal, first }) => {
    if (goal.way === "second-cluster") {
      return first === undefined ? [] : remarksBySecondCluster(goal);
    }
    return first === undefined ? [] : remarksInPlace(fleet, first, goal, catalog);
  });
}

/** What is known only after the apply does not stop a plan: the review of the step evaluates it. */
function isRejection({ severity, isNotEvaluated }: Judgement): boolean {
  return severity === "error" && isNotEvaluated !== true;
}

function sentenceOf({ message, rule }: Judgement): string {
  return `${message} (${rule})`;
}

/** The fix of a rejection in the goal or in the fleet file. */
function adviceOn({ rule, stack, address }: Judgement, { releases }: FleetState): string {
  if (rule !== "release-supports-kubernetes") {
    return "";
  }
  const release = releases.find((each) => each.stack === stack && each.address === address);
  return release?.supports === undefined
    ? "; name its version in the goal (releases)"
    : `; the fleet file says what ${shown(release.releaseName)} supports, beside its version: change both there`;
}
