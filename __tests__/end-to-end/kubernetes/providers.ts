import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Finished, run } from "../../../cli/shared/run";

const source = (name: string) => ({ source: `hashicorp/${name}` });

/** Why Terraform cannot install the Kubernetes and Helm providers here. `undefined` if it can. */
export function providersProblem(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), "providers-"));
  try {
    const required = { helm: source("helm"), kubernetes: source("kubernetes") };
    writeFileSync(
      join(folder, "main.tf.json"),
      JSON.stringify({ terraform: { required_providers: required } }),
    );
    const { status, error } = spawnSync("terraform", ["init", "-input=false"], {
      cwd: folder,
      timeout: 60_000,
    });
    return status === 0 && error === undefined
      ? undefined
      : "Terraform cannot install the providers hashicorp/kubernetes and hashicorp/helm";
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Terraform in the folder of a stack. */
export class StackFolder {
  constructor(
    readonly path: string,
    private readonly env: Readonly<Record<string, string>> = {},
  ) {}

  run(...args: readonly string[]): Promise<Finished> {
    return run("terraform", [...args, "-no-color"], { cwd: this.path, env: this.env });
  }

  /** @throws Error with what Terraform prints */
  async succeed(...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await this.run(...args);
    if (code !== 0) {
      throw new Error(`terraform ${args.join(" ")} ended with ${code}:\n${stdout}${stderr}`);
    }
    return stdout;
  }

  apply(): Promise<Finished> {
    return this.run("apply", "-auto-approve", "-input=false");
  }

  destroy(): Promise<Finished> {
    return this.run("destroy", "-auto-approve", "-input=false");
  }

  /** Runs Terraform, and kills it with its providers at the first line that matches. */
  async killed(at: RegExp, ...args: readonly string[]): Promise<Finished> {
    let kill = () => {};
    return run("terraform", [...args, "-no-color"], {
      cwd: this.path,
      env: this.env,
      onStart: (killGroup) => {
        kill = killGroup;
      },
      onLine: (line) => {
        if (at.test(line)) {
          kill();
        }
      },
    });
  }

  /** The addresses in the state. @throws Error if Terraform cannot list them: then nothing is known */
  async addresses(): Promise<readonly string[]> {
    return (await this.succeed("state", "list")).split("\n").filter((line) => line !== "");
  }

  /** What a plan changes: "update helm_release.binding". */
  async changes(): Promise<readonly string[]> {
    await this.succeed("plan", "-input=false", "-out=planned");
    const { resource_changes = [] }: { resource_changes?: readonly Change[] } = JSON.parse(
      await this.succeed("show", "-json", "planned"),
    );
    return resource_changes
      .filter(({ mode, change }) => mode === "managed" && change.actions.join() !== "no-op")
      .map(({ address, change }) => `${change.actions.join("/")} ${address}`);
  }
}

interface Change {
  readonly address: string;
  readonly mode: string;
  readonly change: { readonly actions: readonly string[] };
}
