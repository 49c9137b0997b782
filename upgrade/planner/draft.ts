import type { PlannedEdits } from "./expected/expected-stack";
import type { Estimate, StepKind } from "./step-kinds";
import type { StepRollback } from "./upgrade-plan";

/** A step before the rules judge it. */
export interface Draft extends PlannedEdits {
  readonly kind: StepKind;
  readonly title: string;
  readonly rollback: StepRollback;
  /** Why there is no rollback after this step. */
  readonly noRollback?: string;
  /** @default - that of its kind */
  readonly estimate?: Estimate;
  /** Hours that it waits after the last change, whatever the goal says. @default 0 */
  readonly leastSoakHours?: number;
  readonly remarks?: readonly string[];
  /** Whether a rollback of the control plane must take this step back first. */
  readonly hardensRollback?: boolean;
}

/** No step leads on from a state: what is in the way. */
export interface Blocked {
  readonly problem: string;
}
