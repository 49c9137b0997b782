import type { Keyed, KeyTypes } from "./key";
import { isUnknown } from "./known";
import type { Place } from "./place";
import {
  emptyLists,
  type FleetLists,
  type FleetState,
  type KeyVisitor,
  PARTS,
  type PartName,
  partNames,
  type Things,
} from "./state";

/* What is done with all parts of a fleet, over the table of parts. */

/** Gives the things of each part in place of others. */
type MapPart = <P extends PartName>(things: readonly Things[P][], name: P) => readonly Things[P][];

export function mapParts(fleet: FleetState, map: MapPart): FleetState {
  const lists = emptyLists();
  const add = <P extends PartName>(name: P) => {
    for (const thing of map(fleet[name], name)) {
      lists[name].push(thing);
    }
  };
  partNames.forEach(add);
  return lists;
}

/** Every thing of a fleet, part by part. */
export function forEachThing(
  fleet: Partial<FleetState>,
  visit: <P extends PartName>(thing: Things[P], name: P) => void,
): void {
  const visitAll = <P extends PartName>(name: P, things: readonly Things[P][] | undefined) => {
    for (const thing of things ?? []) {
      visit(thing, name);
    }
  };
  for (const name of partNames) {
    visitAll(name, fleet[name]);
  }
}

/** One fleet of many: of several constructs, or of several stacks. */
export function mergedFleet(fleets: readonly Partial<FleetState>[]): FleetState {
  const lists = emptyLists();
  for (const fleet of fleets) {
    forEachThing(fleet, (thing, name) => {
      lists[name].push(thing);
    });
  }
  return lists;
}

export function filterParts(
  fleet: FleetState,
  isKept: <P extends PartName>(thing: Things[P], name: P) => boolean,
): FleetState {
  return mapParts(fleet, (things, name) => things.filter((thing) => isKept(thing, name)));
}

/** A fleet for each group of things; a thing that is in no group is in none of them. */
export function splitParts(
  fleet: FleetState,
  groupOf: <P extends PartName>(thing: Things[P], name: P) => string | undefined,
): ReadonlyMap<string, FleetState> {
  const groups = new Map<string, FleetLists>();
  forEachThing(fleet, (thing, name) => {
    const group = groupOf(thing, name);
    if (group !== undefined) {
      const lists = groups.get(group) ?? emptyLists();
      groups.set(group, lists);
      lists[name].push(thing);
    }
  });
  return groups;
}

/** The fleet with each thing once, where one stack hands it over to another: at a place that is not `handedOver`. */
export function withoutHandedOver(fleet: FleetState, isHandedOver: (place: Place) => boolean): FleetState {
  const textOf = <P extends PartName>(name: P, thing: Things[P]) =>
    JSON.stringify(PARTS[name].identity?.(thing));
  return mapParts(fleet, (things, name) => {
    const over = new Set(things.filter(isHandedOver));
    if (over.size === 0 || PARTS[name].identity === undefined) {
      return things;
    }
    const kept = new Set(things.flatMap((thing) => (over.has(thing) ? [] : textOf(name, thing))));
    return things.filter((thing) => !over.has(thing) || !kept.has(textOf(name, thing)));
  });
}

/** The fleets with other keys: of each thing, and of what it names. What stands in several stays one object. */
export function withKeys(fleets: readonly FleetState[], keys: KeyVisitor): readonly FleetState[] {
  const results = fleets.map(emptyLists);
  const add = <P extends PartName>(name: P) => {
    const renamed = new Map<Things[P], Things[P]>();
    for (const [index, fleet] of fleets.entries()) {
      for (const thing of fleet[name]) {
        const result = renamed.get(thing) ?? PARTS[name].withKeys(thing, keys);
        renamed.set(thing, result);
        results[index]?.[name].push(result);
      }
    }
  };
  partNames.forEach(add);
  return results;
}

/** What a thing is known by, and what it names. */
export interface KeyIn {
  readonly kind: Keyed;
  readonly key: KeyTypes[Keyed];
  /** It is the key of the thing itself. */
  readonly isOwn: boolean;
}

/** Visits the known keys of all things, with the place of what has or names them. */
export function forEachKey(
  fleet: FleetState,
  visit: (kind: Keyed, key: KeyTypes[Keyed], by: Place) => void,
): void {
  const visitor: KeyVisitor = {
    own: (kind, thing) => {
      visit(kind, thing.key, thing);
      return thing;
    },
    named: (kind, key, by) => {
      if (!isUnknown(key)) {
        visit(kind, key, by);
      }
      return key;
    },
  };
  forEachThing(fleet, (thing, name) => {
    PARTS[name].withKeys(thing, visitor);
  });
}

/** The keys in a thing that are known. */
export function keysIn<P extends PartName>(name: P, thing: Things[P]): readonly KeyIn[] {
  const keys: KeyIn[] = [];
  PARTS[name].withKeys(thing, {
    own: (kind, own) => {
      keys.push({ kind, key: own.key, isOwn: true });
      return own;
    },
    named: (kind, key) => {
      if (!isUnknown(key)) {
        keys.push({ kind, key, isOwn: false });
      }
      return key;
    },
  });
  return keys;
}
