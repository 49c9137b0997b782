import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { apiReference } from "../../build/api-reference";
import { givenResources } from "../../cli/rehearsal/given";
import { type Plan, Terraform } from "../../cli/rehearsal/terraform";
import { type Finished, run } from "../../cli/shared/run";
import { type Aws, startAws } from "../../sandbox/aws";
import { Catalog } from "../../upgrade/eks/catalog/catalog";

/*
 * The packed package, installed into programs outside the repository. Needs the package registry, and for plans what
 * rehearsal.e2e.ts needs. It runs once, in order, and the tests check the results.
 */

const PROJECT = resolve(__dirname, "..", "..");
const CONSUMERS = resolve(__dirname, "..", "consumers");
const TEMPLATE = join(PROJECT, "node_modules", "cdktf-cli", "bundle", "templates", "typescript");

/** The strictest settings of a program: the declarations of this package are checked as well. */
const STRICT =
  "--strict --exactOptionalPropertyTypes --skipLibCheck false --target es2022 --types node".split(" ");

/** The configuration of Terraform if providers come from a local mirror instead of a registry. */
const FROM_MIRROR = "Warning: Incomplete lock file information for providers";

const folder = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-package-"));
/** The name in the folder that consumers install the package from. */
const TARBALL = "cdktf-eks-upgrade.tgz";
let packed: readonly string[];
const started: Aws[] = [];

beforeAll(async () => {
  const { stdout } = await mustRun("npm", ["pack", "--json", "--pack-destination", folder], PROJECT);
  // The build of the package can print before.
  const [{ filename, files }] = JSON.parse(stdout.slice(stdout.indexOf("[\n")));
  renameSync(join(folder, filename), join(folder, TARBALL));
  packed = files.map(({ path }: { path: string }) => path);
});

afterAll(async () => {
  await Promise.all(started.map((aws) => aws.stop()));
  rmSync(folder, { recursive: true, force: true });
});

test("the package has code, declarations, charts, schemas, licences, and no sources or tests", () => {
  expect(packed).toEqual(
    expect.arrayContaining([
      "README.md",
      "LICENSE",
      "package.json",
      "dist/constructs/index.js",
      "dist/constructs/index.d.ts",
      "dist/stacks/index.d.ts",
      "dist/upgrade/index.d.ts",
      "dist/library.js",
      "dist/THIRD-PARTY-NOTICES.txt",
      "dist/charts/target-group-binding/Chart.yaml",
      "dist/schemas/review.schema.json",
      "dist/cli/main.js",
      "dist/sandbox/moto/server.py",
      "docs/rules.md",
      "workflows/github/eks-upgrade-review.yaml",
      "workflows/scripts/plan.sh",
    ]),
  );
  expect(packed.filter((path) => /(?<!\.d)\.ts$|__tests__|^fleet|\.cache|node_modules/.test(path))).toEqual(
    [],
  );
});

test("docs/api is up to date (npm run docs:api)", () => {
  for (const [path, text] of apiReference()) {
    expect(readFileSync(join(PROJECT, path), "utf8")).toBe(text); // npm run docs:api
  }
});

