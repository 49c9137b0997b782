import { Token } from "cdktf";
import type { Construct } from "constructs";
import { type Known, UNKNOWN } from "../upgrade/fleet/state";

/**
 * Has `check` answer with a sentence for each thing that is wrong with `construct`, at synthesis and not
 * before: so all problems of a program are reported together, each with the path of its construct, and a
 * stack with problems is not written.
 *
 * A constructor that found a bad value therefore goes on, and hands the value to Terraform's resource as it
 * is: what it makes is never written.
 */
export function reportAtSynthesis(construct: Construct, check: () => readonly string[]): void {
  construct.node.addValidation({ validate: () => [...check()] });
}

/**
 * Whether a value is only known later, to Terraform: a check that needs it must let it pass.
 * A list that is a token has one element, the token itself.
 */
export function isKnownLater(value: unknown): boolean {
  return (
    Token.isUnresolved(value) || (Array.isArray(value) && value.some((item) => Token.isUnresolved(item)))
  );
}

/** A value as the rules take it: what is only known later is unknown to them. */
export function stateOf<T>(value: T): Known<T> {
  return isKnownLater(value) ? UNKNOWN : value;
}
