import type { Place } from "./place";

/*
 * What AWS knows a cluster, a target group or a load balancer by: its account, its region and its name. Keys stand for
 * these values in maps and comparisons. Only this file makes keys. No code parses a key, builds one from text, or shows
 * one to people: the account, the region and the name are stored beside the key.
 */

/** What is known of the identity of a thing. Two things that differ in a known value are two things. */
export interface Identity {
  readonly account?: string;
  readonly region?: string;
  readonly name: string;
  /** Separates things whose account, region and name are not all known. */
  readonly madeBy?: Maker;
}

/** Who makes a thing: a stack, one configuration of a provider in it, or one address in it. */
export interface Maker {
  readonly stack: string;
  readonly provider?: string;
  readonly address?: string;
}

export type ClusterKey = `cluster ${string}`;
export type TargetGroupKey = `target group ${string}`;
export type LoadBalancerKey = `load balancer ${string}`;

/** The things that others name by their keys. */
export interface KeyTypes {
  readonly cluster: ClusterKey;
  readonly targetGroup: TargetGroupKey;
  readonly loadBalancer: LoadBalancerKey;
}

export type Keyed = keyof KeyTypes;

export const keyedKinds: readonly Keyed[] = ["cluster", "targetGroup", "loadBalancer"];

/** The key of a cluster: equal for equal identities. A cluster whose name is not known yet is known by its place. */
export function clusterKey(of: Identity | Place): ClusterKey {
  return `cluster ${canonical(of)}`;
}

export function targetGroupKey(of: Identity | Place): TargetGroupKey {
  return `target group ${canonical(of)}`;
}

export function loadBalancerKey(of: Identity | Place): LoadBalancerKey {
  return `load balancer ${canonical(of)}`;
}

const MAKERS: { readonly [K in Keyed]: (of: Identity | Place) => KeyTypes[K] } = {
  cluster: clusterKey,
  targetGroup: targetGroupKey,
  loadBalancer: loadBalancerKey,
};

export function keyOf<K extends Keyed>(kind: K, of: Identity | Place): KeyTypes[K] {
  return MAKERS[kind](of);
}

function canonical(of: Identity | Place): string {
  if (!("name" in of)) {
    return JSON.stringify({ stack: of.stack, address: of.address });
  }
  const { account, region, name, madeBy } = of;
  return JSON.stringify([
    account ?? null,
    region ?? null,
    name,
    ...(madeBy === undefined ? [] : [madeBy.stack, madeBy.provider ?? null, madeBy.address ?? null]),
  ]);
}

/** Whether two identities may be of one thing: what is known of both agrees. */
export function mayBeSame(one: Identity, other: Identity): boolean {
  return (
    one.name === other.name &&
    agrees(one.account, other.account) &&
    agrees(one.region, other.region) &&
    (one.madeBy === undefined ||
      other.madeBy === undefined ||
      (one.madeBy.stack === other.madeBy.stack &&
        agrees(one.madeBy.provider, other.madeBy.provider) &&
        agrees(one.madeBy.address, other.madeBy.address)))
  );
}

/** What is not known agrees with everything. */
export function agrees(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || one === other;
}

/** The keys of one kind of thing. */
class KeysOfKind<Key extends string> {
  readonly identities = new Map<Key, Identity>();
  /** By name, if several identities have it. */
  readonly alike = new Map<string, Map<Key, Identity>>();
  private readonly byScope = new Map<string | undefined, Map<string | undefined, Map<string, Key>>>();
  private readonly firsts = new Map<string, Key>();

  /** Most references are to a few things, and no key is put together again for each. */
  of(identity: Identity, make: (of: Identity) => Key): Key {
    const { account, region, name, madeBy } = identity;
    const known = madeBy === undefined ? mapIn(mapIn(this.byScope, account), region) : undefined;
    const made = known?.get(name);
    if (made !== undefined) {
      return made;
    }
    const key = make(identity);
    known?.set(name, key);
    this.add(key, identity);
    return key;
  }

  private add(key: Key, identity: Identity): void {
    const { name } = identity;
    const first = this.firsts.get(name);
    const other = first === undefined ? undefined : this.identities.get(first);
    this.identities.set(key, identity);
    if (first === undefined || other === undefined) {
      this.firsts.set(name, key);
    } else if (first !== key) {
      const alike = this.alike.get(name) ?? new Map([[first, other]]);
      this.alike.set(name, alike.set(key, identity));
    }
  }
}

/** Makes the keys of one reading, each once, and knows the identity that each of them stands for. */
export class Keys {
  private readonly kinds: { readonly [K in Keyed]: KeysOfKind<KeyTypes[K]> } = {
    cluster: new KeysOfKind(),
    targetGroup: new KeysOfKind(),
    loadBalancer: new KeysOfKind(),
  };

  of<K extends Keyed>(kind: K, of: Identity | Place): KeyTypes[K] {
    return "name" in of ? this.kinds[kind].of(of, MAKERS[kind]) : keyOf(kind, of);
  }

  /** `undefined` if the thing is known by its place alone. */
  identityOf<K extends Keyed>(kind: K, key: KeyTypes[K]): Identity | undefined {
    return this.kinds[kind].identities.get(key);
  }

  all<K extends Keyed>(kind: K): ReadonlyMap<KeyTypes[K], Identity> {
    return this.kinds[kind].identities;
  }

  /** By name, the identities of each name that several have. */
  alike<K extends Keyed>(kind: K): ReadonlyMap<string, ReadonlyMap<KeyTypes[K], Identity>> {
    return this.kinds[kind].alike;
  }
}

function mapIn<K, Key, V>(maps: Map<K, Map<Key, V>>, at: K): Map<Key, V> {
  let map = maps.get(at);
  if (map === undefined) {
    map = new Map();
    maps.set(at, map);
  }
  return map;
}
