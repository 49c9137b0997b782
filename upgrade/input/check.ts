import * as v from "valibot";
import { invalidValue, oneOfNames, unknownProperty } from "./wording";

/*
 * Checks of JSON that people write. A valibot schema is the one source of the check, of the type and of the published
 * JSON Schema. The message of each part of a schema is what is expected there: `a percentage, as in 10`.
 *
 * valibot checks the values. Objects and lists are walked here, because valibot takes a list for an object, reports
 * one unknown property of several, and passes over properties named "constructor".
 */

/** The schema of each property of a type, so that a property which has none does not compile. */
export type Properties<T> = { readonly [K in keyof T]-?: v.GenericSchema<Exclude<T[K], undefined>> };

export type Checked<T> = { readonly value: T } | { readonly problems: readonly string[] };

/** The content if the schema accepts it, or every problem that it has: `clusters[0].nodes: invalid value …`. */
export function checked<T extends v.GenericSchema>(schema: T, content: unknown): Checked<v.InferInput<T>> {
  const problems = problemsAt("", schema, content);
  return isSound<v.InferInput<T>>(content, problems) ? { value: content } : { problems };
}

/** An object without the properties that are unknown or have a problem. Other content as it is. */
export function validProperties(schema: v.GenericSchema, content: unknown): unknown {
  const object = isVariant(schema) && isRecord(content) ? optionOf(schema, content) : schema;
  if (object === undefined || !isObject(object) || !isRecord(content)) {
    return content;
  }
  const { entries } = object;
  return Object.fromEntries(
    Object.entries(content).filter(([key, value]) => {
      const entry = Object.hasOwn(entries, key) ? entries[key] : undefined;
      return entry !== undefined && problemsAt("", entry, value).length === 0;
    }),
  );
}

/** A text that is more than spaces. */
export const text = (expected: string) => v.pipe(v.string(expected), v.regex(/\S/, expected));

export const matching = (pattern: RegExp, expected: string) =>
  v.pipe(v.string(expected), v.regex(pattern, expected));

export const oneOf = <const T extends readonly string[]>(names: T) => v.picklist(names, oneOfNames(names));

export const trueOrFalse = () => v.boolean("true or false");

export const atLeast = (least: number, expected: string) =>
  v.pipe(v.number(expected), v.minValue(least, expected));

export const between = (least: number, most: number, expected: string) =>
  v.pipe(v.number(expected), v.minValue(least, expected), v.maxValue(most, expected));

export const described = <T extends v.GenericSchema>(schema: T, description: string) =>
  v.pipe(schema, v.description(description));

function isSound<T>(_content: unknown, problems: readonly string[]): _content is T {
  return problems.length === 0;
}

function problemsAt(at: string, schema: v.GenericSchema, value: unknown): readonly string[] {
  if (isOptional(schema)) {
    return problemsAt(at, schema.wrapped, value);
  }
  if (isUnion(schema)) {
    return schema.options.some((option) => problemsAt(at, option, value).length === 0)
      ? []
      : [placed(at, invalidValue(value, expectedBy(schema)))];
  }
  const inside = insideOf(at, schema, value);
  if (inside === undefined) {
    const { issues } = v.safeParse(schema, value);
    return issues === undefined ? [] : [placed(at, invalidValue(value, issues[0].message))];
  }
  // Of the pipe of an object or a list: how many it has at least.
  const own = inside.length > 0 || !("pipe" in schema) ? [] : (v.safeParse(schema, value).issues ?? []);
  return [...inside, ...own.slice(0, 1).map(({ message }) => placed(at, invalidValue(value, message)))];
}

