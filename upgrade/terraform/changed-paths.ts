import { hasMark } from "./attributes";
import { DEEPEST, get, isRecord, isSameJson, type JsonRecord } from "./json";
import type { PlannedResource } from "./plan-json";

/** An attribute that differs. */
export interface ChangedAttribute {
  /** As `ResourceChange.changed` has it. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
  /** The marks of what is not known yet. */
  readonly unknown: unknown;
}

type Sides = Pick<PlannedResource, "before" | "after" | "afterUnknown">;

/** The paths of the attributes that differ, as `ResourceChange.changed` has them. Empty where one side is not there. */
export function changedPaths(sides: Sides): readonly string[] {
  const paths: string[] = [];
  eachChanged(sides, ({ path }) => paths.push(path));
  return paths;
}

/** The attributes that differ. Empty where one side is not there. */
export function changedAttributes(sides: Sides): readonly ChangedAttribute[] {
  const attributes: ChangedAttribute[] = [];
  eachChanged(sides, (attribute) => attributes.push(attribute));
  return attributes;
}

type Told = (attribute: ChangedAttribute) => void;

function eachChanged({ before, after, afterUnknown }: Sides, tell: Told): void {
  if (before !== undefined && after !== undefined) {
    compare("", before, after, afterUnknown, tell, 0);
  }
}

function compare(
  path: string,
  before: JsonRecord,
  after: JsonRecord,
  unknown: unknown,
  tell: Told,
  depth: number,
): void {
  for (const key in before) {
    compareAttribute(path, key, before[key], get(after, key), get(unknown, key), tell, depth);
  }
  for (const key in after) {
    if (!Object.hasOwn(before, key)) {
      compareAttribute(path, key, undefined, after[key], get(unknown, key), tell, depth);
    }
  }
  for (const key of isRecord(unknown) ? Object.keys(unknown) : []) {
    if (!Object.hasOwn(before, key) && !Object.hasOwn(after, key)) {
      compareAttribute(path, key, undefined, undefined, get(unknown, key), tell, depth);
    }
  }
}

function compareAttribute(
  parent: string,
  key: string,
  before: unknown,
  after: unknown,
  unknown: unknown,
  tell: Told,
  depth: number,
): void {
  if (isSame(before, after) && !hasMark(unknown)) {
    return;
  }
  const path = parent === "" ? key : `${parent}.${key}`;
  const was = single(before);
  const becomes = single(after);
  if (was !== undefined && becomes !== undefined && unknown !== true && depth < DEEPEST) {
    compare(path, was, becomes, Array.isArray(unknown) ? unknown[0] : unknown, tell, depth + 1);
    return;
  }
  tell({ path, before, after, unknown });
}

function isSame(before: unknown, after: unknown): boolean {
  return isSameJson(before, after) || (isNothing(before) && isNothing(after));
}

/** What is not given is null at one time and empty at another, as the provider pleases. */
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

/** The attributes for which a resource is replaced, in the same spelling. */
export function replacedFor({ replacePaths }: PlannedResource): readonly string[] {
  const paths = replacePaths.map((path) => path.filter((step) => typeof step === "string").join("."));
  return [...new Set(paths)].filter((path) => path !== "");
}
