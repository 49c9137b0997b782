import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

/* `npm run sandbox`. Needs what the rehearsals need. */

const PROJECT = resolve(__dirname, "..", "..");
const ENVIRONMENT = join(PROJECT, ".cache", "sandbox.env");

let sandbox: ChildProcess;

afterAll(end);

/** npm forwards no signal, so this sends it to the whole process group. */
function end(): void {
  if (sandbox.pid !== undefined && sandbox.exitCode === null && sandbox.signalCode === null) {
    process.kill(-sandbox.pid, "SIGTERM");
  }
}

test("npm run sandbox has all resources of the fleet, prints its endpoints, and stops on a signal", async () => {
  sandbox = spawn("npm", ["run", "--silent", "sandbox"], {
    cwd: PROJECT,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const said: string[] = [];
  await new Promise<void>((printed, failed) => {
    for (const stream of [sandbox.stdout, sandbox.stderr]) {
      if (stream !== null) {
        createInterface({ input: stream }).on("line", (line) => {
          said.push(line);
          if (line.startsWith("Ctrl-C stops it")) {
            printed();
          }
        });
      }
    }
    sandbox.on("close", () => failed(new Error(said.join("\n"))));
  });
  expect(said).toContain("  . .cache/sandbox.env");
  const names = readFileSync(ENVIRONMENT, "utf8").match(/^export \w+/gm);
  expect(names).toContain("export AWS_ENDPOINT_URL_EKS");

  sandbox.removeAllListeners("close");
  const closed = new Promise((end) => sandbox.on("close", end));
  end();
  await closed;
  expect(existsSync(ENVIRONMENT)).toBe(false);
});
