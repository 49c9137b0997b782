import type { Judgement } from "../rules/rules";
import type { ReviewedChange } from "./reviewed-change";

/** A text in which nothing is secret any more. */
export type Mask = (text: string) => string;

const HIDDEN = "(sensitive)";

/** Below this length a secret is only looked for as a whole word: "a" is in every sentence. */
const SHORTEST_ANYWHERE = 4;

/** Takes secrets out of sentences, as they are and as JSON writes them. */
export function maskOf(secrets: readonly string[]): Mask {
  const forms = new Set(secrets.flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]));
  const patterns = [...forms]
    .filter((form) => form.trim() !== "")
    // The longest first: a secret may hold another.
    .sort((left, right) => right.length - left.length)
    .map(patternOf);
  if (patterns.length === 0) {
    return (text) => text;
  }
  const pattern = new RegExp(patterns.join("|"), "g");
  return (text) => text.replace(pattern, HIDDEN);
}

function patternOf(form: string): string {
  const literal = form.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
  return form.length < SHORTEST_ANYWHERE ? `(?<![A-Za-z0-9])${literal}(?![A-Za-z0-9])` : literal;
}

/** Addresses stay: Terraform takes no sensitive value into one. */
export function maskedJudgement(judgement: Judgement, mask: Mask): Judgement {
  return { ...judgement, message: mask(judgement.message) };
}

export function maskedChange(change: ReviewedChange, mask: Mask): ReviewedChange {
  const { owner, subject, what, wayBack } = change;
  return {
    ...change,
    owner: mask(owner),
    subject: mask(subject),
    what: mask(what),
    ...(wayBack === undefined ? {} : { wayBack: { ...wayBack, how: mask(wayBack.how) } }),
  };
}
