import { isRecord } from "../../upgrade/terraform/json";
import type { Random } from "./random";

/** No output may contain it. It is where plans mark a value as sensitive. */
export const SECRET = "planted-secret-5f3c";

/** A heading that only an injection can print at the beginning of a line. */
export const INJECTED = "# injected-7ab2";

/** Texts that a terminal, GitHub, Markdown, Terraform, HTML or JSON would act on. */
export const TEXTS = [
  "\u001b[2J\u001b]0;owned\u0007",
  "\u009b31m",
  "a\r\nb\u2028c\u2029",
  "\n::error::injected",
  "::set-output name=x::y",
  "##[error]injected",
  `\n\n${INJECTED}\n`,
  `\`\`\`\n${INJECTED}\n\`\`\``,
  `| a | b |\n${INJECTED}`,
  "</details><img src=x onerror=alert(1)>",
  "<!-- ",
  "[a](javascript:alert(1)) @everyone #1 https://example.com",
  "\u202egnp.exe",
  "\u200b\ufeff",
  '${file("/etc/passwd")}%{for x in y}',
  "__proto__",
  "constructor",
  "../../etc/passwd",
  "\ud800",
  "\u0000",
  "",
  " ",
  "null",
  "1.99",
  "v1.34.6-eksbuild.999999999999",
  "arn:aws:eks:::cluster/",
  "9".repeat(400),
  "é".repeat(5000),
] as const;

const nested = (depth: number): unknown => {
  let value: unknown = "deep";
  for (let level = 0; level < depth; level += 1) {
    value = level % 2 === 0 ? [value] : { a: value };
  }
  return value;
};

/** Values of another type, size or depth than expected. */
const VALUES: readonly [() => unknown, ...(() => unknown)[]] = [
  () => null,
  () => true,
  () => 0,
  () => -1,
  () => 1e308,
  () => 1.5,
  () => [],
  () => ({}),
  () => [null],
  () => ({ unknown: true }),
  () => nested(70),
  () => nested(3000),
  () => Array.from({ length: 2000 }, () => "x"),
  () => JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"prototype": 1}}'),
];

type Path = readonly (string | number)[];

/** The path of a random value of a JSON document. */
export function placeIn(document: unknown, random: Random): Path {
  const path: (string | number)[] = [];
  let at = document;
  while (typeof at === "object" && at !== null) {
    const keys = Array.isArray(at) ? at.map((_, index) => index) : Object.keys(at);
    const [first, ...rest] = keys;
    if (first === undefined || (path.length > 0 && random.isOneOf(6))) {
      break;
    }
    const key = random.pick([first, ...rest]);
    path.push(key);
    at = Array.isArray(at) ? at[Number(key)] : isRecord(at) ? at[key] : undefined;
  }
  return path;
}

/** A copy of the document with another value at a path. `undefined` removes it. */
export function withValue(document: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) {
    return value;
  }
  if (Array.isArray(document)) {
    const items: unknown[] = [...document];
    items[Number(key)] = withValue(items[Number(key)], rest, value);
    return items;
  }
  const entries = Object.entries(isRecord(document) ? document : {});
  const others = entries.filter(([name]) => name !== String(key));
  const [, own] = entries.find(([name]) => name === String(key)) ?? [];
  const becomes = withValue(own, rest, value);
  return Object.fromEntries(becomes === undefined ? others : [...others, [String(key), becomes]]);
}

/** The document with one to four hostile changes. */
export function mutated(document: unknown, random: Random): unknown {
  let result = document;
  for (let left = 1 + random.below(4); left > 0; left -= 1) {
    const path = placeIn(result, random);
    const change = random.below(4);
    if (change === 0) {
      result = withValue(result, path, random.pick(VALUES)());
    } else if (change === 1 && path.length > 0) {
      result = withValue(result, path, undefined);
    } else if (change === 2 && path.length > 0) {
      result = withValue(result, [...path.slice(0, -1), random.pick(TEXTS)], random.pick(TEXTS));
    } else {
      result = withValue(result, path, random.pick(TEXTS));
    }
  }
  return result;
}

/** The bytes of a file, now and then in another encoding, cut off, or not JSON at all. */
export function bytesOf(document: unknown, random: Random): Buffer {
  const text = JSON.stringify(document) ?? "";
  switch (random.below(14)) {
    case 0:
      return Buffer.from(text).subarray(0, random.below(text.length + 1));
    case 1:
      return Buffer.from(`\ufeff${text}`, "utf16le");
    case 2:
      return Buffer.from(text, "utf16le").swap16();
    case 3:
      return Buffer.concat([Buffer.from(text), Buffer.from([0xff, 0xfe, 0x80])]);
    case 4:
      return Buffer.from(`${text}\n${text}`);
    case 5:
      return Buffer.from(
        random.pick(["", " ", "[]", "0", '"', "PK\u0003\u0004", '{"@level":"info"}', "\u0000"]),
      );
    default:
      return Buffer.from(text);
  }
}
