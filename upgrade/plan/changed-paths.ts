import { hasMark } from "./attributes";
import { DEEPEST, get, isRecord, isSameJson, type JsonRecord } from "./json";
import type { PlannedResource } from "./plan-json";

/** The paths of the attributes that differ, as `ResourceChange.changed` has them. Empty where one side is not there. */
export function changedPaths({ before, after, afterUnknown }: PlannedResource): readonly string[] {
  const paths: string[] = [];
  if (before !== undefined && after !== undefined) {
    compare("", before, after, afterUnknown, paths, 0);
  }
  return paths;
}

function compare(
  path: string,
  before: JsonRecord,
  after: JsonRecord,
  unknown: unknown,
  paths: string[],
  depth: number,
): void {
  for (const key in before) {
    compareAttribute(path, key, before[key], get(after, key), get(unknown, key), paths, depth);
  }
  for (const key in after) {
    if (!Object.hasOwn(before, key)) {
      compareAttribute(path, key, undefined, after[key], get(unknown, key), paths, depth);
    }
  }
  for (const key of isRecord(unknown) ? Object.keys(unknown) : []) {
    if (!Object.hasOwn(before, key) && !Object.hasOwn(after, key)) {
      compareAttribute(path, key, undefined, undefined, get(unknown, key), paths, depth);
    }
  }
}

function compareAttribute(
  parent: string,
  key: string,
  before: unknown,
  after: unknown,
  unknown: unknown,
  paths: string[],
  depth: number,
): void {
  if (isSame(before, after) && !hasMark(unknown)) {
    return;
  }
  const path = parent === "" ? key : `${parent}.${key}`;
  const was = single(before);
  const becomes = single(after);
  if (was !== undefined && becomes !== undefined && unknown !== true && depth < DEEPEST) {
    compare(path, was, becomes, Array.isArray(unknown) ? unknown[0] : unknown, paths, depth + 1);
    return;
  }
  paths.push(path);
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
