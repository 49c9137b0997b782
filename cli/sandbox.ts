import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { awsFor } from "./rehearsal/aws";
import { exitWithMissingPrerequisites } from "./rehearsal/prerequisites";
import { SANDBOX_IS_READY } from "./rehearsal/progress-lines";
import { Workspace } from "./rehearsal/workspace";

/** AWS on loopback for the fleet as it is, until it is stopped: to try cdktf diff and deploy without an account. */
async function main(): Promise<void> {
  await exitWithMissingPrerequisites();
  const project = resolve(__dirname, "..");
  const workspace = await Workspace.copyOf(project);
  await workspace.synthesizeOrThrow();
  const aws = await awsFor(workspace, workspace.stackNames(), console.log);
  workspace.remove();

  const cache = join(project, ".cache");
  const file = join(cache, "sandbox.env");
  const exports = Object.entries(aws.env).map(([name, value]) => `export ${name}=${value}\n`);
  mkdirSync(cache, { recursive: true });
  writeFileSync(file, exports.join(""));
  console.log("AWS runs on this machine. In another terminal:\n");
  console.log("  . .cache/sandbox.env");
  console.log("  npx cdktf deploy alpha-kr-a\n");
  console.log(SANDBOX_IS_READY);
  const end = async () => {
    rmSync(file, { force: true });
    await aws.stop();
    process.exit(0);
  };
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
