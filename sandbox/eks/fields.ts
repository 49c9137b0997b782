import { invalidParameter } from "./errors";

/** A JSON object of a request, read member by member; a member of the wrong type is rejected. */
export class Fields {
  private constructor(
    private readonly members: ReadonlyMap<string, unknown>,
    private readonly path: string,
  ) {}

  static of(value: unknown, path = ""): Fields {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw invalidParameter(`${path === "" ? "The request body" : path} must be a JSON object`);
    }
    return new Fields(new Map(Object.entries(value)), path);
  }

  has(name: string): boolean {
    return (this.members.get(name) ?? undefined) !== undefined;
  }

  string(name: string): string | undefined {
    return this.read(name, "a string", (value) => (typeof value === "string" ? value : undefined));
  }

  requiredString(name: string): string {
    const value = this.string(name);
    if (value === undefined || value === "") throw invalidParameter(`${this.at(name)} is required`);
    return value;
  }

  integer(name: string): number | undefined {
    return this.read(name, "an integer", (value) =>
      typeof value === "number" && Number.isInteger(value) ? value : undefined,
    );
  }

  boolean(name: string): boolean | undefined {
    return this.read(name, "a boolean", (value) => (typeof value === "boolean" ? value : undefined));
  }

  strings(name: string): readonly string[] | undefined {
    return this.read(name, "a list of strings", (value) =>
      Array.isArray(value) && value.every((item) => typeof item === "string") ? value : undefined,
    );
  }

  stringMap(name: string): Readonly<Record<string, string>> | undefined {
    return this.read(name, "a map of strings", (value) => {
      if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
      const entries: [string, string][] = [];
      for (const [key, item] of Object.entries(value)) {
        if (typeof item !== "string") return undefined;
        entries.push([key, item]);
      }
      return Object.fromEntries(entries);
    });
  }

  /** An object as it is, for members that the sandbox keeps without looking into them. */
  json(name: string): object | undefined {
    return this.read(name, "an object", (value) =>
      typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined,
    );
  }

  /** Any member, as text. */
  text(name: string): string | undefined {
    if (!this.has(name)) return undefined;
    const value = this.members.get(name);
    return typeof value === "string" ? value : JSON.stringify(value);
  }

  object(name: string): Fields | undefined {
    return this.has(name) ? Fields.of(this.members.get(name), this.at(name)) : undefined;
  }

  objects(name: string): readonly Fields[] | undefined {
    const values = this.read(name, "a list", (value) => (Array.isArray(value) ? value : undefined));
    return values?.map((value: unknown, index) => Fields.of(value, `${this.at(name)}[${index}]`));
  }

  oneOf<T extends string>(name: string, allowed: readonly T[]): T | undefined {
    return this.read(name, `one of ${allowed.join(", ")}`, (value) =>
      allowed.find((candidate) => candidate === value),
    );
  }

  private read<T>(name: string, kind: string, as: (value: unknown) => T | undefined): T | undefined {
    if (!this.has(name)) return undefined;
    const value = as(this.members.get(name));
    if (value === undefined) throw invalidParameter(`${this.at(name)} must be ${kind}`);
    return value;
  }

  private at(name: string): string {
    return this.path === "" ? name : `${this.path}.${name}`;
  }
}
