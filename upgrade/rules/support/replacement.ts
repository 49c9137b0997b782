import type { ResourceChange } from "../../fleet/change";
import { type Pair, removed } from "../../fleet/diff";
import type { Place } from "../../fleet/state";
import { listed } from "./wording";

/** The fix, by the attribute that causes a replacement: "name", or a block with all its attributes. */
export type Fixes = Readonly<Record<string, string>>;

/** "instance_types changes", "name and vpc_id change". */
export function reasonOf({ replacedFor }: ResourceChange): string {
  switch (replacedFor.length) {
    case 0:
      return "it is marked for replacement";
    case 1:
      return `${replacedFor[0]} changes`;
    default:
      return `${listed(replacedFor)} change`;
  }
}

/**
 * The fix of the first attribute that has its own, else the general one.
 * @param other - what to do to change the attribute all the same: "create a second group"
 */
export function fixOf({ replacedFor }: ResourceChange, fixes: Fixes, other: string): string {
  if (replacedFor.length === 0) {
    return `Remove the mark (terraform untaint, no -replace, no replace_triggered_by), or ${other}`;
  }
  const own = replacedFor
    .flatMap((path) => Object.entries(fixes).filter(([name]) => path === name || path.startsWith(`${name}.`)))
    .map(([, fix]) => fix);
  return own[0] ?? `Restore ${listed(replacedFor)}, or ${other}`;
}

export interface RecreatedElsewhere<T> {
  readonly was: T;
  readonly is: T;
}

/**
 * Resources that are destroyed at one address and created at another: the plan does not know that they move.
 * @param keyOf - what makes two resources the same; `undefined` if nobody can tell
 */
export function recreatedElsewhere<T extends Place>(
  pairs: readonly Pair<T>[],
  keyOf: (thing: T) => string | undefined,
): readonly RecreatedElsewhere<T>[] {
  const created = new Map<string, T>();
  for (const { after, change } of pairs) {
    const key = after === undefined || change?.action !== "create" ? undefined : keyOf(after);
    if (after !== undefined && key !== undefined) {
      created.set(key, after);
    }
  }
  return removed(pairs).flatMap(({ before }) => {
    const is = created.get(keyOf(before) ?? "");
    return is === undefined ? [] : [{ was: before, is }];
  });
}

/** Why such a resource is replaced, and the fix. */
export function moveReason({ was, is }: RecreatedElsewhere<Place>): string {
  return was.stack === is.stack
    ? `it is destroyed here and created again at ${is.address}. Tell Terraform that it moves, with a moved block (from ${was.address}, to ${is.address})`
    : `it is destroyed here and created again in ${is.stack} at ${is.address}. Remove it from this state (removed block, destroy = false), and import it there`;
}
