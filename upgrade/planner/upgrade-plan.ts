import type { ClusterKey } from "../fleet/state";
import type { ChangeKind } from "../review/reviewed-change";
import type { FleetEdit } from "./fleet-edit";

/** The steps of an upgrade, called as a review calls them. */
export const stepKinds = [
  "cluster-create",
  "control-plane",
  "add-ons",
  "workload",
  "node-group-create",
  "capacity",
  "node-group-roll",
  "cordon",
  "drain",
  "retire",
  "node-group-remove",
  "bind",
  "shift",
  "unbind",
  "workload-remove",
  "unprotect",
  "cluster-remove",
] as const satisfies readonly ChangeKind[];

export type StepKind = (typeof stepKinds)[number];

export interface UpgradePlan {
  /** In the order of doing them; empty where the goal is reached. A cluster's steps stand together. */
  readonly steps: readonly UpgradeStep[];
  /** The steps that can be done now, one of each cluster whose turn it is: by the indices of `steps`. */
  readonly next: readonly NextStep[];
  /** What does not move by itself, and what the plan does not do. */
  readonly remarks: readonly string[];
}

export interface NextStep {
  readonly step: number;
  /** The time at which its soak ends, "2026-11-26T09:00:00.000Z"; left out where nothing is to wait for. */
  readonly notBefore?: string;
}

/** Why there is no plan: a sentence for each thing that is wrong, which says what to do. */
export interface NoPlan {
  readonly problems: readonly string[];
}

/** One diff of one fleet file. */
export interface UpgradeStep {
  readonly kind: StepKind;
  /** Whose step it is: all steps of one goal have the same, also those of its second cluster. */
  readonly cluster: ClusterKey;
  /** The name of the cluster whose environment the fleet file is of. */
  readonly clusterName: string;
  /** From 1: clusters of one wave can be done side by side, those of the next wait for all of them. */
  readonly wave: number;
  /** "control plane of alpha-kr-a 1.33 → 1.34". */
  readonly title: string;
  /** Paths are from the environment. Empty where there is nothing for the fleet file to say. */
  readonly edits: readonly FleetEdit[];
  /** What Terraform does, in the order of applying. */
  readonly stacks: readonly ExpectedStack[];
  readonly wayBack: StepWayBack;
  /** Said where this step cannot be taken back, or takes away another step's way back for good. */
  readonly closesWayBack?: string;
  readonly estimate: Estimate;
  /** How many hours it waits after the last change of its cluster. */
  readonly soakHours: number;
  /** What is to be seen to: what was assumed where the state does not tell. */
  readonly remarks: readonly string[];
}

export interface ExpectedStack {
  readonly stack: string;
  /** A stack that the program does not declare any more after the step is destroyed with the program of before. */
  readonly command: "deploy" | "destroy";
  readonly actions: readonly ExpectedAction[];
  /** Whether these are all actions; not where the addresses that a stack has were not given. */
  readonly isComplete: boolean;
}

export interface ExpectedAction {
  /** "aws_eks_cluster.cluster". */
  readonly address: string;
  readonly action: "create" | "update" | "delete";
}

export interface StepWayBack {
  /** "set the version back within seven days …". */
  readonly how: string;
  /** The step before which it leads, where that is an earlier one of the same node group: one is taken back with it. */
  readonly leadsBefore?: StepKind;
  /**
   * Each is a diff, and a step of its own. Empty where there is no way back. A rollback of a control plane holds
   * `UPGRADE_DAY` where the day of its upgrade belongs.
   */
  readonly diffs: readonly (readonly FleetEdit[])[];
}

/** Stands in the way back of a control plane for the day on which the upgrade ended, which no plan knows. */
export const UPGRADE_DAY = "YYYY-MM-DD";

export interface Estimate {
  readonly minutes: number;
  readonly source: string;
}
