import type { FleetChange, ResourceChange } from "./change";
import { grouped } from "./grouped";
import { Names } from "./labels";
import { lazily } from "./lazily";
import { ByPlace } from "./place";
import {
  type AddonState,
  type ClusterKey,
  type ClusterState,
  emptyLists,
  type FleetState,
  ifKnown,
  isUnknown,
  type Known,
  type NodeGroupState,
  type PartName,
  type Place,
  partNames,
  type Things,
} from "./state";

/** One part of a fleet before and after a change, and what the plan does to it (nothing if `change` is left out). */
export interface Pair<T> {
  readonly before?: T;
  readonly after?: T;
  readonly change?: ResourceChange;
}

/** A part that exists before and after, and is the same one: it is not replaced. */
export interface Kept<T> extends Pair<T> {
  readonly before: T;
  readonly after: T;
}

/** A part that the plan destroys and does not recreate. */
export interface Removed<T> extends Pair<T> {
  readonly before: T;
  readonly change: ResourceChange;
}

/** Both sides of each part of a fleet. */
type Pairs = { readonly [P in PartName]: readonly Pair<Things[P]>[] };

/** A change by the parts of the fleet: each before and after, and what the plan does to it. */
export interface FleetDiff extends Pairs, Pick<Names, "nameOf" | "labelOf"> {
  /** `undefined` if the key is unknown, or if these plans do not have the cluster. */
  cluster(key: Known<ClusterKey> | undefined): Pair<ClusterState> | undefined;
  nodeGroupsOf(key: ClusterKey): readonly Pair<NodeGroupState>[];
  addonsOf(key: ClusterKey): readonly Pair<AddonState>[];
  /** What the plan does at a place; `undefined` if it does nothing. */
  changeAt(place: Place): ResourceChange | undefined;
  /** Whether a cluster, node group or add-on existed before and does not change. */
  leavesAlone(thing: Place): boolean;
  /** Whether a cluster is destroyed, for good or to be replaced. */
  destroys(key: Known<ClusterKey> | undefined): boolean;
}

export function fleetDiff({ before, after, resources }: FleetChange): FleetDiff {
  const changes = ByPlace.of(resources);
  const parts = pairParts(before, after, changes);
  const known = lazily(() => ByPlace.of<Place>([...before.clusters, ...before.nodeGroups, ...before.addons]));
  const clusters = lazily(() => byKeys([...parts.readClusters, ...parts.clusters]));
  const nodeGroups = lazily(() => byCluster(parts.nodeGroups));
  const addons = lazily(() => byCluster(parts.addons));
  const names = new Names([after, before]);
  const cluster = (key: Known<ClusterKey> | undefined) =>
    key === undefined || isUnknown(key) ? undefined : clusters().get(key);
  return {
    ...parts,
    cluster,
    nameOf: (key) => names.nameOf(key),
    labelOf: (key) => names.labelOf(key),
    nodeGroupsOf: (key) => nodeGroups().get(key) ?? [],
    addonsOf: (key) => addons().get(key) ?? [],
    changeAt: (place) => changes.get(place),
    leavesAlone: (thing) => changes.get(thing) === undefined && known().get(thing) !== undefined,
    destroys: (key) => isDestroyed(cluster(key)),
  };
}

function isDestroyed(pair: Pair<unknown> | undefined): boolean {
  return pair?.change?.action === "delete" || pair?.change?.action === "replace";
}

/** Visits both sides of each thing that changes, part by part. */
export function forEachDifference(
  before: FleetState,
  after: FleetState,
  visit: <P extends PartName>(pair: Pair<Things[P]>, name: P) => void,
): void {
  const unchanged = ByPlace.of<ResourceChange>([]);
  const visitAll = <P extends PartName>(name: P) => {
    if (before[name] !== after[name]) {
      for (const pair of pairs<Things[P]>(before[name], after[name], unchanged)) {
        if (pair.before !== pair.after) {
          visit(pair, name);
        }
      }
    }
  };
  partNames.forEach(visitAll);
}

export function kept<T>(things: readonly Pair<T>[]): readonly Kept<T>[] {
  return things.flatMap(({ before, after, change }) =>
    before === undefined || after === undefined || change?.action === "replace"
      ? []
      : [{ before, after, change }],
  );
}

/** The parts that the plan changes in place. */
export function updated<T>(things: readonly Pair<T>[]): readonly Kept<T>[] {
  return kept(things.filter(({ change }) => change !== undefined));
}

export function removed<T>(things: readonly Pair<T>[]): readonly Removed<T>[] {
  return things.flatMap(({ before, change }) =>
    before === undefined || change?.action !== "delete" ? [] : [{ before, change }],
  );
}

/** The parts that the plan creates or recreates; not those that it imports. */
export function created<T>(things: readonly Pair<T>[]): readonly T[] {
  return things.flatMap(({ after, change }) =>
    after !== undefined && (change?.action === "create" || change?.action === "replace") ? [after] : [],
  );
}

type PairLists = { readonly [P in PartName]: Pair<Things[P]>[] };

function pairParts(before: FleetState, after: FleetState, changes: ByPlace<ResourceChange>): Pairs {
  const lists = emptyLists<PairLists>();
  const add = <P extends PartName>(name: P) => {
    for (const pair of pairs<Things[P]>(before[name], after[name], changes)) {
      lists[name].push(pair);
    }
  };
  partNames.forEach(add);
  return lists;
}

function pairs<T extends Place>(
  before: readonly T[],
  after: readonly T[],
  changes: ByPlace<ResourceChange>,
): readonly Pair<T>[] {
  // A thing that does not change is the same object on both sides.
  const gone = new Set(before);
  const others = new Set<T>();
  for (const thing of after) {
    if (!gone.delete(thing)) {
      others.add(thing);
    }
  }
  const was = new ByPlace<T[]>();
  for (const thing of others.size === 0 ? [] : gone) {
    was.getOr(thing, () => []).push(thing);
  }
  const result = after.map((thing): Pair<T> => {
    const change = changes.get(thing);
    if (!others.has(thing)) {
      return { before: thing, after: thing, change };
    }
    // Terraform reports a resource that it moves at its new address, in its state before too.
    const { stack, address } = thing;
    const earlier =
      was.get(thing)?.shift() ?? was.get({ stack, address: change?.previousAddress ?? address })?.shift();
    if (earlier !== undefined) {
      gone.delete(earlier);
    }
    return { before: earlier, after: thing, change };
  });
  return [...result, ...[...gone].map((thing) => ({ before: thing, change: changes.get(thing) }))];
}

/** A cluster that is replaced may get another name: both names find it. */
function byKeys(clusters: readonly Pair<ClusterState>[]): ReadonlyMap<ClusterKey, Pair<ClusterState>> {
  return new Map(
    clusters.flatMap((cluster) =>
      [cluster.before?.key, cluster.after?.key].flatMap((key) => (key === undefined ? [] : [[key, cluster]])),
    ),
  );
}

function byCluster<T extends { readonly cluster: Known<ClusterKey> }>(
  things: readonly Pair<T>[],
): ReadonlyMap<ClusterKey, readonly Pair<T>[]> {
  return grouped(things, ({ before, after }) => ifKnown(after?.cluster) ?? before?.cluster);
}
