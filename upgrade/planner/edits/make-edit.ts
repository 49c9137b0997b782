import type { FleetPath, FleetValueAt, PathIn } from "../../fleet/path";
import { clusterPath } from "../../fleet/path-to";
import type {
  ClusterSettings,
  NodeGroupSettings,
  NodePoolSettings,
  TargetGroupSettings,
} from "../../fleet/settings";
import type { BoundKind } from "../../fleet/traffic-kind";
import { TRAFFIC_PATHS } from "../../fleet/traffic-paths";
import type {
  ClusterCopy,
  CopyChange,
  FleetEdit,
  NodeGroupCopy,
  NodePoolCopy,
  RemoveValue,
  SetValue,
  TargetGroupCopy,
} from "./fleet-edit";

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

/** A change of a copied node pool. */
export function inNodePool<const Path extends PathIn<NodePoolSettings>>(
  path: Path,
  after?: FleetValueAt<Path, NodePoolSettings>,
): CopyChange<NodePoolSettings> {
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

export function copyNodePool(
  cluster: string,
  from: string,
  to: string,
  changes: readonly CopyChange<NodePoolSettings>[],
): NodePoolCopy {
  const path = (name: string) => clusterPath(cluster, "nodePools", name);
  return { kind: "copy", from: path(from), path: path(to), changes };
}

export function copyTargetGroup(
  kind: BoundKind,
  loadBalancer: string,
  from: string,
  to: string,
  changes: readonly CopyChange<TargetGroupSettings>[],
): TargetGroupCopy {
  const path = (slot: string) => TRAFFIC_PATHS[kind].slot(loadBalancer, slot);
  return { kind: "copy", from: path(from), path: path(to), changes };
}

export function isClusterCopy(edit: FleetEdit): edit is ClusterCopy {
  return edit.kind === "copy" && edit.path.length === 2;
}

export function isNodeGroupCopy(edit: FleetEdit): edit is NodeGroupCopy {
  return edit.kind === "copy" && edit.path[2] === "nodeGroups";
}

export function isNodePoolCopy(edit: FleetEdit): edit is NodePoolCopy {
  return edit.kind === "copy" && edit.path[2] === "nodePools";
}