describe("a TypeScript program with raw resources and the bindings of AWS provider 5", () => {
  const own = join(folder, "own-stack");
  const stack = join(own, "cdktf.out", "stacks", "shop");
  let synthesis: Finished;
  let plan: Plan;
  let again: Plan;

  beforeAll(async () => {
    copied("own-stack");
    await mustRun("bash", ["-c", install()], own);
    await mustRun("npx", ["tsc"], own);
    synthesis = await mustRun("node", ["main.js"], own);
    const { env, problems } = await awsFor(stack);
    const terraform = new Terraform(stack, env);
    await terraform.init();
    plan = await terraform.plan();
    expect(plan.errors).toEqual([]);
    expect((await terraform.apply()).errors).toEqual([]);
    again = await terraform.plan();
    expect(problems).toEqual([]);
  });

  test("type-checks, strict and with all declarations, and synthesizes without a warning", () => {
    expect(synthesis).toMatchObject({ stdout: "judged by rules\n", stderr: "\n" });
  });

  test("has a protected cluster without the argument that provider 5 does not know", () => {
    const text = readFileSync(join(stack, "cdk.tf.json"), "utf8");
    expect(JSON.parse(text).resource.aws_eks_cluster["shop-a"].tags).toEqual({
      "cdktf-eks-upgrade/protected": "true",
    });
    expect(JSON.parse(text).resource.aws_eks_cluster["shop-a"]).not.toHaveProperty("deletion_protection");
  });

  test("the real provider plans and applies it, and the next plan is empty", () => {
    expect(plan.actions.map(({ action }) => action)).toEqual(plan.actions.map(() => "create"));
    expect(plan.actions.map(({ address }) => address)).toEqual(
      expect.arrayContaining([
        "aws_eks_cluster.shop-a",
        "aws_eks_node_group.shop-a_workers-v1_86DFFFF1",
        "aws_lb.lb",
        "aws_lb_listener.listeners_https_5F94B91D",
      ]),
    );
    expect(again).toEqual({ actions: [], errors: [] });
  });
});

describe("a CommonJS program in JavaScript with the bindings of AWS provider 6", () => {
  const own = join(folder, "commonjs");
  const stack = join(own, "cdktf.out", "stacks", "alpha-kr-a");

  let seconds = 0;
  let said = "";

  /** Runs it in bash, which reports the CPU time of all child processes. */
  async function timed(script: string, env: Readonly<Record<string, string>> = {}): Promise<void> {
    const measured = `TIMEFORMAT='machine time %U %S'; time { ${script}; }`;
    const { stdout, stderr } = await mustRun("bash", ["-c", measured], own, env);
    const [line = "", user, system] = /machine time ([\d.]+) ([\d.]+)/.exec(stderr) ?? [];
    seconds += Number(user) + Number(system);
    said += stdout + stderr.replace(line, "");
  }

  beforeAll(async () => {
    copied("commonjs");
    await timed(`${install()} && node main.cjs`);
    const { env } = await awsFor(stack);
    const terraform = `terraform -chdir=${stack}`;
    await timed(`${terraform} init -input=false -no-color && ${terraform} plan -input=false -no-color`, env);
    console.log(`from an empty folder to the first plan: ${seconds.toFixed(1)} s of machine time`);
  });

  test("an empty folder has its first plan in under a minute of CPU time, without a warning", () => {
    expect(said).toMatch(/Plan: \d+ to add, 0 to change, 0 to destroy\./);
    const warnings = said.split("\n").filter((line) => /warn/i.test(line));
    expect(warnings.filter((line) => line !== FROM_MIRROR)).toEqual([]);
    expect(seconds).toBeLessThan(60);
  });

  test("synthesizes with the deletion protection of provider 6, if enabled", async () => {
    await mustRun("node", ["provider-6.cjs"], own);
    const { resource } = JSON.parse(readFileSync(join(stack, "cdk.tf.json"), "utf8"));
    expect(resource.aws_eks_cluster.cluster).toMatchObject({ version: "1.34", deletion_protection: true });
  });

  test("ES modules import the same classes by name", async () => {
    const { stdout } = await mustRun("node", ["main.mjs"], own);
    expect(JSON.parse(stdout)).toEqual({ classes: ["Cluster", "ClusterStack"], rules: true, once: true });
  });

  test("installs no package but those that it names", () => {
    const { packages } = JSON.parse(readFileSync(join(own, "package-lock.json"), "utf8"));
    expect(Object.keys(packages).filter((path) => path.lastIndexOf("node_modules") === 0)).toEqual([
      "node_modules/@cdktf/provider-aws",
      "node_modules/@cdktf/provider-helm",
      "node_modules/@cdktf/provider-kubernetes",
      "node_modules/cdktf",
      "node_modules/cdktf-eks-upgrade",
      "node_modules/constructs",
    ]);
  });

  test("the constructs load bindings only when a construct uses them", async () => {
    const loaded = `
      const bindings = () => Object.keys(require.cache).flatMap((path) => /@cdktf.provider-(\\w+)/.exec(path)?.[1] ?? []);
      const { App, TerraformStack } = require("cdktf");
      const { Cluster, KubernetesVersion } = require("cdktf-eks-upgrade");
      const before = bindings();
      new Cluster(new TerraformStack(new App(), "shop"), "shop-a", {
        version: KubernetesVersion.V1_34, subnetIds: ["subnet-1", "subnet-2"], administrators: [],
      });
      console.log(JSON.stringify({ before, after: [...new Set(bindings())] }));`;
    const { stdout } = await mustRun("node", ["-e", loaded], own);
    expect(JSON.parse(stdout)).toEqual({ before: [], after: ["aws"] });
  });

  test("the pure part loads neither cdktf nor bindings", async () => {
    const loaded = `require("cdktf-eks-upgrade/upgrade"); console.log(Object.keys(require.cache).filter((path) => /node_modules.(@cdktf|cdktf|constructs)[/]/.test(path)).length)`;
    expect((await mustRun("node", ["-e", loaded], own)).stdout).toBe("0\n");
  });

  test("the command plans the upgrade of the program in its folder", async () => {
    const { stdout } = await mustRun("npx", ["cdktf-eks-upgrade", "plan", "--to", "1.35", "--json"], own);
    const { steps }: { readonly steps: readonly { readonly title: string }[] } = JSON.parse(stdout);
    expect(steps[0]?.title).toBe("Upgrade control plane 1.34 → 1.35");
  });

  test("the command prints its version", async () => {
    const { version } = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8"));
    expect((await mustRun("npx", ["cdktf-eks-upgrade", "--version"], own)).stdout).toBe(`${version}\n`);
  });
});

