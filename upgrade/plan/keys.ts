import { type FleetState, isUnknown, type Known, type Place, UNKNOWN } from "../fleet-state";

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

  constructor(states: readonly FleetState[]) {
    for (const kind of KEYED) {
      const full = fullNames(states.flatMap((state) => [...keysIn(state, kind)]));
      this.full.set(kind, full);
      this.shared.set(kind, sharedKeys(states, kind, full));
    }
  }

  /** A fleet whose things name each other by keys that are one of a kind. */
  in(state: FleetState): FleetState {
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

function* keysIn(state: FleetState, kind: Keyed): Generator<string> {
  for (const { key } of state[kind]) {
    yield key;
  }
  const named: readonly Known<string>[] =
    kind === "clusters"
      ? [...state.nodeGroups, ...state.addons, ...state.bindings].map(({ cluster }) => cluster)
      : kind === "loadBalancers"
        ? state.routes.map(({ loadBalancer }) => loadBalancer)
        : [
            ...state.bindings.map(({ targetGroup }) => targetGroup),
            ...state.routes.flatMap(({ targets }) =>
              isUnknown(targets) ? [] : targets.map(({ targetGroup }) => targetGroup),
            ),
          ];
  for (const key of named) {
    if (!isUnknown(key)) {
      yield key;
    }
  }
}

/** By the name alone: the key with the region, where there is one region only. */
function fullNames(keys: readonly string[]): ReadonlyMap<string, string> {
  const regional = new Map<string, string | undefined>();
  for (const key of new Set(keys)) {
    const slash = key.indexOf("/");
    if (slash >= 0) {
      const name = key.slice(slash + 1);
      regional.set(name, regional.has(name) ? undefined : key);
    }
  }
  const full = new Map<string, string>();
  for (const [name, key] of regional) {
    if (key !== undefined) {
      full.set(name, key);
    }
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
  for (const state of states) {
    const owners = new Map<string, Map<string, number>>();
    for (const { key, stack } of state[kind]) {
      const name = full.get(key) ?? key;
      const stacks = owners.get(name) ?? new Map<string, number>();
      owners.set(name, stacks);
      stacks.set(stack, (stacks.get(stack) ?? 0) + 1);
    }
    for (const [key, stacks] of owners) {
      const isAlone = stacks.size === 1 && [...stacks.values()].every((count) => count === 1);
      if (isAlone) {
        continue;
      }
      const names = shared.get(key) ?? new Map<string, string | undefined>();
      shared.set(key, names);
      for (const [stack, count] of stacks) {
        const isUsable = count === 1 && !(names.has(stack) && names.get(stack) === undefined);
        names.set(stack, isUsable ? `${key} (${stack})` : undefined);
      }
    }
  }
  return shared;
}
