import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { changedLines, Workspace } from "../../cli/rehearsal/workspace";
import { builtCommand } from "../cli/built";

/*
 * A whole upgrade with "next --write" only: in a copy of the project each step is written, synthesized and committed,
 * until no step is left. Without Terraform, which the rehearsals run.
 */

const PROJECT = resolve(__dirname, "..", "..");
const COMMAND = builtCommand();

interface Written {
  readonly kind: string;
  readonly lines: number;
}

function run(workspace: Workspace, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...args, "--day", "2026-11-24"], {
    cwd: workspace.folder,
    encoding: "utf8",
  });
  expect([status, stderr]).toEqual([0, ""]);
  return JSON.parse(stdout);
}

/** The diffs of all steps, and the plan before the first. */
async function upgraded(...goal: readonly string[]) {
  const workspace = await Workspace.copyOf(PROJECT);
  try {
    const planned: readonly { kind: string }[] = run(workspace, "plan", "--json", ...goal).steps;
    const written: Written[] = [];
    for (let left = planned.length; left >= 0; left -= 1) {
      const { step, written: isWritten } = run(workspace, "next", "--write", "--json", ...goal);
      if (step === null) {
        break;
      }
      expect(isWritten).toBe(true);
      written.push({ kind: step.kind, lines: changedLines(await workspace.diff()) });
      await workspace.commit(step.title);
    }
    const biome = resolve(PROJECT, "node_modules", "@biomejs", "biome", "bin", "biome");
    const formatted = spawnSync(process.execPath, [biome, "check", "--error-on-warnings", "fleet"], {
      cwd: workspace.folder,
      encoding: "utf8",
    });
    expect([formatted.status, formatted.stdout]).toEqual([0, ""]);
    expect(written.map(({ kind }) => kind)).toEqual(planned.map(({ kind }) => kind));
    return written;
  } finally {
    workspace.remove();
  }
}

test("three minors in place: the planned steps, each a diff of one to three lines", async () => {
  const written = await upgraded("--to", "1.36", "--cluster", "alpha-kr-a");
  expect(written.filter(({ kind }) => kind === "control-plane")).toHaveLength(3);
  expect(written.filter(({ lines }) => lines < 1 || lines > 3)).toEqual([]);
}, 900_000);

test("the webapp moves to a new cluster and the first one is removed: at most three lines each, except for whole entries", async () => {
  const goal = [
    "--to",
    "1.36",
    "--cluster",
    "alpha-kr-b",
    "--way",
    "second-cluster",
    "--second",
    "alpha-kr-c",
  ];
  const written = await upgraded(...goal);
  const whole = ["cluster-create", "workload-remove", "cluster-remove"];
  expect(written.map(({ kind }) => kind)).toEqual(expect.arrayContaining(whole));
  expect(written.filter(({ kind, lines }) => !whole.includes(kind) && lines > 3)).toEqual([]);
}, 900_000);
