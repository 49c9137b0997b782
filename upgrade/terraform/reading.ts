import type { ResourceChange } from "../fleet/change";
import { Keys } from "../fleet/key";
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

/** What plans hold of a fleet on one side of the change, before it is settled what is meant by each key. */
export interface Side {
  readonly fleet: FleetLists;
  /** The target groups to which something is attached without a binding. */
  readonly attached: Attachment[];
  /** The releases of bindings whose cluster only the name may tell. */
  readonly releaseNames: Map<BindingState, string>;
  /** The places of what may be managed elsewhere as well: no longer managed here afterwards, or not yet before. */
  readonly handedOver: Set<string>;
}

export interface Attachment {
  readonly stack: string;
  readonly targetGroup: TargetGroupKey;
}

/** What plans hold, one after the other. */
export interface Reading {
  readonly keys: Keys;
  readonly before: Side;
  readonly after: Side;
  readonly resources: ResourceChange[];
  /** What leaves Terraform and stays as it is. */
  readonly forgotten: Place[];
  readonly secrets: SensitiveTexts;
}

export function emptyReading(): Reading {
  return {
    keys: new Keys(),
    before: emptySide(),
    after: emptySide(),
    resources: [],
    forgotten: [],
    secrets: new SensitiveTexts(),
  };
}

function emptySide(): Side {
  return { fleet: emptyLists(), attached: [], releaseNames: new Map(), handedOver: new Set() };
}

/** The same thing on all sides, where nothing changes. */
export function addTo<P extends PartName>(sides: readonly Side[], name: P, thing: Things[P]): void {
  for (const { fleet } of sides) {
    fleet[name].push(thing);
  }
}

export function placeText({ stack, address }: Place): string {
  return `${stack}\n${address}`;
}
