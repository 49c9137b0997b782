import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { temporaryFolder } from "../../stacks/fixtures";

const PROJECT = join(__dirname, "..", "..", "..");

test("a rehearsal on a machine with only Node reports what is missing, and how to get it", () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", join(PROJECT, "cli", "main.ts"), "rehearse", "--to", "1.36"],
    {
      cwd: PROJECT,
      encoding: "utf8",
      env: { PATH: temporaryFolder(), HOME: dirname(PROJECT) },
    },
  );
  expect(status).toBe(2);
  expect(stdout).toBe("");
  expect(stderr).toBe(
    [
      "This needs what is not on this machine:",
      "",
      "  Terraform 1.5 or later: https://developer.hashicorp.com/terraform/install",
      "  Python 3.10 or later with venv, for moto, which plays the rest of AWS (Debian and Ubuntu: apt-get install python3-venv)",
      "  git, which shows each step as a diff",
      "",
      "",
    ].join("\n"),
  );
});
