import { forEachThing } from "../fleet/parts";
import { ByPlace } from "../fleet/place";
import type { FleetState, Place } from "../fleet/state";
import type { Judgement } from "../rules/rules";
import { isVersionLike, type SensitiveText } from "../terraform/sensitive-text";
import type { ReviewedChange } from "./reviewed-change";

/** Removes secrets from a text. */
export type Mask = (text: string) => string;

const HIDDEN = "(sensitive)";

/** A shorter secret is searched as a whole word only: "a" is in every sentence. */
const SHORTEST_ANYWHERE = 4;

/**
 * Masks for sentences about a place. A text that looks like a version stays in sentences about resources that have it
 * and do not mark it as sensitive. Otherwise, one cluster with a sensitive version would hide the versions of the whole
 * fleet. Any other secret is in no sentence.
 */
export class Masks {
  private readonly everywhere: Mask;
  private readonly versions: readonly string[];
  /** Versions by place: those marked as sensitive there, and those in clear text. */
  private readonly marked = new ByPlace<Set<string>>();
  private readonly clear = new ByPlace<Set<string>>();

  constructor(
    private readonly sensitive: readonly SensitiveText[],
    fleets: readonly FleetState[],
  ) {
    this.everywhere = maskOf(sensitive.map(({ text }) => text));
    const versions = sensitive.filter(({ text }) => isVersionLike(text));
    this.versions = versions.map(({ text }) => text);
    for (const { text, places } of versions) {
      for (const place of places) {
        this.marked.getOr(place, () => new Set()).add(text);
      }
    }
    if (versions.length > 0) {
      for (const fleet of fleets) {
        forEachThing(fleet, (thing) => {
          for (const text of this.versions.filter((version) => holds(thing, version))) {
            this.clear.getOr(thing, () => new Set()).add(text);
          }
        });
      }
    }
  }

  at(...places: readonly Place[]): Mask {
    const shown = this.versions.filter(
      (text) =>
        places.some((place) => this.clear.get(place)?.has(text)) &&
        !places.some((place) => this.marked.get(place)?.has(text)),
    );
    return shown.length === 0
      ? this.everywhere
      : maskOf(this.sensitive.flatMap(({ text }) => (shown.includes(text) ? [] : [text])));
  }
}

/** Whether a text is one of the values, at any depth. */
function holds(value: unknown, text: string): boolean {
  return typeof value === "object" && value !== null
    ? Object.values(value).some((item) => holds(item, text))
    : value === text;
}

/** Removes secrets from sentences, in plain and in JSON spelling. */
function maskOf(secrets: readonly string[]): Mask {
  const forms = new Set(secrets.flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]));
  const patterns = [...forms]
    .filter((form) => form.trim() !== "")
    // The longest first: a secret may contain another.
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
  if (isVersionLike(form)) {
    // 1.335 and v1.33.10-eksbuild.29 do not contain the version 1.33.
    return `(?<!\\w|\\w[.-])${literal}(?!\\w|[.-]\\w)`;
  }
  return form.length < SHORTEST_ANYWHERE ? `(?<![A-Za-z0-9])${literal}(?![A-Za-z0-9])` : literal;
}

/** A judgement without its values, which may be secret. Addresses stay: they never contain sensitive values. */
export function maskedJudgement({ code, values, ...judgement }: Judgement, mask: Mask): Judgement {
  return { ...judgement, message: mask(judgement.message) };
}

export function maskedChange(change: ReviewedChange, mask: Mask): ReviewedChange {
  const { owner, subject, what, rollback } = change;
  return {
    ...change,
    owner: mask(owner),
    subject: mask(subject),
    what: mask(what),
    ...(rollback === undefined ? {} : { rollback: { ...rollback, how: mask(rollback.how) } }),
  };
}
