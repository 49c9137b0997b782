import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { SANDBOX_IS_READY } from "../../cli/rehearsal/progress-lines";
import { Workspace } from "../../cli/rehearsal/workspace";
import { run } from "../../cli/shared/run";
import { startAws } from "../../sandbox/aws";
import { builtKubernetes } from "../../sandbox/kubernetes/build";
import { kubernetesProblem, startKubernetes } from "../../sandbox/kubernetes/cluster";
import { CACHE_DIRECTORY, installMoto } from "../../sandbox/moto/install";
import { Catalog } from "../../upgrade/eks/catalog/catalog";
import { NEXT } from "../fixtures/minors";
import { blocksOf } from "../repository/documents";
import type { Place, Ran } from "./begun";
import { type Document, LINES } from "./documents/lines";
import { cluster, GIVEN, loadBalancer } from "./documents/made-by-hand";
import { beginLine, play } from "./documents/play";
import { heldLock, stuckKubernetes } from "./documents/stuck";
import { describeUnless, skipped } from "./skip";

/*
 * Runs the shell lines of the documents, unchanged and in order. documents/lines.ts has the expected output of each, and
 * names the test that runs the others. The README runs in a copy of this project, docs/ in a program made as in
 * getting-started.md, each with its own AWS on loopback. It runs once, and the tests check the results. Needs curl, the
 * package registry, and what the rehearsals need.
 */

const PROJECT = resolve(__dirname, "..", "..");

/** The folder of everything that these tests create. */
const folder = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-documents-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

mkdirSync(join(folder, "provider"));
writeFileSync(join(folder, "provider", "main.tf"), 'provider "aws" {}\n');
const missing = [
  "terraform version",
  "terraform -chdir=provider init -input=false",
  "python3 -c 'import venv, ensurepip'",
  "git --version",
  "curl --version",
].find((command) => spawnSync("sh", ["-c", command], { cwd: folder }).status !== 0);
const describeLines = describeUnless(
  missing === undefined ? undefined : `"${missing}" fails`,
  "the lines of the documents",
);

const withoutKubernetes = kubernetesProblem();
if (withoutKubernetes !== undefined) {
  skipped("the lines of the documents with kubectl and helm", withoutKubernetes);
}
const isSkipped = (line: string) => withoutKubernetes !== undefined && /^(kubectl|helm) /.test(line);

const BUCKET = "example-terraform-states";

/** A minor that EKS offers and the catalog does not have. */
const NEW_MINOR = { version: NEXT, release: "2026-11-20", endOfStandardSupport: "2028-01-20" };

const played = new Map<Document, ReadonlyMap<number, Ran>>();

/** A user who has cloned the project. */
async function cloned(workspace: Workspace): Promise<void> {
  const at = workspace.folder;
  const scene = { folder: at, env: { TMPDIR: folder } };
  const sandbox = await beginLine("npm run sandbox", SANDBOX_IS_READY, scene);
  try {
    expect(sandbox.ran).toMatchObject({ code: 0 });
    const env = { ...scene.env, ...environmentIn(join(at, ".cache", "sandbox.env")) };
    const before = {
      "npm run adopt -- legacy --region ap-northeast-2 --output fleet/legacy.ts": () =>
        cluster("legacy", {}, env),
      "npm run adopt -- legacy --region ap-northeast-2 --output fleet/legacy.ts --load-balancer legacy-webapp=webapp/webapp:http":
        async () => {
          rmSync(join(at, "fleet", "legacy.ts"));
          await loadBalancer("legacy-webapp", "legacy", env);
        },
    };
    const begun = { "npm run sandbox": sandbox };
    played.set("README.md", await play("README.md", { folder: at, env }));
    played.set("docs/in-a-clone.md", await play("docs/in-a-clone.md", { folder: at, env, before, begun }));
    played.set("sandbox/README.md", await play("sandbox/README.md", { folder: at, env }));
  } finally {
    await sandbox.end();
  }
}

