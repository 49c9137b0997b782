import type { LiveAction, LiveForward, LiveListener, LiveRule } from "./live-load-balancer";

/** The default action of a listener. */
export function defaultOf({ rules }: LiveListener): LiveAction | undefined {
  return rules.find(({ priority }) => priority === "default")?.action;
}

/** The other rules of a listener, by priority. */
export function rulesOf({ rules }: LiveListener): readonly LiveRule[] {
  return rules
    .filter(({ priority }) => priority !== "default")
    .sort((left, right) => Number(left.priority) - Number(right.priority));
}

/** An action in words: "a redirect to HTTPS". */
export function wordsFor(action: LiveAction | undefined): string {
  switch (action?.type) {
    case "forward":
      return "another forward";
    case "redirect-to-https":
      return "a redirect to HTTPS";
    case "other":
      return action.what;
    default:
      return "an unknown action";
  }
}

/** ARNs of the target groups that an action forwards to. */
export function reachedBy(action: LiveAction): readonly string[] {
  switch (action.type) {
    case "forward":
      return Object.keys(action.weights);
    case "redirect-to-https":
      return [];
    case "other":
      return action.reaches ?? [];
  }
}

/** A rule that reaches no target group of the default action: a shift of weights does not concern it. */
export function isUnrelated({ priority, action }: LiveRule, { weights }: LiveForward): boolean {
  return priority !== "default" && reachedBy(action).every((arn) => !Object.hasOwn(weights, arn));
}

export function isSameAction(left: LiveAction, right: LiveAction): boolean {
  return (
    left.type === "forward" &&
    right.type === "forward" &&
    left.stickinessSeconds === right.stickinessSeconds &&
    sameWeights(left.weights, right.weights)
  );
}

export function isSameRule(left: LiveRule, right: LiveRule): boolean {
  return (
    isSameAction(left.action, right.action) &&
    JSON.stringify([left.pathPatterns, left.hostHeaders, right.unsupported]) ===
      JSON.stringify([right.pathPatterns, right.hostHeaders, []])
  );
}

function sameWeights(
  left: Readonly<Record<string, number>>,
  right: Readonly<Record<string, number>>,
): boolean {
  return (
    Object.keys(left).length === Object.keys(right).length &&
    Object.entries(left).every(([arn, weight]) => right[arn] === weight)
  );
}
