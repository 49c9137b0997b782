import type { Catalog } from "../eks/catalog/catalog";
import type { FleetChange } from "../fleet/change";

/**
 * - `error`: refused;
 * - `warning`: told, and let pass.
 */
export type Severity = "error" | "warning";

/** What a rule says against a resource. */
export interface Finding {
  readonly stack: string;
  readonly address: string;
  /** One sentence: the values, what is allowed, and the way out. Lower case, no full stop at the end. */
  readonly message: string;
  /**
   * The rule could not be judged, for a value that it needs is unknown. It weighs as much as what it asks about: an
   * error is refused, a warning is told and let pass. @default false
   */
  readonly notJudged?: true;
  /** Where this finding is milder than its rule. @default - the rule's */
  readonly severity?: Severity;
}

/** What a rule may look at. The same input has the same findings: there is no clock and no network. */
export interface RuleInput extends FleetChange {
  readonly catalog: Catalog;
  /** The day of the judgement, "2026-11-24"; left out, rules that need one are silent. */
  readonly day?: string;
}

/**
 * A judgement on a state (`after` alone) or on a step (`before`, `after`, `resources`). At synthesis there is only
 * a state: `before` is empty then, and so is `resources`.
 */
export interface Rule {
  /** Kebab-case, and never changed: waivers and reports refer to it. */
  readonly id: string;
  readonly severity: Severity;
  /** What it refuses, in a few words: "a control plane that jumps minors". */
  readonly title: string;
  /** Why: what happens to those who do it. One or two sentences, for docs/rules.md. */
  readonly why: string;
  /** The document or the incident that it comes from. */
  readonly source: string;
  judge(input: RuleInput): readonly Finding[];
}