/** The problems of an object's properties or of a list's items. `undefined` if the schema is of neither. */
function insideOf(at: string, schema: v.GenericSchema, value: unknown): readonly string[] | undefined {
  if (isList(schema)) {
    return Array.isArray(value)
      ? value.flatMap((item: unknown, index) => problemsAt(`${at}[${index}]`, schema.item, item))
      : [placed(at, invalidValue(value, expectedBy(schema)))];
  }
  if (!isMap(schema) && !isObject(schema) && !isVariant(schema)) {
    return undefined;
  }
  if (!isRecord(value)) {
    return [placed(at, invalidValue(value, expectedBy(schema)))];
  }
  if (isMap(schema)) {
    return Object.entries(value).flatMap(([key, each]) => [
      ...(v.is(schema.key, key) ? [] : [placed(at, invalidValue(key, expectedBy(schema.key)))]),
      ...problemsAt(below(at, key), schema.value, each),
    ]);
  }
  return isObject(schema)
    ? problemsOfProperties(at, schema.entries, value)
    : problemsOfVariant(at, schema, value);
}

function problemsOfProperties(at: string, entries: v.ObjectEntries, value: JsonObject): readonly string[] {
  return [
    ...Object.entries(entries).flatMap(([key, entry]) => {
      if (Object.hasOwn(value, key)) {
        return problemsAt(below(at, key), entry, value[key]);
      }
      return isOptional(entry) ? [] : [placed(below(at, key), missing(expectedBy(entry)))];
    }),
    ...Object.keys(value)
      .filter((key) => !Object.hasOwn(entries, key))
      .map((key) => placed(at, unknownProperty(key, Object.keys(entries)))),
  ];
}

/** Objects that one property tells apart. */
function problemsOfVariant(at: string, variant: Variant, value: JsonObject): readonly string[] {
  const option = optionOf(variant, value);
  if (option !== undefined) {
    return problemsOfProperties(at, option.entries, value);
  }
  const given = Object.hasOwn(value, variant.key) ? value[variant.key] : undefined;
  const expected = oneOfNames(namedOptions(variant).map(({ name }) => name));
  return [
    placed(below(at, variant.key), given === undefined ? missing(expected) : invalidValue(given, expected)),
  ];
}

function optionOf(variant: Variant, value: JsonObject): ObjectSchema | undefined {
  const given = Object.hasOwn(value, variant.key) ? value[variant.key] : undefined;
  return namedOptions(variant).find(({ name }) => name === given)?.option;
}

function namedOptions({ key, options }: Variant): readonly { option: ObjectSchema; name: string }[] {
  return options.flatMap((option) => {
    const entry = option.entries[key];
    return entry !== undefined && isLiteral(entry) ? [{ option, name: entry.literal }] : [];
  });
}

type JsonObject = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const missing = (expected: string) => `missing: expected ${expected}`;
const placed = (at: string, problem: string) => (at === "" ? problem : `${at}: ${problem}`);
const below = (at: string, key: string) => (at === "" ? key : `${at}.${key}`);

function expectedBy(schema: v.GenericSchema): string {
  if (isOptional(schema)) {
    return expectedBy(schema.wrapped);
  }
  return "message" in schema && typeof schema.message === "string" ? schema.message : schema.expects;
}

type ObjectSchema = v.StrictObjectSchema<v.ObjectEntries, string>;
type Variant = v.VariantSchema<string, [ObjectSchema], string>;
type UnionSchema = v.UnionSchema<
  readonly v.GenericSchema[],
  v.ErrorMessage<v.UnionIssue<v.BaseIssue<unknown>>> | undefined
>;

const isOptional = (schema: v.GenericSchema): schema is v.ExactOptionalSchema<v.GenericSchema, undefined> =>
  schema.type === "exact_optional";
const isList = (schema: v.GenericSchema): schema is v.ArraySchema<v.GenericSchema, string> =>
  schema.type === "array";
const isMap = (
  schema: v.GenericSchema,
): schema is v.RecordSchema<v.GenericSchema<string, string>, v.GenericSchema, string> =>
  schema.type === "record";
const isUnion = (schema: v.GenericSchema): schema is UnionSchema => schema.type === "union";
const isObject = (schema: v.GenericSchema): schema is ObjectSchema => schema.type === "strict_object";
const isVariant = (schema: v.GenericSchema): schema is Variant => schema.type === "variant";
const isLiteral = (schema: v.GenericSchema): schema is v.LiteralSchema<string, string> =>
  schema.type === "literal";
