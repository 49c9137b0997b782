import type { ResourceChange } from "../../fleet/change";
import type { Pair } from "../../fleet/diff";
import type { Place } from "../../fleet/state";
import { listed } from "./wording";

/** What to do instead, by the attribute that replaces a thing: "name", or a block with all that is in it. */
export type WaysOut = Readonly<Record<string, string>>;

/** "instance_types changes", "name and vpc_id change". */
export function reasonOf({ replacedFor }: ResourceChange): string {
  switch (replacedFor.length) {
    case 0:
      return "it is marked to be replaced";
    case 1:
      return `${replacedFor[0]} changes`;
    default:
      return `${listed(replacedFor)} change`;
  }
}

/** The way out of the first attribute that has one of its own, else that of all others. */
export function wayOutOf({ replacedFor }: ResourceChange, waysOut: WaysOut, other: string): string {
  if (replacedFor.length === 0) {
    return `take the mark away (terraform untaint, no -replace, no replace_triggered_by), or ${other}`;
  }
  const own = replacedFor
    .flatMap((path) =>
      Object.entries(waysOut).filter(([name]) => path === name || path.startsWith(`${name}.`)),
    )
    .map(([, wayOut]) => wayOut);
  return own[0] ?? `put ${listed(replacedFor)} back, or ${other}`;
}

export interface MadeAgain<T> {
  readonly was: T;
  readonly is: T;
}

/**
 * Things that are deleted at one address and made again at another: a move that the plan was not told of.
 * @param keyOf what makes a thing the same; `undefined` where nobody can tell
 */
export function madeAgain<T extends Place>(
  things: readonly Pair<T>[],
  keyOf: (thing: T) => string | undefined,
): readonly MadeAgain<T>[] {
  const born = new Map<string, T>();
  for (const { after, change } of things) {
    const key = after === undefined || change?.action !== "create" ? undefined : keyOf(after);
    if (after !== undefined && key !== undefined) {
      born.set(key, after);
    }
  }
  return things.flatMap(({ before, change }) => {
    const is =
      before === undefined || change?.action !== "delete" ? undefined : born.get(keyOf(before) ?? "");
    return before === undefined || is === undefined ? [] : [{ was: before, is }];
  });
}

/** The way out of a move that the plan was not told of. */
export function tellTheMove({ was, is }: MadeAgain<Place>): string {
  return was.stack === is.stack
    ? `it is deleted here and made again at ${is.address}; tell Terraform that it moves, with a moved block (from ${was.address}, to ${is.address})`
    : `it is deleted here and made again in ${is.stack} at ${is.address}; have this stack forget it (removed block, destroy = false) and that one import it`;
}
