/**
 * A text with its control characters and changes of direction written out. Other people write the names in a plan: a
 * terminal would obey such characters, and a reader would be deceived.
 */
export function visible(text: string): string {
  return text.replace(INVISIBLE, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return character === "\n" ? " " : `\\u${code.toString(16).padStart(4, "0")}`;
  });
}

const INVISIBLE = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;
