import type { Construct } from "constructs";
import { oneOfNames } from "../../upgrade/input/wording";
import { propertiesOf, type Shape, type Shapes, type TypeName, typeNamed } from "./types";

/** What is expected of a value, in words. */
export function expectedOf(shape: Shape): string {
  if (typeof shape === "string") {
    return WORDS[shape] ?? expectedOfType(shape);
  }
  if ("list" in shape) {
    return shape.list === "text" ? "a list of texts" : "a list";
  }
  if ("map" in shape) {
    return "an object";
  }
  if ("oneOf" in shape) {
    const texts = shape.oneOf.filter((each) => typeof each === "string");
    return texts.length === shape.oneOf.length ? oneOfNames(texts) : shape.oneOf.join(" or ");
  }
  return "any" in shape
    ? [...new Set(shape.any.map(expectedOf))].join(" or ")
    : withProperties(shape.properties);
}

const WORDS: Readonly<Record<string, string>> = {
  text: "a text",
  number: "a number",
  boolean: "true or false",
  anything: "a value",
  function: "a function",
};

const MAX_WAYS = 5;

function expectedOfType(name: string): string {
  const type = typeNamed(name);
  if (type !== undefined && "properties" in type) {
    return withProperties(type.properties);
  }
  const ways = type?.from ?? [];
  if (ways.length > 0 && ways.length <= MAX_WAYS) {
    return ways.length === 1 ? ways.join("") : `${ways.slice(0, -1).join(", ")} or ${ways.at(-1)}`;
  }
  return `a ${name}`;
}

function withProperties(properties: Shapes): string {
  const names = propertiesOf(properties)
    .filter(({ isOptional }) => !isOptional)
    .map(({ name }) => name);
  return names.length === 0 ? "an object" : `an object with ${names.join(", ")}`;
}

/** A wrong value, in words. */
export function shown(value: unknown): string {
  if (typeof value === "string") {
    return JSON.stringify(value);
  }
  if (typeof value === "function") {
    return "a function";
  }
  if (typeof value !== "object" || value === null) {
    return String(value);
  }
  if (Array.isArray(value)) {
    return value.length === 0 ? "[]" : "a list";
  }
  const { name } = value.constructor ?? {};
  if (Object.keys(value).length === 0) {
    return "{}";
  }
  return name === undefined || name === "Object" ? "an object" : `a ${name}`;
}

/**
 * A value of the right type in place of a wrong one: empty, as far as the type allows. Nothing of it is written.
 * @param scope the construct that needs it
 */
export function standIn(shape: Shape, scope?: Construct): unknown {
  if (typeof shape === "string") {
    const made = scope === undefined ? undefined : constructs.get(shape)?.(scope);
    return shape in EMPTY ? EMPTY[shape] : (made ?? standInOfType(shape));
  }
  if ("list" in shape) {
    return [];
  }
  if ("map" in shape) {
    return {};
  }
  if ("oneOf" in shape) {
    return shape.oneOf[0];
  }
  return "any" in shape ? standIn(shape.any[0] ?? "anything", scope) : standInOf(shape.properties);
}

type MakeConstruct = (scope: Construct) => Construct;

const constructs = new Map<string, MakeConstruct>();

/** Makes the construct that stands in for a wrong value of a type. */
export function standInBy(type: TypeName, make: MakeConstruct): void {
  constructs.set(type, make);
}

const EMPTY: Readonly<Record<string, unknown>> = {
  text: "",
  number: 0,
  boolean: false,
  anything: undefined,
  function: () => undefined,
};

function standInOfType(name: string): unknown {
  const type = typeNamed(name);
  return type === undefined ? undefined : standInOf("has" in type ? type.has : type.properties);
}

function standInOf(members: Shapes): object {
  return Object.fromEntries(
    propertiesOf(members).map(({ name, isOptional, shape }) => [
      name,
      isOptional ? undefined : standIn(shape),
    ]),
  );
}
