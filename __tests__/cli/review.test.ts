import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planOf } from "../../bench/plans";
import { version } from "../../package.json";
import { HOW_TO } from "../../upgrade/terraform/plan-json";
import { builtCommand } from "./built";

/* The command as one starts it, in a process of its own. */

const COMMAND = builtCommand();
const folder = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A plan of nothing. */
const empty = JSON.stringify({ ...planOf([]) });

writeFileSync(join(folder, "empty.json"), empty);
writeFileSync(join(folder, "cut.json"), empty.slice(0, 100));
writeFileSync(
  join(folder, "unknown-version.json"),
  JSON.stringify(planOf(["alpha-kr-a"])).replaceAll('"version":"1.34"', '"version":"1.99"'),
);

function run(args: readonly string[], input = "", env: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...args], {
    cwd: folder,
    input,
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
  return { status, stdout, stderr };
}

const review = (...args: readonly string[]) => run(["review", "--day", "2026-11-24", ...args]);

test("ends with 0 where nothing is refused", () => {
  expect(review("empty.json")).toEqual({
    status: 0,
    stdout: "Changes\n  none: no resource changes\n\nAccepted  1 plan on 2026-11-24: nothing rejected.\n",
    stderr: "",
  });
});

test("ends with 1 if something is rejected, and names the rule and the place", () => {
  const { status, stdout, stderr } = review("unknown-version.json");
  expect([status, stderr]).toEqual([1, ""]);
  expect(stdout).toContain("  alpha-kr-a: control plane 1.33 → 1.99\n");
  expect(stdout).toContain(
    "  kubernetes-version-known  aws_eks_cluster.alpha-kr-a_cluster  unknown-version.json\n",
  );
  expect(stdout).toMatch(/\n\nRejected {2}1 plan on 2026-11-24: \d+ rejected.*\n$/);
});

test("ends with 2 where anything is wrong, tells all of it at once, and prints no answer", () => {
  writeFileSync(join(folder, "waivers.json"), '{ "waivers": [{}] }');
  expect(
    review("--format", "yaml", "--waivers", "waivers.json", "none.json", "empty.json", "cut.json"),
  ).toEqual({
    status: 2,
    stdout: "",
    stderr: `error: nothing was evaluated
  invalid value "yaml" of --format: expected "text", "markdown", "sarif" or "json"
  waivers.json: waivers[0].rule: missing: expected the id of a rule
  waivers.json: waivers[0].address: missing: expected a Terraform address
  waivers.json: waivers[0].reason: missing: expected the reason why this is accepted
  waivers.json: waivers[0].until: missing: expected a date, as in "2026-12-31"
  none.json: cannot be read: no such file or folder
  cut.json: cut off: the JSON ends in the middle; ${HOW_TO}
`,
  });
});

test.each([
  [
    ["review"],
    'error: nothing was evaluated\n  no plan given: expected files that "terraform show -json tfplan" wrote, or - for standard input\n',
  ],
  [
    ["review", "empty.json", "empty.json"],
    "error: nothing was evaluated\n  empty.json: this plan is given twice: give each plan once\n",
  ],
  [
    ["review", "--day", "2026-02-30", "empty.json"],
    'error: nothing was evaluated\n  invalid value "2026-02-30" of --day: expected a date such as "2026-11-24"\n',
  ],
  [
    ["review", "--frmat", "json"],
    "error: unknown option '--frmat'\n(Did you mean --format?)\n(\"--help\" tells more)\n",
  ],
  [["reveiw"], "error: unknown command 'reveiw'\n(Did you mean review?)\n(\"--help\" tells more)\n"],
])("ends with 2 for %j", (args, stderr) => {
  expect(run(args)).toEqual({ status: 2, stdout: "", stderr });
});

test("reads standard input", () => {
  expect(run(["review", "--day", "2026-11-24", "-"], empty).status).toBe(0);
  expect(run(["review", "-"], "")).toEqual({
    status: 2,
    stdout: "",
    stderr: `error: nothing was evaluated\n  standard input: empty file; ${HOW_TO}\n`,
  });
});

test("lets pass what a file waives, through its last day, and not a day longer", () => {
  const waivers = ["node-group-version-skew", "kubernetes-version-known"].map((rule) => ({
    rule,
    address: "aws_eks_cluster.alpha-kr-a_cluster",
    reason: "PLAT-123",
    until: "2026-11-24",
  }));
  writeFileSync(join(folder, "waivers.json"), JSON.stringify({ waivers }));
  const { stdout } = review("--waivers", "waivers.json", "unknown-version.json");
  expect(stdout).toContain("    waived until 2026-11-24: PLAT-123\n");
  expect(stdout).toContain(
    "  the waiver of node-group-version-skew at aws_eks_cluster.alpha-kr-a_cluster matches nothing: remove it from the file, or write the address as in the finding\n",
  );
  expect(run(["review", "--day", "2026-11-25", "--waivers", "waivers.json", "empty.json"])).toEqual({
    status: 2,
    stdout: "",
    stderr: [0, 1]
      .map(
        (index) =>
          `  waivers.json: waivers[${index}].until: the waiver ended on 2026-11-24, before 2026-11-25: fix the violation and remove the waiver, or set a later day\n`,
      )
      .reduce((all, line) => all + line, "error: nothing was evaluated\n"),
  });
});

test("takes versions from a catalog of one's own", () => {
  const row = {
    version: "1.99",
    upstreamRelease: "2026-11-01",
    eksRelease: "2026-11-02",
    endOfStandardSupport: "2028-01-02",
    source: "a test",
  };
  writeFileSync(join(folder, "catalog.json"), JSON.stringify({ kubernetesVersions: [row] }));
  expect(review("--catalog", "catalog.json", "unknown-version.json").stdout).not.toContain(
    "kubernetes-version-known",
  );
});

test("writes to a file, and the verdict to standard output", () => {
  expect(review("--format", "json", "--output", "review.json", "empty.json")).toEqual({
    status: 0,
    stdout: "Accepted  1 plan on 2026-11-24: nothing rejected.\n",
    stderr: "",
  });
  expect(JSON.parse(readFileSync(join(folder, "review.json"), "utf8")).verdict).toBe("passed");
  expect(review("--output", "none/review.txt", "empty.json")).toEqual({
    status: 2,
    stdout: "",
    stderr: "error: nothing was written\n  none/review.txt: cannot be written: no such file or folder\n",
  });
});

test("has no colours where it does not write to a terminal, whatever the environment says", () => {
  const { stdout } = run(["review", "unknown-version.json"], "", { FORCE_COLOR: "1", CI: "true" });
  expect(stdout).not.toContain("\u001b");
});

test("ends quietly where nobody reads on", () => {
  const { status, stdout, stderr } = spawnSync(
    "bash",
    ["-c", `"${process.execPath}" "${COMMAND}" review unknown-version.json | true; echo \${PIPESTATUS[0]}`],
    { cwd: folder, encoding: "utf8" },
  );
  expect([status, stdout, stderr]).toEqual([0, "1\n", ""]);
});

test("tells its version, and its help teaches", () => {
  expect(run(["--version"])).toEqual({ status: 0, stdout: `${version}\n`, stderr: "" });
  const { status, stdout, stderr } = run(["review", "--help"]);
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toContain("terraform show -json tfplan | cdktf-eks-upgrade review -\n");
  expect(stdout).toContain("  2  a plan, an option or a file is invalid: nothing was evaluated\n");
});
