import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathsOf, ROOT, textOf } from "../repository/project";

/** What the bundle is made of, besides installed packages. */
const SOURCES = ["build", "cli", "upgrade", "sandbox", "schemas", "charts"] as const;

let built: string | undefined;

/**
 * The bundled command, as users install it: it starts in a quarter of the time that the sources take. Built once for the
 * sources as they are, into .cache.
 */
export function builtCommand(): string {
  built ??= buildOf(digest());
  return built;
}

function buildOf(name: string): string {
  const folder = join(".cache", `command-${name}`);
  const program = join(ROOT, folder, "cli", "main.js");
  if (!existsSync(program)) {
    mkdirSync(join(ROOT, ".cache"), { recursive: true });
    // Several test processes may build it at the same time: the first one to finish gives its folder the name.
    const own = `${folder}.${process.pid}`;
    const args = ["--import", "tsx", join(ROOT, "build", "command.ts"), own];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: "utf8" });
    if (status !== 0) {
      throw new Error(`build/command.ts ended with ${status}: ${stderr}`);
    }
    try {
      renameSync(join(ROOT, own), join(ROOT, folder));
    } catch (error) {
      rmSync(join(ROOT, own), { recursive: true, force: true });
      if (!existsSync(program)) {
        throw error;
      }
    }
  }
  return program;
}

function digest(): string {
  const hash = createHash("sha256");
  const paths = SOURCES.flatMap((folder) => pathsOf("", folder));
  for (const path of [...paths, "package.json", "package-lock.json"]) {
    hash.update(path).update("\0").update(textOf(path));
  }
  return hash.digest("hex").slice(0, 16);
}
