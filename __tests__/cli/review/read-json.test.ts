import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { parseJson, readJson } from "../../../cli/shared/read-json";

const folder = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

function written(content: string | Buffer): string {
  const path = join(folder, "file.json");
  writeFileSync(path, content);
  return path;
}

test("reads UTF-8 with and without a mark, and what PowerShell writes", () => {
  const text = '{"name":"ä"}';
  for (const content of [text, `\ufeff${text}`, Buffer.from(`\ufeff${text}`, "utf16le")]) {
    expect(readJson(written(content))).toEqual({ value: { name: "ä" } });
  }
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
