import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describeUnless } from "./skip";

/*
 * actionlint checks the GitHub workflows, with shellcheck if it is installed. Needs actionlint on the PATH, or Go, which
 * builds it once into .cache. Without both, the tests print this and are skipped.
 */

const MODULE = "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12";
const PROJECT = resolve(__dirname, "..", "..");

const works = (program: string) => spawnSync(program, ["-version"]).status === 0;

function actionlint(): string | undefined {
  const bin = join(PROJECT, ".cache", "go", "bin");
  const built = join(bin, "actionlint");
  if (works("actionlint") || works(built)) {
    return works(built) ? built : "actionlint";
  }
  spawnSync("go", ["install", MODULE], { env: { ...process.env, GOBIN: bin, GOFLAGS: "-mod=mod" } });
  return works(built) ? built : undefined;
}

const program = actionlint();
const describeActionlint = describeUnless(
  program === undefined
    ? `actionlint is not installed, and Go cannot build it (go install ${MODULE})`
    : undefined,
  "actionlint",
);

const folder = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** What actionlint reports of workflows in .github/workflows, where one calls another by its path. */
function complaints(edit: (workflows: string) => void = () => undefined): string {
  rmSync(join(folder, ".github"), { recursive: true, force: true });
  const workflows = join(folder, ".github", "workflows");
  mkdirSync(join(folder, ".git"), { recursive: true });
  cpSync(join(PROJECT, "workflows", "github"), workflows, { recursive: true });
  cpSync(join(PROJECT, ".github", "workflows"), workflows, { recursive: true });
  edit(workflows);
  const files = readdirSync(workflows).filter((name) => name.endsWith(".yaml"));
  const { stdout, stderr } = spawnSync(
    program ?? "",
    ["-no-color", "-oneline", ...files.map((file) => join(".github", "workflows", file))],
    { cwd: folder, encoding: "utf8" },
  );
  return `${stdout}${stderr}`;
}

describeActionlint("actionlint", () => {
  test("the workflows have no problem", () => {
    expect(complaints()).toBe("");
  });

  test("a branch name in a script is reported, because the author of a pull request chooses it", () => {
    const planted = complaints((workflows) =>
      writeFileSync(
        join(workflows, "planted.yaml"),
        "on: pull_request\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo ${{ github.head_ref }}\n",
      ),
    );
    expect(planted).toContain('"github.head_ref" is potentially untrusted');
  });
});
