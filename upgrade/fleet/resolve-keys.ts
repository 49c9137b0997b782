import { grouped } from "./grouped";
import {
  agrees,
  type Identity,
  type Keyed,
  type Keys,
  type KeyTypes,
  keyedKinds,
  type Maker,
  mayBeSame,
} from "./key";
import { isUnknown, type Known, UNKNOWN } from "./known";
import { lazily } from "./lazily";
import { forEachKey, withKeys } from "./parts";
import type { Place } from "./place";
import type { ElsewhereState, FleetState, Identified, KeyVisitor } from "./state";

/*
 * Several plans, and both sides of a change, know more or less of one thing: one names a cluster alone, another its
 * region, a third its account. Here the values are matched, so that one thing has one key.
 */

/** States with the final keys, and what became of other keys. */
export interface ResolvedKeys {
  readonly states: readonly FleetState[];
  /** The key by which something in a stack names another thing. */
  named<K extends Keyed>(kind: K, key: Known<KeyTypes[K]>, stack: string): Known<KeyTypes[K]>;
}

/**
 * The states with every identity filled in. If one state does not know a value of a thing and another does, the value
 * is copied, provided that only one thing can be meant. Two things of one state are never taken for one.
 */
export function withFilledKeys(states: readonly FleetState[], keys: Keys): ResolvedKeys {
  const sides = lazily(() => sidesOf(states));
  const filled: { readonly [K in Keyed]: ReadonlyMap<string, Filled<K>> } = {
    cluster: filledIn("cluster", keys, sides),
    targetGroup: filledIn("targetGroup", keys, sides),
    loadBalancer: filledIn("loadBalancer", keys, sides),
  };
  const named: ResolvedKeys["named"] = (kind, key) =>
    isUnknown(key) ? key : (filled[kind].get(key)?.key ?? key);
  if (keyedKinds.every((kind) => filled[kind].size === 0)) {
    return { states, named };
  }
  const visitor: KeyVisitor = {
    own: (kind, thing) => filled[kind].get(thing.key) ?? thing,
    named: (kind, key, { stack }) => named(kind, key, stack),
  };
  return { states: withKeys(states, visitor), named };
}

type Filled<K extends Keyed> = Omit<Identified<K>, keyof Place>;

/** By key, what each thing of a kind is known by if others know more of it. */
function filledIn<K extends Keyed>(
  kind: K,
  keys: Keys,
  sides: () => ReadonlyMap<string, number>,
): ReadonlyMap<string, Filled<K>> {
  const filled = [...keys.alike(kind).values()].flatMap((alike) =>
    [...alike].flatMap(([key, identity]) => {
      const areOfOneSide = (other: string) => ((sides().get(key) ?? 0) & (sides().get(other) ?? 0)) !== 0;
      const full = filledFrom(identity, alike, areOfOneSide);
      return full === undefined ? [] : [[key, full] as const];
    }),
  );
  return new Map(
    filled.map(([key, identity]) => {
      const { account, region } = identity;
      return [key, { key: keys.of(kind, identity), account, region }];
    }),
  );
}

/** Which of the states hold the thing of a key: a bit for each. */
function sidesOf(states: readonly FleetState[]): ReadonlyMap<string, number> {
  const sides = new Map<string, number>();
  for (const [side, state] of states.entries()) {
    for (const { key } of keyedKinds.flatMap((kind) => thingsOf(state, kind))) {
      sides.set(key, (sides.get(key) ?? 0) | (1 << side));
    }
  }
  return sides;
}

/** What others of the name know and `identity` does not, if all that may be the same agree; `undefined` for nothing. */
function filledFrom(
  identity: Identity,
  others: ReadonlyMap<string, Identity>,
  areOfOneSide: (key: string) => boolean,
): Identity | undefined {
  let { account, region } = identity;
  if (account !== undefined && region !== undefined) {
    return undefined;
  }
  for (const [key, other] of others) {
    if (mayBeSame(identity, other) && !areOfOneSide(key)) {
      if (!agrees(account, other.account) || !agrees(region, other.region)) {
        return undefined;
      }
      account ??= other.account;
      region ??= other.region;
    }
  }
  const isNews = account !== identity.account || region !== identity.region;
  return isNews ? { ...identity, account, region } : undefined;
}

