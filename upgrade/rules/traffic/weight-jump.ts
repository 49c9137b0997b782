import type { TargetGroupKey } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { defaultsFirst, once, percent, type Shift, shiftsOf, targetGroupName } from "../support/traffic";

/** The biggest part of the traffic that one apply moves to a target group: that of the steps 0, 10, 50, 100. */
export const BIGGEST_STEP = 0.5;

export const weightJump: Rule = {
  id: "weight-jump",
  severity: "warning",
  title: "a shift of more than half of the traffic at once",
  why: "A cluster that is new to the traffic has cold caches, and as many pods as it needed yesterday; a small step finds that out at a small price. A step of 50 points of the share is let pass, 51 is told. The way back may be as large as it must be: a state does not tell which way is back, so that it is told as well, and being a warning it stops nobody.",
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
      const { stack, address } = route;
      const name = targetGroupName(jump.key, input.index.after, input.index.before);
      const message = `target group ${name} would go from ${percent(jump.from)} to ${percent(jump.to)} of the traffic at once, and a step is ${percent(BIGGEST_STEP)} at most; go by a step between, unless this is the way back`;
      return [
        {
          stack,
          address,
          message,
          values: { targetGroup: name, from: percent(jump.from), to: percent(jump.to) },
        },
      ];
    });
    return once(findings, "more routes do the same");
  },
};

interface Jump {
  readonly key: TargetGroupKey;
  readonly from: number;
  readonly to: number;
  readonly points: number;
}

/** Of what a route's target groups gain; where several gain, of what one loses. */
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
