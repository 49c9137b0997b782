import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { invalidParameter } from "./errors";

/** A request as the model sees it: members by where they travel. */
export interface ApiRequest {
  readonly labels: ReadonlyMap<string, string>;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

/** AWS's description of an API, in the form that botocore ships (`service-2.json`). */
export interface ServiceDescription {
  readonly operations: Readonly<Record<string, OperationDescription>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

interface OperationDescription {
  readonly http: { readonly method: string; readonly requestUri: string };
  readonly input?: { readonly shape: string };
  readonly output?: { readonly shape: string };
}

interface Member {
  readonly shape: string;
  readonly location?: string;
  readonly locationName?: string;
}

interface Shape {
  readonly type: string;
  readonly members?: Readonly<Record<string, Member>>;
  readonly required?: readonly string[];
  readonly member?: Member;
  readonly key?: Member;
  readonly value?: Member;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly min?: number;
  readonly max?: number;
}

/** Holds requests and answers against AWS's description of the API. */
export class ApiModel {
  constructor(readonly description: ServiceDescription) {}

  /** Where our operations are not at the methods and paths that AWS has them at. */
  problemsOfRoutes(
    operations: Readonly<Record<string, { readonly method: string; readonly path: string }>>,
  ): readonly string[] {
    return Object.entries(operations).flatMap(([name, { method, path }]) => {
      const http = this.description.operations[name]?.http;
      const [expected, actual] = [`${http?.method} ${http?.requestUri}`, `${method} ${path}`];
      return expected === actual ? [] : [`${name} is at ${actual}, in AWS's model at ${expected}`];
    });
  }

  /** Rejects a request as EKS does: InvalidParameterException, with all that is wrong. */
  rejectRequest(operation: string, request: ApiRequest): void {
    const problems = this.problemsOfRequest(operation, request);
    if (problems.length > 0) throw invalidParameter(problems.join("; "));
  }

  problemsOfRequest(operation: string, { labels, query, body }: ApiRequest): readonly string[] {
    const input = this.description.operations[operation]?.input;
    if (input === undefined) return [];
    const shape = this.shape(input.shape);
    const members = new Map(body === undefined ? [] : entriesOf(body));
    for (const [name, member] of Object.entries(shape.members ?? {})) {
      const key = member.locationName ?? name;
      if (member.location === "uri") members.set(name, labels.get(key));
      if (member.location === "querystring") members.set(name, this.inQuery(member, query.getAll(key)));
    }
    return [...this.problems(shape, Object.fromEntries(members), "", "request")];
  }

  problemsOfResponse(operation: string, response: unknown): readonly string[] {
    const output = this.description.operations[operation]?.output;
    return output === undefined ? [] : [...this.problems(this.shape(output.shape), response, "", "response")];
  }

  private shape(name: string): Shape {
    const shape = this.description.shapes[name];
    if (shape === undefined) throw new Error(`no shape ${name} in the model`);
    return shape;
  }

  /** Query strings know only strings; the member's type tells what they mean. */
  private inQuery(member: Member, values: readonly string[]): unknown {
    const [value] = values;
    if (value === undefined) return undefined;
    switch (this.shape(member.shape).type) {
      case "list":
        return values;
      case "integer":
        return Number(value);
      case "boolean":
        return value === "true" ? true : value === "false" ? false : value;
      default:
        return value;
    }
  }

  private *problems(shape: Shape, value: unknown, path: string, direction: Direction): Iterable<string> {
    const type = typeOf(value);
    const expected = JSON_TYPES[shape.type];
    if (expected !== type) {
      yield `${path || "body"}: expected ${expected ?? shape.type}, got ${type}`;
      return;
    }
    yield* limits(shape, value, path, direction);
    if (shape.type === "structure") yield* this.structure(shape, value, path, direction);
    for (const [index, item] of Array.isArray(value) ? value.entries() : []) {
      if (shape.member !== undefined) {
        yield* this.problems(this.shape(shape.member.shape), item, `${path}[${index}]`, direction);
      }
    }
    if (shape.type !== "map" || shape.key === undefined || shape.value === undefined) return;
    for (const [key, item] of entriesOf(value)) {
      yield* this.problems(this.shape(shape.key.shape), key, `${path} key ${key}`, direction);
      yield* this.problems(this.shape(shape.value.shape), item, `${path}.${key}`, direction);
    }
  }

  private *structure(shape: Shape, value: unknown, path: string, direction: Direction): Iterable<string> {
    const given = entriesOf(value).filter(([, item]) => item !== undefined && item !== null);
    const names = new Set(given.map(([name]) => name));
    for (const name of shape.required ?? []) {
      if (!names.has(name)) yield `${join(path, name)} is required`;
    }
    for (const [name, item] of given) {
      const member = shape.members?.[name];
      if (member === undefined) yield `${join(path, name)} is not known`;
      else yield* this.problems(this.shape(member.shape), item, join(path, name), direction);
    }
  }
}

type Direction = "request" | "response";

const JSON_TYPES: Readonly<Record<string, string>> = {
  structure: "object",
  map: "object",
  list: "list",
  string: "string",
  integer: "number",
  long: "number",
  float: "number",
  double: "number",
  timestamp: "number",
  boolean: "boolean",
};

function* limits(shape: Shape, value: unknown, path: string, direction: Direction): Iterable<string> {
  if (typeof value === "string") {
    if (shape.enum !== undefined && !shape.enum.includes(value)) {
      yield `${path}: ${value} is not one of ${shape.enum.join(", ")}`;
    }
    if (shape.pattern !== undefined && !new RegExp(`^(?:${shape.pattern})$`, "u").test(value)) {
      yield `${path}: ${value} does not match ${shape.pattern}`;
    }
  }
  if (typeof value === "number" && shape.type === "integer" && !Number.isInteger(value)) {
    yield `${path}: ${value} is not an integer`;
  }
  // EKS itself answers empty maps and lists whose shapes forbid them.
  const size = sizeOf(value);
  const isCollection = typeof value === "object";
  if (size === undefined || (direction === "response" && isCollection)) return;
  if (shape.min !== undefined && size < shape.min) yield `${path}: ${size} is below the minimum ${shape.min}`;
  if (shape.max !== undefined && size > shape.max) yield `${path}: ${size} is above the maximum ${shape.max}`;
}

/** What a shape's minimum and maximum are about: a number itself, a length, a count. */
function sizeOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value === "string" || Array.isArray(value)) return value.length;
  return typeof value === "object" && value !== null ? Object.keys(value).length : undefined;
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return "list";
  return value === null ? "null" : typeof value;
}

function entriesOf(value: unknown): readonly [string, unknown][] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

/** Reads the description that botocore ships. */
export async function loadModel(file: string): Promise<ApiModel> {
  const text = await promisify(gunzip)(await readFile(file));
  const description: ServiceDescription = JSON.parse(text.toString());
  return new ApiModel(description);
}
