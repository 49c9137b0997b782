import { ifKnown, type Known, UNKNOWN } from "../fleet/state";
import { DEEPEST, get, isRecord, type JsonRecord } from "./json";

type KeepSecret = (text: string) => void;

/**
 * The attributes of a resource, or of a block in it, before or after: their values, and marks beside them for what is
 * not known yet. A value of a type that nobody expects there is taken for unknown, for it cannot be judged.
 */
export class Attributes {
  /** @param keepSecret takes each text that is read and is sensitive */
  constructor(
    private readonly values: JsonRecord,
    private readonly unknown: unknown,
    private readonly sensitive?: unknown,
    private readonly keepSecret?: KeepSecret,
  ) {}

  /** An empty text is none: the provider writes it for what was not given. */
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

  /** A map of texts; empty where it is not there. */
  map(name: string): Known<Readonly<Record<string, string>>> {
    const value = this.value(name) ?? {};
    return isMapOfTexts(value) && !this.isPartlyUnknown(name) ? value : UNKNOWN;
  }

  /** One entry of a map, whatever the others are. */
  entry(name: string, key: string): Known<string> | undefined {
    const marks = get(this.unknown, name);
    const value = this.value(name);
    return value === undefined || isRecord(value)
      ? new Attributes(value ?? {}, marks, get(this.sensitive, name), this.keepSecret).text(key)
      : UNKNOWN;
  }

  /** A tag: of its own where those are known, else of all, with the provider's default tags. */
  tag(key: string): Known<string> | undefined {
    const tag = this.entry("tags", key);
    return tag ?? ifKnown(this.entry("tags_all", key));
  }

  /** Blocks, or a list of objects; one that stands alone counts as a list of one. Empty where there are none. */
  blocks(name: string): Known<readonly Attributes[]> {
    const value = this.value(name);
    const [marks, sensitive] = [get(this.unknown, name), get(this.sensitive, name)];
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

  /** The block that there can be one of; `undefined` where there is none. */
  block(name: string): Attributes | undefined {
    const blocks = this.blocks(name);
    return "unknown" in blocks ? new Attributes({}, true) : blocks[0];
  }

  /** As it is written, where it is known to the last leaf. */
  json(name: string): unknown {
    return this.isPartlyUnknown(name) ? UNKNOWN : this.value(name);
  }

  /** What is not given is null. */
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
    if (this.sensitive === true || hasMark(get(this.sensitive, name))) {
      for (const item of Array.isArray(value) ? value : isRecord(value) ? Object.values(value) : [value]) {
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

/** The marks of an item of a list: a list of their own, or one for all. */
function markAt(marks: unknown, index: number): unknown {
  return Array.isArray(marks) ? marks[index] : marks;
}

/** Whether there is a `true` anywhere in the marks of what is not known. */
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
      if (hasMark(marks[name], depth + 1)) {
        return true;
      }
    }
  }
  return false;
}

/** Marks, or nothing where none of them is set: most resources have none. */
export function marksIn(marks: unknown): unknown {
  return hasMark(marks) ? marks : undefined;
}
