import { readFileSync } from "node:fs";
import { join } from "node:path";
import { APPLY_MINUTES, longDrains } from "../../../cli/jobs/drain-minutes";

const WAVE = join(__dirname, "..", "..", "..", "workflows", "github", "eks-upgrade-wave.yaml");

const stacks = (create: string) => [
  {
    name: "alpha-kr-a-workload",
    json: { resource: { kubernetes_job_v1: { "drain-workers-v1": { timeouts: { create } } } } },
    workingDirectory: "stacks/alpha-kr-a-workload",
    dependencies: [],
  },
];

test("a drain that can take longer than the job that applies it is rejected", () => {
  expect(longDrains([], stacks("330m"))).toEqual([]);
  expect(longDrains([], stacks("1460m"))).toEqual([
    "alpha-kr-a-workload: drain-workers-v1 can take 1460 minutes, and the job that applies it ends after 350: reduce limitMinutes of the drain by 1130, or more",
  ]);
});

test("a drain that does not begin with the change is accepted", () => {
  expect(longDrains(stacks("1460m"), stacks("1460m"))).toEqual([]);
  expect(longDrains(stacks("80m"), stacks("1460m"))).toHaveLength(1);
});

test("the job and its role allow these minutes", () => {
  const text = readFileSync(WAVE, "utf8");
  expect(text).toContain(`timeout-minutes: ${APPLY_MINUTES}`);
  const [, seconds = "0"] = /role-duration-seconds: (\d+)/.exec(text) ?? [];
  expect(Number(seconds) / 60).toBeGreaterThan(APPLY_MINUTES);
});
