import type { Catalog } from "../eks/catalog/catalog";
import type { FleetChange } from "../fleet/change";
import { type FleetDiff, fleetDiff } from "../fleet/diff";
import { FleetIndex } from "../fleet/fleet-index";
import { InUse } from "../fleet/in-use";

/**
 * - `error`: rejects the change;
 * - `warning`: is reported, and accepts the change.
 */
export type Severity = "error" | "warning";

/** What a rule reports on a resource. */
export interface Finding {
  readonly stack: string;
  readonly address: string;
  /** Which of the problems of its rule this is, in kebab-case. It never changes. @default - the rule has one */
  readonly code?: string;
  /** The values that make it this finding: findings of one rule, code, place and values are the same finding. */
  readonly values?: Readonly<Record<string, string | number>>;
  /**
   * For people: what is wrong with the value, what is allowed, and what to do. Nothing compares it. It begins in lower
   * case and has no full stop at the end.
   */
  readonly message: string;
  /**
   * The rule was not evaluated, because a value that it needs is unknown. The severity counts as if it had found
   * something: an error rejects the change, a warning does not. @default false
   */
  readonly isNotEvaluated?: true;
  /** If this finding is milder than its rule. @default - the rule's */
  readonly severity?: Severity;
}

/** What is judged. The same input has the same findings: rules use no clock and no network. */
export interface JudgeInput extends FleetChange {
  readonly catalog: Catalog;
  /** The day of the judgement, "2026-11-24". If it is left out, rules that need one report nothing. */
  readonly day?: string;
}

/** What a rule gets: what is judged, with the pairs and indices that `judge` makes once for all rules. */
export interface RuleInput extends JudgeInput {
  readonly diff: FleetDiff;
  readonly index: { readonly before: FleetIndex; readonly after: FleetIndex };
  readonly inUse: InUse;
}

export function ruleInput(input: JudgeInput): RuleInput {
  const index = { before: new FleetIndex(input.before), after: new FleetIndex(input.after) };
  const diff = fleetDiff(input);
  return { ...input, diff, index, inUse: new InUse(input, diff) };
}

/**
 * A judgement on a state (`after` alone) or on a step (`before`, `after`, `resources`). At synthesis there is only
 * a state: `before` is empty then, and so is `resources`.
 */
export interface Rule {
  /** Kebab-case, and never changed: waivers and reports refer to it. */
  readonly id: string;
  readonly severity: Severity;
  /** What it reports, in a few words: "The control plane skips a minor version". */
  readonly title: string;
  /** Why: what the change would break. One or two sentences, for docs/rules.md. */
  readonly why: string;
  /** The document or the incident that it comes from. */
  readonly source: string;
  judge(input: RuleInput): readonly Finding[];
}
