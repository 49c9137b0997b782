import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Ajv from "ajv/dist/2020";
import { planOf } from "../../bench/plans";
import nextSchema from "../../schemas/next.schema.json";
import planSchema from "../../schemas/plan.schema.json";
import { NEXT, NEXT_ROW } from "../fixtures/minors";
import { environment, synthesizeInto } from "../stacks/fixtures";
import { builtCommand } from "./built";

/* "plan" and "next" in their own processes, in a project whose program copies earlier output. */

const COMMAND = builtCommand();
const root = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-test-"));
afterAll(() => rmSync(root, { recursive: true }));
synthesizeInto(join(root, "synthesized"), [environment]);
const NEXT_FILE = join(root, "next.json");
writeFileSync(NEXT_FILE, JSON.stringify({ kubernetesVersions: [NEXT_ROW] }));

const FLEET = `export const beta = {
  clusters: {
    "beta-kr-a": { version: "1.34" }, // the first
    "beta-kr-b": { version: "1.34" },
  },
};
`;

// A process takes seconds if many run.
jest.setTimeout(60_000);

let count = 0;
/** A project under git. Its program rejects a fleet file with this text. */
function project(fleet = FLEET, rejected = "rejected by the program"): string {
  count += 1;
  const folder = join(root, `project-${count}`);
  mkdirSync(folder);
  cpSync(join(root, "synthesized"), join(folder, "synthesized"), { recursive: true });
  writeFileSync(join(folder, "cdktf.json"), '{ "app": "node program.js fleet.ts" }');
  writeFileSync(join(folder, "fleet.ts"), fleet);
  writeFileSync(
    join(folder, "program.js"),
    `const { cpSync, readFileSync, writeFileSync } = require("node:fs");
if (readFileSync("fleet.ts", "utf8").includes(${JSON.stringify(rejected)})) {
  console.error("The fleet has a problem; nothing was written.");
  process.exit(1);
}
const outdir = process.env.CDKTF_OUTDIR;
cpSync("synthesized", outdir, { recursive: true });
// One stack changes with the file, whatever it contains.
const stack = outdir + "/stacks/beta-kr-a/cdk.tf.json";
const json = JSON.parse(readFileSync(stack, "utf8"));
writeFileSync(stack, JSON.stringify({ ...json, locals: { fleet: readFileSync("fleet.ts", "utf8") } }));
`,
  );
  git(folder, "init", "--quiet");
  git(folder, "add", "--all");
  git(folder, "commit", "--quiet", "--message", "The fleet");
  return folder;
}

function git(folder: string, ...args: readonly string[]): string {
  const identity = ["-c", "user.name=test", "-c", "user.email=test@localhost", "-c", "commit.gpgsign=false"];
  return spawnSync("git", [...identity, ...args], { cwd: folder, encoding: "utf8" }).stdout;
}

