import { spawn } from "node:child_process";
import { builtCommand } from "./built";

const COMMAND = builtCommand();

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command in its own process. This process serves AWS to it. */
export function runCommand(
  args: readonly string[],
  { cwd, env = {} }: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): Promise<Ended> {
  // Nothing of a test stays on the machine.
  const own = { ...process.env, CDKTF_EKS_UPGRADE_REUSE: "off", ...env };
  const child = spawn(process.execPath, [COMMAND, ...args], { cwd, env: own });
  const texts = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    texts.stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    texts.stderr += text;
  });
  child.stdin.end();
  return new Promise((done, failed) => {
    child.once("error", failed);
    child.once("close", (status) => done({ status, ...texts }));
  });
}

/** The SDK uses EKS on loopback, and only these credentials. */
export function awsEnv(url: string): NodeJS.ProcessEnv {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_ENDPOINT_URL_EKS: url,
    AWS_ACCESS_KEY_ID: "sandbox",
    AWS_SECRET_ACCESS_KEY: PLANTED_SECRET,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_REGION: "",
    AWS_PROFILE: undefined,
  };
}

/** No output of a command may contain it. */
export const PLANTED_SECRET = "planted-secret-5f3c";
