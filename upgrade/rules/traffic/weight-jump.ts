import type { TargetGroupKey } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { found } from "../support/finding";
import {
  defaultsFirst,
  destinationText,
  once,
  percent,
  type Shift,
  shiftsOf,
  targetGroupName,
} from "../support/traffic";

/** The largest part of the traffic that one apply should shift: that of the steps 0, 10, 50, 100. */
export const BIGGEST_STEP = 0.5;

export const weightJump: Rule = {
  id: "weight-jump",
  severity: "warning",
  title: "More than half of the traffic shifts at once",
  why: "A cluster that is new to the traffic has cold caches, and as many pods as it needed yesterday. A small step finds problems at a small price. A step of 50 points of the share is accepted, 51 is reported. A rollback may be as large as necessary: the rule cannot recognize one, so it only warns.",
  source:
    "aws-samples/eks-cluster-upgrade-with-a-blue-green-strategy (80/20, 50/50, 20/80); argoproj/argo-rollouts #4595, #3926; Bedrock Streaming 2019 (1 %, 5 %, 25 %)",
  judge(input) {
    const shifts = shiftsOf(input.diff);
    const byRoute = new Map(shifts.map((shift) => [shift.route, shift]));
    const findings = defaultsFirst([...byRoute.keys()]).flatMap((route): readonly Finding[] => {
      const jump = biggestJump(byRoute.get(route));
      if (jump === undefined || jump.points <= BIGGEST_STEP + 1e-9) {
        return [];
      }
      const indices = [input.index.after, input.index.before];
      const name = targetGroupName(jump.key, ...indices);
      const message = `${destinationText(route, jump.key, ...indices)} would go from ${percent(jump.from)} to ${percent(jump.to)} of the traffic: one step should shift ${percent(BIGGEST_STEP)} at most. Shift in smaller steps, unless this is a rollback`;
      return [
        found(route, message, {
          values: { targetGroup: name, from: percent(jump.from), to: percent(jump.to) },
        }),
      ];
    });
    return once(findings);
  },
};

interface Jump {
  readonly key: TargetGroupKey;
  readonly from: number;
  readonly to: number;
  readonly points: number;
}

/** The largest gain or loss of a target group. */
function biggestJump(shift: Shift | undefined): Jump | undefined {
  if (shift === undefined || [...shift.to.values()].every((share) => share === 0)) {
    return undefined;
  }
  return [...new Set([...shift.to.keys(), ...shift.from.keys()])]
    .map((key) => {
      const [from, to] = [shift.from.get(key) ?? 0, shift.to.get(key) ?? 0];
      return { key, from, to, points: Math.abs(to - from) };
    })
    .sort((one, other) => other.points - one.points || other.to - other.from - (one.to - one.from))[0];
}
