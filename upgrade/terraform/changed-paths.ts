import { hasMark } from "./attributes";
import { DEEPEST, get, isRecord, isSameJson, type JsonRecord } from "./json";
import type { PlannedResource } from "./plan-json";

/** An attribute that differs. */
export interface ChangedAttribute {
  /** As in `ResourceChange.changed`. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
  /** The marks of values that are known after apply. */
  readonly unknown: unknown;
}

type Sides = Pick<PlannedResource, "before" | "after" | "afterUnknown">;

/** The paths of the attributes that differ, as in `ResourceChange.changed`. Empty if one side does not exist. */
export function changedPaths(sides: Sides): readonly string[] {
  const paths: string[] = [];
  eachChanged(sides, ({ path }) => paths.push(path));
  return paths;
}

/** The attributes that differ. Empty if one side does not exist. */
export function changedAttributes(sides: Sides): readonly ChangedAttribute[] {
  const attributes: ChangedAttribute[] = [];
  eachChanged(sides, (attribute) => attributes.push(attribute));
  return attributes;
}

type Report = (attribute: ChangedAttribute) => void;

function eachChanged({ before, after, afterUnknown }: Sides, report: Report): void {
  if (before !== undefined && after !== undefined) {
    compare("", before, after, afterUnknown, report, 0);
  }
}

function compare(
  path: string,
  before: JsonRecord,
  after: JsonRecord,
  unknown: unknown,
  report: Report,
  depth: number,
): void {
  for (const key in before) {
    compareAttribute(path, key, before[key], get(after, key), get(unknown, key), report, depth);
  }
  for (const key in after) {
    if (!Object.hasOwn(before, key)) {
      compareAttribute(path, key, undefined, after[key], get(unknown, key), report, depth);
    }
  }
  for (const key of isRecord(unknown) ? Object.keys(unknown) : []) {
    if (!Object.hasOwn(before, key) && !Object.hasOwn(after, key)) {
      compareAttribute(path, key, undefined, undefined, get(unknown, key), report, depth);
    }
  }
}

function compareAttribute(
  parent: string,
  key: string,
  before: unknown,
  after: unknown,
  unknown: unknown,
  report: Report,
  depth: number,
): void {
  if (isSame(before, after) && !hasMark(unknown)) {
    return;
  }
  const path = parent === "" ? key : `${parent}.${key}`;
  const was = single(before);
  const becomes = single(after);
  if (was !== undefined && becomes !== undefined && unknown !== true && depth < DEEPEST) {
    compare(path, was, becomes, Array.isArray(unknown) ? unknown[0] : unknown, report, depth + 1);
    return;
  }
  report({ path, before, after, unknown });
}

function isSame(before: unknown, after: unknown): boolean {
  return isSameJson(before, after) || (isNothing(before) && isNothing(after));
}

/** The provider writes an omitted value as null or as empty. */
function isNothing(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === "" ||
    (typeof value === "object" && Object.keys(value).length === 0)
  );
}

/** A map, or the one block of a list of blocks. */
function single(value: unknown): JsonRecord | undefined {
  const item: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return isRecord(item) ? item : undefined;
}

/** The attributes that cause a replacement, in the same spelling. */
export function replacedFor({ replacePaths }: PlannedResource): readonly string[] {
  const paths = replacePaths.map((path) => path.filter((step) => typeof step === "string").join("."));
  return [...new Set(paths)].filter((path) => path !== "");
}