/**
 * The states with a separate key for each thing. Things with one account, region and name, as far as these are known,
 * differ by the stack that makes them. A name that can mean several of them gets an unknown key.
 */
export function withDistinctKeys(states: readonly FleetState[], keys: Keys): ResolvedKeys {
  const resolver = new Resolver(states, keys);
  if (resolver.isIdle) {
    return { states, named: (_, key) => key };
  }
  const named: ResolvedKeys["named"] = (kind, key, stack) => resolver.named(kind, key, stack);
  return {
    states: withKeys(states, {
      own: (kind, thing) => resolver.own(kind, thing),
      named: (kind, key, { stack }) => named(kind, key, stack),
    }),
    named,
  };
}

/** A thing that one of the states holds. */
interface Owner<K extends Keyed> extends Place {
  readonly side: number;
  /** The key before things of one name got separate keys. */
  readonly key: KeyTypes[K];
  readonly identity: Identity;
}

interface DistinctOwner<K extends Keyed> extends Owner<K> {
  readonly distinctKey: KeyTypes[K];
}

/** Things of one name, and what a key means among them: `undefined` for none of them. */
class Owners<K extends Keyed> {
  private readonly meanings = new Map<KeyTypes[K], Known<KeyTypes[K]> | undefined>();

  constructor(
    private readonly kind: K,
    readonly all: readonly DistinctOwner<K>[],
    private readonly keys: Keys,
  ) {}

  meant(key: KeyTypes[K]): Known<KeyTypes[K]> | undefined {
    if (!this.meanings.has(key)) {
      const identity = this.keys.identityOf(this.kind, key);
      const owners = this.all.filter(
        (owner) => identity !== undefined && mayBeSame(owner.identity, identity),
      );
      const [only, ...others] = new Set(owners.map(({ distinctKey }) => distinctKey));
      this.meanings.set(key, others.length === 0 ? only : UNKNOWN);
    }
    return this.meanings.get(key);
  }
}

/** The things of one name. */
interface Named<K extends Keyed> {
  readonly owners: Owners<K>;
  readonly byStack: ReadonlyMap<string, Owners<K>>;
}

class Resolver {
  /** By each key that is ambiguous. */
  private readonly things: { readonly [K in Keyed]: ReadonlyMap<string, Named<K>> };

  constructor(states: readonly FleetState[], keys: Keys) {
    this.things = {
      cluster: ambiguous("cluster", states, keys),
      targetGroup: ambiguous("targetGroup", states, keys),
      loadBalancer: ambiguous("loadBalancer", states, keys),
    };
  }

  /** Whether no key is ambiguous. */
  get isIdle(): boolean {
    return keyedKinds.every((kind) => this.things[kind].size === 0);
  }

  own<K extends Keyed>(kind: K, thing: Identified<K>): Omit<Identified<K>, keyof Place> {
    const things = this.things[kind].get(thing.key);
    if (things === undefined) {
      return thing;
    }
    const owner = things.byStack
      .get(thing.stack)
      ?.all.find(({ key, address }) => key === thing.key && address === thing.address);
    if (owner !== undefined) {
      return owner.distinctKey === thing.key ? thing : { ...thing, key: owner.distinctKey };
    }
    // The reader names what is only read.
    const key = this.named(kind, thing.key, thing.stack);
    return isUnknown(key) ? thing : { ...thing, key };
  }

  named<K extends Keyed>(kind: K, key: Known<KeyTypes[K]>, stack: string): Known<KeyTypes[K]> {
    const things = isUnknown(key) ? undefined : this.things[kind].get(key);
    return isUnknown(key) || things === undefined
      ? key
      : (things.byStack.get(stack)?.meant(key) ?? things.owners.meant(key) ?? key);
  }
}

/**
 * The things of each key that is ambiguous: several identities have its name, or several things of one state have the key.
 */
