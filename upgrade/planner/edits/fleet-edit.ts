import type { FleetPath, FleetValue, PathIn } from "../../fleet/path";
import type {
  ClusterSettings,
  NodeGroupSettings,
  NodePoolSettings,
  TargetGroupSettings,
} from "../../fleet/settings";

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

/** Copies an entry and changes some of its values: the next generation of a node group or pool, a second cluster. */
export type CopyValue = ClusterCopy | NodeGroupCopy | NodePoolCopy | TargetGroupCopy;

export type ClusterCopy = CopyOf<ClusterSettings, readonly ["clusters", string]>;
export type NodeGroupCopy = CopyOf<NodeGroupSettings, readonly ["clusters", string, "nodeGroups", string]>;
export type NodePoolCopy = CopyOf<NodePoolSettings, readonly ["clusters", string, "nodePools", string]>;
export type TargetGroupCopy = CopyOf<
  TargetGroupSettings,
  readonly ["loadBalancers" | "networkLoadBalancers", string, "targetGroups", string]
>;

interface CopyOf<Entry, Path extends readonly string[]> {
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

/** The value at the path after an edit; `undefined` if there is none any more, or if it is a copy. */
export function valueAfter(edit: FleetEdit): FleetValue | undefined {
  return edit.kind === "set" ? edit.after : undefined;
}
