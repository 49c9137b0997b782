import { spawnSync } from "node:child_process";
import { builtCommand } from "./built";

/* The checks of the command before a rehearsal. The rehearsals are in the end-to-end suite. */

const COMMAND = builtCommand();

function rehearse(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, "rehearse", ...args], {
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

test("all problems of a goal are reported at once, and nothing is rehearsed", () => {
  expect(rehearse("--to", "1.x", "--way", "sideways")).toEqual({
    status: 2,
    stdout: "",
    stderr: [
      "error: nothing was rehearsed",
      '  --to 1.x: "1.x" is not a Kubernetes version: EKS takes a major and a minor and nothing else, as in "1.34"',
      '  invalid value "sideways" of --way: expected "in-place" or "second-cluster"',
      "",
    ].join("\n"),
  });
});

test("an unknown time for faults ends with 2, and lists the allowed times", () => {
  const { status, stderr } = rehearse("--to", "1.36", "--faults", "always");
  expect(status).toBe(2);
  expect(stderr).toContain("Allowed choices are none, once-a-kind, every-step.");
});
