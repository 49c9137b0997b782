import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { problemOfWriting, writeWhole } from "../../../cli/shared/write-file";

const root = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-test-"));
afterAll(() => rmSync(root, { recursive: true }));

function folder(): string {
  return mkdtempSync(join(root, "f-"));
}

test("a new file is written, and nothing else is left beside it", () => {
  const at = folder();
  writeWhole(join(at, "fleet.ts"), "new");
  expect(readdirSync(at)).toEqual(["fleet.ts"]);
  expect(readFileSync(join(at, "fleet.ts"), "utf8")).toBe("new");
});

test("another file takes the place of the old one, which was never half written, and keeps its mode", () => {
  const at = folder();
  const path = join(at, "fleet.ts");
  writeFileSync(path, "old");
  chmodSync(path, 0o640);
  const before = statSync(path).ino;
  writeWhole(path, "new");
  expect(readFileSync(path, "utf8")).toBe("new");
  expect(statSync(path).mode & 0o777).toBe(0o640);
  expect(statSync(path).ino).not.toBe(before);
});

test("a link stays a link, and the file it leads to is written", () => {
  const at = folder();
  writeFileSync(join(at, "real.ts"), "old");
  symlinkSync("real.ts", join(at, "fleet.ts"));
  writeWhole(join(at, "fleet.ts"), "new");
  expect(lstatSync(join(at, "fleet.ts")).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(at, "real.ts"), "utf8")).toBe("new");
});

test("a path that cannot be written is named, and what is there stays", () => {
  const at = folder();
  mkdirSync(join(at, "fleet.ts"));
  expect(problemOfWriting(join(at, "fleet.ts"), "new")).toBe(
    `${join(at, "fleet.ts")}: cannot be written: a folder, not a file`,
  );
  expect(problemOfWriting(join(at, "none", "fleet.ts"), "new")).toBe(
    `${join(at, "none", "fleet.ts")}: cannot be written: no such file or folder`,
  );
  expect(readdirSync(at)).toEqual(["fleet.ts"]);
});
