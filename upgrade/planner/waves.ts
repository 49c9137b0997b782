import { compareTexts } from "../eks/compare-texts";
import { workloadStack } from "../eks/layout";
import { grouped } from "../fleet/grouped";
import { keysIn, splitParts } from "../fleet/parts";
import { ByPlace } from "../fleet/place";
import { type ClusterKey, EMPTY_FLEET, type FleetState, ifKnown, isUnknown } from "../fleet/state";

/** Clusters behind one load balancer, or of one goal, are one part of a fleet: its waves are planned together. */
export class FleetParts {
  private readonly parents = new Map<string, string>();

  constructor(fleet: FleetState, pairs: readonly (readonly ClusterKey[])[]) {
    for (const { cluster, targetGroup } of fleet.bindings) {
      this.join(node("cluster", ifKnown(cluster)), node("targetGroup", ifKnown(targetGroup)));
    }
    for (const { loadBalancer, targets } of fleet.routes) {
      for (const { targetGroup } of ifKnown(targets) ?? []) {
        this.join(node("loadBalancer", ifKnown(loadBalancer)), node("targetGroup", ifKnown(targetGroup)));
      }
    }
    // Records and servers lead to clusters without bindings.
    const ofRecords = ByPlace.of(fleet.records);
    for (const { stack, address, key, owner, isDerived } of fleet.targetGroups) {
      if (isDerived === true) {
        this.join(node("targetGroup", key), node("cluster", owner));
        const leadsTo = ofRecords.get({ stack, address })?.loadBalancer;
        this.join(node("targetGroup", key), node("loadBalancer", leadsTo));
      }
    }
    // A change of shared weights shifts all that follow them.
    for (const [first, ...others] of grouped(fleet.loadBalancers, ({ weights }) => weights).values()) {
      for (const other of others) {
        this.join(node("loadBalancer", first?.key), node("loadBalancer", other.key));
      }
    }
    for (const [first, ...others] of pairs) {
      for (const other of others) {
        this.join(node("cluster", first), node("cluster", other));
      }
    }
  }

  partOf(cluster: ClusterKey): string {
    return this.root(`cluster ${cluster}`);
  }

  /** Each part that one of `clusters` is in, as a fleet of its own. */
  split(fleet: FleetState, clusters: readonly ClusterKey[]): ReadonlyMap<string, FleetState> {
    const parts = this.cut(fleet);
    return new Map(
      clusters.map((cluster) => [this.partOf(cluster), parts.get(this.partOf(cluster)) ?? EMPTY_FLEET]),
    );
  }

  /** The whole fleet, cut into its parts. What belongs to no cluster and no load balancer is the part `REST`. */
  cut(fleet: FleetState): ReadonlyMap<string, FleetState> {
    const stacks = this.stackParts(fleet);
    return splitParts(fleet, (thing, name) => {
      const [first] = keysIn(name, thing);
      return first === undefined
        ? (stacks.get(thing.stack) ?? REST)
        : this.root(`${first.kind} ${first.key}`);
    });
  }

  /** By stack, the part of what is in it and names nothing: of the cluster in it, or of one that something in it names. */
  private stackParts(fleet: FleetState): ReadonlyMap<string, string> {
    const stacks = new Map(fleet.clusters.map(({ stack, key }) => [stack, this.partOf(key)]));
    const add = (stack: string, cluster: ClusterKey) => {
      if (!stacks.has(stack)) {
        stacks.set(stack, this.partOf(cluster));
      }
    };
    for (const { stack, owner, isDerived } of fleet.targetGroups) {
      if (isDerived === true && owner !== undefined) {
        add(stack, owner);
      }
    }
    for (const { stack, cluster } of [...fleet.bindings, ...fleet.releases, ...fleet.identities]) {
      if (cluster !== undefined && !isUnknown(cluster)) {
        add(stack, cluster);
      }
    }
    // A name that several clusters have does not tell whose in-cluster stack it is.
    for (const [name, [only, ...others]] of grouped(fleet.clusters, ({ clusterName }) => clusterName)) {
      if (only !== undefined && others.length === 0) {
        add(workloadStack(name), only.key);
      }
    }
    return stacks;
  }

  private join(one: string | undefined, other: string | undefined): void {
    if (one !== undefined && other !== undefined) {
      const [root, otherRoot] = [this.root(one), this.root(other)];
      if (root !== otherRoot) {
        this.parents.set(root, otherRoot);
      }
    }
  }

  private root(name: string): string {
    let root = name;
    for (let parent = this.parents.get(root); parent !== undefined; parent = this.parents.get(root)) {
      root = parent;
    }
    // Shortens the path for the next call.
    for (let each = name; each !== root; ) {
      const next = this.parents.get(each) ?? root;
      this.parents.set(each, root);
      each = next;
    }
    return root;
  }
}

export const REST = "";

function node(kind: string, key: string | undefined): string | undefined {
  return key === undefined ? undefined : `${kind} ${key}`;
}

/** A goal of a wave. */
export interface Turn {
  readonly clusterName: string;
  readonly part: string;
}

/**
 * The wave of each turn, from 1. Environments follow one another. In an environment, a wave has at most one turn of each
 * part, in the order of names.
 */
export function wavesOf<T extends Turn>(
  turns: readonly T[],
  environments: readonly string[] | undefined,
): readonly (readonly [wave: number, turn: T])[] {
  const byRank = new Map<number, T[]>();
  for (const turn of turns) {
    const rank = rankOf(turn.clusterName, environments);
    const same = byRank.get(rank) ?? [];
    byRank.set(rank, same);
    same.push(turn);
  }
  let last = 0;
  return [...byRank]
    .sort(([one], [other]) => one - other)
    .flatMap(([, same]) => {
      const taken = new Map<string, number>();
      const first = last;
      const waves = [...same]
        .sort((one, other) => compareTexts(one.clusterName, other.clusterName))
        .map((turn): readonly [number, T] => {
          const turnOfPart = (taken.get(turn.part) ?? 0) + 1;
          taken.set(turn.part, turnOfPart);
          last = Math.max(last, first + turnOfPart);
          return [first + turnOfPart, turn];
        });
      return waves.sort(([one], [other]) => one - other);
    });
}

/** The rank of the environment of a cluster, by the words of its name. */
function rankOf(clusterName: string, environments: readonly string[] | undefined): number {
  if (environments === undefined) {
    const words = clusterName.toLowerCase().split(/[^a-z]+/);
    return words.some((word) => IMPORTANT.includes(word))
      ? 2
      : words.some((word) => TRIED.includes(word))
        ? 0
        : 1;
  }
  const index = environments.findIndex(
    (environment) => clusterName === environment || clusterName.startsWith(`${environment}-`),
  );
  // Before the last environment.
  return index === -1 ? environments.length - 1.5 : index;
}

const TRIED: readonly string[] = ["alpha", "dev", "develop", "development", "sandbox", "test", "testing"];
const IMPORTANT: readonly string[] = ["live", "prd", "prod", "production"];
