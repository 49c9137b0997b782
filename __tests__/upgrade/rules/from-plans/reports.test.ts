import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { errorsOf } from "./judged";
import { type ReportCase, reports } from "./reports";

/*
 * Public reports of changes to EKS clusters, each as a plan of real Terraform that does the same: hazards are rejected at
 * their addresses, ordinary changes are accepted.
 */

test.each(reports)("$report: $shape", ({ plan, rejected }) => {
  expect(errorsOf(plan)).toEqual(rejected);
});

test("half of the reports are ordinary changes", () => {
  const ordinary = reports.filter(({ rejected }) => rejected.length === 0);
  expect(reports.length).toBeGreaterThanOrEqual(60);
  expect(ordinary.length * 2).toBeGreaterThanOrEqual(reports.length - 8);
});

test("docs/reports.md has all of them", () => {
  const text = readFileSync(resolve(__dirname, "../../../../docs/reports.md"), "utf8");
  expect(
    text
      .split("\n")
      .filter((line) => line.startsWith("| "))
      .slice(1),
  ).toEqual(reports.map(rowOf));
});

function rowOf({ report, shape, plan, rejected }: ReportCase): string {
  const verdict = rejected.length === 0 ? "accepted" : rejected.map((each) => `\`${each}\``).join("<br>");
  return `| ${report} | ${shape} | ${plan} | ${rejected.length === 0 ? "ordinary" : "hazard"} | ${verdict} |`;
}
