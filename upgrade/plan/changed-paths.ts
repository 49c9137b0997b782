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
  const marks = isRecord(unknown) ? Object.keys(unknown) : [];
  for (const key of new Set([...Object.keys(before), ...Object.keys(after), ...marks])) {
    compareAttribute(
      path === "" ? key : `${path}.${key}`,
      get(before, key),
      get(after, key),
      get(unknown, key),
      {
        paths,
        depth,
      },
    );
  }
}

function compareAttribute(
  path: string,
  before: unknown,
  after: unknown,
  unknown: unknown,
  { paths, depth }: { readonly paths: string[]; readonly depth: number },
): void {
  const isUnknown = hasMark(unknown);
  if (!isUnknown && isSame(before, after)) {
    return;
  }
  const [was, becomes] = [single(before), single(after)];
  if (was !== undefined && becomes !== undefined && unknown !== true && depth < DEEPEST) {
    compare(path, was, becomes, Array.isArray(unknown) ? unknown[0] : unknown, paths, depth + 1);
    return;
  }
  paths.push(path);
}

/** What is not given is null, and so it is not there. */
function isSame(before: unknown, after: unknown): boolean {
  return isSameJson(before ?? null, after ?? null);
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
