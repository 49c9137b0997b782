/*
 * Narrow looks at parsed JSON that somebody else wrote: everything may be missing, of another type, or nested
 * without end.
 */

export type JsonRecord = Readonly<Record<string, unknown>>;

/** Nothing that is read is nested so deep; what is deeper is taken for different and unknown. */
export const DEEPEST = 64;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A key of its own, whatever its name: "constructor" of an empty object is not there. */
export function get(value: unknown, key: string): unknown {
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
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

export function isSameJson(left: unknown, right: unknown, depth = 0): boolean {
  if (left === right) {
    return true;
  }
  if (depth > DEEPEST) {
    return false;
  }
  if (Array.isArray(left)) {
    return (
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((item, index) => isSameJson(item, right[index], depth + 1))
    );
  }
  if (!isRecord(left) || !isRecord(right)) {
    return false;
  }
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && isSameJson(left[key], right[key], depth + 1))
  );
}

/** What a word for a JSON value is, in a sentence. */
export function kindOf(value: unknown): string {
  if (value === null) {
    return "null";
  }
  if (Array.isArray(value)) {
    return "a list";
  }
  return isRecord(value) ? "an object" : `a ${typeof value}`;
}
