import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, Aspects, TerraformStack } from "cdktf";
import { Cluster } from "../../constructs/eks/cluster";
import { declaredFleet } from "../../constructs/fleet-part";
import { synthesizeApp } from "../../constructs/synthesize";
import type { Rule } from "../../upgrade/rules/rule";
import { ROOT } from "../repository/project";

const folder = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-"));
const messages: string[] = [];

beforeEach(() => {
  messages.length = 0;
  jest.spyOn(console, "error").mockImplementation((text: unknown) => {
    messages.push(String(text));
  });
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A program with a stack for each cluster, by its name and its version. */
function program(outdir: string, versions: Readonly<Record<string, string>>): App {
  const app = new App({ outdir: join(folder, outdir), stackTraces: false });
  for (const [name, version] of Object.entries(versions)) {
    const stack = new TerraformStack(app, name);
    new AwsProvider(stack, "aws", { region: "ap-northeast-2" });
    new Cluster(stack, "cluster", {
      clusterName: name,
      version,
      subnetIds: ["subnet-a", "subnet-c"],
      administrators: ["arn:aws:iam::123456789012:role/platform"],
    });
  }
  return app;
}

test("a program is written, and the exit code is 0", () => {
  const app = program("good", { "beta-kr-a": "1.34", "beta-kr-b": "1.34" });
  expect(synthesizeApp(app)).toBe(0);
  expect(readdirSync(join(app.outdir, "stacks")).sort()).toEqual(["beta-kr-a", "beta-kr-b"]);
  expect(messages).toEqual([]);
});

describe("on a disk that gets full", () => {
  const outdir = join(folder, "full");
  const code = `const { App, TerraformStack, TerraformLocal } = require("cdktf");
const { synthesizeApp } = require("./constructs/synthesize");
const app = new App({ outdir: process.argv[1], stackTraces: false });
const [, , length] = process.argv;
for (const name of ["a", "b"]) new TerraformLocal(new TerraformStack(app, name), "text", name.repeat(length));
process.exitCode = synthesizeApp(app);`;
  /** Files of at most 4 KiB can be written. */
  const synthesized = (length: number) =>
    spawnSync(
      "bash",
      [
        "-c",
        'ulimit -f 4; trap "" XFSZ; exec "$@"',
        "bash",
        process.execPath,
        ...["--require", "tsx/cjs", "--eval", code, outdir, String(length)],
      ],
      { cwd: ROOT, encoding: "utf8" },
    );

  test("the earlier output stays, and a sentence says so", () => {
    expect(synthesized(10)).toMatchObject({ status: 0, stderr: "" });
    mkdirSync(join(outdir, "stacks", "a", ".terraform"));
    mkdirSync(join(outdir, ".unfinished-999999999-left"));
    const before = readdirSync(outdir, { recursive: true, encoding: "utf8" }).sort();
    const text = readFileSync(join(outdir, "stacks", "a", "cdk.tf.json"), "utf8");
    const { status, stderr } = synthesized(10_000);
    expect([status, stderr]).toEqual([
      1,
      `The program has a problem; nothing was written.\n\n  ${outdir}: cannot be written: EFBIG\n\n`,
    ]);
    const after = readdirSync(outdir, { recursive: true, encoding: "utf8" }).sort();
    expect(after).toEqual(before.filter((path) => !path.startsWith(".unfinished")));
    expect(readFileSync(join(outdir, "stacks", "a", "cdk.tf.json"), "utf8")).toBe(text);
  });

  test("the next output takes its place, beside the files of Terraform", () => {
    expect(synthesized(20).status).toBe(0);
    expect(existsSync(join(outdir, "stacks", "a", ".terraform"))).toBe(true);
    expect(readFileSync(join(outdir, "stacks", "b", "cdk.tf.json"), "utf8")).toContain("b".repeat(20));
  });
});

test("the problems of all stacks come together, without a stack trace, and nothing is written", () => {
  const app = program("bad", { "beta-kr-a": "v1.34", "beta-kr-b": "1.34", "beta-kr-c": "one" });
  expect(synthesizeApp(app)).toBe(1);
  expect(messages).toEqual([expect.stringContaining("The program has 2 problems; nothing was written.")]);
  expect(messages[0]).toContain("[beta-kr-a/cluster] version");
  expect(messages[0]).toContain("[beta-kr-c/cluster] version");
  expect(messages[0]).not.toMatch(/^\s+at /m);
  expect(existsSync(app.outdir)).toBe(false);
});

test("an error that an aspect throws is reported without a stack trace", () => {
  const app = program("aspect", { "beta-kr-a": "1.34" });
  Aspects.of(app.node.findChild("beta-kr-a")).add({
    visit() {
      throw new Error("no tag team");
    },
  });
  expect(synthesizeApp(app)).toBe(1);
  expect(messages[0]).toContain("no tag team");
  expect(messages[0]).not.toMatch(/^\s+at /m);
});

const ownRule = (severity: Rule["severity"]): Rule => ({
  id: "team-prefix",
  severity,
  title: "A cluster has no prefix of a team",
  why: "Costs are assigned by the prefix.",
  source: "the handbook of the team",
  judge: ({ after }) =>
    after.clusters.map(({ stack, address }) => ({ stack, address, message: "expected a prefix of a team" })),
});

test("an error of an own rule rejects the program, at the construct that it names", () => {
  const app = program("own-error", { "beta-kr-a": "1.34" });
  expect(synthesizeApp(app, { rules: [ownRule("error")] })).toBe(1);
  expect(messages[0]).toContain("[beta-kr-a/cluster] expected a prefix of a team (team-prefix)");
});

test("a warning of an own rule is an annotation", () => {
  const app = program("own-warning", { "beta-kr-a": "1.34" });
  expect(synthesizeApp(app, { rules: [ownRule("warning")] })).toBe(0);
  const cluster = app.node.findChild("beta-kr-a").node.findChild("cluster");
  expect(cluster.node.metadata.map(({ data }) => data)).toContain(
    "expected a prefix of a team (team-prefix)",
  );
});

test("declaredFleet has what the constructs of a program declare", () => {
  const { clusters } = declaredFleet(program("fleet", { "beta-kr-a": "1.34" }));
  expect(clusters).toEqual([expect.objectContaining({ clusterName: "beta-kr-a", version: "1.34" })]);
});
