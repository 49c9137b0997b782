import { Token, Tokenization } from "cdktf";
import type { Construct } from "constructs";
import { misspelled } from "../../upgrade/input/nearest";
import { unknownProperty } from "../../upgrade/input/wording";
import { LIST_TOKEN, reportWrongTypes } from "../validation";
import { expectedOf, shown, standIn } from "./shapes";
import {
  type Made,
  type Mark,
  markOf,
  type Properties,
  type Property,
  propertiesOf,
  type Shape,
  type TypeName,
  typeNamed,
} from "./types";

/*
 * Compares values with types, because no compiler checks JavaScript and what tsx runs. The code behind gets values of the
 * right type only: a wrong value is reported and replaced.
 */

export interface Examined<T> {
  /** What was given, without values of a wrong type: they are left out, or replaced by an empty value. */
  readonly value: T;
  /** `nodeRepair is true: expected "disabled" or "enabled"` */
  readonly problems: readonly string[];
}

export interface ExamineOptions {
  /** Begins each path. */
  readonly at?: string;
  /** The construct that gets the value. */
  readonly construct?: Construct;
  /**
   * Whether every unknown property is a problem, as in a fleet file. If false, only a misspelled one is, because a program
   * may pass on a larger object.
   */
  readonly isExact?: boolean;
}

/** @param given an object of the type, or the arguments of the method by name */
export function examined<T>(type: TypeName, given: T, options: ExamineOptions = {}): Examined<T> {
  const { at = type.includes(".") ? `${type}: ` : "", isExact = false, construct } = options;
  const { value, problems } = examine(type, given, { at, isExact, construct });
  return { value: value !== given && hasType<T>(value, type) ? value : given, problems };
}

/**
 * What a construct was given, with values of the right type only. Synthesis reports the others, with the path of the
 * construct.
 */
export function rightTypes<T>(construct: Construct, type: TypeName, given: T): T {
  const { value, problems } = examined(type, given, { construct });
  reportWrongTypes(construct, problems);
  return value;
}

function hasType<T>(value: unknown, type: TypeName): value is T {
  return examine(type, value, { at: "", isExact: false }).problems.length === 0;
}

const problemsOfMade = new WeakMap<object, readonly string[]>();

/** Notes what was wrong when a value was made. The construct that gets the value reports it. */
export function madeWith<T extends object>(value: T, problems: readonly string[]): T {
  if (problems.length > 0) {
    problemsOfMade.set(value, problems);
  }
  return value;
}

/** What was wrong when a value was made. */
export function problemsIn(value: object): readonly string[] {
  return problemsOfMade.get(value) ?? [];
}

interface Place {
  readonly at: string;
  readonly isExact: boolean;
  readonly construct?: Construct;
  /** The properties of the other types that the value may have. */
  readonly others?: readonly string[];
  /** What the docstring of the property says of tokens. */
  readonly mark?: Mark | undefined;
}

interface Result {
  readonly value: unknown;
  readonly problems: readonly string[];
}

function examine(shape: Shape, value: unknown, place: Place): Result {
  if (typeof shape !== "string") {
    return examineParts(shape, value, place);
  }
  switch (shape) {
    case "anything":
    case "function":
      return right(value);
    case "text":
      return typeof value === "string"
        ? examineText(value, place)
        : place.mark === "inCode"
          ? wrong(shape, value, place)
          : later(shape, value, place, Token.asString);
    case "number":
      return typeof value === "number" ? right(value) : later(shape, value, place, Token.asNumber);
    case "boolean":
      return typeof value === "boolean" ? right(value) : later(shape, value, place, (token) => token);
    default: {
      const type = typeNamed(shape);
      return type === undefined || "has" in type
        ? examineMade(shape, type, value, place)
        : shape === "Environment"
          ? examineEnvironment(type, value, place)
          : examineProperties(shape, type, value, place);
    }
  }
}

function examineParts(shape: Exclude<Shape, string>, value: unknown, place: Place): Result {
  if ("list" in shape) {
    return examineList(shape, value, place);
  }
  if ("map" in shape) {
    return examineMap(shape, value, place);
  }
  if ("oneOf" in shape) {
    return shape.oneOf.some((each) => each === value) ? right(value) : wrong(shape, value, place);
  }
  return "any" in shape ? examineOptions(shape, value, place) : examineProperties(shape, shape, value, place);
}

function examineText(value: string, place: Place): Result {
  // One item cannot stand for a list that is a token as a whole.
  return value.includes(LIST_TOKEN) || (Token.isUnresolved(value) && place.mark === "inCode")
    ? wrong("text", Token.asAny(value), place)
    : right(value);
}

