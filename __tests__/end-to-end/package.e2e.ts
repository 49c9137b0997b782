import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { apiReference } from "../../build/api-reference";
import { type Finished, run } from "../../cli/shared/run";
import { blocksOf, documents } from "../repository/documents";
import {
  type Applied,
  applied,
  awsFor,
  expectApplied,
  forProvider5,
  invalid,
  missingProviders,
  planned,
  stopAws,
} from "./package/applied";
import {
  copied,
  folder,
  install,
  mustRun,
  PROJECT,
  pack,
  removeConsumers,
  withoutNotes,
} from "./package/consumers";
import { skipped, testUnless } from "./skip";

/*
 * The packed package, installed into programs outside the repository. Needs the package registry, and for plans what
 * the rehearsals need. It runs once, in order, and the tests check the results. Terraform validates each stack whose
 * providers it can install, and applies those that need no API of a cluster.
 */

const TEMPLATE = join(PROJECT, "node_modules", "cdktf-cli", "bundle", "templates", "typescript");

/** The strictest settings of a program: the declarations of this package are checked as well. */
const STRICT =
  "--strict --exactOptionalPropertyTypes --skipLibCheck false --target es2022 --types node".split(" ");

/** The configuration of Terraform if providers come from a local mirror instead of a registry. */
const FROM_MIRROR = "Warning: Incomplete lock file information for providers";

/** Why the programs with the bindings of AWS provider 6 run with provider 5. */
const missingProvider6 = missingProviders({ aws: ">= 6.0.0" });
if (missingProvider6 !== undefined) {
  skipped("AWS provider 6: provider 5 plans the programs of cdktf init and of CDK Terrain", missingProvider6);
}

/** The stack of such a program, for the AWS provider that is here. */
function forProviderHere(stack: string): string {
  return missingProvider6 === undefined ? stack : forProvider5(stack);
}

const testInside = testUnless(
  missingProviders({ helm: ">= 2.0.0", kubernetes: ">= 2.0.0" }),
  "terraform validate of everything in one stack",
);

/** The command asks nothing and reports nothing. */
const COMMAND = { CI: "1", CHECKPOINT_DISABLE: "1" };

/** Why a program that needs a newer Node cannot run here. */
function olderNode(major: number, minor: number): string | undefined {
  const [ours = 0, ourMinor = 0] = process.versions.node.split(".").map(Number);
  const isOlder = ours < major || (ours === major && ourMinor < minor);
  return isOlder ? `it requires Node ${major}.${minor}, and this is ${process.versions.node}` : undefined;
}

let packed: readonly string[];

beforeAll(async () => {
  packed = await pack();
});

afterAll(async () => {
  await stopAws();
  removeConsumers();
});

const stackOf = (own: string, name: string) => join(own, "cdktf.out", "stacks", name);

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

describe("TypeScript programs with the bindings of AWS provider 5", () => {
  const own = join(folder, "own-stack");
  const stack = stackOf(own, "shop");
  /** The stacks of each program, in the order of applying. */
  const programs = {
    "two-accounts": ["dev"],
    "two-regions": ["regions"],
    "four-stacks": ["network", "cluster", "nodes", "traffic"],
  };
  const blocks = documents()
    .flatMap((document) => blocksOf(document))
    .filter(({ language, document }) => language === "ts" && !document.startsWith("docs/api/"))
    .map(({ place, code }) => ({ place, code, name: place.replaceAll(/\W/g, "-") }));
  let synthesis: Finished;
  let shop: Applied;
  const results = new Map<string, Applied>();

  beforeAll(async () => {
    copied("own-stack");
    mkdirSync(join(own, "documents"));
    for (const { name, code } of blocks) {
      writeFileSync(join(own, "documents", `${name}.ts`), code);
    }
    await mustRun("bash", ["-c", install()], own);
    await mustRun("npx", ["tsc"], own);
    synthesis = await mustRun("node", ["main.js"], own);
    for (const program of [...Object.keys(programs), "one-stack"]) {
      await mustRun("node", [`${program}.js`], own);
    }
    // Each waits a minute for a load balancer.
    [shop] = await Promise.all([applied(stack), applyPrograms()]);
    writeFileSync(join(own, "alpha-kr-a.json"), JSON.stringify(shop.json));
  });

  async function applyPrograms(): Promise<void> {
    for (const name of Object.values(programs).flat()) {
      results.set(name, await applied(stackOf(own, name)));
    }
  }

  test("type-check, strict and with all declarations, and synthesize without a warning", () => {
    expect(synthesis).toMatchObject({ stdout: "judged by rules\n", stderr: "\n" });
  });

  test("have a protected cluster without the argument that provider 5 does not know", () => {
    const { resource } = withoutNotes(join(stack, "cdk.tf.json"));
    expect(resource.aws_eks_cluster["shop-a"].tags).toEqual({ "cdktf-eks-upgrade/protected": "true" });
    expect(resource.aws_eks_cluster["shop-a"]).not.toHaveProperty("deletion_protection");
  });

  test("with raw resources: the real provider applies it, and the next plan is empty", () => {
    expectApplied(shop);
    expect(shop.plan.actions.map(({ address }) => address)).toEqual(
      expect.arrayContaining([
        "aws_eks_cluster.shop-a",
        "aws_eks_node_group.shop-a_workers-v1_86DFFFF1",
        "aws_lb.lb",
        "aws_lb_listener.listeners_https_5F94B91D",
      ]),
    );
  });

  test.each(Object.entries(programs))(
    "%s: the real provider applies %j one after the other, and their next plans are empty",
    (_, stacks) => {
      for (const name of stacks) {
        const result = results.get(name);
        expect(result).toBeDefined();
        if (result !== undefined) {
          expectApplied(result);
        }
      }
    },
  );

  test("two accounts: the cluster of the other account is planned with its role", async () => {
    const { actions, errors } = await planned(stackOf(own, "production"));
    expect(errors).toEqual([]);
    expect(actions.map(({ address }) => address)).toContain("aws_eks_cluster.accounts");
  });

  test("two regions: each has a cluster and a node group of its own by the same names", () => {
    const { resource } = withoutNotes(join(stackOf(own, "regions"), "cdk.tf.json"));
    for (const type of ["aws_eks_cluster", "aws_eks_node_group"]) {
      const things: readonly { readonly provider: string }[] = Object.values(resource[type]);
      expect(things.map(({ provider }) => provider)).toEqual(["aws.seoul", "aws.tokyo"]);
    }
  });

  testInside(
    "all in one stack with the Helm and Kubernetes providers: Terraform finds it valid",
    async () => {
      expect(await invalid(stackOf(own, "one"))).toEqual([]);
    },
  );

  test.each(blocks)("$place runs", async ({ name }) => {
    const ran = await run("node", ["document.js", `./documents/${name}.js`], { cwd: own });
    expect(ran).toMatchObject({ code: 0 });
  });
});

