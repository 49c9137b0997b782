import { execFile, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** What is built, each from its Go module. Helm's Kubernetes is this one, so that both are built in one go. */
const VERSIONS = { kubernetes: "1.34.0", helm: "3.19.0", kwok: "0.7.0" } as const;

/** The programs, by the packages that they are. */
const PROGRAMS = {
  "kube-apiserver": "k8s.io/kubernetes/cmd/kube-apiserver",
  "kube-controller-manager": "k8s.io/kubernetes/cmd/kube-controller-manager",
  "kube-scheduler": "k8s.io/kubernetes/cmd/kube-scheduler",
  kubectl: "k8s.io/kubernetes/cmd/kubectl",
  helm: "helm.sh/helm/v3/cmd/helm",
} as const;

/** It is for another Kubernetes's libraries, and built apart. */
const KWOK = "sigs.k8s.io/kwok/cmd/kwok";

export type Program = keyof typeof PROGRAMS | "kwok";

/** Where they are built unless somebody says otherwise: `.cache` at the root of the project. */
export const CACHE_DIRECTORY = join(__dirname, "..", "..", ".cache");

/** What keeps Kubernetes from being built or started, and how to get it. */
export class KubernetesUnavailable extends Error {
  override readonly name = "KubernetesUnavailable";
}

export interface BuildOptions {
  /** @default - `.cache` at the root of the project */
  readonly cacheDirectory?: string;
  /** @default - silent */
  readonly log?: (line: string) => void;
}

/**
 * The folder of the programs; builds them first where they are not there, which takes Go 1.21 or later, a Go module
 * proxy, ten minutes of CPU, and 3 GB of Go's own caches.
 *
 * @throws KubernetesUnavailable
 */
export async function buildKubernetes({
  cacheDirectory = CACHE_DIRECTORY,
  log = () => {},
}: BuildOptions = {}): Promise<string> {
  const directory = builtDirectory(cacheDirectory);
  if (!existsSync(directory)) {
    const problem = goProblem();
    if (problem !== undefined) throw new KubernetesUnavailable(problem);
    log(`building Kubernetes ${VERSIONS.kubernetes}, once (five to ten minutes)`);
    await mkdir(cacheDirectory, { recursive: true });
    const unfinished = await mkdtemp(join(cacheDirectory, "building-"));
    try {
      await build(unfinished);
      await rename(join(unfinished, "bin"), directory).catch((error: unknown) => {
        if (!existsSync(directory)) throw error; // else another process was faster
      });
    } finally {
      await rm(unfinished, { recursive: true, force: true });
    }
  }
  return directory;
}

/** The folder of the programs where they are built already. */
export function builtKubernetes(cacheDirectory = CACHE_DIRECTORY): string | undefined {
  const directory = builtDirectory(cacheDirectory);
  return existsSync(directory) ? directory : undefined;
}

/** Other versions, or another way to build them, are another folder. */
function builtDirectory(cacheDirectory: string): string {
  const what = JSON.stringify([VERSIONS, PROGRAMS, KWOK, FLAGS]);
  const fingerprint = createHash("sha256").update(what).digest("hex").slice(0, 12);
  return join(cacheDirectory, `kubernetes-${VERSIONS.kubernetes}-${fingerprint}`);
}

/** Without its version Kubernetes calls itself v0.0.0, which its clients do not take. */
const FLAGS = [
  "-trimpath",
  "-ldflags",
  [
    "-s -w",
    ...Object.entries({
      gitVersion: `v${VERSIONS.kubernetes}`,
      gitMajor: VERSIONS.kubernetes.split(".")[0],
      gitMinor: VERSIONS.kubernetes.split(".")[1],
    }).map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`),
  ].join(" "),
];

async function build(directory: string): Promise<void> {
  const bin = join(directory, "bin");
  await mkdir(bin);
  const downloaded = JSON.parse(
    await go(directory, "mod", "download", "-json", `k8s.io/kubernetes@v${VERSIONS.kubernetes}`),
  );
  await writeFile(join(directory, "go.mod"), moduleFile(await readFile(downloaded.GoMod, "utf8")));
  await go(directory, "build", ...FLAGS, "-o", `${bin}/`, ...Object.values(PROGRAMS));
  await go(directory, "install", ...FLAGS, `${KWOK}@v${VERSIONS.kwok}`);
}

/**
 * The module that builds Kubernetes. Its own go.mod names the libraries that it publishes beside itself by v0.0.0, and
 * replaces them by folders, which counts in its own tree only; here each is replaced by what is published.
 */
export function moduleFile(kubernetesModule: string): string {
  const [, goVersion = ""] = /^go (\S+)$/m.exec(kubernetesModule) ?? [];
  const staging = [...kubernetesModule.matchAll(/^\s+(k8s\.io\/\S+) v0\.0\.0$/gm)].map(([, name]) => name);
  const published = `v${VERSIONS.kubernetes.replace(/^1\./, "0.")}`;
  return [
    "module sandbox",
    "",
    `go ${goVersion}`,
    "",
    `require k8s.io/kubernetes v${VERSIONS.kubernetes}`,
    `require helm.sh/helm/v3 v${VERSIONS.helm}`,
    "",
    ...staging.map((name) => `replace ${name} => ${name} ${published}`),
    "",
  ].join("\n");
}

/** Why Kubernetes cannot be built, where Go is missing or too old. */
function goProblem(): string | undefined {
  const version =
    spawnSync("go", ["env", "GOVERSION"], { encoding: "utf8", env: process.env }).stdout?.trim() || "none";
  const [, minor = "0"] = /^go1\.(\d+)/.exec(version) ?? [];
  return Number(minor) >= 21
    ? undefined
    : `Kubernetes is built with Go 1.21 or later, and there is ${version} on the PATH; get it from https://go.dev/dl or your system's packages`;
}

async function go(directory: string, ...args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await execute("go", [...args], {
      cwd: directory,
      // With fewer garbage collections the compiler takes a sixteenth less.
      env: {
        GOGC: "400",
        ...process.env,
        CGO_ENABLED: "0",
        GOFLAGS: "-mod=mod",
        GOBIN: join(directory, "bin"),
      },
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const lines = said.split("\n").filter((line) => !line.startsWith("go: downloading "));
    throw new KubernetesUnavailable(
      `Kubernetes cannot be built; it needs a Go module proxy, see "go env GOPROXY"\n${lines.slice(0, 20).join("\n")}`,
    );
  }
}
