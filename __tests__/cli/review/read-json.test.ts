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
    problem: "it cannot be read: there is no such file or folder",
    isUnreadable: true,
  });
  expect(readJson(folder)).toEqual({ problem: "it cannot be read: it is a folder", isUnreadable: true });
});

test.each([
  ["", "it is empty"],
  [" \n", "it is empty"],
  ["PK\u0003\u0004\u0014", "it is the binary plan itself, no JSON"],
  ['{"@level":"info"}\n{"@level":"info"}', 'it is the log of "terraform plan -json", no plan'],
  ['{"a": 1,', "it is cut off: the JSON ends in the middle"],
  ['{"a": "b', "it is cut off: the JSON ends in the middle"],
  ['{"a": {"b": [1, 2', "it is cut off: the JSON ends in the middle"],
  ['{"a": secret}', "it is no JSON"],
  [`{"a": "${"x".repeat(100)}",\n "b": secret}`, "it is no JSON"],
])("says what is wrong with %j, without quoting it", (text, problem) => {
  expect(parseJson(text)).toEqual({ problem });
});

test("JSON that is cut off anywhere is never taken for whole", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), fc.nat(), (value, seed) => {
      const text = JSON.stringify(value);
      const read = parseJson(text.slice(0, seed % text.length));
      expect("problem" in read ? read.problem : "").toMatch(
        /^it is (empty|cut off: the JSON ends in the middle|no JSON)/,
      );
    }),
  );
});
