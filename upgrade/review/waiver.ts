/** Accepts one finding, for a reason and until a day: part of a reviewed file. */
export interface Waiver {
  /** The id of a rule. */
  readonly rule: string;
  /** The Terraform address exactly as in the finding, with its modules and indices. */
  readonly address: string;
  /** The stack or the file of the plan, if several have that address. @default - any */
  readonly stack?: string;
  readonly reason: string;
  /** The last valid day, "2026-12-31". */
  readonly until: string;
}

/** Identifies what a waiver accepts. Two waivers with the same key are duplicates. */
export function waiverKey({ rule, address, stack }: Pick<Waiver, "rule" | "address" | "stack">): string {
  return JSON.stringify([rule, address, stack ?? null]);
}