function ambiguous<K extends Keyed>(
  kind: K,
  states: readonly FleetState[],
  keys: Keys,
): ReadonlyMap<string, Named<K>> {
  const names = new Map<string, readonly string[]>();
  for (const [name, alike] of keys.alike(kind)) {
    names.set(name, [...alike.keys()]);
  }
  for (const state of states) {
    const seen = new Set<string>();
    for (const { key } of thingsOf(state, kind)) {
      const name = seen.has(key) ? keys.identityOf(kind, key)?.name : undefined;
      if (name !== undefined && !names.has(name)) {
        names.set(name, [key]);
      }
      seen.add(key);
    }
  }
  const known = new Set([...names.values()].flat());
  const owners = names.size === 0 ? [] : distinct(kind, ownersIn(states, kind, keys, known), keys);
  const things = new Map<string, Named<K>>();
  for (const [name, all] of grouped(owners, ({ identity }) => identity.name)) {
    const byStack = [...grouped(all, ({ stack }) => stack)];
    const named = {
      owners: new Owners(kind, all, keys),
      byStack: new Map(byStack.map(([stack, own]) => [stack, new Owners(kind, own, keys)])),
    };
    for (const key of names.get(name) ?? []) {
      things.set(key, named);
    }
  }
  return things;
}

function ownersIn<K extends Keyed>(
  states: readonly FleetState[],
  kind: K,
  keys: Keys,
  known: ReadonlySet<string>,
): readonly Owner<K>[] {
  return states.flatMap((state, side) =>
    thingsOf(state, kind).flatMap(({ stack, address, key }): readonly Owner<K>[] => {
      const identity = known.has(key) ? keys.identityOf(kind, key) : undefined;
      return identity === undefined ? [] : [{ side, stack, address, key, identity }];
    }),
  );
}

function thingsOf<K extends Keyed>(state: FleetState, kind: K): readonly Identified<K>[] {
  const things: { readonly [Each in Keyed]: readonly Identified<Each>[] } = {
    cluster: state.clusters,
    targetGroup: state.targetGroups,
    loadBalancer: state.loadBalancers,
  };
  return things[kind];
}

/** Owners of one account, region and name in one state are several things: they differ by their maker. */
function distinct<K extends Keyed>(
  kind: K,
  owners: readonly Owner<K>[],
  keys: Keys,
): readonly DistinctOwner<K>[] {
  const keyOf = ({ account, region, name }: Identity, madeBy?: Maker) =>
    keys.of(kind, { account, region, name, madeBy });
  const alike = grouped(owners, ({ key, identity }) =>
    identity.madeBy === undefined ? key : keyOf(identity),
  );
  return [...alike].flatMap(([key, same]): readonly DistinctOwner<K>[] => {
    if (isOneASide(same)) {
      return same.map(({ identity: { account, region, name }, ...owner }) => ({
        ...owner,
        identity: { account, region, name },
        distinctKey: key,
      }));
    }
    return [...grouped(same, ({ stack }) => stack).values()].flatMap((inStack) =>
      inStack.map((owner) => {
        const { account, region, name } = owner.identity;
        const identity = { account, region, name, madeBy: makerOf(owner, inStack) };
        return { ...owner, identity, distinctKey: keys.of(kind, identity) };
      }),
    );
  });
}

/** @param inStack the things that are alike in the stack */
function makerOf<K extends Keyed>(
  { stack, address, identity }: Owner<K>,
  inStack: readonly Owner<K>[],
): Maker {
  if (isOneASide(inStack)) {
    return { stack };
  }
  const provider = identity.madeBy?.provider;
  const ofProvider = inStack.filter((other) => other.identity.madeBy?.provider === provider);
  return provider !== undefined && isOneASide(ofProvider) ? { stack, provider } : { stack, address };
}

function isOneASide(owners: readonly { readonly side: number }[]): boolean {
  return new Set(owners.map(({ side }) => side)).size === owners.length;
}

/** What the states name and none of them holds; each once, at the first that names it. */
export function elsewhere(states: readonly FleetState[], keys: Keys): readonly ElsewhereState[] {
  const held = new Set<string>();
  for (const { clusters, readClusters, targetGroups, loadBalancers } of states) {
    for (const { key } of [...clusters, ...readClusters, ...targetGroups, ...loadBalancers]) {
      held.add(key);
    }
  }
  const found = new Map<string, ElsewhereState>();
  // Most fleets hold all that they name.
  const isWhole = keyedKinds.every((kind) => [...keys.all(kind).keys()].every((key) => held.has(key)));
  for (const state of isWhole ? [] : states) {
    forEachKey(state, (kind, key, { stack, address }) => {
      const identity = held.has(key) || found.has(key) ? undefined : keys.identityOf(kind, key);
      if (identity !== undefined) {
        const { account, region, name } = identity;
        found.set(key, { stack, address, kind, key, account, region, name });
      }
    });
  }
  return [...found.values()];
}
