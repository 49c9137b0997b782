import { ifKnown, type Known } from "./known";

/** Things by what they belong to. A thing that belongs to nothing, or to something unknown, is in no group. */
export function grouped<T, K extends string = string>(
  things: readonly T[],
  keyOf: (thing: T) => Known<K> | undefined,
): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const thing of things) {
    const key = ifKnown(keyOf(thing));
    if (key !== undefined) {
      const group = groups.get(key);
      if (group === undefined) {
        groups.set(key, [thing]);
      } else {
        group.push(thing);
      }
    }
  }
  return groups;
}
