import { ifKnown, type Known } from "../fleet-state";

/** A name in a sentence; one that is not known yet is said to be so. */
export function told(name: Known<string> | undefined): string {
  return ifKnown(name) ?? "(not known yet)";
}
