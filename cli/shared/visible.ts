/**
 * A text with its control characters and changes of direction written out. Other people write the names in a plan: a
 * terminal would obey such characters, a reader would be deceived, and GitHub runs a line that begins with "::" or holds
 * "##[".
 */
export function visible(text: string): string {
  return text
    .replace(INVISIBLE, (character) => (character === "\n" ? " " : escaped(character)))
    .replace(/^\s*::|##\[/g, (command) => command.replace(/[:#]/, escaped));
}

function escaped(character: string): string {
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;
}

const INVISIBLE = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;
