import { Fn, Token, Tokenization } from "cdktf";
import { isUnresolved } from "./validation";

export interface JsonOptions {
  /**
   * Whether each unresolved text is a name or an ARN, without a character that JSON escapes. It is then written in place.
   * @default false
   */
  readonly hasOnlyNames?: boolean;
}

/**
 * A value as JSON. Terraform encodes the parts that are known after apply: as text, number, boolean, list or map, as each
 * is.
 */
export function jsonOf(value: unknown, options: JsonOptions = {}): string {
  return encoded(value, options) ?? "null";
}

/** `undefined` for what JSON leaves out. */
function encoded(value: unknown, options: JsonOptions): string | undefined {
  if (typeof value === "string") {
    return textOf(value, options);
  }
  // Never as it is: cdktf writes a number token in a text only between spaces.
  if (Token.isUnresolved(value)) {
    return Fn.jsonencode(value);
  }
  if (Array.isArray(value)) {
    return `[${value.map((item: unknown) => encoded(item, options) ?? "null").join(",")}]`;
  }
  if (typeof value !== "object" || value === null || "toJSON" in value) {
    return JSON.stringify(value);
  }
  const members = Object.entries(value).flatMap(([key, each]) => {
    const inside = encoded(each, options);
    return inside === undefined ? [] : [`${textOf(key, options)}:${inside}`];
  });
  return `{${members.join(",")}}`;
}

function textOf(text: string, { hasOnlyNames = false }: JsonOptions): string {
  if (hasOnlyNames || !isUnresolved(text)) {
    return JSON.stringify(text);
  }
  const { literals } = Tokenization.reverseString(text);
  // A token alone can also be a list or a map, as many functions of Terraform return.
  return Fn.jsonencode(literals.length === 0 ? text : Fn.join("", partsOf(text)));
}

/** The tokens of a text, and what is between them in the form that an expression takes. */
function partsOf(text: string): string[] {
  return text
    .split(/(\$\{TfToken\[[\w:.-]+\]\})/)
    .filter((part) => part !== "")
    .map((part) => (isUnresolved(part) ? part : literal(part)));
}

/** A text inside an expression. cdktf does not escape backslashes and directives of templates. */
export function literal(text: string): string {
  return Fn.rawString(text.replaceAll("\\", "\\\\").replaceAll("%{", "%%{"));
}
