import type { FleetChange } from "../fleet/change";
import type { Judgement } from "../rules/rules";
import type { OutsidePlans } from "../terraform/outside-plans";
import type { SensitiveText } from "../terraform/sensitive-text";
import { changesOf } from "./changes";
import { Masks, maskedChange, maskedJudgement } from "./masked";
import type { ReviewedChange } from "./reviewed-change";
import { type UnevaluatedChange, unevaluatedChanges } from "./unevaluated";
import { type Waiver, waiverKey } from "./waiver";

export interface WaivedJudgement {
  readonly judgement: Judgement;
  readonly waiver: Waiver;
}

/** The result of a review, as data. Every output format is a function of it. */
export interface ReviewResult {
  readonly day: string;
  /** Rejected if a finding is rejected or not evaluated, and no waiver accepts it. */
  readonly verdict: "accepted" | "rejected";
  readonly changes: readonly ReviewedChange[];
  readonly rejected: readonly Judgement[];
  /** A value that a rule needs is known after apply: counts as rejected. Warnings stay in `warnings`. */
  readonly notEvaluated: readonly Judgement[];
  readonly warnings: readonly Judgement[];
  readonly waived: readonly WaivedJudgement[];
  /** Waivers without a finding. */
  readonly unusedWaivers: readonly Waiver[];
  readonly outsidePlans: readonly OutsidePlans[];
  /** Removed, replaced or updated resources that no rule evaluates. Does not change the verdict. */
  readonly unevaluated: readonly UnevaluatedChange[];
}

/** A change, and what the reader of the plans found besides. */
export interface ReviewInput extends FleetChange {
  readonly outsidePlans?: readonly OutsidePlans[];
  /** Texts that no review may contain. */
  readonly sensitive?: readonly SensitiveText[];
}

/**
 * Reviews a change. The result depends only on the input: there is no clock and no network.
 *
 * @param waivers - waivers that are valid on `day`: the caller rejects others
 */
export function review(
  change: ReviewInput,
  judgements: readonly Judgement[],
  waivers: readonly Waiver[],
  day: string,
): ReviewResult {
  const { outsidePlans = [], sensitive = [] } = change;
  const masks = new Masks(sensitive, [change.before, change.after]);
  const byKey = new Map(waivers.map((waiver) => [waiverKey(waiver), waiver]));
  const unused = new Set(waivers);
  const waived: WaivedJudgement[] = [];
  const notWaived: Judgement[] = [];
  for (const secret of judgements) {
    const judgement = maskedJudgement(secret, masks.at(secret));
    const { rule, address } = judgement;
    const waiver = byKey.get(waiverKey(judgement)) ?? byKey.get(waiverKey({ rule, address }));
    if (waiver === undefined) {
      notWaived.push(judgement);
    } else {
      unused.delete(waiver);
      waived.push({ judgement, waiver });
    }
  }
  const errors = notWaived.filter(({ severity }) => severity === "error");
  return {
    day,
    verdict: errors.length > 0 ? "rejected" : "accepted",
    changes: changesOf(change, day).map((each) => maskedChange(each, masks.at(...each.places))),
    rejected: errors.filter(({ isNotEvaluated }) => isNotEvaluated !== true),
    notEvaluated: errors.filter(({ isNotEvaluated }) => isNotEvaluated === true),
    warnings: notWaived.filter(({ severity }) => severity === "warning"),
    waived,
    unusedWaivers: [...unused],
    outsidePlans: outsidePlans.map((missing) => ({
      ...missing,
      message: masks.at(missing)(missing.message),
    })),
    unevaluated: unevaluatedChanges(change),
  };
}
