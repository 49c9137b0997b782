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

type Sides = Pick<PlannedResource, "before" | "after" | "afterUnknown"> &
  Partial<Pick<PlannedResource, "beforeSensitive" | "afterSensitive">>;

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

function eachChanged(sides: Sides, report: Report): void {
  const { before, after, afterUnknown, beforeSensitive, afterSensitive } = sides;
  if (before !== undefined && after !== undefined) {
    compare("", before, after, afterUnknown, [beforeSensitive, afterSensitive], report, 0);
  }
}

/** The marks of sensitive values, before and after. */
type Marks = readonly [before: unknown, after: unknown];

function compare(
  path: string,
  before: JsonRecord,
  after: JsonRecord,
  unknown: unknown,
  marks: Marks,
  report: Report,
  depth: number,
): void {
  for (const key in before) {
    compareAttribute(path, key, before[key], get(after, key), get(unknown, key), marks, report, depth);
  }
  for (const key in after) {
    if (!Object.hasOwn(before, key)) {
      compareAttribute(path, key, undefined, after[key], get(unknown, key), marks, report, depth);
    }
  }
  for (const key of isRecord(unknown) ? Object.keys(unknown) : []) {
    if (!Object.hasOwn(before, key) && !Object.hasOwn(after, key)) {
      compareAttribute(path, key, undefined, undefined, get(unknown, key), marks, report, depth);
    }
  }
}

function compareAttribute(
  parent: string,
  key: string,
  before: unknown,
  after: unknown,
  unknown: unknown,
  marks: Marks,
  report: Report,
  depth: number,
): void {
  if (isSame(before, after) && !hasMark(unknown)) {
    return;
  }
  const path = parent === "" ? key : `${parent}.${key}`;
  const was = single(before);
  const becomes = single(after);
  const [wasMarked, becomesMarked] = [first(get(marks[0], key)), first(get(marks[1], key))];
  // The keys of a map that is sensitive as a whole are sensitive too.
  const isHidden = wasMarked === true || becomesMarked === true;
  if (was !== undefined && becomes !== undefined && unknown !== true && !isHidden && depth < DEEPEST) {
    compare(path, was, becomes, first(unknown), [wasMarked, becomesMarked], report, depth + 1);
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

/** The marks of the one block of a list of blocks. */
function first(marks: unknown): unknown {
  return Array.isArray(marks) ? marks[0] : marks;
}

/** The attributes that cause a replacement, in the same spelling. */
export function replacedFor({ replacePaths }: PlannedResource): readonly string[] {
  const paths = replacePaths.map((path) => path.filter((step) => typeof step === "string").join("."));
  return [...new Set(paths)].filter((path) => path !== "");
}
