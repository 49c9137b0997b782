import { spawnSync } from "node:child_process";
import { join } from "node:path";

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

/** What checkov reports of synthesized stacks, without its platform and without downloads. */
export function findingsOf(bin: string, stacks: string): Findings {
  // The script contains the folder of its installation. The module works in any folder.
  const args = ["-m", "checkov.main", "--framework", "terraform_json", "--skip-download", "--compact"];
  const { status, stdout, stderr } = spawnSync(
    join(bin, "python"),
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
