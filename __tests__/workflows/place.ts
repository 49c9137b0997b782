import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { builtCommand } from "../cli/built";
import { planJson } from "../fixtures/plans";
import { ROOT } from "../repository/project";

const folder = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What it wrote to the summary of the run. */
  readonly summary: string;
}

/** A temporary folder with stand-ins for programs: shell code, first in PATH. */
export class Place {
  private readonly at: string;

  /** @param name - a new name, or an existing folder */
  constructor(name: string, programs: Readonly<Record<string, string>> = {}) {
    this.at = resolve(folder, name.replaceAll(" ", "-"));
    mkdirSync(join(this.at, "bin"), { recursive: true });
    for (const [program, code] of Object.entries(programs)) {
      this.write(join("bin", program), `#!/usr/bin/env bash\n${code}\n`);
      chmodSync(join(this.at, "bin", program), 0o755);
    }
  }

  write(path: string, text: string): string {
    mkdirSync(dirname(join(this.at, path)), { recursive: true });
    writeFileSync(join(this.at, path), text);
    return path;
  }

  /** @returns `undefined` if the file does not exist */
  read(path: string): string | undefined {
    try {
      return readFileSync(join(this.at, path), "utf8");
    } catch {
      return undefined;
    }
  }

  /** Writes plans of Terraform, by stack, to a folder. */
  plans(named: Readonly<Record<string, string>>, under = "plans"): string {
    for (const [stack, plan] of Object.entries(named)) {
      this.write(join(under, `${stack}.json`), JSON.stringify(planJson(plan)));
    }
    return under;
  }

  /** @param path - the path of a script under workflows/ */
  run(path: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Ran {
    this.write("summary.md", "");
    const { status, stdout, stderr } = spawnSync("bash", [join(ROOT, "workflows", path), ...args], {
      cwd: this.at,
      encoding: "utf8",
      env: {
        ...process.env,
        PATH: `${join(this.at, "bin")}:${process.env.PATH}`,
        CDKTF_EKS_UPGRADE: `node ${builtCommand()}`,
        GITHUB_STEP_SUMMARY: "summary.md",
        DAY: "2026-11-24",
        ...env,
      },
    });
    return { status, stdout, stderr, summary: this.read("summary.md") ?? "" };
  }
}

/** A stand-in for Terraform whose plan is the file `now`. It records its calls in `called`. */
export const TERRAFORM = `echo "$2" >> called
[ "$2" != show ] || cat now`;

export const job = (stack: string) => ({
  stack,
  directory: `cdktf.out/stacks/${stack}`,
  destroy: false,
  region: "ap-northeast-2",
});
