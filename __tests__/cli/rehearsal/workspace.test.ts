import { spawnSync } from "node:child_process";
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { changedLines, Workspace } from "../../../cli/rehearsal/workspace";

const root = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-test-"));
afterAll(() => rmSync(root, { recursive: true }));

test("a copy has what links lead to, and an edit of it leaves the project as it is", async () => {
  const project = mkdtempSync(join(root, "project-"));
  const shared = mkdtempSync(join(root, "shared-"));
  writeFileSync(join(shared, "fleet.ts"), "real");
  mkdirSync(join(project, "fleet"));
  symlinkSync(join(shared, "fleet.ts"), join(project, "fleet", "fleet.ts"));
  symlinkSync(project, join(project, "fleet", "above"));
  symlinkSync(join(shared, "none"), join(project, "nothing"));
  const workspace = await Workspace.copyOf(project);
  try {
    expect(lstatSync(join(workspace.folder, "fleet", "fleet.ts")).isFile()).toBe(true);
    workspace.write(join("fleet", "fleet.ts"), "edited");
    expect(readFileSync(join(shared, "fleet.ts"), "utf8")).toBe("real");
    expect(readdirSync(join(workspace.folder, "fleet"))).toEqual(["fleet.ts"]);
  } finally {
    workspace.remove();
  }
});

test("a copy leaves out what git ignores, but for generated bindings", async () => {
  const project = mkdtempSync(join(root, "project-"));
  spawnSync("git", ["init", "--quiet"], { cwd: project });
  mkdirSync(join(project, ".gen"));
  mkdirSync(join(project, "logs"));
  for (const path of ["main.ts", ".env", ".gen/aws.ts", "logs/a.log"]) {
    writeFileSync(join(project, path), "");
  }
  writeFileSync(join(project, ".gitignore"), ".env\n.gen\nlogs\n");
  const workspace = await Workspace.copyOf(project);
  try {
    expect(readdirSync(workspace.folder).sort()).toEqual([
      ".gen",
      ".git",
      ".gitignore",
      "main.ts",
      "node_modules",
    ]);
  } finally {
    workspace.remove();
  }
});

test.each([
  ["a replaced line counts once", "-a\n+b", 1],
  ["added lines count each", "+a\n+b", 2],
  ["removed lines count each", "-a\n-b\n-c", 3],
  ["the header does not count", "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n c", 1],
])("%s", (_name, diff, count) => {
  expect(changedLines(diff)).toBe(count);
});