function run(folder: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...args, "--day", "2026-11-24"], {
    cwd: folder,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

const to135 = ["--to", "1.35", "--cluster", "beta-kr-a"];
const readFleet = (folder: string) => readFileSync(join(folder, "fleet.ts"), "utf8");
const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(nextSchema);

test("shows the next step as a diff, and writes nothing", () => {
  const folder = project();
  const { status, stdout, stderr } = run(folder, "next", ...to135);
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toContain(`--- a/fleet.ts
+++ b/fleet.ts
@@ -1,6 +1,6 @@
 export const beta = {
   clusters: {
-    "beta-kr-a": { version: "1.34" }, // the first
+    "beta-kr-a": { version: "1.35" }, // the first
     "beta-kr-b": { version: "1.34" },
   },
 };
`);
  expect(stdout).toMatch(/\n\n--write edits fleet\.ts\.\n$/);
  expect(readFleet(folder)).toBe(FLEET);
});

test("writes it, and the second time changes nothing and says why", () => {
  const folder = project();
  const first = run(folder, "next", ...to135, "--write", "--json");
  expect([first.status, first.stderr]).toEqual([0, ""]);
  const json = JSON.parse(first.stdout);
  validate(json);
  expect(validate.errors).toBeNull();
  expect(json).toMatchObject({
    written: true,
    step: { kind: "control-plane" },
    pullRequest: { title: "beta-kr-a: Upgrade control plane 1.34 → 1.35" },
  });
  const written = FLEET.replace('"beta-kr-a": { version: "1.34" }', '"beta-kr-a": { version: "1.35" }');
  expect(readFleet(folder)).toBe(written);
  git(folder, "add", "--all");
  expect(run(folder, "next", "--to", "1.35", "--cluster", "beta-kr-b", "--write")).toEqual({
    status: 2,
    stdout: "",
    stderr: `error: the step "beta-kr-b: Upgrade control plane 1.34 → 1.35" was not written
  fleet.ts has uncommitted changes, maybe from the step before: commit them after the apply, or discard them with "git restore fleet.ts"
`,
  });
  expect(readFleet(folder)).toBe(written);
});

test("does not write a file that git does not track, for its step would be no diff", () => {
  const folder = project();
  git(folder, "rm", "--quiet", "--cached", "fleet.ts");
  git(folder, "commit", "--quiet", "--message", "Without the fleet");
  for (const ignored of ["", "fleet.ts\n"]) {
    writeFileSync(join(folder, ".git", "info", "exclude"), ignored);
    const { status, stderr } = run(folder, "next", ...to135, "--write");
    expect([status, stderr]).toEqual([
      2,
      `error: the step "beta-kr-a: Upgrade control plane 1.34 → 1.35" was not written
  fleet.ts is not tracked by git, so the step would be no diff: commit the file first
`,
    ]);
  }
  expect(readFleet(folder)).toBe(FLEET);
});

test("restores the file if somebody interrupts it", async () => {
  const folder = project();
  const program = readFileSync(join(folder, "program.js"), "utf8");
  writeFileSync(
    join(folder, "program.js"),
    `if (require("node:fs").readFileSync("fleet.ts", "utf8").includes('"1.35"')) {
  require("node:fs").writeFileSync("reached", "");
  setInterval(() => undefined, 1000);
} else {
${program}
}`,
  );
  const reached = new Promise<void>((seen) => {
    const watcher = watch(folder, (_, name) => {
      if (name === "reached") {
        watcher.close();
        seen();
      }
    });
  });
  const child = spawn(process.execPath, [COMMAND, "next", ...to135, "--write"], {
    cwd: folder,
    stdio: "ignore",
    detached: true,
  });
  const ended = new Promise<NodeJS.Signals | null>((end) => child.once("close", (_, signal) => end(signal)));
  await reached;
  expect(readFleet(folder)).not.toBe(FLEET);
  child.kill("SIGTERM");
  expect(await ended).toBe("SIGTERM");
  expect(readFleet(folder)).toBe(FLEET);
  // What the command had started.
  process.kill(-(child.pid ?? 0), "SIGKILL");
});

test("restores the file if the program rejects the step", () => {
  const folder = project(FLEET, '"1.35"');
  const { status, stderr } = run(folder, "next", ...to135, "--write");
  expect([status, stderr]).toEqual([
    2,
    `error: the step "beta-kr-a: Upgrade control plane 1.34 → 1.35" was not written
  the program rejects the step, so the files were restored:
  .: its program ("node program.js fleet.ts") ended with 1: repair it, or run "npm ci" there if nothing is installed
    The fleet has a problem; nothing was written.
`,
  ]);
  expect(readFleet(folder)).toBe(FLEET);
});

test("reverts an edit without effect, if the program overrides the value", () => {
  const folder = project();
  const { status, stderr } = run(folder, "next", "--to", "1.35", "--cluster", "beta-kr-b", "--write");
  expect([status, stderr]).toEqual([
    2,
    `error: the step "beta-kr-b: Upgrade control plane 1.34 → 1.35" was not written
  the step does not change beta-kr-b, so the files were restored: the program overwrites the value. Make the step by hand
`,
  ]);
  expect(readFleet(folder)).toBe(FLEET);
});

test("reports what to do by hand, and where, if it cannot write", () => {
  const folder = project(FLEET.replace('{ version: "1.34" }, // the first', "cluster(), // the first"));
  expect(run(folder, "next", ...to135)).toEqual({
    status: 2,
    stdout: "",
    stderr: `error: the step "beta-kr-a: Upgrade control plane 1.34 → 1.35" cannot be written
  fleet.ts:3: clusters.beta-kr-a.version is an expression ("cluster()") that the editor cannot evaluate: write "1.35" by hand
  by hand: clusters.beta-kr-a.version: "1.34" → "1.35"
`,
  });
});

test("waits for the end of a soak", () => {
  const folder = project();
  const soak = ["--soak", "control-plane=72", "--last-change", "beta-kr-a=2026-11-24T09:00:00Z"];
  const waiting = run(folder, "next", ...to135, ...soak, "--now", "2026-11-24T10:00:00Z");
  expect([waiting.status, waiting.stdout]).toEqual([
    0,
    expect.stringMatching(
      /^beta-kr-a to 1\.35 in place: the next of \d+ steps waits until 2026-11-27T09:00:00\.000Z\.\n$/,
    ),
  ]);
  const json = JSON.parse(
    run(folder, "next", ...to135, ...soak, "--now", "2026-11-24T10:00:00Z", "--json").stdout,
  );
  validate(json);
  expect(validate.errors).toBeNull();
  expect(json).toMatchObject({ step: null, notBefore: "2026-11-27T09:00:00.000Z" });
  expect(run(folder, "next", ...to135, ...soak, "--now", "2026-11-27T09:00:00Z").stdout).toContain(
    "+++ b/fleet.ts",
  );
});

test("writes the next step to a goal in a file", () => {
  const folder = project(
    FLEET.replace(
      '"beta-kr-a": { version: "1.34" }, // the first',
      `"beta-kr-a": {
      version: "1.34",
      nodeGroups: { "workers-v1": { version: "1.34", minSize: 2 } }, // the first
    },`,
    ),
  );
  const goal = {
    clusters: [
      {
        way: "in-place",
        cluster: "beta-kr-a",
        version: "1.34",
        rolls: { "workers-v1": { releaseVersion: "1.34.2-20261015" } },
      },
    ],
  };
  writeFileSync(join(folder, "goal.json"), JSON.stringify(goal));
  const { status, stdout, stderr } = run(folder, "next", "--goal", "goal.json", "--write", "--json");
  expect([status, stderr]).toEqual([0, ""]);
  const json = JSON.parse(stdout);
  validate(json);
  expect(validate.errors).toBeNull();
  expect(json).toMatchObject({
    goal,
    written: true,
    step: { kind: "node-group-roll" },
    pullRequest: { title: "beta-kr-a: Roll workers-v1: AMI release 1.34.2-20261015" },
  });
  expect(readFleet(folder)).toContain(`
          minSize: 2,
          releaseVersion: "1.34.2-20261015",
`);
});

test("reads the fleet from plans if they are given, and still writes into the program", () => {
  const folder = project();
  writeFileSync(join(folder, "plan.json"), JSON.stringify(planOf(["beta-kr-a"])));
  const { status, stdout, stderr } = run(folder, "next", ...to135, "--write", "--json", "plan.json");
  expect([status, stderr]).toEqual([0, ""]);
  expect(JSON.parse(stdout)).toMatchObject({ written: true, step: { stacks: [{ stack: "plan.json" }] } });
});

test("plans the fleet of the program in this folder", () => {
  const folder = project();
  const { status, stdout } = run(folder, "plan", ...to135, "--json");
  const validatePlan = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(planSchema);
  validatePlan(JSON.parse(stdout));
  expect([status, validatePlan.errors]).toEqual([0, null]);
  expect(run(folder, "plan", ...to135, "--format", "markdown").stdout).toMatch(
    /^## EKS upgrade: beta-kr-a to 1\.35/,
  );
});

test.each([
  [
    ["plan", "--to", "1.33", "--cluster", "beta-kr-a"],
    /^error: there is no plan\n {2}.*beta-kr-a.*1\.33.*\n$/,
  ],
  [["plan", "--to", "1.36", "--cluster", "beta-kr-x"], /^error: there is no plan\n {2}no cluster beta-kr-x/],
  [["plan", "--to", "1.99"], /^error: there is no plan\n {2}.*not in the catalog/],
  [
    ["plan", "--to", NEXT, "--catalog", NEXT_FILE],
    new RegExp(`^error: there is no plan\n {2}.*no build of kube-proxy for .*${NEXT}`),
  ],
  [["plan", "--to", "1.36", "none.json"], /^error: there is no plan\n {2}none\.json: cannot be read/],
  [
    ["plan", "--to", "1.36", "--format", "yaml"],
    /^error: the options are invalid\n {2}invalid value "yaml" of --format: /,
  ],
  [
    ["next", "--to", "1.36", "--now", "soon"],
    /^error: the options are invalid\n {2}invalid value "soon" of --now: /,
  ],
  [
    ["plan"],
    /^error: the options are invalid\n {2}--to: missing: give the Kubernetes version, as in "1\.36", or a goal file with --goal\n$/,
  ],
  [["next", "--goal", "none.json"], /^error: the options are invalid\n {2}--goal none\.json: cannot be read/],
])("ends with 2 and a sentence for %j", (args, message) => {
  const { status, stdout, stderr } = run(join(root, "project-1"), ...args);
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(message);
});
