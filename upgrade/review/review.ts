import type { FleetChange } from "../fleet-change";
import type { Judgement } from "../rules/rules";
import { changesOf } from "./changes";
import type { ReviewedChange } from "./reviewed-change";
import { type Waiver, waiverKey } from "./waiver";

export interface WaivedJudgement {
  readonly judgement: Judgement;
  readonly waiver: Waiver;
}

/** What a plan does not hold, so that nothing was judged of it: it refuses nothing. */
export interface NotInView {
  readonly stack: string;
  readonly address: string;
  readonly message: string;
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

/**
 * The same input has the same result: there is no clock and no network.
 *
 * @param waivers - those that hold on `day`; whoever reads them refuses others
 */
export function review(
  change: FleetChange & { readonly notInView?: readonly NotInView[] },
  judgements: readonly Judgement[],
  waivers: readonly Waiver[],
  day: string,
): ReviewResult {
  const byKey = new Map(waivers.map((waiver) => [waiverKey(waiver), waiver]));
  const unused = new Set(waivers);
  const waived: WaivedJudgement[] = [];
  const standing = judgements.filter((judgement) => {
    const { rule, address } = judgement;
    const waiver = byKey.get(waiverKey(judgement)) ?? byKey.get(waiverKey({ rule, address }));
    if (waiver === undefined) {
      return true;
    }
    unused.delete(waiver);
    waived.push({ judgement, waiver });
    return false;
  });
  const errors = standing.filter(({ severity }) => severity === "error");
  const refused = errors.filter((judgement) => !isNotJudged(judgement));
  const notJudged = errors.filter(isNotJudged);
  return {
    day,
    verdict: refused.length + notJudged.length > 0 ? "refused" : "passed",
    changes: changesOf(change, day),
    refused,
    notJudged,
    warnings: standing.filter(({ severity }) => severity === "warning"),
    waived,
    unusedWaivers: [...unused],
    notInView: change.notInView ?? [],
  };
}

function isNotJudged({ notJudged }: Judgement): boolean {
  return notJudged === true;
}
