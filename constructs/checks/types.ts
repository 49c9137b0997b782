import json from "./types.json";

/*
 * What the exported constructs, stacks and their methods take. `npm run types:describe` writes the file from what the
 * compiler knows of them.
 */

/** "text", "number", "boolean", "anything", "function", the name of a type, or what a type is made of. */
export type Shape =
  | string
  | { readonly list: Shape }
  /** An object with any names. */
  | { readonly map: Shape }
  | { readonly oneOf: readonly (string | number | boolean)[] }
  | { readonly any: readonly Shape[] }
  | Properties;

/** By name. A "?" follows the name of what can be undefined. */
export type Shapes = Readonly<Record<string, Shape | undefined>>;

/**
 * What a property says of tokens, by a tag of its docstring. By itself, a value can be a token, as can a list of texts as a
 * whole. The names of an object cannot.
 * - `@inCode`: neither the value nor anything in it can be a token;
 * - `@listInCode`: items can be tokens, the list cannot;
 * - `@anyNames`: the names can be tokens, as can the object as a whole. They are data for AWS or a chart.
 *
 * The docstring of a method names the parameter: `@inCode name`.
 */
export const marks = ["inCode", "listInCode", "anyNames"] as const;

export type Mark = (typeof marks)[number];

/** An object that a program writes. */
export interface Properties {
  readonly properties: Shapes;
  /** By name of the property. */
  readonly marks?: Readonly<Record<string, string | undefined>>;
}

/** A value that a class makes: what it has, and how a program gets one. */
export interface Made {
  readonly has: Shapes;
  readonly from: readonly string[];
}

export type TypeTable = Readonly<Record<string, Properties | Made>>;

/** A type, or a method with its parameters. */
export type TypeName = keyof typeof json;

const table: TypeTable = json;

export function markOf({ marks: given }: Properties, name: string): Mark | undefined {
  return marks.find((mark) => mark === given?.[name]);
}

export function typeNamed(name: string): Properties | Made | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

export interface Property {
  readonly name: string;
  readonly isOptional: boolean;
  readonly shape: Shape;
}

export function propertiesOf(shapes: Shapes): readonly Property[] {
  return Object.entries(shapes).flatMap(([key, shape]) =>
    shape === undefined ? [] : [{ name: key.replace(/\?$/, ""), isOptional: key.endsWith("?"), shape }],
  );
}
