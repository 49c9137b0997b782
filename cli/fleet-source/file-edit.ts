import type { FleetValue } from "../../upgrade/fleet/path";

/** An edit of a file, whatever its properties are. Every `FleetEdit` is one. */
export type FileEdit = SetValue | RemoveValue | CopyValue;

/** Names of properties, one inside the other. */
export type FilePath = readonly string[];

interface SetValue {
  readonly kind: "set";
  readonly path: FilePath;
  readonly before?: FleetValue;
  readonly after: FleetValue;
  readonly keepsItems?: true;
}

interface RemoveValue {
  readonly kind: "remove";
  readonly path: FilePath;
  readonly before?: FleetValue;
  readonly items?: readonly string[];
}

export interface CopyValue {
  readonly kind: "copy";
  readonly from: FilePath;
  readonly path: FilePath;
  readonly changes: readonly { readonly path: FilePath; readonly after?: FleetValue }[];
}
