import { EMPTY_FLEET, type FleetState, type PartKind, type Place } from "./state";

export type Action = "create" | "update" | "delete" | "replace";

/** What is changed: a thing of the fleet, or something that is no part of it. */
export type ResourceKind = PartKind | "other";

/** What a plan does to one resource. Those that stay as they are are not listed. */
export interface ResourceChange extends Place {
  /** Where it was, if the plan moves it; it may have no other change. */
  readonly previousAddress?: string;
  readonly kind: ResourceKind;
  /** Terraform's type, "aws_eks_cluster". */
  readonly type: string;
  readonly action: Action;
  /** Taken under Terraform as it is, beside the action. */
  readonly isImport: boolean;
  /**
   * The attributes that differ, by path: "version", "scaling_config.min_size", "tags.team". A value that is known after
   * apply counts as different if the provider says that it computes it again.
   */
  readonly changed: readonly string[];
  /** It is replaced, and the new one is created before the old one is destroyed. */
  readonly isCreatedFirst?: true;
  /** The attributes for which it is replaced. */
  readonly replacedFor: readonly string[];
}

/** An action that a provider runs during the apply (an `action` block): it changes no resource of the plan. */
export interface ActionInvocation extends Place {
  /** "aws_lambda_invoke" */
  readonly type: string;
}

/** A resource that the plan imports at one address, and destroys at another. */
export interface DestroyedImport {
  /** "aws_eks_cluster" */
  readonly type: string;
  /** Its ARN, or else its id. */
  readonly id: string;
  readonly was: Place;
  readonly is: Place;
}

/** A step of a fleet: what was, what will be, and what is done for it. */
export interface FleetChange {
  readonly before: FleetState;
  readonly after: FleetState;
  readonly resources: readonly ResourceChange[];
  /** @default - none */
  readonly invocations?: readonly ActionInvocation[];
  /** @default - none */
  readonly destroyedImports?: readonly DestroyedImport[];
}

/** A fleet that is only looked at: as a program declares it, nothing known of before. */
export function declared(fleet: FleetState): FleetChange {
  return { before: EMPTY_FLEET, after: fleet, resources: [] };
}
