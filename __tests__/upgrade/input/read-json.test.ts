import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { parseJson, readJson } from "../../../upgrade/input/read-json";

const folder = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

function written(content: string | Buffer): string {
  const path = join(folder, "file.json");
  writeFileSync(path, content);
  return path;
}

test.each([
  ["UTF-8", (text: string) => Buffer.from(text)],
  ["UTF-16 in little endian", (text: string) => Buffer.from(text, "utf16le")],
  ["UTF-16 in big endian", (text: string) => Buffer.from(text, "utf16le").swap16()],
])("reads %s with and without a byte order mark", (_, encode) => {
  for (const name of ["a", "ä", "한국어"]) {
    const text = JSON.stringify({ name });
    expect(readJson(written(encode(text)))).toEqual({ value: { name } });
    expect(readJson(written(encode(`\ufeff${text}`)))).toEqual({ value: { name } });
  }
});

test("does not read bytes that are no text", () => {
  const problem = "neither UTF-8 nor UTF-16: write it again in UTF-8";
  expect(readJson(written(Buffer.from('{"name":"\u00e4"}', "latin1")))).toEqual({ problem });
  expect(readJson(written(Buffer.from([0xfe, 0xff, 0x00])))).toEqual({ problem });
});

test("says why a file cannot be read", () => {
  expect(readJson(join(folder, "none.json"))).toEqual({
    problem: "cannot be read: no such file or folder",
    isUnreadable: true,
  });
  expect(readJson(folder)).toEqual({ problem: "cannot be read: a folder, not a file", isUnreadable: true });
});

test.each([
  ["", "empty file"],
  [" \n", "empty file"],
  ["PK\u0003\u0004\u0014", "the binary plan, not JSON"],
  ['{"@level":"info"}\n{"@level":"info"}', 'the log of "terraform plan -json", not a plan'],
  ['{"a": 1,', "cut off: the JSON ends in the middle"],
  ['{"a": "b', "cut off: the JSON ends in the middle"],
  ['{"a": {"b": [1, 2', "cut off: the JSON ends in the middle"],
  ['{"a": secret}', "not JSON"],
  [`{"a": "${"x".repeat(100)}",\n "b": secret}`, "not JSON"],
])("says what is wrong with %j, without quoting it", (text, problem) => {
  expect(parseJson(text)).toEqual({ problem });
});

test("JSON that is cut off anywhere is never taken for whole", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), fc.nat(), (value, seed) => {
      const text = JSON.stringify(value);
      const read = parseJson(text.slice(0, seed % text.length));
      expect("problem" in read ? read.problem : "").toMatch(
        /^(empty file|cut off: the JSON ends in the middle|not JSON)/,
      );
    }),
  );
});
