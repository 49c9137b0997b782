import { Token } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { type Known, UNKNOWN } from "../upgrade/fleet/state";

/**
 * Runs `check` at synthesis. It returns a sentence for each problem of `construct`. Synthesis reports all problems of a
 * program together, each with the path of its construct, and writes no stack that has problems.
 *
 * A constructor with a bad value therefore continues, and gives the value to Terraform's resource: it is never written.
 */
export function reportAtSynthesis(construct: Construct, check: () => readonly string[]): void {
  construct.node.addValidation({ validate: () => (hasWrongTypes(construct) ? [] : [...check()]) });
}

const withWrongTypes = new WeakSet<IConstruct>();
const partlyUnknown = new WeakSet<IConstruct>();

/**
 * Reports values of a wrong type, at synthesis. No other check of the construct runs, nor of what is inside it: these
 * would evaluate values that nobody wrote.
 */
export function reportWrongTypes(construct: Construct, problems: readonly string[]): void {
  if (problems.length > 0) {
    withWrongTypes.add(construct);
    partlyUnknown.add(construct.node.root);
    construct.node.addValidation({ validate: () => [...problems] });
  }
}

/** Whether a construct has a value of a wrong type, or is inside one that has. */
export function hasWrongTypes({ node }: IConstruct): boolean {
  return partlyUnknown.has(node.root) && node.scopes.some((scope) => withWrongTypes.has(scope));
}

/** Whether a program has a value of a wrong type somewhere, so that the rules cannot compare its parts. */
export function isPartlyUnknown(root: IConstruct): boolean {
  return partlyUnknown.has(root);
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
