import type { ReviewedChange } from "../../upgrade/review/reviewed-change";
import type { Judgement } from "../../upgrade/rules/rules";
import { jsonReport } from "../shared/json-report";
import type { Report } from "./wording";

const VERDICTS = { accepted: "passed", rejected: "refused" } as const;

/** For programs, as in schemas/review.schema.json: its properties are a contract and keep their names. */
export function jsonOf({ result, plans }: Report): string {
  const { day, verdict, changes, rejected, notEvaluated, warnings, waived, unusedWaivers, outsidePlans } =
    result;
  return jsonReport("1.0", {
    plans,
    day,
    verdict: VERDICTS[verdict],
    changes: changes.map(changeJson),
    refused: rejected.map(judgementJson),
    notJudged: notEvaluated.map(judgementJson),
    warnings: warnings.map(judgementJson),
    waived: waived.map(({ judgement, waiver }) => ({ judgement: judgementJson(judgement), waiver })),
    unusedWaivers,
    notInView: outsidePlans,
    withoutRule: result.unevaluated,
  });
}

function changeJson({ kind, what, rollback, owner, subject, places }: ReviewedChange): object {
  return { kind, what, wayBack: rollback, owner, subject, places };
}

function judgementJson({ isNotEvaluated, ...judgement }: Judgement): object {
  return { ...judgement, notJudged: isNotEvaluated };
}
