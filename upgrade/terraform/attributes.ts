import { ifKnown, type Known, UNKNOWN } from "../fleet/state";
import { DEEPEST, get, isRecord, type JsonRecord } from "./json";
import { isChosenKey } from "./sensitive-text";

type KeepSecret = (text: string) => void;

/**
 * The attributes of a resource or a block, before or after: values, and marks for values that are known after apply. A
 * value of an unexpected type counts as unknown, because it cannot be evaluated.
 */
export class Attributes {
  /** @param keepSecret receives each sensitive text that is read */
  constructor(
    private readonly values: JsonRecord,
    private readonly unknown: unknown,
    private readonly sensitive?: unknown,
    private readonly keepSecret?: KeepSecret,
  ) {}

  /** An empty text counts as missing: the provider writes it for omitted values. */
  text(name: string): Known<string> | undefined {
    const value = this.value(name);
    if (value === undefined || value === "") {
      return undefined;
    }
    return typeof value === "string" ? value : UNKNOWN;
  }

  number(name: string): Known<number> | undefined {
    const value = this.value(name);
    return value === undefined || typeof value === "number" ? value : UNKNOWN;
  }

  flag(name: string): Known<boolean> | undefined {
    const value = this.value(name);
    return value === undefined || typeof value === "boolean" ? value : UNKNOWN;
  }

  texts(name: string): Known<readonly string[]> | undefined {
    const value = this.value(name);
    if (value === undefined) {
      return undefined;
    }
    return isListOfTexts(value) && !this.isPartlyUnknown(name) ? value : UNKNOWN;
  }

  /** A map of texts. Empty if it does not exist. */
  map(name: string): Known<Readonly<Record<string, string>>> {
    const value = this.value(name) ?? {};
    return isMapOfTexts(value) && !this.isPartlyUnknown(name) ? value : UNKNOWN;
  }

  /** One entry of a map. The other entries may have any type. */
  entry(name: string, key: string): Known<string> | undefined {
    const marks = get(this.unknown, name);
    const value = this.value(name);
    return value === undefined || isRecord(value)
      ? new Attributes(value ?? {}, marks, get(this.sensitive, name), this.keepSecret).text(key)
      : UNKNOWN;
  }

  /** A tag of the resource. If its own tags are unknown, from all tags, with the default tags of the provider. */
  tag(key: string): Known<string> | undefined {
    const tag = this.entry("tags", key);
    return tag ?? ifKnown(this.entry("tags_all", key));
  }

  /** Blocks, or a list of objects. A single object counts as a list of one. */
  blocks(name: string): Known<readonly Attributes[]> {
    const value = this.value(name);
    const marks = this.unknown === true || get(this.unknown, name);
    const sensitive = get(this.sensitive, name);
    if (value === undefined) {
      return [];
    }
    if (isRecord(value)) {
      return [new Attributes(value, marks, sensitive, this.keepSecret)];
    }
    if (!Array.isArray(value)) {
      return UNKNOWN;
    }
    return value.map((item: unknown, index) =>
      isRecord(item)
        ? new Attributes(item, markAt(marks, index), markAt(sensitive, index), this.keepSecret)
        : new Attributes({}, true),
    );
  }

  /** A block that occurs at most once. */
  block(name: string): Attributes | undefined {
    const blocks = this.blocks(name);
    return "unknown" in blocks ? new Attributes({}, true) : blocks[0];
  }

  /** The value, if all of it is known. */
  json(name: string): unknown {
    return this.isPartlyUnknown(name) ? UNKNOWN : this.value(name);
  }

  /** An omitted value is null. */
  private value(name: string): unknown {
    if (this.unknown !== undefined && (this.unknown === true || get(this.unknown, name) === true)) {
      return UNKNOWN;
    }
    const value = this.values[name] ?? undefined;
    if (this.sensitive !== undefined && this.keepSecret !== undefined) {
      this.keepSecrets(name, value, this.keepSecret);
    }
    return value;
  }

  private keepSecrets(name: string, value: unknown, keep: KeepSecret): void {
    const marks = this.sensitive === true || get(this.sensitive, name);
    if (hasMark(marks)) {
      const texts = isRecord(value) && marks === true ? Object.keys(value).filter(isChosenKey) : [];
      for (const item of [
        ...texts,
        ...(Array.isArray(value) ? value : isRecord(value) ? Object.values(value) : [value]),
      ]) {
        if (typeof item === "string" && item !== "") {
          keep(item);
        }
      }
    }
  }

  private isPartlyUnknown(name: string): boolean {
    return this.unknown !== undefined && (this.unknown === true || hasMark(get(this.unknown, name)));
  }
}

function isListOfTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isText);
}

function isMapOfTexts(value: unknown): value is Readonly<Record<string, string>> {
  return isRecord(value) && Object.values(value).every(isText);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

/** The marks of a list item: a list of marks, or one mark for all. */
function markAt(marks: unknown, index: number): unknown {
  return Array.isArray(marks) ? marks[index] : marks;
}

/** Whether any mark is `true`. */
export function hasMark(marks: unknown, depth = 0): boolean {
  if (marks === true) {
    return true;
  }
  if (typeof marks !== "object" || marks === null) {
    return false;
  }
  if (depth > DEEPEST) {
    return true;
  }
  if (Array.isArray(marks)) {
    for (const mark of marks) {
      if (mark === true || (mark !== false && hasMark(mark, depth + 1))) {
        return true;
      }
    }
    return false;
  }
  if (isRecord(marks)) {
    for (const name in marks) {
      const mark = marks[name];
      if (mark === true || (mark !== false && hasMark(mark, depth + 1))) {
        return true;
      }
    }
  }
  return false;
}

/** The marks, or `undefined` if no mark is set, as for most resources. */
export function marksIn(marks: unknown): unknown {
  return hasMark(marks) ? marks : undefined;
}
