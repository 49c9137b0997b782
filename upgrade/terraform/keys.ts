import {
  type FleetState,
  forEachThing,
  isUnknown,
  type Keyed,
  type Known,
  keysIn,
  type Place,
  UNKNOWN,
  withKeys,
} from "../fleet/state";

const KEYED = { cluster: "clusters", targetGroup: "targetGroups", loadBalancer: "loadBalancers" } as const;
const KINDS = ["cluster", "targetGroup", "loadBalancer"] as const;

/**
 * Keys of several plans as one: a plan that does not tell its region names what another plan has with its region, and
 * two accounts may have things of one name, which must not be taken for one.
 */
export class Keys {
  private readonly full = new Map<Keyed, ReadonlyMap<string, string>>();
  private readonly shared = new Map<Keyed, ReadonlyMap<string, ReadonlyMap<string, string | undefined>>>();
  /** Most fleets need none of this. */
  private readonly areOneOfAKind: boolean;

  constructor(states: readonly FleetState[]) {
    let areOneOfAKind = true;
    for (const kind of KINDS) {
      const keys = new Set<string>();
      for (const state of states) {
        addKeys(state, kind, keys);
      }
      const full = fullNames(keys);
      const shared = sharedKeys(states, kind, full);
      this.full.set(kind, full);
      this.shared.set(kind, shared);
      areOneOfAKind &&= full.size === 0 && shared.size === 0;
    }
    this.areOneOfAKind = areOneOfAKind;
  }

  /** A fleet whose things name each other by keys that are one of a kind. */
  in(state: FleetState): FleetState {
    return this.areOneOfAKind ? state : this.renamed(state);
  }

  private renamed(state: FleetState): FleetState {
    return withKeys(state, {
      own: (kind, key, { stack, address }) => this.own(kind, { stack, address, key }),
      named: (kind, key, { stack }) => this.named(kind, stack, key),
    });
  }

  /** The key by which something in a stack names another thing. */
  named(kind: Keyed, stack: string, key: Known<string>): Known<string> {
    if (isUnknown(key)) {
      return UNKNOWN;
    }
    const full = this.full.get(kind)?.get(key) ?? key;
    const owners = this.shared.get(kind)?.get(full);
    return owners === undefined ? full : (owners.get(stack) ?? UNKNOWN);
  }

  private own(kind: Keyed, thing: Place & { readonly key: string }): string {
    const key = this.named(kind, thing.stack, thing.key);
    return isUnknown(key) ? `${thing.key} (${thing.stack}: ${thing.address})` : key;
  }
}

function addKeys(state: FleetState, kind: Keyed, keys: Set<string>): void {
  forEachThing(state, (thing, name) => {
    for (const found of keysIn(name, thing)) {
      if (found.kind === kind) {
        keys.add(found.key);
      }
    }
  });
}

/** By the name alone, where something has no more: the key with the region, where there is one region only. */
function fullNames(keys: ReadonlySet<string>): ReadonlyMap<string, string> {
  const full = new Map<string, string>();
  const bare = new Set<string>();
  for (const key of keys) {
    if (!key.includes("/")) {
      bare.add(key);
    }
  }
  if (bare.size === 0) {
    return full;
  }
  const several = new Set<string>();
  for (const key of keys) {
    const name = key.slice(key.indexOf("/") + 1);
    if (name !== key && bare.has(name)) {
      if (full.has(name)) {
        several.add(name);
      }
      full.set(name, key);
    }
  }
  for (const name of several) {
    full.delete(name);
  }
  return full;
}

/** Of each key that several stacks have a thing of: what it is called in each of these stacks. */
function sharedKeys(
  states: readonly FleetState[],
  kind: Keyed,
  full: ReadonlyMap<string, string>,
): ReadonlyMap<string, ReadonlyMap<string, string | undefined>> {
  const shared = new Map<string, Map<string, string | undefined>>();
  const fullKey = (key: string) => full.get(key) ?? key;
  for (const state of states) {
    const seen = new Set<string>();
    for (const { key } of state[KEYED[kind]]) {
      const name = fullKey(key);
      if (seen.has(name)) {
        shared.set(name, new Map());
      }
      seen.add(name);
    }
  }
  if (shared.size === 0) {
    return shared;
  }
  for (const state of states) {
    const owned = new Set<string>();
    for (const { key, stack } of state[KEYED[kind]]) {
      const name = fullKey(key);
      const names = shared.get(name);
      if (names !== undefined) {
        const owner = `${stack}\n${name}`;
        // Two of one name in one stack: nobody can tell which of them is meant.
        names.set(stack, owned.has(owner) || isAmbiguous(names, stack) ? undefined : `${name} (${stack})`);
        owned.add(owner);
      }
    }
  }
  return shared;
}

function isAmbiguous(names: ReadonlyMap<string, string | undefined>, stack: string): boolean {
  return names.has(stack) && names.get(stack) === undefined;
}
