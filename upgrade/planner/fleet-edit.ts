/** A value of a fleet file, as plain data. */
export type FleetValue =
  | string
  | number
  | boolean
  | readonly FleetValue[]
  | { readonly [name: string]: FleetValue };

/** Where a value stands in its environment: `["clusters", "alpha-kr-a", "nodeGroups", "workers-v1", "phase"]`. */
export type FleetPath = readonly string[];

/** One value that an upgrade step changes in a fleet file. */
export type FleetEdit = SetValue | RemoveValue | CopyValue;

/** Writes a value over another, or where none was written. */
export interface SetValue {
  readonly kind: "set";
  readonly path: FleetPath;
  /** Left out where nothing is written yet. */
  readonly before?: FleetValue;
  readonly after: FleetValue;
}

/** Takes a value out, with its name. */
export interface RemoveValue {
  readonly kind: "remove";
  readonly path: FleetPath;
  /** Left out where it is too large to be told: a cluster, a node group. */
  readonly before?: FleetValue;
}

/** Writes an entry after another one of its kind, as it is but for some values: a generation, a second cluster. */
export interface CopyValue {
  readonly kind: "copy";
  /** What is copied: it stays. */
  readonly from: FleetPath;
  /** Has no value yet. */
  readonly path: FleetPath;
  /** Paths are from the copy: `["version"]`. One whose `after` is left out is not in the copy. */
  readonly changes: readonly { readonly path: FleetPath; readonly after?: FleetValue }[];
}
