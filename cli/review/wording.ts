import type { ReviewResult, WaivedJudgement } from "../../upgrade/review/review";
import type { ReviewedChange, RollbackState } from "../../upgrade/review/reviewed-change";
import type { UnevaluatedChange } from "../../upgrade/review/unevaluated";
import type { Waiver } from "../../upgrade/review/waiver";
import type { Rule } from "../../upgrade/rules/rule";

/** The input of every format. */
export interface Report {
  readonly result: ReviewResult;
  /** The files of the plans. */
  readonly plans: readonly string[];
  /** What was evaluated instead of plans. @default - plans */
  readonly of?: ReportSubject;
}

/** A running cluster, and the rules that evaluated it. Such a report has no changes. */
export interface ReportSubject {
  /** "EKS upgrade preflight" */
  readonly title: string;
  /** "cluster alpha-kr-a in ap-northeast-2" */
  readonly what: string;
  readonly rules: readonly RuleText[];
}

/** The parts of a rule that a report explains. */
export type RuleText = Pick<Rule, "id" | "severity" | "title" | "why" | "source">;

/** "2 rejected, 1 not evaluated, 3 warnings"; "nothing rejected". */
export function summary(report: Report): string {
  const { result } = report;
  const { rejected, notEvaluated, waived, outsidePlans, unevaluated } = result;
  const warnings = result.warnings.length + result.unusedWaivers.length;
  const counts = [
    counted(rejected.length, "rejected"),
    counted(notEvaluated.length, "not evaluated"),
    counted(warnings, warnings === 1 ? "warning" : "warnings"),
    counted(waived.length, "waived"),
    counted(outsidePlans.length, outsideOf(report)),
    counted(
      unevaluated.length,
      unevaluated.length === 1 ? "resource changes without a rule" : "resources change without a rule",
    ),
  ];
  const all = rejected.length + notEvaluated.length === 0 ? ["nothing rejected", ...counts] : counts;
  return all.filter((count) => count !== "").join(", ");
}

function counted(count: number, word: string): string {
  return count === 0 ? "" : `${count} ${word}`;
}

/** What was evaluated: "2 plans". */
export function subjectOf({ plans, of }: Pick<Report, "plans" | "of">): string {
  if (of !== undefined) {
    return of.what;
  }
  return plans.length === 1 ? "1 plan" : `${plans.length} plans`;
}

/** Why facts are missing: no plan has them, or AWS does not report them. */
export function outsideOf({ of }: Pick<Report, "of">): string {
  return of === undefined ? "not in these plans" : "outside this check";
}

/** The heading of the resources that no rule evaluates. */
export const UNEVALUATED = "No rule evaluates these changes";

/** "removed", "updated (enabled_cluster_log_types)". */
export function unevaluatedText({ action, attributes, type }: UnevaluatedChange): string {
  const verb = { create: "created", delete: "removed", replace: "replaced", update: "updated" }[action];
  const most = 6;
  const names = attributes.slice(0, most).join(", ");
  const more = attributes.length > most ? ` and ${attributes.length - most} more` : "";
  return action === "update" ? `${verb}: ${names}${more}` : `${type} ${verb}`;
}

export const ROLLBACK: Readonly<Record<RollbackState, string>> = {
  open: "rollback",
  closes: "rollback, for a limited time",
  none: "no rollback",
};

export function changeLine({ subject, what }: ReviewedChange): string {
  return `${subject}: ${what}`;
}

/** "waived until 2026-12-31: the reason". */
export function waiverLine({ waiver }: WaivedJudgement): string {
  return `waived until ${waiver.until}: ${waiver.reason}`;
}

export function unusedWaiverLine({ rule, address, stack }: Waiver): string {
  const where = stack === undefined ? address : `${address} in ${stack}`;
  return `the waiver of ${rule} at ${where} matches nothing: remove it from the file, or write the address as in the finding`;
}
