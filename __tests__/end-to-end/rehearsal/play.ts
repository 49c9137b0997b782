import { resolve } from "node:path";
import type { GoalRequest } from "../../../cli/planning/goal-options";
import type { FaultsAt, PlayedStep, UpgradeRehearsal } from "../../../cli/rehearsal/upgrade-rehearsal";
import { Catalog } from "../../../upgrade/eks/catalog/catalog";
import type { ClusterGoal } from "../../../upgrade/planner/upgrade-goal";
import { skipped } from "../skip";

/*
 * Rehearses an upgrade plan in a copy of this project. Needs Terraform 1.5 or later, an AWS provider that its
 * configuration can install, Python 3.10 or later with venv, and git. It runs once, in order, and the tests check the
 * results. In-cluster stacks need Kubernetes from `npm run kubernetes`, and the Kubernetes and Helm providers. Without
 * these they are skipped, and only their synthesized output is compared.
 */

/** Injects faults into the first step of each kind; `npm run rehearse -- --faults every-step` into all. */
export const FAULTS: FaultsAt = "once-a-kind";

export interface Played {
  readonly steps: readonly PlayedStep[];
  /** The remaining steps, for each plan made on the way. */
  readonly left: readonly (readonly string[])[];
  readonly answersOutsideTheModel: readonly string[];
}

export const PROJECT = resolve(__dirname, "..", "..", "..");
export const FLEET_FILE = "fleet/alpha-kr.ts";
export const LONG = 30 * 60 * 1000;

export const request = (goal: ClusterGoal): GoalRequest => ({
  goalOf: () => ({ clusters: [goal] }),
  day: "2026-11-23",
  lastChanges: {},
  catalog: Catalog.DATED,
});

/** Plays the remaining steps; `afterwards` runs after each one. */
export async function play(
  rehearsal: UpgradeRehearsal,
  afterwards: (step: PlayedStep) => Promise<readonly PlayedStep[]> = async () => [],
): Promise<Played> {
  const steps: PlayedStep[] = [];
  const left: (readonly string[])[] = [];
  for (let rest = await rehearsal.left(); rest.length > 0; rest = await rehearsal.left()) {
    const [next] = rest;
    if (next === undefined) {
      break;
    }
    left.push(rest.map(({ title }) => title));
    const step = await rehearsal.play(next);
    steps.push(step);
    if (step.problems.length > 0) {
      break;
    }
    steps.push(...(await afterwards(step)));
  }
  const unplanned = steps.flatMap(({ stacks }) => stacks.filter(({ outcome }) => outcome === "skipped"));
  for (const stack of new Set(unplanned.map((each) => each.stack))) {
    const reasons = unplanned.flatMap((each) => (each.stack === stack ? [each.reason ?? ""] : []));
    skipped(`plans of ${stack} in ${reasons.length} steps`, [...new Set(reasons)].join("; "));
  }
  return { steps, left, answersOutsideTheModel: rehearsal.aws.problems };
}

export function matchesThePlan(played: () => Played, mostLines: (step: PlayedStep) => number): void {
  test("each step matches the plan, is accepted by the review, and leaves no changes for a second plan", () => {
    expect(
      played().steps.flatMap(({ title, problems }) => problems.map((problem) => `${title}: ${problem}`)),
    ).toEqual([]);
  });

  test("each step changes a few lines of one file", () => {
    for (const step of played().steps.filter(({ diff }) => diff !== "")) {
      expect([step.title, step.changedLines <= mostLines(step)]).toEqual([step.title, true]);
      expect(step.diff.match(/^diff --git/gm)).toHaveLength(1);
    }
  });

  test("every answer follows AWS's model of the API", () => {
    expect(played().answersOutsideTheModel).toEqual([]);
  });
}
