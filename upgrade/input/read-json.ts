import { isAscii, isUtf8 } from "node:buffer";
import { readFileSync, readSync } from "node:fs";

export type ReadJson =
  | { readonly value: unknown }
  /** `isUnreadable`: the file itself cannot be read. */
  | { readonly problem: string; readonly isUnreadable?: true };

/** The name of standard input on a command line, and in a report. */
export const STANDARD_INPUT = { argument: "-", name: "standard input" } as const;

/** The JSON of a file, or its problem. The problem never quotes the file, which may hold secrets. */
export function readJson(path: string): ReadJson {
  let text: string | undefined;
  try {
    text = decoded(path === STANDARD_INPUT.argument ? standardInput() : readFileSync(path));
  } catch (error) {
    return { problem: `cannot be read: ${reasonOf(error)}`, isUnreadable: true };
  }
  return text === undefined
    ? { problem: "neither UTF-8 nor UTF-16: write it again in UTF-8" }
    : parseJson(text);
}

/** All of standard input. It may be non-blocking, and then says "not yet" instead of waiting. */
function standardInput(): Buffer {
  const parts: Buffer[] = [];
  for (;;) {
    const part = Buffer.allocUnsafe(1 << 16);
    try {
      const length = readSync(0, part);
      if (length === 0) {
        return Buffer.concat(parts);
      }
      parts.push(part.subarray(0, length));
    } catch (error) {
      const code = textIn(error, "code");
      if (code === "EOF") {
        return Buffer.concat(parts);
      }
      if (code !== "EAGAIN") {
        throw error;
      }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

/** UTF-8, or the UTF-16 that a redirection in Windows PowerShell writes; `undefined` for anything else. */
function decoded(bytes: Buffer): string | undefined {
  if (isAscii(bytes) && !bytes.includes(0)) {
    // The same text, and outside of the heap, which the collector then need not go through.
    return bytes.toString("latin1");
  }
  const [first, second] = bytes;
  // JSON begins with an ASCII character: of a UTF-16 without byte order mark, one of the first two bytes is 0.
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) {
    return withoutMark(bytes.toString("utf16le"));
  }
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) {
    return bytes.length % 2 === 0 ? withoutMark(Buffer.from(bytes).swap16().toString("utf16le")) : undefined;
  }
  return isUtf8(bytes) ? withoutMark(bytes.toString("utf8")) : undefined;
}

function withoutMark(text: string): string {
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "no such file or folder",
  EACCES: "permission denied",
  EISDIR: "a folder, not a file",
  ENOTDIR: "a part of its path is a file, not a folder",
  ENOSPC: "no space left on the device",
  EROFS: "the file system is read-only",
  ERR_STRING_TOO_LONG: "larger than 512 MiB, which is more than one text can hold",
  ERR_FS_FILE_TOO_LARGE: "larger than 2 GiB",
};

/** The reason of an error of the operating system, in words. */
export function reasonOf(error: unknown): string {
  const code = textIn(error, "code");
  return REASONS[code] ?? (code === "" ? "unknown reason" : code);
}

function textIn(error: unknown, key: "code" | "message"): string {
  const found: unknown = typeof error === "object" && error !== null ? Reflect.get(error, key) : "";
  return typeof found === "string" ? found : "";
}

export function parseJson(text: string): ReadJson {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { problem: jsonProblem(text, textIn(error, "message")) };
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
