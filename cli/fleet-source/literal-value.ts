import type { Node } from "@babel/types";
import type { FleetValue } from "../../upgrade/fleet/path";
import type { Style } from "../../upgrade/fleet/value-text";
import { bare, childrenOf, keyOf, type SourceFile } from "./source-file";

/** The quotes of most strings in a file. */
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

/** The value of an expression that is plain data; `undefined` for any other expression. */
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
