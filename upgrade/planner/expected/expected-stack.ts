import type { FleetChange } from "../../fleet/change";
import type { FleetEdit } from "../edits/fleet-edit";

export interface ExpectedStack {
  readonly stack: string;
  /** If the program no longer declares a stack after the step, the program from before the step destroys it. */
  readonly command: "deploy" | "destroy";
  readonly actions: readonly ExpectedAction[];
  /** Whether these are all actions. False if the addresses of the stack were not given. */
  readonly isComplete: boolean;
}

export interface ExpectedAction {
  /** "aws_eks_cluster.cluster". */
  readonly address: string;
  readonly action: "create" | "update" | "delete";
}

/** By stack: the addresses of its resources, as they are synthesized before the step. */
export type Addresses = Readonly<Record<string, readonly string[]>>;

/** What a step writes, and where. */
export interface PlannedEdits {
  /** Whose fleet file it changes. */
  readonly clusterName: string;
  readonly edits: readonly FleetEdit[];
  /** Stacks in the order of applying, where there are several. */
  readonly order?: readonly string[];
}

/** An action on a resource that the state of a fleet does not show: a role, a launch template, a security group rule. */
export interface ImpliedAction extends ExpectedAction {
  readonly stack: string;
}

export type ImpliedActions = (
  planned: PlannedEdits,
  change: FleetChange,
  addresses: Addresses | undefined,
) => readonly ImpliedAction[];
