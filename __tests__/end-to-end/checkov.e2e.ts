import { join } from "node:path";
import { alphaKr } from "../../fleet/alpha-kr";
import { fleet } from "../../fleet/fleet";
import { textOf } from "../repository/project";
import { synthesizeInto, temporaryFolder } from "../stacks/fixtures";
import { type Findings, findingsOf } from "./checkov/checkov";
import { pythonTools } from "./python/python-tools";
import { describeUnless } from "./skip";

/*
 * checkov checks the fleet of this project during a drain, so that it checks the drain too. docs/scanners.md has a row
 * for each failed check, and no other rows. Needs Python, and a package index the first time. If these are missing, the
 * tests print this and are skipped.
 */

const installed = pythonTools("checkov");
const describeCheckov = describeUnless(
  "missing" in installed ? `checkov is not installed, and ${installed.missing}` : undefined,
  "checkov",
);

/** The checks with a row in the document. */
const argued = [...textOf("docs/scanners.md").matchAll(/^\| (CKV\w+) \|/gm)].map(([, check = ""]) => check);

const sorted = (checks: readonly string[]) => [...new Set(checks)].sort();

function findings(environments: typeof fleet): Findings {
  const folder = temporaryFolder();
  expect(synthesizeInto(folder, environments)).toEqual({ exitCode: 0, message: "" });
  return "missing" in installed
    ? { passed: 0, failed: [] }
    : findingsOf(installed.bin, join(folder, "stacks"));
}

/** The fleet while the second node group of a cluster replaces the first. */
function drainingFleet(): typeof fleet {
  const { "alpha-kr-a": cluster, ...others } = alphaKr.clusters;
  const workers = cluster?.nodeGroups?.["workers-v1"];
  if (cluster === undefined || workers === undefined) {
    throw new Error("alpha-kr-a has no workers-v1 any more");
  }
  const nodeGroups = {
    "workers-v1": { ...workers, phase: "draining" },
    "workers-v2": { ...workers, initialSize: 2 },
  } as const;
  const draining = { ...alphaKr, clusters: { "alpha-kr-a": { ...cluster, nodeGroups }, ...others } };
  return fleet.map((environment) => (environment === alphaKr ? draining : environment));
}

describeCheckov("checkov", () => {
  test("the failed checks of the fleet are those of the document", () => {
    const { passed, failed } = findings(drainingFleet());
    expect(passed).toBeGreaterThan(300);
    expect(sorted(failed.map(({ check }) => check))).toEqual(sorted(argued));
  });

  test("a cluster with a public endpoint fails further checks", () => {
    const { "alpha-kr-a": cluster, ...others } = alphaKr.clusters;
    if (cluster === undefined) {
      throw new Error("there is no alpha-kr-a any more");
    }
    const open = { ...cluster, publicEndpointCidrs: ["203.0.113.0/24"] };
    const { failed } = findings([{ ...alphaKr, clusters: { "alpha-kr-a": open, ...others } }]);
    expect(failed.filter(({ check }) => !argued.includes(check))).toEqual([
      { check: "CKV_AWS_39", resource: "alpha-kr-a: cluster" },
    ]);
  });
});
