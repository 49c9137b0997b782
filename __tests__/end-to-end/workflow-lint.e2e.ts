import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathsOf, ROOT, textOf } from "../repository/project";
import { pythonTools } from "./python/python-tools";
import { describeUnless } from "./skip";

/*
 * zizmor checks the GitHub workflows, and shellcheck the scripts. docs/scanners.md has a row for each audit of zizmor that
 * fails, and no other rows. Needs Python, and a package index the first time. Without these, the tests print this and are
 * skipped.
 */

const installed = pythonTools("lint");
const describeLint = describeUnless(
  "missing" in installed ? `zizmor and shellcheck are not installed, and ${installed.missing}` : undefined,
  "zizmor, shellcheck",
);

const folder = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

function run(program: string, args: readonly string[]): string {
  const path = join("missing" in installed ? "" : installed.bin, program);
  return spawnSync(path, args, { cwd: ROOT, encoding: "utf8" }).stdout;
}

/** The audits of zizmor that fail. */
function audits(...paths: readonly string[]): readonly string[] {
  const findings: readonly { readonly ident: string }[] = JSON.parse(
    run("zizmor", ["--offline", "--no-progress", "--no-config", "--format", "json", ...paths]),
  );
  return [...new Set(findings.map(({ ident }) => ident))].sort();
}

const argued = [...textOf("docs/scanners.md").matchAll(/^\| ([a-z]+(?:-[a-z]+)+) \|/gm)].map(
  ([, audit = ""]) => audit,
);

describeLint("zizmor", () => {
  test("the failed audits of the workflows are those of the document", () => {
    expect(audits(...pathsOf(".yaml", "workflows/github"))).toEqual(argued);
  });

  test("the workflows of this project have none", () => {
    expect(audits(...pathsOf(".yaml", ".github/workflows"))).toEqual([]);
  });

  test("a title of a pull request in a script is reported", () => {
    const planted = join(folder, "planted.yaml");
    writeFileSync(
      planted,
      "on: pull_request_target\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo ${{ github.event.pull_request.title }}\n",
    );
    expect(audits(planted)).toEqual(["dangerous-triggers", "template-injection"]);
  });
});

describeLint("shellcheck", () => {
  const shellcheck = (...paths: readonly string[]) => run("shellcheck", ["--external-sources", ...paths]);

  test("the scripts have no problem", () => {
    const scripts = [...pathsOf(".sh", "workflows"), ".ci/run"];
    expect(shellcheck("--source-path=SCRIPTDIR", ...scripts)).toBe("");
  });

  test("a variable without quotes is reported", () => {
    const planted = join(folder, "planted.sh");
    writeFileSync(planted, "#!/usr/bin/env bash\nrm -rf $1\n");
    expect(shellcheck(planted)).toContain("SC2086");
  });
});