/** A user with a running cluster and a program. */
async function installed(tarball: string): Promise<void> {
  const at = join(folder, "program");
  const file = (...path: readonly string[]) => join(at, ...path);
  const { kubernetesVersions, addonVersions } = Catalog.DATED.data;
  const aws = await startAws({
    start: new Date("2026-11-23T00:00:00Z"),
    versions: [...kubernetesVersions, NEW_MINOR],
    addons: addonVersions.map((row) => ({ ...row, isDefault: row.evidence === "eks-default" })),
    given: { ...GIVEN, buckets: [{ name: BUCKET, region: "ap-northeast-2" }] },
  });
  const scene = {
    folder: at,
    env: { ...aws.env, TMPDIR: folder },
    instead: { "install cdktf-eks-upgrade": `install ${tarball}` },
  };
  try {
    mkdirSync(at);
    await cluster(
      "alpha-kr-a",
      {
        "kube-proxy": "v1.33.10-eksbuild.29",
        coredns: "v1.12.4-eksbuild.38",
        "vpc-cni": "v1.22.4-eksbuild.3",
      },
      aws.env,
    );
    played.set(
      "docs/getting-started.md",
      await play("docs/getting-started.md", {
        ...scene,
        before: {
          "npx cdktf-eks-upgrade adopt alpha-kr-a --region ap-northeast-2 --environment alpha --output fleet/alpha-kr.ts":
            () => {
              writeFileSync(file("cdktf.json"), shown("docs/getting-started.md", "json"));
              writeFileSync(file("main.ts"), shown("docs/getting-started.md", "ts"));
            },
          "npx cdktf diff alpha-kr-a": () => {
            const fleetFile = file("fleet", "alpha-kr.ts");
            const backend = `backend: { bucket: "${BUCKET}", region: "ap-northeast-2" },\n  vpcId:`;
            writeFileSync(fleetFile, readFileSync(fleetFile, "utf8").replace("vpcId:", backend));
            const diff = shown("docs/getting-started.md", "diff");
            expect(readFileSync(file("main.ts"), "utf8")).toBe(sideOf(diff, "+"));
            writeFileSync(file("main.ts"), sideOf(diff, "-"));
          },
          "npx cdktf-eks-upgrade next --to 1.34 --write": () =>
            cpSync(file("cdktf.out"), join(folder, "base", "cdktf.out"), { recursive: true }),
        },
      }),
    );
    // A step in progress: synthesized and planned.
    mkdirSync(file(".github"));
    mkdirSync(file("plans"));
    const environments = readFileSync(join(PROJECT, "workflows", "github", "eks-upgrade.json"), "utf8");
    writeFileSync(file(".github", "eks-upgrade.json"), environments);
    expect(existsSync(file(".github", JSON.parse(environments).$schema))).toBe(true);
    for (const command of [
      "npx cdktf synth",
      "terraform -chdir=cdktf.out/stacks/alpha-kr-a plan -input=false -out=plan.tfplan",
      "terraform -chdir=cdktf.out/stacks/alpha-kr-a show -json plan.tfplan > plans/alpha-kr-a.json",
    ]) {
      await run("bash", ["-c", command], { cwd: at, env: { ...scene.env, CI: "true" } });
    }
    played.set("docs/pull-requests.md", await play("docs/pull-requests.md", scene));
    played.set("docs/page.md", await play("docs/page.md", scene));
    played.set("docs/recipes.md", await play("docs/recipes.md", scene));
    await stuck(scene, file("cdktf.out", "stacks", "alpha-kr-a"));
  } finally {
    await aws.stop();
  }
}

/** A user who is called at night, with the same program. */
async function stuck(scene: Place, stack: string): Promise<void> {
  const { stdout: state } = await run("terraform", ["state", "pull"], { cwd: stack, env: scene.env });
  writeFileSync(join(stack, "LAST-GOOD.tfstate"), state);
  const lock = await heldLock(BUCKET, "alpha-kr-a.tfstate", scene.env);
  const kubernetes = withoutKubernetes === undefined ? await startKubernetes() : undefined;
  try {
    const programs = builtKubernetes() ?? "";
    if (kubernetes !== undefined) {
      await stuckKubernetes(kubernetes, programs, folder);
    }
    const night = {
      folder: scene.folder,
      env: { ...scene.env, KUBECONFIG: kubernetes?.kubeconfig, PATH: `${programs}:${process.env.PATH}` },
      // It asks for confirmation.
      instead: { "force-unlock LOCK-ID": `force-unlock -force ${lock}` },
      skipped: isSkipped,
    };
    for (const document of ["docs/when-it-is-stuck.md", "docs/stuck-in-the-cluster.md"] as const) {
      played.set(document, await play(document, night));
    }
  } finally {
    await kubernetes?.stop();
  }
}

/** The variables of a file with "export NAME=value". */
function environmentIn(path: string): NodeJS.ProcessEnv {
  const found = readFileSync(path, "utf8").matchAll(/^export (\w+)=(.*)$/gm);
  return Object.fromEntries([...found].map(([, name, value]) => [name, value]));
}

/** One side of a diff. */
const sideOf = (diff: string, other: "+" | "-"): string =>
  diff.replace(new RegExp(`^\\${other}.*\n`, "gm"), "").replace(/^[ +-]/gm, "");

/** The only block of a document in a language. */
function shown(document: Document, language: string): string {
  const [block, more] = blocksOf(document).filter((each) => each.language === language);
  if (block === undefined || more !== undefined) {
    throw new Error(`${document} has not one block of ${language}`);
  }
  return block.code;
}

describeLines("a line of shell", () => {
  beforeAll(async () => {
    await installMoto({ cacheDirectory: CACHE_DIRECTORY, log: () => undefined });
    const workspace = await Workspace.copyOf(PROJECT);
    try {
      const cache = join(workspace.folder, ".cache");
      mkdirSync(cache);
      for (const name of readdirSync(CACHE_DIRECTORY).filter((each) => each.startsWith("moto-"))) {
        symlinkSync(join(CACHE_DIRECTORY, name), join(cache, name));
      }
      const pack = ["pack", "--json", "--pack-destination", folder];
      const { stdout } = await run("npm", pack, { cwd: workspace.folder });
      const [, name = ""] = /"filename": "(.+)"/.exec(stdout) ?? [];
      const ended = await Promise.allSettled([cloned(workspace), installed(join(folder, name))]);
      expect(ended.flatMap((one) => (one.status === "rejected" ? [one.reason] : []))).toEqual([]);
    } finally {
      workspace.remove();
    }
  });

  const all = Object.entries(LINES).flatMap(([document, lines]) =>
    lines.map(([line, fate], index) => ({ document, line, fate, index })),
  );

  for (const { document, line, fate, index } of all) {
    if (!("says" in fate) && !("until" in fate)) {
      continue;
    }
    (isSkipped(line) ? test.skip : test)(`${document}: ${line}`, () => {
      const said = "says" in fate ? fate.says : fate.until;
      expect(Object.fromEntries(played)[document]?.get(index)).toEqual({
        code: 0,
        output: typeof said === "string" ? expect.stringContaining(said) : expect.stringMatching(said),
      });
    });
  }
});
