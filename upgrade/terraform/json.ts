/*
 * Reads parsed JSON from other programs: everything may be missing, of another type, or nested without end.
 */

export type JsonRecord = Readonly<Record<string, unknown>>;

/** No expected value is nested this deep. Deeper values count as different and unknown. */
export const DEEPEST = 64;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Properties of every object, such as "constructor", are functions. JSON has no functions. */
export function get(value: unknown, key: string): unknown {
  const found = isRecord(value) ? value[key] : undefined;
  return typeof found === "function" ? undefined : found;
}

export function getText(value: unknown, key: string): string | undefined {
  const text = get(value, key);
  return typeof text === "string" ? text : undefined;
}

export function getRecord(value: unknown, key: string): JsonRecord | undefined {
  const record = get(value, key);
  return isRecord(record) ? record : undefined;
}

/** Empty where there is no list. */
export function getList(value: unknown, key: string): readonly unknown[] {
  const list = get(value, key);
  return Array.isArray(list) ? list : [];
}

/** The texts in a list. Empty where there is no list. */
export function getTexts(value: unknown, key: string): readonly string[] {
  return getList(value, key).filter((each) => typeof each === "string");
}

export function isSameJson(left: unknown, right: unknown, depth = 0): boolean {
  if (left === right) {
    return true;
  }
  if (depth > DEEPEST) {
    return false;
  }
  if (Array.isArray(left)) {
    return Array.isArray(right) && isSameList(left, right, depth);
  }
  if (!isRecord(left) || !isRecord(right)) {
    return false;
  }
  for (const key in left) {
    if (!Object.hasOwn(right, key) || !isSameJson(left[key], right[key], depth + 1)) {
      return false;
    }
  }
  for (const key in right) {
    if (!Object.hasOwn(left, key)) {
      return false;
    }
  }
  return true;
}

function isSameList(left: readonly unknown[], right: readonly unknown[], depth: number): boolean {
  if (left.length !== right.length) {
    return false;
  }
  for (let index = 0; index < left.length; index += 1) {
    if (!isSameJson(left[index], right[index], depth + 1)) {
      return false;
    }
  }
  return true;
}

/** The type of a JSON value in words. */
export function kindOf(value: unknown): string {
  if (value === null) {
    return "null";
  }
  if (Array.isArray(value)) {
    return "a list";
  }
  return isRecord(value) ? "an object" : `a ${typeof value}`;
}
