import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, relative, resolve } from "node:path";
import { type SynthesizedStack as DeclaredStack, synthesisIn } from "../shared/declared-fleet";
import { run } from "../shared/run";
import type { SynthesizedStack } from "./given";

/** What is made by working with the project, and is no part of it. */
const LEFT_BEHIND = new Set(["node_modules", "cdktf.out", ".git", ".cache", ".terraform"]);

/** What git ignores is no part of the code (".env"), but for the bindings that "cdktf get" makes. */
async function ignoredIn(project: string): Promise<ReadonlySet<string>> {
  const args = ["ls-files", "--others", "--ignored", "--exclude-standard", "--directory", "-z"];
  const { code, stdout } = await run("git", args, { cwd: project });
  const paths = code === 0 ? stdout.trimEnd().split("\0") : [];
  return new Set(
    paths.map((path) => path.replace(/\/$/, "")).filter((path) => path !== "" && path !== ".gen"),
  );
}

function isPart(source: string): boolean {
  if (LEFT_BEHIND.has(basename(source)) || /\.tfstate(\..*)?$/.test(source)) {
    return false;
  }
  // A link to nothing, or to a folder that it is in.
  return existsSync(source) && (!isLink(source) || !`${source}/`.startsWith(`${realpathSync(source)}/`));
}

function isLink(path: string): boolean {
  return lstatSync(path).isSymbolicLink();
}

/** A copy of the project, under git, in which code is edited, synthesized and applied. */
export class Workspace {
  static async copyOf(project: string): Promise<Workspace> {
    const folder = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-rehearsal-"));
    const ignored = await ignoredIn(project);
    cpSync(project, folder, {
      recursive: true,
      // A link would lead the rehearsal to the files of the project itself.
      dereference: true,
      filter: (source) => isPart(source) && !ignored.has(relative(project, source)),
    });
    symlinkSync(join(project, "node_modules"), join(folder, "node_modules"));
    const workspace = new Workspace(folder);
    await workspace.git("init", "--quiet");
    await workspace.commit("The fleet as it is");
    return workspace;
  }

  private constructor(readonly folder: string) {}

  read(file: string): string {
    return readFileSync(join(this.folder, file), "utf8");
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.folder, file), text);
  }

  /** The uncommitted change, as a reviewer sees it. */
  diff(): Promise<string> {
    return this.git("diff", "--unified=1");
  }

  async commit(message: string): Promise<void> {
    await this.git("add", "--all");
    await this.git("commit", "--quiet", "--allow-empty", "--message", message);
  }

  /** Writes cdktf.out. @returns the output if the program rejects the code, else undefined */
  async synthesize(): Promise<string | undefined> {
    return this.synthesizeInto(this.out);
  }

  private get out(): string {
    return join(this.folder, "cdktf.out");
  }

  private async synthesizeInto(out: string): Promise<string | undefined> {
    const { app }: { readonly app: string } = JSON.parse(this.read("cdktf.json"));
    const { code, stdout, stderr } = await run("sh", ["-c", app], {
      cwd: this.folder,
      env: { CDKTF_OUTDIR: out },
    });
    return code === 0 ? undefined : stderr.trim() || stdout.trim();
  }

  /** What the last synthesis wrote. */
  async stacks(): Promise<readonly DeclaredStack[]> {
    const stacks = await synthesisIn(join(this.folder, "cdktf.out"));
    if ("problems" in stacks) {
      throw new Error(stacks.problems.join("\n"));
    }
    return stacks;
  }

  /** @throws Error with the output if the program rejects the code */
  async synthesizeOrThrow(): Promise<void> {
    const rejection = await this.synthesize();
    if (rejection !== undefined) {
      throw new Error(rejection);
    }
  }

  stackNames(): readonly string[] {
    return readdirSync(join(this.folder, "cdktf.out", "stacks")).sort();
  }

  /** A digest of everything that the last synthesis wrote. (The folder of a stack that it had before stays.) */
  synthesizedBytes(): string {
    return bytesIn(this.out);
  }

  /** A digest of everything that a synthesis writes now; cdktf.out stays as it is. @throws Error as synthesizeOrThrow */
  async bytesOfSynthesis(): Promise<string> {
    const out = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-synthesis-"));
    try {
      const rejection = await this.synthesizeInto(out);
      if (rejection !== undefined) {
        throw new Error(rejection);
      }
      return bytesIn(out);
    } finally {
      rmSync(out, { recursive: true, force: true });
    }
  }

  stack(name: string): SynthesizedStack {
    return JSON.parse(readFileSync(join(this.stackFolder(name), "cdk.tf.json"), "utf8"));
  }

  stackFolder(stack: string): string {
    return resolve(this.folder, "cdktf.out", "stacks", stack);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async git(...args: readonly string[]): Promise<string> {
    const identity = [
      "-c",
      "user.name=rehearsal",
      "-c",
      "user.email=rehearsal@localhost",
      "-c",
      "commit.gpgsign=false",
    ];
    const { code, stdout, stderr } = await run("git", [...identity, ...args], { cwd: this.folder });
    if (code !== 0) {
      throw new Error(`git ${args[0]} failed in ${this.folder}: ${stderr.trim()}`);
    }
    return stdout;
  }
}

function bytesIn(out: string): string {
  const manifest = readFileSync(join(out, "manifest.json"), "utf8");
  const { stacks }: { readonly stacks: Readonly<Record<string, unknown>> } = JSON.parse(manifest);
  const digest = createHash("sha256").update(manifest);
  for (const stack of Object.keys(stacks).sort()) {
    digest.update(stack).update(readFileSync(join(out, "stacks", stack, "cdk.tf.json")));
  }
  return digest.digest("hex");
}

/** Lines that a diff adds, changes or removes; one that is replaced counts once. */
export function changedLines(diff: string): number {
  const lines = diff.split("\n");
  const added = lines.filter((line) => /^\+(?!\+\+)/.test(line)).length;
  const removed = lines.filter((line) => /^-(?!--)/.test(line)).length;
  return Math.max(added, removed);
}
