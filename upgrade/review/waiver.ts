/** A refusal that is let pass, for a reason and until a day: part of a file that is reviewed. */
export interface Waiver {
  /** The id of a rule. */
  readonly rule: string;
  /** The Terraform address, exactly as the finding has it: with its modules and its indices. */
  readonly address: string;
  /** The stack, or the file of the plan, where several have that address. @default - any */
  readonly stack?: string;
  readonly reason: string;
  /** The last day on which it holds, "2026-12-31". */
  readonly until: string;
}

/** What of a rule a waiver is about: of two waivers of the same, one is too much. */
export function waiverKey({ rule, address, stack }: Pick<Waiver, "rule" | "address" | "stack">): string {
  return JSON.stringify([rule, address, stack ?? null]);
}
