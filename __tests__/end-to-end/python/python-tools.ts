import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";

const CACHE = resolve(__dirname, "..", "..", "..", ".cache");

/**
 * The pinned packages of a requirements file in this folder, in a virtual environment, which is created once for each pin.
 *
 * @returns the folder of its programs, or why there is none
 */
export function pythonTools(name: string): { readonly bin: string } | { readonly missing: string } {
  const requirements = join(__dirname, `${name}.txt`);
  const fingerprint = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 12);
  const directory = join(CACHE, `${name}-${fingerprint}`);
  if (!existsSync(directory)) {
    mkdirSync(CACHE, { recursive: true });
    const unfinished = mkdtempSync(join(CACHE, "installing-"));
    const missing = install(unfinished, requirements);
    if (missing !== undefined) {
      rmSync(unfinished, { recursive: true, force: true });
      return { missing };
    }
    renameSync(unfinished, directory);
  }
  return { bin: join(directory, "bin") };
}

function install(directory: string, requirements: string): string | undefined {
  const pip = [
    "-m",
    "pip",
    "install",
    "--quiet",
    "--disable-pip-version-check",
    "--requirement",
    requirements,
  ];
  if (spawnSync("python3", ["-m", "venv", directory]).status !== 0) {
    return "there is no python3 that makes virtual environments";
  }
  return spawnSync(join(directory, "bin", "python"), pip).status === 0
    ? undefined
    : "pip cannot install it, which takes a Python package index";
}
