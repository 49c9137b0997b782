import { Catalog } from "../../../../upgrade/eks/catalog/catalog";
import { type Judgement, judge } from "../../../../upgrade/rules/rules";
import { readPlans } from "../../../../upgrade/terraform/read-plans";
import { planOf } from "../../../fixtures/plans";

/** Of this day are the versions and builds of the catalog. */
const DAY = "2026-11-24";

/** What a rule reports: how, where, which of its problems, and with which values. */
export type Said = readonly [
  severity: "error" | "warning" | "not evaluated",
  address: string,
  facts?: Readonly<Record<string, string | number>>,
];

/** What one rule reports on plans of Terraform. Several plans of one fleet: "raw/shift/10 + workload-blue/nothing". */
export interface RuleCases {
  readonly rule: string;
  /** What just passes: a node, a minor, a day or a point less than what fails. Or why nothing just passes. */
  readonly boundary: string | { readonly none: string };
  /** What passes besides. */
  readonly passes: readonly string[];
  readonly fails: Readonly<Record<string, readonly Said[]>>;
}

const judged = new Map<string, readonly Judgement[]>();

/** What all rules say, judged once. */
export function judgementsOf(plans: string): readonly Judgement[] {
  const judgements =
    judged.get(plans) ??
    judge({ ...readPlans(plans.split(" + ").map(planOf)), catalog: Catalog.DATED, day: DAY });
  judged.set(plans, judgements);
  return judgements;
}

export function saidBy(rule: string, plans: string): readonly Said[] {
  return judgementsOf(plans)
    .filter((judgement) => judgement.rule === rule)
    .map(({ severity, isNotEvaluated, address, code, values }): Said => {
      const facts = { ...(code === undefined ? {} : { code }), ...values };
      const how = isNotEvaluated === true ? "not evaluated" : severity;
      return Object.keys(facts).length === 0 ? [how, address] : [how, address, facts];
    });
}

/** The findings of severity error, one line each. */
export function errorsOf(plans: string): readonly string[] {
  return judgementsOf(plans)
    .filter(({ severity }) => severity === "error")
    .map(({ rule, address }) => `${rule} ${address}`);
}
