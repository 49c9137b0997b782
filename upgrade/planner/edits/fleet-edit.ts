import {
  clusterPath,
  type FleetPath,
  type FleetValue,
  type FleetValueAt,
  loadBalancerPath,
  type PathIn,
} from "../../fleet/path";
import type { ClusterSettings, NodeGroupSettings, TargetGroupSettings } from "../../fleet/settings";

/** One value that an upgrade step changes in a fleet file. */
export type FleetEdit = SetValue | RemoveValue | CopyValue;

/** Sets a value, new or in place of another. */
export interface SetValue {
  readonly kind: "set";
  readonly path: FleetPath;
  /** Left out if the file has no value yet. */
  readonly before?: FleetValue;
  readonly after: FleetValue;
  /** `after` is a list, and its items are added to those that the file has. */
  readonly keepsItems?: true;
}

/** Removes a value with its name. */
export interface RemoveValue {
  readonly kind: "remove";
  readonly path: FleetPath;
  /** Left out if it is large: a cluster, a node group. */
  readonly before?: FleetValue;
  /** Only these items of a list; with the last item, the name is removed too. */
  readonly items?: readonly string[];
}

/** Copies an entry and changes some of its values: the next generation of a node group, a second cluster. */
export type CopyValue = ClusterCopy | NodeGroupCopy | TargetGroupCopy;

export type ClusterCopy = CopyOf<ClusterSettings, readonly ["clusters", string]>;
export type NodeGroupCopy = CopyOf<NodeGroupSettings, readonly ["clusters", string, "nodeGroups", string]>;
export type TargetGroupCopy = CopyOf<
  TargetGroupSettings,
  readonly ["loadBalancers", string, "targetGroups", string]
>;

interface CopyOf<Entry, Path extends FleetPath> {
  readonly kind: "copy";
  /** What is copied. It stays. */
  readonly from: Path;
  /** Has no value yet. */
  readonly path: Path;
  readonly changes: readonly CopyChange<Entry>[];
}

export interface CopyChange<Entry> {
  /** From the copy: `["version"]`. */
  readonly path: PathIn<Entry>;
  /** Left out if the copy does not have the value. */
  readonly after?: FleetValue;
}

/** @param before left out if the file has no value yet */
export function set<const Path extends FleetPath>(
  path: Path,
  after: FleetValueAt<Path>,
  before?: FleetValueAt<Path>,
): SetValue {
  return { kind: "set", path, ...(before === undefined ? {} : { before }), after };
}

/** @param before left out if it is large, or not known */
export function remove<const Path extends FleetPath>(path: Path, before?: FleetValueAt<Path>): RemoveValue {
  return { kind: "remove", path, ...(before === undefined ? {} : { before }) };
}

/** Adds items to a list of the file, whatever it has already. */
export function addItems<const Path extends FleetPath>(
  path: Path,
  items: FleetValueAt<Path> & readonly string[],
): SetValue {
  return { kind: "set", path, after: items, keepsItems: true };
}

/** Removes items of a list of the file, and the list with the last one. */
export function removeItems<const Path extends FleetPath>(
  path: Path,
  items: FleetValueAt<Path> & readonly string[],
): RemoveValue {
  return { kind: "remove", path, items };
}

/** Sets a value that may be written already or not; removes it for `undefined`. */
export function change<const Path extends FleetPath>(
  path: Path,
  before: FleetValueAt<Path> | undefined,
  after: FleetValueAt<Path> | undefined,
): FleetEdit {
  return after === undefined ? remove(path, before) : set(path, after, before);
}

/** A change of a copied cluster. */
export function inCluster<const Path extends PathIn<ClusterSettings>>(
  path: Path,
  after?: FleetValueAt<Path, ClusterSettings>,
): CopyChange<ClusterSettings> {
  return { path, ...(after === undefined ? {} : { after }) };
}

/** A change of a copied node group. */
export function inNodeGroup<const Path extends PathIn<NodeGroupSettings>>(
  path: Path,
  after?: FleetValueAt<Path, NodeGroupSettings>,
): CopyChange<NodeGroupSettings> {
  return { path, ...(after === undefined ? {} : { after }) };
}

/** A change of a copied target group. */
export function inTargetGroup<const Path extends PathIn<TargetGroupSettings>>(
  path: Path,
  after?: FleetValueAt<Path, TargetGroupSettings>,
): CopyChange<TargetGroupSettings> {
  return { path, ...(after === undefined ? {} : { after }) };
}

export function copyCluster(
  from: string,
  to: string,
  changes: readonly CopyChange<ClusterSettings>[],
): ClusterCopy {
  return { kind: "copy", from: clusterPath(from), path: clusterPath(to), changes };
}

export function copyNodeGroup(
  cluster: string,
  from: string,
  to: string,
  changes: readonly CopyChange<NodeGroupSettings>[],
): NodeGroupCopy {
  const path = (name: string) => clusterPath(cluster, "nodeGroups", name);
  return { kind: "copy", from: path(from), path: path(to), changes };
}

export function copyTargetGroup(
  loadBalancer: string,
  from: string,
  to: string,
  changes: readonly CopyChange<TargetGroupSettings>[],
): TargetGroupCopy {
  const path = (slot: string) => loadBalancerPath(loadBalancer, "targetGroups", slot);
  return { kind: "copy", from: path(from), path: path(to), changes };
}

export function isClusterCopy(edit: FleetEdit): edit is ClusterCopy {
  return edit.kind === "copy" && edit.path.length === 2;
}

export function isNodeGroupCopy(edit: FleetEdit): edit is NodeGroupCopy {
  return edit.kind === "copy" && edit.path[2] === "nodeGroups";
}

/** The value at the path after an edit; `undefined` if there is none any more, or if it is a copy. */
export function valueAfter(edit: FleetEdit): FleetValue | undefined {
  return edit.kind === "set" ? edit.after : undefined;
}
