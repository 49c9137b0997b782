import { readFileSync } from "node:fs";

export type ReadJson = { readonly value: unknown } | { readonly problem: string };

/** The name of standard input on a command line, and in a report. */
export const STANDARD_INPUT = { argument: "-", name: "standard input" } as const;

/** The JSON of a file, or what is wrong with it. The problem never quotes the file, which may hold secrets. */
export function readJson(path: string): ReadJson {
  const text = readText(path);
  return "problem" in text ? text : parseJson(text.text);
}

function readText(path: string): { readonly text: string } | { readonly problem: string } {
  try {
    return { text: decoded(readFileSync(path === STANDARD_INPUT.argument ? 0 : path)) };
  } catch (error) {
    return { problem: `it cannot be read: ${reasonOf(error)}` };
  }
}

/** UTF-8, or the UTF-16 that a redirection in Windows PowerShell writes. */
function decoded(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    return bytes.toString("utf16le", 2);
  }
  return bytes.toString("utf8", bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0);
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "permission denied",
  EISDIR: "it is a folder",
  ERR_STRING_TOO_LONG: "it is larger than 512 MiB, which is more than one text can be",
  ERR_FS_FILE_TOO_LARGE: "it is larger than 2 GiB",
};

function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return REASONS[code] ?? (code === "" ? "reading failed" : code);
}

export function parseJson(text: string): ReadJson {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { problem: jsonProblem(text, error instanceof Error ? error.message : "") };
  }
}

/** @param message - V8's own, of which only the position is taken: the rest quotes the text */
function jsonProblem(text: string, message: string): string {
  if (text.trim() === "") {
    return "it is empty";
  }
  if (text.startsWith("PK\u0003\u0004")) {
    return "it is the binary plan itself, no JSON";
  }
  if (/^\{"@(level|message)"/.test(text)) {
    return 'it is the log of "terraform plan -json", no plan';
  }
  const position = /at position (\d+)/.exec(message)?.[1];
  if (position === undefined || Number(position) >= text.trimEnd().length) {
    return "it is cut off: the JSON ends in the middle";
  }
  const before = text.slice(0, Number(position));
  const line = before.split("\n").length;
  return `it is no JSON: line ${line}, column ${before.length - before.lastIndexOf("\n")}`;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
