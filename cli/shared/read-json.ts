import { isAscii } from "node:buffer";
import { readFileSync } from "node:fs";
import { isRecord } from "../../upgrade/terraform/json";

export type ReadJson =
  | { readonly value: unknown }
  /** `isUnreadable`: the file itself cannot be read. */
  | { readonly problem: string; readonly isUnreadable?: true };

/** The name of standard input on a command line, and in a report. */
export const STANDARD_INPUT = { argument: "-", name: "standard input" } as const;

/** The JSON of a file, or its problem. The problem never quotes the file, which may hold secrets. */
export function readJson(path: string): ReadJson {
  let text: string;
  try {
    text = decoded(readFileSync(path === STANDARD_INPUT.argument ? 0 : path));
  } catch (error) {
    return { problem: `cannot be read: ${reasonOf(error)}`, isUnreadable: true };
  }
  return parseJson(text);
}

/** UTF-8, or the UTF-16 that a redirection in Windows PowerShell writes. */
function decoded(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    return bytes.toString("utf16le", 2);
  }
  if (isAscii(bytes)) {
    // The same text, and outside of the heap, which the collector then need not go through.
    return bytes.toString("latin1");
  }
  return bytes.toString("utf8", bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0);
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "no such file or folder",
  EACCES: "permission denied",
  EISDIR: "a folder, not a file",
  ERR_STRING_TOO_LONG: "larger than 512 MiB, which is more than one text can hold",
  ERR_FS_FILE_TOO_LARGE: "larger than 2 GiB",
};

/** The reason of an error of the operating system, in words. */
export function reasonOf(error: unknown): string {
  const code = isRecord(error) && typeof error.code === "string" ? error.code : "";
  return REASONS[code] ?? (code === "" ? "unknown reason" : code);
}

export function parseJson(text: string): ReadJson {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { problem: jsonProblem(text, isRecord(error) ? String(error.message) : "") };
  }
}

/** @param message - V8's own, of which only the position is taken: the rest quotes the text */
function jsonProblem(text: string, message: string): string {
  if (text.trim() === "") {
    return "empty file";
  }
  if (text.startsWith("PK\u0003\u0004")) {
    return "the binary plan, not JSON";
  }
  if (/^\{"@(level|message)"/.test(text)) {
    return 'the log of "terraform plan -json", not a plan';
  }
  const position = Number(/at position (\d+)/.exec(message)?.[1] ?? 0);
  return message.includes("end of JSON") || position >= text.trimEnd().length
    ? "cut off: the JSON ends in the middle"
    : "not JSON";
}
