import { Token } from "cdktf";
import type { Construct } from "constructs";
import { type Known, UNKNOWN } from "../upgrade/fleet/state";

/**
 * Runs `check` at synthesis. It returns a sentence for each problem of `construct`. Synthesis reports all problems of a
 * program together, each with the path of its construct, and writes no stack that has problems.
 *
 * A constructor with a bad value therefore continues, and gives the value to Terraform's resource: it is never written.
 */
export function reportAtSynthesis(construct: Construct, check: () => readonly string[]): void {
  construct.node.addValidation({ validate: () => [...check()] });
}

/**
 * Whether a value is an unresolved token, which is known after apply: checks must accept it. A list that is a token has one
 * element, the token itself.
 */
export function isUnresolved(value: unknown): boolean {
  return (
    Token.isUnresolved(value) || (Array.isArray(value) && value.some((item) => Token.isUnresolved(item)))
  );
}

/** A value for the rules: an unresolved token is unknown to them. */
export function stateOf<T>(value: T): Known<T> {
  return isUnresolved(value) ? UNKNOWN : value;
}
