import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { filesIn, temporaryFolder } from "../stacks/fixtures";

/* `npm run bench` compares programs that give Terraform the same. */

const ROOT = resolve(__dirname, "..", "..");

/** The output of a bench program for two clusters, without metadata and without the hashes in our addresses. */
function stacksOf(program: string): unknown {
  const outdir = temporaryFolder();
  const { status } = spawnSync(process.execPath, ["--import", "tsx", join("bench", program), "2"], {
    cwd: ROOT,
    env: { ...process.env, CDKTF_OUTDIR: outdir },
  });
  expect(status).toBe(0);
  const stacks = Object.entries(filesIn(outdir)).filter(([path]) => path.endsWith("cdk.tf.json"));
  const withoutMetadata = (key: string, value: unknown) => (key === "//" ? undefined : value);
  return Object.fromEntries(
    stacks.map(([path, text]) => [
      path,
      JSON.parse(text.replace(/_[0-9A-F]{8}(?![\w-])/g, ""), withoutMetadata),
    ]),
  );
}

test("the plain program and the library synthesize the same stacks", () => {
  const library = stacksOf("library.ts");
  expect(Object.keys(library ?? {})).toEqual([
    "stacks/bench-0001/cdk.tf.json",
    "stacks/bench-0002/cdk.tf.json",
  ]);
  expect(stacksOf("plain.ts")).toEqual(library);
});

test("a fleet without in-cluster resources loads no Helm or Kubernetes bindings", () => {
  const program = 'require("./bench/library.ts"); console.log(JSON.stringify(Object.keys(require.cache)));';
  const { stdout } = spawnSync(process.execPath, ["--import", "tsx", "--eval", program, "bench", "1"], {
    cwd: ROOT,
    env: { ...process.env, CDKTF_OUTDIR: temporaryFolder() },
    encoding: "utf8",
  });
  const loaded: readonly string[] = JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");
  expect(loaded).toContain(join(ROOT, "stacks", "cluster-stack.ts"));
  expect(loaded.filter((path) => /provider-(helm|kubernetes)/.test(path))).toEqual([]);
});