describe("the program that `cdktf init --template=typescript` makes", () => {
  const own = join(folder, "cdktf-init");

  beforeAll(async () => {
    copied("cdktf-init");
    cpSync(join(TEMPLATE, "tsconfig.json"), join(own, "tsconfig.json"));
    await mustRun("bash", ["-c", install()], own);
  });

  test("type-checks with its own settings", async () => {
    expect(await typeErrors("typescript", ["--project", "."])).toBe("");
  });

  test("is synthesized by the command of its cdktf.json", async () => {
    const { app }: { readonly app: string } = JSON.parse(readFileSync(join(own, "cdktf.json"), "utf8"));
    await mustRun("bash", ["-c", app], own);
    const { resource } = JSON.parse(readFileSync(join(own, "cdktf.out/stacks/shop/cdk.tf.json"), "utf8"));
    expect(Object.keys(resource.aws_eks_cluster)).toEqual(["shop-a"]);
  });

  test.each([
    { compiler: "typescript-4.9", module: "commonjs", resolution: "node" },
    { compiler: "typescript-4.9", module: "node16", resolution: "node16" },
    { compiler: "typescript", module: "commonjs", resolution: "node10" },
    { compiler: "typescript", module: "esnext", resolution: "bundler" },
    {
      compiler: "typescript-6.0",
      module: "commonjs",
      resolution: "node10",
      more: ["--ignoreConfig", "--ignoreDeprecations", "6.0"],
    },
    { compiler: "typescript-7.0", module: "node16", resolution: "node16", more: ["--ignoreConfig"] },
    { compiler: "typescript-7.0", module: "nodenext", resolution: "nodenext", more: ["--ignoreConfig"] },
    { compiler: "typescript-7.0", module: "preserve", resolution: "bundler", more: ["--ignoreConfig"] },
  ])("$compiler checks all declarations, with module $module and resolution $resolution", async (how) => {
    const { compiler, module, resolution, more = [] } = how;
    const settings = ["--module", module, "--moduleResolution", resolution, ...more];
    expect(await typeErrors(compiler, [...STRICT, ...settings, "main.ts"])).toBe("");
  });

  async function typeErrors(version: string, settings: readonly string[]): Promise<string> {
    const compiler = join("node_modules", version, "bin", "tsc");
    return (await run("node", [compiler, "--noEmit", ...settings], { cwd: own })).stdout.trim();
  }
});

