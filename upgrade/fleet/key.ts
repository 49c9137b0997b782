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

/** Keys by account, region and name. */
type KeysByScope<Key> = Map<string | undefined, Map<string | undefined, Map<string, Key>>>;

/** Makes the keys of one reading, each once, and knows the identity that each of them stands for. */
export class Keys {
  private readonly identities: Readonly<Record<Keyed, Map<KeyTypes[Keyed], Identity>>> = {
    cluster: new Map(),
    targetGroup: new Map(),
    loadBalancer: new Map(),
  };
  private readonly known: { readonly [K in Keyed]: KeysByScope<KeyTypes[K]> } = {
    cluster: new Map(),
    targetGroup: new Map(),
    loadBalancer: new Map(),
  };

  of<K extends Keyed>(kind: K, identity: Identity | Place): KeyTypes[K] {
    if (!("name" in identity)) {
      return keyOf(kind, identity);
    }
    const { account, region, name, madeBy } = identity;
    // Most references are to a few things, and no key is put together again for each.
    const known = madeBy === undefined ? mapIn(mapIn(this.known[kind], account), region) : undefined;
    const made = known?.get(name);
    if (made !== undefined) {
      return made;
    }
    const key = keyOf(kind, identity);
    known?.set(name, key);
    this.identities[kind].set(key, identity);
    return key;
  }

  /** `undefined` if the thing is known by its place alone. */
  identityOf(kind: Keyed, key: KeyTypes[Keyed]): Identity | undefined {
    return this.identities[kind].get(key);
  }

  all(kind: Keyed): ReadonlyMap<KeyTypes[Keyed], Identity> {
    return this.identities[kind];
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
