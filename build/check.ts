import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { testsOf } from "./tests-of";

/*
 * The fast loop: format, lint and types of the project, and the tests beside what the change touches. The change is what
 * differs from main, committed or not. `npm test` runs everything.
 */

const PROJECT = join(__dirname, "..");

function git(...args: readonly string[]): readonly string[] {
  const { status, stdout, stderr } = spawnSync("git", args, { cwd: PROJECT, encoding: "utf8" });
  if (status !== 0) {
    throw new Error(`git ${args.join(" ")} ended with ${status}: ${stderr}`);
  }
  return stdout.split("\n").filter((path) => path !== "");
}

function run(name: string, ...args: readonly string[]): Promise<boolean> {
  const child = spawn("npx", [name, ...args], { cwd: PROJECT, stdio: "inherit" });
  return new Promise((done) => child.on("close", (code) => done(code === 0)));
}

async function main(): Promise<void> {
  const [base = "HEAD"] = git("merge-base", "HEAD", "main");
  const changed = [...git("diff", "--name-only", base), ...git("ls-files", "--others", "--exclude-standard")];
  const tests = testsOf(changed, (path) => existsSync(join(PROJECT, path)));
  console.log(tests.length === 0 ? "No test is beside this change." : `Tests: ${tests.join(" ")}`);
  const checks = [
    run("biome", "check", "--error-on-warnings", "."),
    run("tsc", "--noEmit"),
    ...(tests.length === 0 ? [] : [run("jest", "--maxWorkers=1", ...tests)]),
  ];
  process.exitCode = (await Promise.all(checks)).every((ok) => ok) ? 0 : 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
