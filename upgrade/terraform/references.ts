import { textOfTemplate } from "./template";

/** A step of a reference: `.name`, or `[0]` and `["key"]`. */
export type ReferenceStep = { readonly name: string } | { readonly index: string | number };

/**
 * Splits `module.eks["a"].aws_eks_cluster.this[0].name` into steps. `undefined` if the text is not a reference.
 */
export function parseReference(text: string): readonly ReferenceStep[] | undefined {
  const steps: ReferenceStep[] = [];
  let at = 0;
  while (at < text.length) {
    if (text[at] === "[") {
      const end = text[at + 1] === '"' ? closingQuote(text, at + 2) + 1 : text.indexOf("]", at);
      if (end <= at || text[end] !== "]") {
        return undefined;
      }
      const inside = text.slice(at + 1, end);
      steps.push({ index: inside.startsWith('"') ? unquoted(inside.slice(1, -1)) : indexOf(inside) });
      at = end + 1;
      continue;
    }
    if (at > 0) {
      if (text[at] !== ".") {
        return undefined;
      }
      at += 1;
    }
    const begin = at;
    while (at < text.length && text[at] !== "." && text[at] !== "[") {
      at += 1;
    }
    if (at === begin) {
      return undefined;
    }
    steps.push({ name: text.slice(begin, at) });
  }
  return steps;
}

/** The index of the closing quote, or of the end of the text. */
function closingQuote(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== '"') {
    at += text[at] === "\\" ? 2 : 1;
  }
  return at;
}

function unquoted(text: string): string {
  return textOfTemplate(text.replace(/\\(.)/g, "$1"));
}

function indexOf(text: string): string | number {
  return /^\d+$/.test(text) ? Number(text) : text;
}

/** `[0]`, `["a"]`, or empty. One spelling for each index. */
export function indexText(index: string | number | undefined): string {
  return index === undefined ? "" : `[${JSON.stringify(index)}]`;
}

/**
 * Terraform lists each reference, then its prefixes: "aws_lb.a.arn", "aws_lb.a". Only the longest ones are kept.
 */
export function longestReferences(references: readonly unknown[]): readonly string[] {
  const longest: string[] = [];
  let last = "";
  for (const reference of references) {
    if (typeof reference !== "string") {
      continue;
    }
    const next = last[reference.length];
    if (last.startsWith(reference) && (next === undefined || next === "." || next === "[")) {
      continue;
    }
    longest.push(reference);
    last = reference;
  }
  return longest;
}
