import type { FleetChange } from "../fleet/change";
import type { Judgement } from "../rules/rules";
import type { NotInView } from "../terraform/not-in-view";
import type { SensitiveText } from "../terraform/sensitive-text";
import { changesOf } from "./changes";
import { Masks, maskedChange, maskedJudgement } from "./masked";
import type { ReviewedChange } from "./reviewed-change";
import { type Waiver, waiverKey } from "./waiver";

export interface WaivedJudgement {
  readonly judgement: Judgement;
  readonly waiver: Waiver;
}

/** What a review says, as data: every format is a function of it. */
export interface ReviewResult {
  readonly day: string;
  /** Refused, where anything was refused or could not be judged and no waiver lets it pass. */
  readonly verdict: "passed" | "refused";
  readonly changes: readonly ReviewedChange[];
  readonly refused: readonly Judgement[];
  /** A value that decides is not known: it counts as refused. What would only be a warning is one all the same. */
  readonly notJudged: readonly Judgement[];
  readonly warnings: readonly Judgement[];
  readonly waived: readonly WaivedJudgement[];
  /** Waivers that nothing needs any more. */
  readonly unusedWaivers: readonly Waiver[];
  readonly notInView: readonly NotInView[];
}

/** A step, and what its reader tells beside it. */
export interface ReviewInput extends FleetChange {
  readonly notInView?: readonly NotInView[];
  /** Texts that no review may hold. */
  readonly sensitive?: readonly SensitiveText[];
}

/**
 * The same input has the same result: there is no clock and no network.
 *
 * @param waivers - those that hold on `day`; whoever reads them refuses others
 */
export function review(
  step: ReviewInput,
  judgements: readonly Judgement[],
  waivers: readonly Waiver[],
  day: string,
): ReviewResult {
  const { notInView = [], sensitive = [] } = step;
  const masks = new Masks(sensitive, [step.before, step.after]);
  const byKey = new Map(waivers.map((waiver) => [waiverKey(waiver), waiver]));
  const unused = new Set(waivers);
  const waived: WaivedJudgement[] = [];
  const standing: Judgement[] = [];
  for (const secret of judgements) {
    const judgement = maskedJudgement(secret, masks.at(secret));
    const { rule, address } = judgement;
    const waiver = byKey.get(waiverKey(judgement)) ?? byKey.get(waiverKey({ rule, address }));
    if (waiver === undefined) {
      standing.push(judgement);
    } else {
      unused.delete(waiver);
      waived.push({ judgement, waiver });
    }
  }
  const errors = standing.filter(({ severity }) => severity === "error");
  return {
    day,
    verdict: errors.length > 0 ? "refused" : "passed",
    changes: changesOf(step, day).map((change) => maskedChange(change, masks.at(...change.places))),
    refused: errors.filter(({ notJudged }) => notJudged !== true),
    notJudged: errors.filter(({ notJudged }) => notJudged === true),
    warnings: standing.filter(({ severity }) => severity === "warning"),
    waived,
    unusedWaivers: [...unused],
    notInView: notInView.map((missing) => ({ ...missing, message: masks.at(missing)(missing.message) })),
  };
}