/** A value that is known after apply, in the form of its type. */
function later(shape: Shape, value: unknown, place: Place, inForm: (token: unknown) => unknown): Result {
  return Token.isUnresolved(value) && !Array.isArray(value)
    ? right(inForm(value))
    : wrong(shape, value, place);
}

function examineList(shape: { readonly list: Shape }, value: unknown, place: Place): Result {
  if (Token.isUnresolved(value)) {
    return shape.list === "text" && place.mark !== "inCode" && place.mark !== "listInCode"
      ? right(Token.asList(value))
      : wrong(shape, value, place);
  }
  if (!Array.isArray(value)) {
    return wrong(shape, value, place);
  }
  const items = value.map((item: unknown, index) => {
    return examine(shape.list, item, { ...inside(place), at: `${place.at}[${index}]` });
  });
  return items.every((item, index) => item.value === value[index] && item.problems.length === 0)
    ? right(value)
    : {
        value: items.filter(({ problems }) => problems.length === 0).map((item) => item.value),
        problems: items.flatMap(({ problems }) => problems),
      };
}

function examineMap(shape: { readonly map: Shape }, value: unknown, place: Place): Result {
  const { at, mark } = place;
  const hasAnyNames = mark === "anyNames";
  if (Token.isUnresolved(value) && !Array.isArray(value)) {
    const isMap = isRecord(value) && !Tokenization.isResolvable(value);
    return hasAnyNames ? right(isMap ? value : Token.asStringMap(value)) : wrong(shape, value, place);
  }
  if (!isRecord(value)) {
    return wrong(shape, value, place);
  }
  const entries = Object.entries(value).map(([key, each]) => ({
    key,
    result:
      Token.isUnresolved(key) && !hasAnyNames
        ? { value: each, problems: [`a name in ${at} is an unresolved token: expected a text in the code`] }
        : each === undefined
          ? right(each)
          : examine(shape.map, each, { ...inside(place), at: below(at, key) }),
  }));
  return entries.every(({ key, result }) => result.value === value[key] && result.problems.length === 0)
    ? right(value)
    : {
        value: Object.fromEntries(
          entries
            .filter(({ result }) => result.problems.length === 0)
            .map(({ key, result }) => [key, result.value]),
        ),
        problems: entries.flatMap(({ result }) => result.problems),
      };
}

/** If no option accepts the value, the problems of the option that it comes nearest to. */
function examineOptions(shape: { readonly any: readonly Shape[] }, value: unknown, place: Place): Result {
  const named = shape.any.filter((option) => isNamedBy(value, option));
  const [only] = named;
  if (only !== undefined && named.length === 1) {
    return examine(only, value, { ...place, others: [] });
  }
  const unknown = unknownKind(shape.any, value);
  if (unknown !== undefined) {
    const { name, texts } = unknown;
    const kind = Reflect.get(Object(value), name);
    const { problems } = wrong({ oneOf: texts }, kind, { ...place, at: below(place.at, name) });
    return { value: standIn(shape, place.construct), problems };
  }
  const others = shape.any.flatMap(namesOf);
  const results = shape.any.map((option) => ({ option, ...examine(option, value, { ...place, others }) }));
  const sound = results.find(({ problems }) => problems.length === 0);
  const near = results
    .filter(
      ({ option }) =>
        (isRecord(value) && namesOf(option).length > 0) || (Array.isArray(value) && isList(option)),
    )
    .sort((left, right) => left.problems.length - right.problems.length);
  const [nearest, next] = near;
  return (
    sound ??
    (nearest === undefined || nearest.problems.length === next?.problems.length
      ? wrong(shape, value, place)
      : nearest)
  );
}

interface KindName {
  readonly name: string;
  readonly isOptional: boolean;
  readonly text: string;
}

/** The properties that say that a value is this option: `type: "gcs"`. */
function kindNames(option: Shape): readonly KindName[] {
  return membersOf(option).flatMap(({ name, isOptional, shape }) => {
    const [text, other] = typeof shape !== "string" && "oneOf" in shape ? shape.oneOf : [];
    return typeof text === "string" && other === undefined ? [{ name, isOptional, text }] : [];
  });
}

function isNamedBy(value: unknown, option: Shape): boolean {
  const names = kindNames(option);
  return (
    isRecord(value) &&
    names.length > 0 &&
    names.every(
      ({ name, isOptional, text }) => value[name] === text || (isOptional && value[name] === undefined),
    )
  );
}

/** A kind that no option has. */
function unknownKind(
  options: readonly Shape[],
  value: unknown,
): { readonly name: string; readonly texts: readonly string[] } | undefined {
  const names = options.flatMap(kindNames);
  const [first] = names;
  const texts = names.filter(({ name }) => name === first?.name).map(({ text }) => text);
  return first !== undefined && isRecord(value) && value[first.name] !== undefined && texts.length > 1
    ? { name: first.name, texts: texts.toSorted() }
    : undefined;
}

