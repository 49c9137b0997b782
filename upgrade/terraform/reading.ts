import type { ActionInvocation, ResourceChange } from "../fleet/change";
import { Keys } from "../fleet/key";
import { ByPlace } from "../fleet/place";
import {
  type BindingState,
  emptyLists,
  type FleetLists,
  type PartName,
  type Place,
  type TargetGroupKey,
  type Things,
} from "../fleet/state";
import { SensitiveTexts } from "./sensitive-text";

/** The parts of a fleet on one side of the change, before keys are resolved. */
export interface Side {
  readonly fleet: FleetLists;
  /** Target groups with targets that no binding registers. */
  readonly attached: Attachment[];
  /** Releases of bindings whose cluster is only in the name. */
  readonly releaseNames: Map<BindingState, string>;
  /** Places of resources that another stack may manage too: no longer managed here, or not yet managed here. */
  readonly handedOver: ByPlace<Place>;
}

export interface Attachment {
  readonly stack: string;
  readonly targetGroup: TargetGroupKey;
}

/** The parts of all plans. */
export interface Reading {
  readonly keys: Keys;
  readonly before: Side;
  readonly after: Side;
  readonly resources: ResourceChange[];
  readonly invocations: ActionInvocation[];
  /** Resources that Terraform forgets and does not destroy. */
  readonly forgotten: Place[];
  readonly imports: Identified[];
  readonly deletes: Identified[];
  readonly secrets: SensitiveTexts;
}

/** A resource by what AWS knows it by. */
export interface Identified {
  readonly type: string;
  readonly id: string;
  readonly place: Place;
}

export function emptyReading(): Reading {
  return {
    keys: new Keys(),
    before: emptySide(),
    after: emptySide(),
    resources: [],
    invocations: [],
    forgotten: [],
    imports: [],
    deletes: [],
    secrets: new SensitiveTexts(),
  };
}

function emptySide(): Side {
  return { fleet: emptyLists(), attached: [], releaseNames: new Map(), handedOver: new ByPlace() };
}

/** The same thing on both sides, if nothing changes. */
export function addTo<P extends PartName>(sides: readonly Side[], name: P, thing: Things[P]): void {
  for (const { fleet } of sides) {
    fleet[name].push(thing);
  }
}
