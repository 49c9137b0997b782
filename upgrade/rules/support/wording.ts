import { ifKnown, type Known } from "../../fleet/state";

/** A name in a sentence. */
export function shown(name: Known<string> | undefined): string {
  return ifKnown(name) ?? "(known after apply)";
}

/** "3 nodes", "1 node". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** "a, b and c". */
export function listed(names: readonly string[]): string {
  const [last = "", ...others] = [...names].reverse();
  return others.length === 0 ? last : `${others.reverse().join(", ")} and ${last}`;
}
