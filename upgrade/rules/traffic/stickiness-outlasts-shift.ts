import { isUnknown } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { found, notEvaluated } from "../support/finding";
import { defaultsFirst, once, shiftsOf, targetGroupName } from "../support/traffic";
import { counted } from "../support/wording";

export const stickinessOutlastsShift: Rule = {
  id: "stickiness-outlasts-shift",
  severity: "warning",
  title: "Sticky clients do not follow a shift to 0",
  why: "With stickiness, a client stays with its first target group for the life of its cookie, even if the weight is 0 by then. If the old target group is unbound or removed earlier, these clients get 503.",
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
        return [notEvaluated(route, "the stickiness", `how long clients stay with ${names} at weight 0`)];
      }
      const message = `clients stay with ${names} for up to ${counted(seconds, "second")} after its weight is 0: the route has stickiness. Unbind and remove it later than that, or disable stickiness first, in a separate change`;
      return [found(route, message, { values: { targetGroups: names, seconds } })];
    });
    return once(findings);
  },
};
