import { type Known, UNKNOWN } from "../fleet/state";

/**
 * The documents of a YAML or JSON text. Unknown if the text is not valid, nests too deep, or expands too many aliases:
 * what it says is then not evaluated.
 */
export function documentsIn(text: string): Known<readonly unknown[]> {
  const json = /^\s*[{[]/.test(text) ? parsedJson(text) : undefined;
  if (json !== undefined) {
    return [json];
  }
  // Loading the library takes longer than reading many plans, and most releases have JSON or nothing to read.
  const { parseAllDocuments }: typeof import("yaml") = require("yaml");
  try {
    const documents = parseAllDocuments(text, { merge: true, uniqueKeys: false, logLevel: "silent" });
    const all = "empty" in documents ? [] : documents;
    return all.some(({ errors }) => errors.length > 0) ? UNKNOWN : all.map((each): unknown => each.toJS());
  } catch {
    return UNKNOWN;
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Braces are YAML too.
  }
}
