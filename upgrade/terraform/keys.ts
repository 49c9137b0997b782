import { type FleetState, isUnknown, type Known, type Place, UNKNOWN } from "../fleet/state";

/** The things that have keys by which others name them. */
export type Keyed = "clusters" | "targetGroups" | "loadBalancers";

const KEYED: readonly Keyed[] = ["clusters", "targetGroups", "loadBalancers"];

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
    for (const kind of KEYED) {
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
    return {
      ...state,
      clusters: state.clusters.map((cluster) => ({ ...cluster, key: this.own("clusters", cluster) })),
      nodeGroups: state.nodeGroups.map((group) => ({
        ...group,
        cluster: this.named("clusters", group.stack, group.cluster),
      })),
      addons: state.addons.map((addon) => ({
        ...addon,
        cluster: this.named("clusters", addon.stack, addon.cluster),
      })),
      loadBalancers: state.loadBalancers.map((balancer) => ({
        ...balancer,
        key: this.own("loadBalancers", balancer),
      })),
      targetGroups: state.targetGroups.map((group) => ({ ...group, key: this.own("targetGroups", group) })),
      routes: state.routes.map((route) => ({
        ...route,
        loadBalancer: this.named("loadBalancers", route.stack, route.loadBalancer),
        targets: isUnknown(route.targets)
          ? UNKNOWN
          : route.targets.map((target) => ({
              ...target,
              targetGroup: this.named("targetGroups", route.stack, target.targetGroup),
            })),
      })),
      bindings: state.bindings.map((binding) => ({
        ...binding,
        cluster: this.named("clusters", binding.stack, binding.cluster),
        targetGroup: this.named("targetGroups", binding.stack, binding.targetGroup),
      })),
      identities: state.identities.map((identity) => ({
        ...identity,
        cluster: this.named("clusters", identity.stack, identity.cluster),
      })),
      releases: state.releases.map((release) =>
        release.cluster === undefined
          ? release
          : { ...release, cluster: this.named("clusters", release.stack, release.cluster) },
      ),
    };
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
  for (const { key } of state[kind]) {
    keys.add(key);
  }
  if (kind === "clusters") {
    for (const things of [state.nodeGroups, state.addons, state.bindings, state.identities]) {
      for (const { cluster } of things) {
        addKnown(cluster, keys);
      }
    }
    for (const { cluster = UNKNOWN } of state.releases) {
      addKnown(cluster, keys);
    }
    return;
  }
  for (const { loadBalancer, targets } of state.routes) {
    if (kind === "loadBalancers") {
      addKnown(loadBalancer, keys);
    } else if (!isUnknown(targets)) {
      for (const { targetGroup } of targets) {
        addKnown(targetGroup, keys);
      }
    }
  }
  for (const { targetGroup } of kind === "targetGroups" ? state.bindings : []) {
    addKnown(targetGroup, keys);
  }
}

function addKnown(key: Known<string>, keys: Set<string>): void {
  if (!isUnknown(key)) {
    keys.add(key);
  }
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
    for (const { key } of state[kind]) {
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
    for (const { key, stack } of state[kind]) {
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
