import { nearest } from "./nearest";

/*
 * How a value in a file or an option is rejected: one wording for all. This file loads no library, so that a command
 * which only checks options starts fast.
 */

/** `"a"`, `"a" or "b"`, `"a", "b" or "c"`. */
export function oneOfNames(names: readonly string[]): string {
  const quoted = names.map((name) => JSON.stringify(name));
  return quoted.length < 2
    ? quoted.join("")
    : `${quoted.slice(0, -1).join(", ")} or ${quoted[quoted.length - 1]}`;
}

/** `invalid value "rolling": expected "roll" or "second-group"`. */
export function invalidValue(value: unknown, expected: string): string {
  return `invalid value ${shown(value)}: expected ${expected}`;
}

/** `unknown property "evacuate": did you mean "evacuated"?` */
export function unknownProperty(name: string, known: readonly string[]): string {
  return `unknown property ${JSON.stringify(name)}: ${suggestion(name, known)}`;
}

/** `invalid value "node-group-skew": did you mean "node-group-version-skew"?` */
export function invalidName(name: string, known: readonly string[]): string {
  return `invalid value ${JSON.stringify(name)}: ${suggestion(name, known)}`;
}

function suggestion(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return near === undefined ? `expected ${oneOfNames(known)}` : `did you mean ${JSON.stringify(near)}?`;
}

function shown(value: unknown): string {
  const isComposed = typeof value === "object" && value !== null && Object.keys(value).length > 0;
  return isComposed ? (Array.isArray(value) ? "(a list)" : "(an object)") : JSON.stringify(value);
}
