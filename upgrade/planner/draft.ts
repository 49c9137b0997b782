import type { FleetEdit } from "./fleet-edit";
import type { Estimate, StepKind, StepWayBack } from "./upgrade-plan";

/** A step as the planner thinks of it, before it is held against the rules. */
export interface Draft {
  readonly kind: StepKind;
  /** Whose fleet file it changes. */
  readonly clusterName: string;
  readonly title: string;
  readonly edits: readonly FleetEdit[];
  readonly wayBack: StepWayBack;
  readonly closesWayBack?: string;
  readonly estimate: Estimate;
  readonly remarks?: readonly string[];
  /** Whether a rollback of the control plane must take this step back first. */
  readonly hardensRollback?: boolean;
  /** Stacks in the order of applying, where there are several. */
  readonly order?: readonly string[];
}

/** A state that no step leads on from: what is in the way. */
export interface Dead {
  readonly problem: string;
}

export function guess(minutes: number, source = "a guess of ours; it takes little"): Estimate {
  return { minutes, source };
}

export const ESTIMATES = {
  controlPlane: guess(
    40,
    "the talk: 40 minutes for each of the minors 1.15 to 1.18; newer ones were not measured",
  ),
  clusterCreate: guess(
    15,
    "the README of aws-ia/terraform-aws-eks-blueprints: 8 minutes, 15 with its add-ons",
  ),
  addons: guess(7, "the README of aws-ia/terraform-aws-eks-blueprints: add-ons make 8 minutes 15"),
  nodeGroupCreate: guess(5, "a guess of ours: a few minutes until nodes are ready"),
  drain: guess(60, "the limit of the drain; disruption budgets decide"),
  small: guess(2),
} as const;

/** Nodes that are replaced one after the other. */
export function rollEstimate(nodes: number | undefined): Estimate {
  return guess(
    13 * Math.max(1, nodes ?? 1),
    `aws/containers-roadmap #1560: 25 to 30 minutes for two nodes${nodes === undefined ? "; how many there are is not known" : ""}`,
  );
}
