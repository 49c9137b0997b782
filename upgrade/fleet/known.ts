/**
 * A value that is known after apply. It is not the same as an absent value, which is left out. No rule guesses: a rule
 * that needs an unknown value is "not evaluated".
 */
export interface Unknown {
  readonly unknown: true;
}

export type Known<T> = T | Unknown;

export const UNKNOWN: Unknown = { unknown: true };

export function isUnknown(value: unknown): value is Unknown {
  return typeof value === "object" && value !== null && "unknown" in value && value.unknown === true;
}

/** `undefined` if the value is absent or unknown. */
export function ifKnown<T>(value: Known<T> | undefined): T | undefined {
  return isUnknown(value) ? undefined : value;
}
