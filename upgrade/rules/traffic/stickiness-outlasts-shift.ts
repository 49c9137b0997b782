import { isUnknown } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { defaultsFirst, once, shiftsOf, targetGroupName } from "../support/traffic";
import { counted, notJudged } from "../support/wording";

export const stickinessOutlastsShift: Rule = {
  id: "stickiness-outlasts-shift",
  severity: "warning",
  title: "a shift to 0 that sticky clients do not follow",
  why: "With stickiness on, a client stays with the target group that it got first for as long as its cookie lives, also when the weight is 0 by then; unbound or removed before, the old target group answers it with 503.",
  source: "ELB user guide, rule action types (target group stickiness, 1 second to 7 days); AWS re:Post",
  judge(input) {
    const shifts = shiftsOf(input.diff);
    const byRoute = new Map(shifts.map((shift) => [shift.route, shift]));
    const findings = defaultsFirst([...byRoute.keys()]).flatMap((route): readonly Finding[] => {
      const { stickinessSeconds: seconds } = route;
      const shift = byRoute.get(route);
      const left = [...(shift?.from ?? [])]
        .filter(([key, share]) => share > 0 && (shift?.to.get(key) ?? 0) === 0)
        .map(([key]) => targetGroupName(key, input.index.after, input.index.before));
      if (left.length === 0 || seconds === undefined || (!isUnknown(seconds) && seconds <= 0)) {
        return [];
      }
      const names = left.join(", ");
      if (isUnknown(seconds)) {
        return [notJudged(route, "the stickiness", `how long clients stay with ${names} at weight 0`)];
      }
      const { stack, address } = route;
      const message = `clients that stick to ${names} stay there for up to ${counted(seconds, "second")} after its weight is 0; unbind and remove it later than that, or switch stickiness off in a step before`;
      return [{ stack, address, message, values: { targetGroups: names, seconds } }];
    });
    return once(findings, "more routes do the same");
  },
};
