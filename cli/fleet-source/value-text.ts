import type { Node } from "@babel/types";
import type { FleetValue } from "../../upgrade/fleet/path";
import { bare, childrenOf, keyOf, type SourceFile } from "./source-file";

/** How a file writes what can be written in more than one way. */
export interface Style {
  readonly quote: '"' | "'";
}

/** As most of its texts are written. */
export function styleOf({ program, text }: SourceFile): Style {
  let doubles = 0;
  const visit = (node: Node): void => {
    if (node.type === "StringLiteral") {
      doubles += text[node.start ?? 0] === "'" ? -1 : 1;
    }
    childrenOf(node).forEach(visit);
  };
  visit(program);
  return { quote: doubles < 0 ? "'" : '"' };
}

/** A value as a person writes it. */
export function valueText(value: FleetValue, style: Style): string {
  if (typeof value === "string") {
    return quoted(value, style.quote);
  }
  if (typeof value !== "object") {
    return String(value);
  }
  if (isList(value)) {
    return `[${value.map((item) => valueText(item, style)).join(", ")}]`;
  }
  const members = Object.entries(value).map(
    ([name, item]) => `${keyText(name, style)}: ${valueText(item, style)}`,
  );
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

/** In quotes only where it must be. */
export function keyText(name: string, style: Style): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name, style.quote);
}

export function quoted(text: string, quote: string): string {
  const inside = JSON.stringify(text).slice(1, -1);
  return quote === '"'
    ? `"${inside}"`
    : `${quote}${inside.replaceAll('\\"', '"').replaceAll(quote, `\\${quote}`)}${quote}`;
}

/** The value of an expression in which nothing is left to a run; `undefined` where something is. */
export function literalValue(expression: Node): FleetValue | undefined {
  const node = bare(expression);
  switch (node.type) {
    case "StringLiteral":
    case "NumericLiteral":
    case "BooleanLiteral":
      return node.value;
    case "TemplateLiteral":
      return node.expressions.length === 0 ? (node.quasis[0]?.value.cooked ?? undefined) : undefined;
    case "ArrayExpression":
      return allKnown(node.elements.map((element) => (element === null ? undefined : literalValue(element))));
    case "ObjectExpression": {
      const members = allKnown(
        node.properties.map((member) => {
          const key = member.type === "ObjectProperty" ? keyOf(member) : undefined;
          const value = member.type === "ObjectProperty" ? literalValue(member.value) : undefined;
          return key === undefined || value === undefined ? undefined : ([key, value] as const);
        }),
      );
      return members === undefined ? undefined : Object.fromEntries(members);
    }
    default:
      return undefined;
  }
}

function allKnown<T>(items: readonly (T | undefined)[]): readonly T[] | undefined {
  const known = items.filter((item): item is T => item !== undefined);
  return known.length === items.length ? known : undefined;
}

function isList(value: FleetValue): value is readonly FleetValue[] {
  return Array.isArray(value);
}