describe("a CommonJS program in JavaScript with the bindings of AWS provider 6", () => {
  const own = join(folder, "commonjs");
  const stack = stackOf(own, "alpha-kr-a");

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

  test("the real provider applies it, and the next plan is empty", async () => {
    expectApplied(await applied(stack));
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

describe("an install without peers", () => {
  const own = join(folder, "command-alone");

  beforeAll(async () => {
    mkdirSync(own, { recursive: true });
    writeFileSync(join(own, "package.json"), "{}");
    await mustRun("bash", ["-c", install()], own);
  });

  test("is the package alone, of a few megabytes", async () => {
    const { packages } = JSON.parse(readFileSync(join(own, "package-lock.json"), "utf8"));
    expect(Object.keys(packages)).toEqual(["", "node_modules/cdktf-eks-upgrade"]);
    const { stdout } = await mustRun("du", ["-sm", "node_modules"], own);
    expect(Number.parseInt(stdout, 10)).toBeLessThan(10);
  });

  test("has the command and the pure part", async () => {
    expect((await mustRun("npx", ["cdktf-eks-upgrade", "--help"], own)).stdout).toContain("review");
    await mustRun("node", ["-e", `require("cdktf-eks-upgrade/upgrade").judge`], own);
  });

  test("the help loads less than 100 kB, so that it costs little more than the start of Node", async () => {
    const loaded = `
      process.argv = ["node", "cdktf-eks-upgrade", "--help"];
      process.on("exit", () => console.error(
        Object.keys(require.cache).reduce((sum, path) => sum + require("node:fs").statSync(path).size, 0)));
      require("./node_modules/cdktf-eks-upgrade/dist/cli/main.js");`;
    const { stderr } = await mustRun("node", ["-e", loaded], own);
    expect(Number(stderr)).toBeGreaterThan(10_000);
    expect(Number(stderr)).toBeLessThan(100_000);
  });

  test("an import of the constructs says what to install", async () => {
    const { code, stderr } = await run("node", ["-e", `require("cdktf-eks-upgrade")`], { cwd: own });
    expect(code).toBe(1);
    expect(stderr).toContain(
      "Error: cdktf-eks-upgrade needs constructs for its constructs, and it is not installed. Run: npm install",
    );
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

  test("Terraform finds it valid", async () => {
    expect(await invalid(forProviderHere(stackOf(own, "shop")))).toEqual([]);
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
    const { resource } = withoutNotes(join(stackOf(program, "workspace"), "cdk.tf.json"));
    expect(Object.keys(resource.aws_eks_cluster)).toEqual(["workspace-a"]);
  });

  test("the real provider applies it, and the next plan is empty", async () => {
    expectApplied(await applied(stackOf(program, "workspace")));
  });
});

describe("on CDK Terrain, by the lines of docs/cdk-terrain.md alone", () => {
  const blocks = readFileSync(join(PROJECT, "docs", "cdk-terrain.md"), "utf8").matchAll(
    /```json\n(.*?)```/gs,
  );
  const [importingCdktn, importingCdktf] = [...blocks].map(([, block = ""]) => JSON.parse(block));
  const stack = (own: string) => withoutNotes(join(stackOf(own, "shop"), "cdk.tf.json"));
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

  testUnless(olderNode(22, 19), "cdktn synth")("its own command synthesizes the program", async () => {
    const own = join(folder, "on-cdktn");
    const before = stack(own);
    writeFileSync(join(own, "cdktf.json"), JSON.stringify({ language: "typescript", app: "node main.js" }));
    const command = ["--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"];
    await mustRun("npm", ["install", ...command, "cdktn-cli@0.24.0"], own);
    await mustRun("npx", ["cdktn", "synth"], own, COMMAND);
    expect(stack(own)).toEqual(before);
  });

  testUnless(olderNode(22, 19), "cdktn diff")("its own command plans the program", async () => {
    const own = join(folder, "on-cdktn");
    const { env } = await awsFor(forProviderHere(stackOf(own, "shop")));
    const diff = ["cdktn", "diff", "shop", "--skip-synth"];
    const { stdout } = await mustRun("npx", diff, own, { ...env, ...COMMAND });
    expect(stdout).toMatch(/ \d+ to add, 0 to change, 0 to destroy\./);
  });

  test.each(["cdktn", "cdktf"])("Terraform finds the program that imports %s valid", async (core) => {
    expect(await invalid(forProviderHere(stackOf(join(folder, `on-${core}`), "shop")))).toEqual([]);
  });
});
