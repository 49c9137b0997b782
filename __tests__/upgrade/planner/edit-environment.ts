import type { FileEdit, FilePath } from "../../../cli/fleet-source/file-edit";
import type { Environment } from "../../../stacks/environment";
import type { FleetValue } from "../../../upgrade/fleet/path";

type Entries = { readonly [name: string]: FleetValue };

/** What edits make of an environment, as plain data: what whoever edits the file of one must come to. */
export function editedEnvironment(environment: Environment, edits: readonly FileEdit[]): Environment {
  const data = JSON.parse(JSON.stringify(environment));
  for (const edit of edits) {
    if (edit.kind === "copy") {
      const copy: Entries = JSON.parse(JSON.stringify(read(data, edit.from)));
      for (const { path, after } of edit.changes) {
        write(copy, path, after);
      }
      write(data, edit.path, copy);
    } else {
      const items = read(data, edit.path) ?? [];
      const written: readonly FleetValue[] = Array.isArray(items) ? items : [];
      if (edit.kind === "set" && edit.keepsItems === true && Array.isArray(edit.after)) {
        write(data, edit.path, [...new Set([...written, ...edit.after])]);
        continue;
      }
      if (edit.kind === "remove" && edit.items !== undefined) {
        const left = written.filter(
          (item) => typeof item !== "string" || edit.items?.includes(item) !== true,
        );
        write(data, edit.path, left.length === 0 ? undefined : left);
        continue;
      }
      expect(["before", edit.path, edit.before ?? read(data, edit.path)]).toEqual([
        "before",
        edit.path,
        read(data, edit.path),
      ]);
      write(data, edit.path, edit.kind === "set" ? edit.after : undefined);
    }
  }
  return data;
}

function read(data: Entries, path: FilePath): FleetValue | undefined {
  return path.reduce<FleetValue | undefined>(
    (value, name) => (isEntries(value) ? value[name] : undefined),
    data,
  );
}

function write(data: Entries, path: FilePath, value: FleetValue | undefined): void {
  const parent = read(data, path.slice(0, -1));
  const name = path.at(-1) ?? "";
  if (!isEntries(parent)) {
    // Where nothing stands, there is nothing to take out.
    expect([path, value]).toEqual([path, undefined]);
  } else if (value === undefined) {
    Reflect.deleteProperty(parent, name);
  } else {
    Object.assign(parent, { [name]: value });
  }
}

function isEntries(value: FleetValue | undefined): value is Entries {
  return typeof value === "object" && !Array.isArray(value);
}
