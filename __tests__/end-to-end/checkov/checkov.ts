import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

const REQUIREMENTS = join(__dirname, "requirements.txt");

/** A failed check and its resource. */
export interface FailedCheck {
  /** "CKV_AWS_158" */
  readonly check: string;
  /** "alpha-webapp: load-balancer" */
  readonly resource: string;
}

export interface Findings {
  readonly passed: number;
  readonly failed: readonly FailedCheck[];
}

/**
 * The pinned checkov in a virtual environment, which is created once for each pin.
 *
 * @returns its path, or why there is none
 */
export function checkov(cacheDirectory: string): { readonly path: string } | { readonly missing: string } {
  const fingerprint = createHash("sha256").update(readFileSync(REQUIREMENTS)).digest("hex").slice(0, 12);
  const directory = join(cacheDirectory, `checkov-${fingerprint}`);
  if (!existsSync(directory)) {
    mkdirSync(cacheDirectory, { recursive: true });
    const unfinished = mkdtempSync(join(cacheDirectory, "installing-"));
    const missing = install(unfinished);
    if (missing === undefined) {
      renameSync(unfinished, directory);
    } else {
      rmSync(unfinished, { recursive: true, force: true });
      return { missing };
    }
  }
  return { path: join(directory, "bin", "python") };
}

function install(directory: string): string | undefined {
  const pip = [
    "-m",
    "pip",
    "install",
    "--quiet",
    "--disable-pip-version-check",
    "--requirement",
    REQUIREMENTS,
  ];
  if (spawnSync("python3", ["-m", "venv", directory]).status !== 0) {
    return "there is no python3 that makes virtual environments";
  }
  return spawnSync(join(directory, "bin", "python"), pip).status === 0
    ? undefined
    : "pip cannot install it, which takes a Python package index";
}

/** What checkov reports of synthesized stacks, without its platform and without downloads. */
export function findingsOf(python: string, stacks: string): Findings {
  // The script contains the folder of its installation. The module works in any folder.
  const args = ["-m", "checkov.main", "--framework", "terraform_json", "--skip-download", "--compact"];
  const { status, stdout, stderr } = spawnSync(
    python,
    [...args, "--soft-fail", "--output", "json", "--directory", stacks],
    { encoding: "utf8", maxBuffer: 64 * 1024 * 1024, env: { ...process.env, LOG_LEVEL: "ERROR" } },
  );
  if (status !== 0) {
    throw new Error(`checkov ended with ${status}:\n${stderr}`);
  }
  const { results, summary }: Report = JSON.parse(stdout);
  if (summary.parsing_errors > 0) {
    throw new Error(`checkov could not read ${summary.parsing_errors} of the stacks`);
  }
  return {
    passed: summary.passed,
    failed: results.failed_checks.map(({ check_id, resource, file_path }) => ({
      check: check_id,
      resource: `${file_path.split("/").at(-2)}: ${resource.split(".").at(-1)}`,
    })),
  };
}

/** The part of the report that is used. */
interface Report {
  readonly summary: { readonly passed: number; readonly parsing_errors: number };
  readonly results: {
    readonly failed_checks: readonly {
      readonly check_id: string;
      readonly resource: string;
      readonly file_path: string;
    }[];
  };
}
