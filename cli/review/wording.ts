import type { ReviewResult, WaivedJudgement } from "../../upgrade/review/review";
import type { ReviewedChange, WayBackState } from "../../upgrade/review/reviewed-change";
import type { Waiver } from "../../upgrade/review/waiver";
import type { Rule } from "../../upgrade/rules/rule";

/** What a format writes down. */
export interface Report {
  readonly result: ReviewResult;
  /** The plans that were judged, by their files. */
  readonly plans: readonly string[];
  /** What was judged in place of plans. @default - plans were */
  readonly of?: ReportSubject;
}

/** What runs, and by which rules it was judged; a report of it tells of no change. */
export interface ReportSubject {
  /** "EKS upgrade preflight" */
  readonly title: string;
  /** "cluster alpha-kr-a in ap-northeast-2" */
  readonly what: string;
  readonly rules: readonly RuleText[];
}

/** What a report explains of a rule. */
export type RuleText = Pick<Rule, "id" | "severity" | "title" | "why" | "source">;

/** "2 refused, 1 not judged, 3 warnings"; "nothing refused". */
export function summary(result: ReviewResult): string {
  const { refused, notJudged, waived, notInView } = result;
  const warnings = result.warnings.length + result.unusedWaivers.length;
  const counts = [
    counted(refused.length, "refused"),
    counted(notJudged.length, "not judged"),
    counted(warnings, warnings === 1 ? "warning" : "warnings"),
    counted(waived.length, "waived"),
    counted(notInView.length, "not in view"),
  ];
  const told = refused.length + notJudged.length === 0 ? ["nothing refused", ...counts] : counts;
  return told.filter((count) => count !== "").join(", ");
}

function counted(count: number, word: string): string {
  return count === 0 ? "" : `${count} ${word}`;
}

/** What was judged: "2 plans". */
export function judgedOf({ plans, of }: Pick<Report, "plans" | "of">): string {
  if (of !== undefined) {
    return of.what;
  }
  return plans.length === 1 ? "1 plan" : `${plans.length} plans`;
}

export const WAY_BACK: Readonly<Record<WayBackState, string>> = {
  open: "way back",
  closes: "way back, for some days",
  none: "no way back",
};

export function changeLine({ subject, what }: ReviewedChange): string {
  return `${subject}: ${what}`;
}

/** "(waived until 2026-12-31: the reason)". */
export function waiverLine({ waiver }: WaivedJudgement): string {
  return `waived until ${waiver.until}: ${waiver.reason}`;
}

export function unusedWaiverLine({ rule, address, stack }: Waiver): string {
  const where = stack === undefined ? address : `${address} in ${stack}`;
  return `the waiver of ${rule} at ${where} matches nothing; take it out of the file, or give the address as the finding has it`;
}