describe("a pnpm workspace whose program uses the package only through a library of its own", () => {
  const own = join(folder, "pnpm-workspace");
  const program = join(own, "apps", "shop");

  beforeAll(async () => {
    copied("pnpm-workspace");
    const pnpm = [
      "--yes",
      "pnpm@10.34.8",
      "install",
      "--ignore-scripts",
      "--store-dir",
      join(folder, "store"),
    ];
    await mustRun("npx", pnpm, own);
    await mustRun("node", ["main.cjs"], program);
  });

  test("is synthesized, with the cluster of the library", () => {
    const text = readFileSync(join(program, "cdktf.out", "stacks", "shop", "cdk.tf.json"), "utf8");
    expect(Object.keys(JSON.parse(text).resource.aws_eks_cluster)).toEqual(["shop-a"]);
  });
});

describe("on CDK Terrain, by the lines of docs/cdk-terrain.md alone", () => {
  const blocks = readFileSync(join(PROJECT, "docs", "cdk-terrain.md"), "utf8").matchAll(
    /```json\n(.*?)```/gs,
  );
  const [importingCdktn, importingCdktf] = [...blocks].map(([, block = ""]) => JSON.parse(block));
  const stack = (own: string) => withoutNotes(join(own, "cdktf.out", "stacks", "shop", "cdk.tf.json"));
  const onCdktf = join(folder, "commonjs");

  beforeAll(async () => {
    // With the bindings of AWS provider 6, as on CDK Terrain.
    cpSync(join(folder, "own-stack", "main.js"), join(onCdktf, "own-stack.js"));
    await mustRun("node", ["own-stack.js"], onCdktf);
  });

  test.each([
    ["@cdktn/provider-aws", "cdktn", importingCdktn],
    ["@cdktf/provider-aws", "cdktf", importingCdktf],
  ])("a program that imports %s and %s gives Terraform the same stack", async (bindings, core, lines) => {
    const own = join(folder, `on-${core}`);
    copied("own-stack", own);
    const { devDependencies } = JSON.parse(readFileSync(join(own, "package.json"), "utf8"));
    writeFileSync(join(own, "package.json"), JSON.stringify({ private: true, devDependencies, ...lines }));
    const program = readFileSync(join(own, "main.ts"), "utf8");
    const imports = program.replaceAll("@cdktf/provider-aws", bindings).replace('"cdktf"', `"${core}"`);
    writeFileSync(join(own, "main.ts"), imports);
    await mustRun("bash", ["-c", install()], own);
    await mustRun("npx", ["tsc"], own);
    await mustRun("node", ["main.js"], own);
    expect(stack(own)).toEqual({
      ...stack(onCdktf),
      terraform: expect.objectContaining({
        required_providers: { aws: { source: "hashicorp/aws", version: expect.stringMatching(/^6\./) } },
      }),
    });
  });
});

/** The synthesized stack without the metadata of cdktf. */
function withoutNotes(path: string): object {
  return JSON.parse(readFileSync(path, "utf8"), (key, value) => (key === "//" ? undefined : value));
}

/** Copies a program to a folder outside the repository. */
function copied(consumer: string, to = join(folder, consumer)): void {
  cpSync(join(CONSUMERS, consumer), to, { recursive: true });
}

/** Installs the packed package as a user does. */
const install = () => `npm install --no-audit --no-fund --ignore-scripts ../${TARBALL}`;

/** AWS on loopback with all resources that a synthesized stack refers to and does not create. */
async function awsFor(stack: string): Promise<Aws> {
  const { kubernetesVersions, addonVersions } = Catalog.DATED.data;
  const aws = await startAws({
    start: new Date("2026-11-23T00:00:00Z"),
    versions: kubernetesVersions,
    addons: addonVersions.map((row) => ({ ...row, isDefault: row.evidence === "eks-default" })),
    given: givenResources([JSON.parse(readFileSync(join(stack, "cdk.tf.json"), "utf8"))]),
  });
  started.push(aws);
  return aws;
}

async function mustRun(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  const finished = await run(command, args, { cwd, env });
  if (finished.code !== 0) {
    throw new Error(
      `${command} ${args.join(" ")} ended with ${finished.code}:\n${finished.stdout}${finished.stderr}`,
    );
  }
  return finished;
}
