import { resolve } from "node:path";
import type { GoalRequest } from "../../../cli/planning/goal-options";
import type { FaultsAt, PlayedStep, UpgradeRehearsal } from "../../../cli/rehearsal/upgrade-rehearsal";
import { Catalog } from "../../../upgrade/eks/catalog/catalog";
import type { ClusterGoal } from "../../../upgrade/planner/upgrade-goal";

/*
 * A way of an upgrade, as the planner foretells it, in a copy of this project. Needs Terraform 1.5 or later, an AWS
 * provider that its configuration can install, Python 3.10 or later with venv, and git. It is played once, in order, and
 * the tests look at what came of it. What runs inside the clusters is played where Kubernetes is built and the Kubernetes
 * and Helm providers can be installed too; else those stacks are skipped, and what is synthesized for them is compared.
 */

/** The first step of each kind is disturbed; `npm run rehearse -- --faults every-step` disturbs them all. */
export const FAULTS: FaultsAt = "once-a-kind";

export interface Played {
  readonly steps: readonly PlayedStep[];
  /** Of each plan that was made on the way: the steps that were left. */
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

/** Plays what is left, step by step; `afterwards` may play something in between. */
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
  for (const { title, stacks } of steps) {
    for (const { stack, reason } of stacks.filter(({ outcome }) => outcome === "skipped")) {
      console.log(`skipped: ${stack} is not planned here, at "${title}": ${reason}`);
    }
  }
  return { steps, left, answersOutsideTheModel: rehearsal.aws.problems };
}

export function goesAsForetold(played: () => Played, mostLines: (step: PlayedStep) => number): void {
  test("does at each step exactly what was foretold, passes the review, and leaves nothing for a second plan", () => {
    expect(
      played().steps.flatMap(({ title, problems }) => problems.map((problem) => `${title}: ${problem}`)),
    ).toEqual([]);
  });

  test("changes few lines of one file at each step", () => {
    for (const step of played().steps.filter(({ diff }) => diff !== "")) {
      expect([step.title, step.changedLines <= mostLines(step)]).toEqual([step.title, true]);
      expect(step.diff.match(/^diff --git/gm)).toHaveLength(1);
    }
  });

  test("was answered as AWS's model of the API allows", () => {
    expect(played().answersOutsideTheModel).toEqual([]);
  });
}
