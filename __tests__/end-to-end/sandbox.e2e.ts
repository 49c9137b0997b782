import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { SANDBOX_IS_READY } from "../../cli/rehearsal/progress-lines";
import { type Begun, begin } from "./begun";

/* `npm run sandbox`. Needs what the rehearsals need. */

const PROJECT = resolve(__dirname, "..", "..");
const ENVIRONMENT = join(PROJECT, ".cache", "sandbox.env");

let sandbox: Begun | undefined;

afterAll(() => sandbox?.end());

test("npm run sandbox has all resources of the fleet, prints its endpoints, and stops on a signal", async () => {
  sandbox = await begin("npm run --silent sandbox", SANDBOX_IS_READY, { folder: PROJECT, env: {} });
  expect(sandbox.ran).toEqual({ code: 0, output: expect.stringContaining("  . .cache/sandbox.env\n") });
  const names = readFileSync(ENVIRONMENT, "utf8").match(/^export \w+/gm);
  expect(names).toContain("export AWS_ENDPOINT_URL_EKS");

  await sandbox.end("SIGTERM");
  expect(existsSync(ENVIRONMENT)).toBe(false);
});
