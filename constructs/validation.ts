import { AnnotationMetadataEntryType, Token } from "cdktf";
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

/** Warns with an annotation, which the CDKTF CLI prints. Once, however often the program is validated. */
export function warn({ node }: IConstruct, sentence: string): void {
  if (!node.metadata.some(({ data }) => data === sentence)) {
    // Annotations.addWarning would write a stack trace into the output, with the paths of this machine.
    node.addMetadata(AnnotationMetadataEntryType.WARN, sentence, { stackTrace: false });
  }
}

/**
 * Whether a value is an unresolved token, which is known after apply: checks must accept it. A list that is a token has one
 * element, which stands for all: it is unresolved too.
 */
export function isUnresolved(value: unknown): boolean {
  return (
    Token.isUnresolved(value) ||
    (typeof value === "string" && value.startsWith(LIST_TOKEN)) ||
    (Array.isArray(value) && value.some((item) => Token.isUnresolved(item)))
  );
}

/** How cdktf begins the only element of a list that is a token. */
export const LIST_TOKEN = "#{TfToken[";

/** A value for the rules: an unresolved token is unknown to them. */
export function stateOf<T>(value: T): Known<T> {
  return isUnresolved(value) ? UNKNOWN : value;
}
