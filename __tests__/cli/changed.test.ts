import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { builtCommand } from "./built";

/* The command in its own process, on projects with a small program. */

const COMMAND = builtCommand();
const folder = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A project whose program writes these stacks like cdktf, with the path of a local state. */
function project(name: string, stacks: Readonly<Record<string, object>>, app = "node program.js"): string {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, "cdktf.json"), JSON.stringify({ app, context: { tint: "blue" } }));
  writeFileSync(
    join(folder, name, "program.js"),
    `const { mkdirSync, writeFileSync } = require("node:fs");
const outdir = process.env.CDKTF_OUTDIR || "cdktf.out";
const stacks = ${JSON.stringify(stacks)};
const manifest = { version: "0.21.0", stacks: {} };
for (const name of Object.keys(stacks)) {
  mkdirSync(outdir + "/stacks/" + name, { recursive: true });
  const state = { terraform: { backend: { local: { path: process.cwd() + "/" + name + ".tfstate" } } } };
  const json = { ...state, ...stacks[name], variable: JSON.parse(process.env.CDKTF_CONTEXT_JSON || "{}") };
  writeFileSync(outdir + "/stacks/" + name + "/cdk.tf.json", JSON.stringify(json));
  manifest.stacks[name] = { name, dependencies: [], synthesizedStackPath: "stacks/" + name + "/cdk.tf.json", workingDirectory: "stacks/" + name };
}
writeFileSync(outdir + "/manifest.json", JSON.stringify(manifest));
`,
  );
  return name;
}

function changed(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, "changed", ...args], {
    cwd: folder,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

const resource = (version: string) => ({ resource: { aws_eks_cluster: { this: { name: "a", version } } } });

test("synthesizes both sides into other folders, and ignores the paths of the projects", () => {
  const base = project("base", { a: resource("1.33"), b: resource("1.33") });
  const head = project("head", { a: resource("1.34"), b: resource("1.33"), c: resource("1.36") });
  expect(changed("--base", base, "--head", head)).toEqual({
    status: 0,
    stdout: "changed  a\nadded    c\n",
    stderr: "",
  });
  expect(readdirSync(join(folder, head)).sort()).toEqual(["cdktf.json", "program.js"]);
});

test("reads a cdktf.out as it is, and writes JSON for a matrix", () => {
  const at = project("synthesized", { a: resource("1.33") });
  spawnSync(process.execPath, ["program.js"], {
    cwd: join(folder, at),
    env: { ...process.env, CDKTF_CONTEXT_JSON: '{ "tint": "blue" }' },
  });
  expect(changed("--base", `${at}/cdktf.out`, "--head", at)).toMatchObject({ stdout: "No stack changes.\n" });
  const { status, stdout } = changed("--base", project("nothing", {}), "--head", `${at}/cdktf.out`, "--json");
  expect([status, JSON.parse(stdout).stacks]).toEqual([
    0,
    [
      {
        stack: "a",
        change: "added",
        workingDirectory: "stacks/a",
        environment: null,
        region: null,
        providers: [],
        after: [],
        plannedAfter: [],
      },
    ],
  ]);
});

test("ends with 2 if a program fails, with the output of both sides at once", () => {
  const failing = project(
    "failing",
    {},
    "node -e \"console.error('The fleet has a problem'); process.exit(3)\"",
  );
  const silent = project("silent", {}, "node -e 0");
  const { status, stdout, stderr } = changed("--base", failing, "--head", silent);
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toBe(`error: nothing was compared
  failing: its program ("node -e "console.error('The fleet has a problem'); process.exit(3)"") ended with 3: repair it, or run "npm ci" there if nothing is installed
    The fleet has a problem
  silent: its program ("node -e 0") wrote no stacks to the folder of CDKTF_OUTDIR: remove "outdir" of the App, and call app.synth()
`);
});

test("ends with 2 if a folder is neither a project nor a cdktf.out", () => {
  mkdirSync(join(folder, "empty"));
  const bare = project("bare", {}, " ");
  expect(changed("--base", "none", "--head", "empty")).toEqual({
    status: 2,
    stdout: "",
    stderr: `error: nothing was compared
  none: there is no such folder
  empty: it has no cdktf.json, so it is not a project, and no manifest.json, so it is not a cdktf.out: give one of the two
`,
  });
  expect(changed("--base", bare, "--head", bare).stderr).toContain(
    '  bare/cdktf.json: it has no program: add an "app"\n',
  );
  writeFileSync(join(folder, "empty", "manifest.json"), "[]");
  expect(changed("--base", "empty", "--head", "empty").stderr).toContain(
    "  empty: the manifest.json of its cdktf.out has no stacks. Synthesize again\n",
  );
  writeFileSync(join(folder, "empty", "manifest.json"), '{ "stacks": { "a": {} } }');
  expect(changed("--base", "empty", "--head", "empty").stderr).toContain(
    "  empty: stack a: stacks/a/cdk.tf.json: cannot be read: no such file or folder. Synthesize again\n",
  );
});

test("installs nothing to synthesize", () => {
  const lacking = project("lacking", {}, "npx cdktf-eks-upgrade-no-such-program");
  const { status, stderr } = changed("--base", lacking, "--head", project("other", {}));
  expect([status, stderr]).toEqual([2, expect.stringContaining("ENOTCACHED")]);
});

test.each([
  ["a working directory above", { workingDirectory: "../../elsewhere" }, "../../elsewhere"],
  ["an absolute working directory", { workingDirectory: "/etc" }, "/etc"],
  ["code above", { synthesizedStackPath: "stacks/a/../../../cdk.tf.json" }, "stacks/a/../../../cdk.tf.json"],
  ["a working directory of two lines", { workingDirectory: "stacks/a\nb" }, "stacks/a\\nb"],
])("rejects a stack with %s", (name, stack, named) => {
  const at = join(folder, name.replaceAll(" ", "-"));
  mkdirSync(join(at, "stacks", "a"), { recursive: true });
  writeFileSync(join(at, "stacks", "a", "cdk.tf.json"), "{}");
  writeFileSync(join(at, "manifest.json"), JSON.stringify({ stacks: { a: { name: "a", ...stack } } }));
  const { status, stdout, stderr } = changed("--base", at, "--head", at);
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(`stack "a": "${named}" leaves the folder of the synthesis.`);
});

test.each(["../a", "a/b", ".."])("rejects a stack with the name %s, which files are named after", (name) => {
  const at = join(folder, `named-${name.replaceAll("/", "-")}`);
  mkdirSync(at, { recursive: true });
  const stack = { synthesizedStackPath: "stacks/a/cdk.tf.json", workingDirectory: "stacks/a" };
  writeFileSync(join(at, "manifest.json"), JSON.stringify({ stacks: { [name]: stack } }));
  const { status, stderr } = changed("--base", at, "--head", at);
  expect(status).toBe(2);
  expect(stderr).toContain(`stack "${name}": "${name}" leaves the folder`);
});
