import { parse } from "@babel/parser";
import type { Node, ObjectMethod, ObjectProperty, Program, SpreadElement } from "@babel/types";
import { CannotEdit } from "./cannot-edit-error";

export type Member = ObjectProperty | ObjectMethod | SpreadElement;

/** A TypeScript file, and the positions of its nodes in the text. */
export class SourceFile {
  /** @throws SyntaxError, whose message ends in "(line:column)" */
  static parse(path: string, text: string): SourceFile {
    const file = new SourceFile(path, text);
    file.parsed = programOf(path, text);
    return file;
  }

  /** Parses it when its nodes are needed: most files of a program never are. */
  static lazily(path: string, text: string): SourceFile {
    return new SourceFile(path, text);
  }

  private parsed: Program | undefined;

  private constructor(
    readonly path: string,
    readonly text: string,
  ) {}

  /** @throws CannotEdit if it is not TypeScript */
  get program(): Program {
    try {
      this.parsed ??= programOf(this.path, this.text);
    } catch (error) {
      throw error instanceof SyntaxError ? new CannotEdit(invalid(this.path, error)) : error;
    }
    return this.parsed;
  }

  /** "fleet/alpha-kr.ts:27". */
  place(node: Node): string {
    return `${this.path}:${node.loc?.start.line ?? 1}`;
  }

  /** The text of a node. */
  textOf(node: Node): string {
    return this.text.slice(startOf(node), endOf(node));
  }

  get newline(): string {
    return this.text.includes("\r\n") ? "\r\n" : "\n";
  }

  lineStart(at: number): number {
    return this.text.lastIndexOf("\n", at - 1) + 1;
  }

  /** The position before the end of the line. */
  lineEnd(at: number): number {
    const end = this.text.indexOf("\n", at);
    const before = end < 0 ? this.text.length : end;
    return this.text[before - 1] === "\r" ? before - 1 : before;
  }

  /** The indentation of a line. */
  indentAt(at: number): string {
    return /^[ \t]*/.exec(this.text.slice(this.lineStart(at)))?.[0] ?? "";
  }

  /** Whether it is the first text on its line. */
  isFirstOnLine(at: number): boolean {
    return this.text.slice(this.lineStart(at), at).trim() === "";
  }
}

function programOf(path: string, text: string): Program {
  return parse(text, {
    sourceType: "module",
    plugins: path.endsWith("x") ? ["typescript", "jsx"] : ["typescript"],
    createParenthesizedExpressions: true,
  }).program;
}

export const invalid = (path: string, { message }: SyntaxError) =>
  `${path}: not valid TypeScript: ${message}`;

export const startOf = ({ start }: Node): number => start ?? 0;
export const endOf = ({ end }: Node): number => end ?? 0;

/** The value without its type. */
export function bare(node: Node): Node {
  switch (node.type) {
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSNonNullExpression":
    case "TSTypeAssertion":
    case "ParenthesizedExpression":
      return bare(node.expression);
    default:
      return node;
  }
}

/** `undefined` if only a run of the program can evaluate it. */
export function keyOf(member: ObjectProperty | ObjectMethod): string | undefined {
  const { key, computed } = member;
  switch (key.type) {
    case "StringLiteral":
      return key.value;
    case "NumericLiteral":
      return String(key.value);
    case "Identifier":
      return computed === true ? undefined : key.name;
    default:
      return undefined;
  }
}

/** The names of "alpha.settings". `undefined` for any other expression. */
export function chainOf(node: Node): readonly [root: string, ...names: string[]] | undefined {
  const value = bare(node);
  if (value.type === "Identifier") {
    return [value.name];
  }
  if (value.type !== "MemberExpression") {
    return undefined;
  }
  const { object, property, computed } = value;
  const name =
    property.type === "Identifier" && !computed
      ? property.name
      : property.type === "StringLiteral"
        ? property.value
        : undefined;
  const chain = chainOf(object);
  return chain === undefined || name === undefined ? undefined : [...chain, name];
}

/** The child nodes of a node. */
export function childrenOf(node: Node): readonly Node[] {
  return Object.entries(node).flatMap(([key, value]) =>
    NO_PARTS.has(key) ? [] : Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [],
  );
}

const NO_PARTS: ReadonlySet<string> = new Set([
  "loc",
  "extra",
  "leadingComments",
  "innerComments",
  "trailingComments",
]);

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}
