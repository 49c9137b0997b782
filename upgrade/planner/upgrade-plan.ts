import type { FleetEdit } from "./edits/fleet-edit";
import type { ExpectedStack } from "./expected/expected-stack";
import type { Estimate, StepKind } from "./step-kinds";

export interface UpgradePlan {
  /** In the order of doing them. Empty if the goal is reached. The steps of a cluster stand together. */
  readonly steps: readonly UpgradeStep[];
  /** The steps that can be done now, one of each cluster in the current wave: indices of `steps`. */
  readonly next: readonly NextStep[];
  /** What does not move by itself, and what the plan does not do. */
  readonly remarks: readonly string[];
}

export interface NextStep {
  readonly step: number;
  /** The end of its soak, "2026-11-26T09:00:00.000Z". Left out if it does not wait. */
  readonly notBefore?: string;
}

/** Why there is no plan: a sentence for each problem, with its fix. */
export interface NoPlan {
  readonly problems: readonly string[];
}

/** One diff of one fleet file. */
export interface UpgradeStep {
  readonly kind: StepKind;
  /**
   * The cluster of the goal, "ap-northeast-2/alpha-kr-a". All steps of one goal have the same, those of its second
   * cluster too. With the account, or the stack, if two clusters have one region and name.
   */
  readonly cluster: string;
  /** The name of the cluster whose environment the fleet file is of. */
  readonly clusterName: string;
  /** From 1. The clusters of one wave can be done side by side; the next wave waits for all of them. */
  readonly wave: number;
  /** A command: "Upgrade control plane 1.33 → 1.34". The cluster is in `clusterName`. */
  readonly title: string;
  /** Paths are from the environment. */
  readonly edits: readonly FleetEdit[];
  /** What Terraform does, in the order of applying. */
  readonly stacks: readonly ExpectedStack[];
  readonly rollback: StepRollback;
  /** Why there is no rollback after this step, of the step itself or of an earlier one. Left out if there is one. */
  readonly noRollback?: string;
  readonly estimate: Estimate;
  /** How many hours it waits after the last change of its cluster. */
  readonly soakHours: number;
  /** What people must check: what the plan assumes because the state does not say it. */
  readonly remarks: readonly string[];
}

export interface StepRollback {
  /** "set the version back within 7 days …". */
  readonly how: string;
  /** The earlier step of the same node group that is rolled back, too. */
  readonly leadsBefore?: StepKind;
  /**
   * Each is a diff and a step of its own. Empty if there is no rollback. The rollback of a control plane has
   * `UPGRADE_DAY` in place of the day of its upgrade.
   */
  readonly diffs: readonly (readonly FleetEdit[])[];
}

/** Stands for the day on which the upgrade of a control plane ended, which no plan knows. */
export const UPGRADE_DAY = "YYYY-MM-DD";
