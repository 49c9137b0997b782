import type { LiveAction, LiveForward, LiveListener, LiveRule } from "./live-load-balancer";

/** The default action of a listener. */
export function defaultOf({ rules }: LiveListener): LiveAction | undefined {
  return rules.find(({ priority }) => priority === "default")?.action;
}

/** The other rules of a listener, by priority. */
export function rulesOf({ rules }: LiveListener): readonly LiveRule[] {
  return rules
    .filter(({ priority }) => priority !== "default")
    .sort((a, b) => Number(a.priority) - Number(b.priority));
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

export function isSameAction(one: LiveAction, other: LiveAction): boolean {
  return (
    one.type === "forward" &&
    other.type === "forward" &&
    one.stickinessSeconds === other.stickinessSeconds &&
    sameWeights(one.weights, other.weights)
  );
}

export function isSameRule(one: LiveRule, other: LiveRule): boolean {
  return (
    isSameAction(one.action, other.action) &&
    JSON.stringify([one.pathPatterns, one.hostHeaders, other.unsupported]) ===
      JSON.stringify([other.pathPatterns, other.hostHeaders, []])
  );
}

function sameWeights(
  one: Readonly<Record<string, number>>,
  other: Readonly<Record<string, number>>,
): boolean {
  return (
    Object.keys(one).length === Object.keys(other).length &&
    Object.entries(one).every(([arn, weight]) => other[arn] === weight)
  );
}
