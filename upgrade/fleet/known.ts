/**
 * A value that Terraform learns only while it applies. It is not the same as a value that is not there, which is
 * left out. No rule guesses: one that needs an unknown value answers "not evaluated".
 */
export interface Unknown {
  readonly unknown: true;
}

export type Known<T> = T | Unknown;

export const UNKNOWN: Unknown = { unknown: true };

export function isUnknown(value: unknown): value is Unknown {
  return typeof value === "object" && value !== null && "unknown" in value && value.unknown === true;
}

/** `undefined` both where the value is not there and where it is unknown. */
export function ifKnown<T>(value: Known<T> | undefined): T | undefined {
  return isUnknown(value) ? undefined : value;
}
