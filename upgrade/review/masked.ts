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
  private readonly marked = new Map<string, Set<string>>();
  private readonly clear = new Map<string, Set<string>>();

  constructor(
    private readonly sensitive: readonly SensitiveText[],
    fleets: readonly FleetState[],
  ) {
    this.everywhere = maskOf(sensitive.map(({ text }) => text));
    const versions = sensitive.filter(({ text }) => isVersionLike(text));
    this.versions = versions.map(({ text }) => text);
    for (const { text, places } of versions) {
      for (const place of places) {
        put(this.marked, place, text);
      }
    }
    if (versions.length > 0) {
      for (const part of fleets.flatMap((fleet) => partsOf(fleet))) {
        for (const text of this.versions.filter((version) => holds(part, version))) {
          put(this.clear, part, text);
        }
      }
    }
  }

  at(...places: readonly Place[]): Mask {
    const shown = this.versions.filter(
      (text) =>
        places.some((place) => has(this.clear, place, text)) &&
        !places.some((place) => has(this.marked, place, text)),
    );
    return shown.length === 0
      ? this.everywhere
      : maskOf(this.sensitive.flatMap(({ text }) => (shown.includes(text) ? [] : [text])));
  }
}

const keyOf = ({ stack, address }: Place) => `${stack}\n${address}`;

function put(texts: Map<string, Set<string>>, place: Place, text: string): void {
  const key = keyOf(place);
  texts.set(key, (texts.get(key) ?? new Set()).add(text));
}

function has(texts: ReadonlyMap<string, ReadonlySet<string>>, place: Place, text: string): boolean {
  return texts.get(keyOf(place))?.has(text) === true;
}

function partsOf(fleet: FleetState): readonly Place[] {
  return Object.values(fleet).flat();
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