function membersOf(option: Shape): readonly Property[] {
  const type = typeof option === "string" ? typeNamed(option) : option;
  return type !== undefined && "properties" in type ? propertiesOf(type.properties) : [];
}

function namesOf(option: Shape): readonly string[] {
  return membersOf(option).map(({ name }) => name);
}

function isList(option: Shape): boolean {
  return typeof option !== "string" && "list" in option;
}

function examineMade(name: string, type: Made | undefined, value: unknown, place: Place): Result {
  const isMade =
    typeof value === "object" &&
    value !== null &&
    propertiesOf(type?.has ?? {}).every(({ name }) => name in value);
  return isMade
    ? { value, problems: problemsIn(value).map((problem) => `${place.at}: ${problem}`) }
    : wrong(name, value, place);
}

function examineProperties(shape: Shape, type: Properties, value: unknown, place: Place): Result {
  const { at, isExact, others = [] } = place;
  if (!isRecord(value) || Token.isUnresolved(value)) {
    return wrong(shape, value, place);
  }
  const properties = propertiesOf(type.properties);
  const known = [...properties.map(({ name }) => name), ...others];
  const replaced = new Map<string, unknown>();
  const problems: string[] = [];
  for (const { name, isOptional, shape: expected } of properties) {
    const given = value[name];
    if (given === undefined && (isOptional || expected === "anything")) {
      continue;
    }
    const mark = markOf(type, name) ?? inside(place).mark;
    const result = examine(expected, given, { ...place, at: below(at, name), others: [], mark });
    problems.push(...result.problems);
    if (result.value !== given) {
      replaced.set(name, result.problems.length > 0 && isOptional ? undefined : result.value);
    }
  }
  for (const name of Object.keys(value).filter((each) => Token.isUnresolved(each))) {
    problems.push(placed(at, "the name of a property is an unresolved token: expected a text in the code"));
    replaced.set(name, undefined);
  }
  problems.push(...unknownProblems(value, known, at, isExact));
  const rest = Object.entries({ ...value, ...Object.fromEntries(replaced) });
  return replaced.size === 0
    ? { value, problems }
    : { value: Object.fromEntries(rest.filter(([, each]) => each !== undefined)), problems };
}

const goodEnvironments = new WeakSet<object>();

/** Each stack of an environment gets the whole of it. It is examined once. */
function examineEnvironment(type: Properties, value: unknown, place: Place): Result {
  const isKnown = typeof value === "object" && value !== null && goodEnvironments.has(value);
  const result = isKnown ? right(value) : examineProperties("Environment", type, value, place);
  if (isRecord(value) && result.value === value && result.problems.length === 0) {
    goodEnvironments.add(value);
  }
  return result;
}

function unknownProblems(
  value: Readonly<Record<string, unknown>>,
  known: readonly string[],
  at: string,
  isExact: boolean,
): readonly string[] {
  const unknown = Object.keys(value).filter((name) => !known.includes(name) && value[name] !== undefined);
  if (isExact) {
    return unknown.map((name) => placed(at, unknownProperty(name, known)));
  }
  const free = known.filter((name) => value[name] === undefined);
  return unknown
    .filter((name) => isPlain(value) && misspelled(name, free) !== undefined)
    .map((name) => placed(at, unknownProperty(name, free)));
}

/** Of what is in a value: only `@inCode` is for all that is in it. */
function inside(place: Place): Place {
  return { ...place, others: [], mark: place.mark === "inCode" ? place.mark : undefined };
}

function right(value: unknown): Result {
  return { value, problems: [] };
}

function wrong(shape: Shape, value: unknown, { at, construct }: Place): Result {
  const expected = expectedOf(shape);
  const where = at.replace(/: $/, "") || "the properties";
  const problem =
    value === undefined
      ? `${where} is missing: expected ${expected}`
      : Token.isUnresolved(value)
        ? `${where} is an unresolved token: expected ${expected} in the code`
        : `${where} is ${shown(value)}: expected ${expected}`;
  return { value: standIn(shape, construct), problems: [problem] };
}

type JsonObject = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function placed(at: string, problem: string): string {
  return at === "" ? problem : `${at.replace(/: $/, "")}: ${problem}`;
}

function below(at: string, name: string): string {
  const key = /^[\w-]+$/.test(name) ? name : Token.isUnresolved(name) ? "(a token)" : JSON.stringify(name);
  return at === "" || at.endsWith(": ") ? `${at}${key}` : `${at}.${key}`;
}
