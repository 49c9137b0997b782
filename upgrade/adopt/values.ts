import type { AdoptedPart } from "../fleet/settings";
import type { Tags } from "./live-cluster";

/** The value as one of those that a property accepts; `undefined` for any other text. */
export function accepted<Value extends string>(
  values: readonly Value[],
  text: string | undefined,
): Value | undefined {
  return values.find((value) => value === text);
}

/** `undefined` for the default: a fleet file leaves it out. */
export function unlessDefault<Value>(value: Value, usual: Value): Value | undefined {
  return value === usual ? undefined : value;
}

/** `undefined` for an object without values. */
export function someOf<T extends object>(value: T): T | undefined {
  return Object.values(value).every((item) => item === undefined) ? undefined : value;
}

/** `undefined` for an empty list. */
export function listOf<Item>(items: readonly Item[]): readonly Item[] | undefined {
  return items.length === 0 ? undefined : items;
}

/** In the order of the names: AWS answers in another order each time. */
export function sorted(tags: Tags): Tags {
  return Object.fromEntries(Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Without the tags that AWS sets. `undefined` without any. */
export function ownTags(tags: Tags): Tags | undefined {
  return someOf(sorted(Object.fromEntries(Object.entries(tags).filter(([key]) => !key.startsWith("aws:")))));
}

export function partOf({ arn, tags }: { readonly arn: string; readonly tags: Tags }): AdoptedPart {
  return { arn, tags: ownTags(tags) };
}
