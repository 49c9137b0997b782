import { spawnSync } from "node:child_process";
import { timeOf } from "../../../upgrade/eks/days";
import { ROOT } from "../../repository/project";

test.each([
  ["2026-11-24T09:00:00Z", "2026-11-24T09:00:00.000Z"],
  ["2026-11-24T18:00:00+09:00", "2026-11-24T09:00:00.000Z"],
  ["2026-11-24T09:00:00.250Z", "2026-11-24T09:00:00.250Z"],
  ["2026-11-24T09:00", "2026-11-24T09:00:00.000Z"],
  ["2026-11-24", "2026-11-24T00:00:00.000Z"],
])("%s is a time", (text, iso) => {
  expect(new Date(timeOf(text) ?? Number.NaN).toISOString()).toBe(iso);
});

test.each([
  "",
  "tomorrow",
  "2026-02-30T09:00:00Z",
  "2026-11-24T25:00:00Z",
  "11/24/2026",
  "2026-11-24 09:00",
  "1",
])("%j is no time", (text) => {
  expect(timeOf(text)).toBeUndefined();
});

test.each(["Asia/Seoul", "America/Los_Angeles"])(
  "a time without a zone is in UTC on a machine in %s",
  (TZ) => {
    const code = 'console.log(require("./upgrade/eks/days").timeOf("2026-11-24T09:00:00"))';
    const { stdout } = spawnSync(process.execPath, ["--require", "tsx/cjs", "--eval", code], {
      cwd: ROOT,
      encoding: "utf8",
      env: { ...process.env, TZ },
    });
    expect(stdout).toBe(`${Date.parse("2026-11-24T09:00:00Z")}\n`);
  },
);
