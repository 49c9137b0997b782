import { editFleet } from "../../../cli/fleet-source/edit-fleet";
import type { FileEdit } from "../../../cli/fleet-source/file-edit";
import { literalValue } from "../../../cli/fleet-source/literal-value";
import { SourceFile } from "../../../cli/fleet-source/source-file";
import type { FleetValue } from "../../../upgrade/fleet/path";
import { valueText } from "../../../upgrade/fleet/value-text";
import { type PropertyCase, propertyCases } from "../../fixtures/settings-values";

/* The editor sets, changes and removes every property of the settings, and the test reads it from the file. */

const written = (value: unknown) => `export const beta = ${valueText(value, { quote: '"' })};\n`;

function read(text: string): FleetValue | undefined {
  const [statement] = SourceFile.parse("fleet.ts", text).program.body;
  const declaration = statement?.type === "ExportNamedDeclaration" ? statement.declaration : undefined;
  const [constant] = declaration?.type === "VariableDeclaration" ? declaration.declarations : [];
  return constant?.init ? literalValue(constant.init) : undefined;
}

function edited(text: string, edit: FileEdit): string {
  const result = editFleet({ files: [{ path: "fleet.ts", text }], clusterName: "beta-kr-a", edits: [edit] });
  if ("problems" in result) {
    throw new Error(result.problems.join("\n"));
  }
  return result[0]?.text ?? text;
}

/** The fleet with a value at a path. `undefined`: without it. */
function withValue(
  fleet: FleetValue | undefined,
  path: readonly string[],
  value: FleetValue | undefined,
): unknown {
  const [name = "", ...rest] = path;
  const object: Record<string, unknown> = typeof fleet === "object" ? { ...fleet } : {};
  const inside = valueAt(fleet, [name]);
  object[name] = rest.length === 0 ? value : withValue(inside, rest, value);
  return object;
}

function valueAt(fleet: FleetValue | undefined, path: readonly string[]): FleetValue | undefined {
  return path.reduce<FleetValue | undefined>(
    (value, name) =>
      Object.entries(typeof value === "object" ? value : {}).find(([key]) => key === name)?.[1],
    fleet,
  );
}

const asData = (value: unknown) => read(written(value));

test.each(propertyCases)(
  "$name is read back as it was set, changed and removed",
  ({ path, ...property }: PropertyCase) => {
    const start = written(property.fleetWith(undefined));
    const before = read(start);
    const [first, second] = property.values.map(asData);
    if (first === undefined || second === undefined) {
      throw new Error("the values are not plain data");
    }
    const there = valueAt(before, path);
    const set = edited(start, {
      kind: "set",
      path,
      after: first,
      ...(there === undefined ? {} : { before: there }),
    });
    expect(read(set)).toEqual(withValue(before, path, first));

    const changed = edited(set, { kind: "set", path, before: first, after: second });
    expect(read(changed)).toEqual(withValue(before, path, second));

    const removed = edited(changed, { kind: "remove", path, before: second });
    expect(read(removed)).toEqual(withValue(before, path, undefined));
  },
);
