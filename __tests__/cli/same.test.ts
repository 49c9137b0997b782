import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HOW_TO } from "../../upgrade/terraform/plan-json";
import { planJson } from "../fixtures/plans";
import { builtCommand } from "./built";
import { PLANTED_SECRET } from "./command";

/* "redact" and "same" as one starts them: what a pull request keeps, and what the merge holds against it. */

const COMMAND = builtCommand();
const folder = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

function command(args: readonly string[], input = "") {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...args], {
    cwd: folder,
    encoding: "utf8",
    input,
  });
  return { status, stdout, stderr };
}

function file(name: string, json: unknown): string {
  writeFileSync(join(folder, name), JSON.stringify(json));
  return name;
}

const secretPlan = (value: string, name: string) => ({
  format_version: "1.2",
  planned_values: { root_module: {} },
  resource_changes: [
    {
      address: "aws_ssm_parameter.token",
      mode: "managed",
      type: "aws_ssm_parameter",
      name: "token",
      change: {
        actions: ["create"],
        before: null,
        after: { name, value },
        after_sensitive: { value: true },
      },
    },
  ],
});

test("a redacted plan matches the full plan, and a difference names only the attribute", () => {
  const plan = secretPlan(PLANTED_SECRET, "/alpha/token");
  const redacted = command(["redact", "-", "--output", "reviewed.json"], JSON.stringify(plan));
  expect(redacted).toEqual({ status: 0, stdout: "", stderr: "" });
  expect(readFileSync(join(folder, "reviewed.json"), "utf8")).not.toContain(PLANTED_SECRET);

  expect(command(["same", "reviewed.json", file("now.json", plan)])).toEqual({
    status: 0,
    stdout: "The plan matches the reviewed plan: 1 change.\n",
    stderr: "",
  });
  expect(
    command(["same", "reviewed.json", "-"], JSON.stringify(secretPlan("another", "/beta/token"))),
  ).toEqual({
    status: 1,
    stdout: `The plan does not match the reviewed plan. Review it again before you apply it:
  aws_ssm_parameter.token: created as reviewed, but with other values: name
`,
    stderr: "",
  });
});

test("other input is not written and not compared, and all problems are reported", () => {
  const state = file("state.json", { format_version: "1.0", values: {} });
  expect(command(["same", state, "none.json"])).toEqual({
    status: 2,
    stdout: "",
    stderr: `error: nothing was compared
  state.json: this is a state, not a plan; ${HOW_TO}
  none.json: cannot be read: no such file or folder
`,
  });
  expect(command(["redact", state])).toEqual({
    status: 2,
    stdout: "",
    stderr: `error: nothing was written\n  state.json: this is a state, not a plan; ${HOW_TO}\n`,
  });
  expect(command(["redact", "-"], '{"format_version"').stderr).toBe(
    "error: nothing was written\n  standard input: cut off: the JSON ends in the middle\n",
  );
});

test("a plan that cannot be written is a problem", () => {
  const plan = file("shift.json", planJson("raw/shift/10"));
  expect(command(["redact", plan, "--output", "none/plan.json"])).toEqual({
    status: 2,
    stdout: "",
    stderr: "error: nothing was written\n  none/plan.json: cannot be written: no such file or folder\n",
  });
});
