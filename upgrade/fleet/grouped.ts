import { ifKnown, type Known } from "./state";

/** Things by what they belong to; one of which that is not known, or that belongs to nothing, is under none. */
export function grouped<T>(
  things: readonly T[],
  keyOf: (thing: T) => Known<string> | undefined,
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
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
