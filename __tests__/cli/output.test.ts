import { spawnSync } from "node:child_process";
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planJson } from "../fixtures/plans";
import { builtCommand } from "./built";

/* Outputs that cannot be written: /dev/full is a disk without space. 1 is the exit code of a rejection, and stays that. */

const COMMAND = builtCommand();
const folder = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-test-"));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, "plan.json"), JSON.stringify(planJson("raw/control-plane/two-minors")));

function run(args: string, stdout: number | "pipe", stderr: number | "pipe") {
  return spawnSync(process.execPath, [COMMAND, ...args.split(" ")], {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", stdout, stderr],
  });
}

const describeFull = existsSync("/dev/full") ? describe : describe.skip;

describeFull("without space for its output", () => {
  const full = existsSync("/dev/full") ? openSync("/dev/full", "w") : -1;
  afterAll(() => closeSync(full));

  test.each([
    "--help",
    "--version",
    "review --help",
    "review plan.json",
    "review --format sarif plan.json",
    "status plan.json",
    "redact plan.json",
    "clusters plan.json",
  ])("%s ends with 2, and says so", (args) => {
    const { status, stderr } = run(args, full, "pipe");
    expect([status, stderr]).toEqual([
      2,
      "error: the output cannot be written: no space left on the device\n",
    ]);
  });

  test("an error that cannot be printed keeps its exit code", () => {
    expect(run("review nowhere.json", "pipe", full).status).toBe(2);
  });

  test("a report that cannot be written to its file ends with 2", () => {
    const { status, stderr } = run("review plan.json --output /dev/full", "pipe", "pipe");
    expect([status, stderr]).toEqual([
      2,
      "error: nothing was written\n  /dev/full: cannot be written: no space left on the device\n",
    ]);
  });
});
