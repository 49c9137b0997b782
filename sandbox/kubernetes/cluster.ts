import { execFile, spawnSync } from "node:child_process";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import {
  type BuildOptions,
  buildKubernetes,
  builtKubernetes,
  KubernetesUnavailable,
  type Program,
} from "./build";
import { BackgroundProcess } from "./process";
import { answerOfApi } from "./request";
import { RunPods } from "./run-pods";

/** What a program printed, and how it ended. */
export interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Given on standard input, as JSON, which kubectl reads as well as YAML. */
  readonly input?: unknown;
  /** The token of the user, for example of a service account. @default - the token of the administrator */
  readonly token?: string;
  /** Ends the program. */
  readonly signal?: AbortSignal;
  /** Receives what the program writes to standard error. */
  readonly onError?: (text: string) => void;
}

export interface KubernetesOptions extends BuildOptions {
  /**
   * Whether the webhooks are asked that programs inside it register. Pods are played, so that none of them answers, and
   * what waits for an answer ("failurePolicy: Fail") is rejected for ever.
   * @default true
   */
  readonly asksWebhooks?: boolean;

  /**
   * The label of pods whose commands run on this machine: scripts with kubectl. kwok plays all others.
   * @default - none
   */
  readonly runsPodsWith?: string;
}

export interface NodeTaint {
  readonly key: string;
  readonly value?: string;
  readonly effect: "NoSchedule" | "NoExecute" | "PreferNoSchedule";
}

/** A node that kwok plays: it takes pods, and they run at once. */
export interface NodeOptions {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: readonly NodeTaint[];
}

/** Kubernetes on loopback: its real control plane, and nodes that are played. */
export class Kubernetes {
  /** The administrator's, by which clients reach it. */
  readonly token = randomBytes(16).toString("hex");

  private readonly processes: BackgroundProcess[] = [];
  private pods: RunPods | undefined;

  /** Starts it; builds it first where that was not done. @throws KubernetesUnavailable */
  static async start({
    asksWebhooks = true,
    runsPodsWith,
    ...options
  }: KubernetesOptions = {}): Promise<Kubernetes> {
    const problem = etcdProblem();
    if (problem !== undefined) {
      throw new KubernetesUnavailable(problem);
    }
    const programs = await buildKubernetes(options);
    const [etcd = 0, etcdPeers = 0, api = 0] = await freePorts(3);
    const kubernetes = new Kubernetes(programs, mkdtempSync(join(tmpdir(), "kubernetes-")), {
      etcd: `http://127.0.0.1:${etcd}`,
      etcdPeers: `http://127.0.0.1:${etcdPeers}`,
      api,
    });
    try {
      await kubernetes.begin(asksWebhooks, runsPodsWith);
    } catch (error) {
      await kubernetes.stop();
      throw error;
    }
    return kubernetes;
  }

  private constructor(
    private readonly programs: string,
    private readonly folder: string,
    private readonly at: { readonly etcd: string; readonly etcdPeers: string; readonly api: number },
  ) {}

  /** Of the API server. */
  get url(): string {
    return `https://127.0.0.1:${this.at.api}`;
  }

  /** By which clients know the API server, in base64. */
  get certificateAuthorityData(): string {
    return readFileSync(this.certificate).toString("base64");
  }

  /** By which the administrator reaches it. */
  get kubeconfig(): string {
    return join(this.folder, "kubeconfig");
  }

  kubectl(args: readonly string[], options: RunOptions = {}): Promise<Answer> {
    return this.run("kubectl", args, options);
  }

  helm(args: readonly string[]): Promise<Answer> {
    return this.run("helm", args, {});
  }

  /** Runs a script of a pod on this machine: with kubectl on its PATH, as a service account by its token. */
  shell(
    script: string,
    options: RunOptions & { readonly token: string; readonly env?: Readonly<Record<string, string>> },
  ): Promise<Answer> {
    const home = mkdtempSync(join(this.folder, "pod-"));
    const file = join(home, "kubeconfig");
    writeFileSync(file, kubeconfig(this, options.token), { mode: 0o600 });
    const PATH = `${this.programs}:${process.env.PATH ?? "/usr/bin:/bin"}`;
    const env = { ...options.env, PATH, HOME: home, KUBECONFIG: file };
    return answerOf("sh", ["-c", script], env, options);
  }

  /** What the API answers to the administrator, without the time that kubectl takes. `undefined` if it rejects. */
  request(method: "GET" | "PATCH" | "DELETE", path: string, body?: object) {
    return answerOfApi(this, this.certificate, { method, path, body });
  }

  /** What kubectl answers with, as JSON. @throws Error where it rejects */
  async get(...args: readonly string[]) {
    const answer = await this.kubectl(["get", ...args, "--output", "json"]);
    return JSON.parse(succeeded(answer));
  }

  /** Makes things, or changes them, with every field checked. @throws Error where the API server rejects one */
  async apply(...objects: readonly object[]): Promise<void> {
    const input = { apiVersion: "v1", kind: "List", items: objects };
    succeeded(await this.kubectl(["apply", "--validate=strict", "--filename", "-"], { input }));
  }

  /** Adds nodes, and changes those that exist. Cordons stay. */
  async addNodes(...nodes: readonly NodeOptions[]): Promise<void> {
    await this.apply(
      ...nodes.map(({ name, labels = {}, taints = [] }) => ({
        apiVersion: "v1",
        kind: "Node",
        metadata: {
          name,
          labels: { "kubernetes.io/hostname": name, "kubernetes.io/os": "linux", ...labels },
          annotations: { "kwok.x-k8s.io/node": "fake" },
        },
        spec: { taints },
        status: {
          allocatable: { cpu: "16", memory: "64Gi", pods: "110" },
          capacity: { cpu: "16", memory: "64Gi", pods: "110" },
        },
      })),
    );
    const names = nodes.map(({ name }) => `node/${name}`);
    succeeded(await this.kubectl(["wait", "--for=condition=Ready", "--timeout=60s", ...names]));
  }

  async until(what: string, isSo: () => Promise<boolean>, seconds = 60): Promise<void> {
    const end = Date.now() + seconds * 1000;
    while (!(await isSo())) {
      const failure = this.processes.flatMap((process) => process.failure ?? [])[0];
      if (failure !== undefined || Date.now() > end) {
        throw new Error(failure ?? `waited ${seconds} s until ${what}`);
      }
      await pause(200);
    }
  }

  /** Ends all processes and removes what they wrote. */
  async stop(): Promise<void> {
    await this.pods?.stop();
    for (const process of this.processes.splice(0).reverse()) {
      await process.stop();
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get certificate(): string {
    return join(this.folder, "certificates/apiserver.crt");
  }

  private async begin(asksWebhooks: boolean, runsPodsWith: string | undefined): Promise<void> {
    const { folder, at, certificate } = this;
    const file = (name: string) => join(folder, name);
    writeFileSync(file("tokens"), `${this.token},administrator,administrator,system:masters\n`, {
      mode: 0o600,
    });
    const { privateKey, publicKey } = generateKeyPairSync("rsa", {
      modulusLength: 2048,
      privateKeyEncoding: { type: "pkcs8", format: "pem" },
      publicKeyEncoding: { type: "spki", format: "pem" },
    });
    writeFileSync(file("service-accounts.key"), privateKey, { mode: 0o600 });
    writeFileSync(file("service-accounts.pub"), publicKey);

    this.launch("etcd", "etcd", {
      "data-dir": file("etcd"),
      "listen-client-urls": at.etcd,
      "advertise-client-urls": at.etcd,
      "listen-peer-urls": at.etcdPeers,
      "initial-advertise-peer-urls": at.etcdPeers,
      "initial-cluster": `default=${at.etcdPeers}`,
    });
    this.launch("kube-apiserver", join(this.programs, "kube-apiserver"), {
      "etcd-servers": at.etcd,
      "bind-address": "127.0.0.1",
      "advertise-address": "127.0.0.1",
      "endpoint-reconciler-type": "none",
      "secure-port": at.api,
      "cert-dir": file("certificates"),
      "service-cluster-ip-range": "10.96.0.0/16",
      "authorization-mode": "RBAC",
      "token-auth-file": file("tokens"),
      // Lists as streams take etcd 3.5; clients that try again and again would see everything late.
      "feature-gates": "WatchList=false",
      "service-account-issuer": "https://kubernetes.default.svc",
      "service-account-key-file": file("service-accounts.pub"),
      "service-account-signing-key-file": file("service-accounts.key"),
      ...(asksWebhooks
        ? {}
        : { "disable-admission-plugins": "MutatingAdmissionWebhook,ValidatingAdmissionWebhook" }),
    });
    await this.until("the API server had a certificate", async () => exists(certificate));
    writeFileSync(this.kubeconfig, kubeconfig(this, this.token), { mode: 0o600 });
    await this.until(
      "the API server was ready",
      async () => (await this.kubectl(["get", "--raw", "/readyz"])).code === 0,
    );
    const client = { kubeconfig: this.kubeconfig };
    this.launch("kube-controller-manager", join(this.programs, "kube-controller-manager"), {
      ...client,
      "secure-port": 0,
      "leader-elect": false,
      "service-account-private-key-file": file("service-accounts.key"),
      // Nobody renews the leases of the nodes, which would be taken for lost.
      "node-monitor-grace-period": "24h",
    });
    this.launch("kube-scheduler", join(this.programs, "kube-scheduler"), {
      ...client,
      "secure-port": 0,
      "leader-elect": false,
    });
    this.launch("kwok", join(this.programs, "kwok"), {
      ...client,
      "manage-all-nodes": true,
      // With leases it leaves pods of nodes that are new for a minute or for ever.
      "node-lease-duration-seconds": 0,
      ...(runsPodsWith === undefined ? {} : { "disregard-status-with-label-selector": runsPodsWith }),
    });
    this.pods = runsPodsWith === undefined ? undefined : new RunPods(this, runsPodsWith);
    await this.until(
      "there was a service account to make pods with",
      async () => (await this.kubectl(["get", "serviceaccount", "default"])).code === 0,
    );
  }

  private launch(
    name: string,
    command: string,
    flags: Readonly<Record<string, string | number | boolean>>,
  ): void {
    const args = Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`);
    this.processes.push(new BackgroundProcess(name, join(this.folder, `${name}.log`), command, args));
  }

  private run(program: Program, args: readonly string[], options: RunOptions): Promise<Answer> {
    const { token } = options;
    const as = token === undefined ? [] : [`--token=${token}`];
    const file = token === undefined ? this.kubeconfig : this.withoutUser();
    const env = { PATH: process.env.PATH, HOME: this.folder, KUBECONFIG: file };
    return answerOf(join(this.programs, program), [...as, ...args], env, options);
  }

  /** A token on the command line does not take the place of one in the file. */
  private withoutUser(): string {
    const file = join(this.folder, "kubeconfig-without-user");
    writeFileSync(file, kubeconfig(this));
    return file;
  }
}

function answerOf(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  { input, signal, onError = () => {} }: RunOptions,
): Promise<Answer> {
  return new Promise((resolve) => {
    const child = execFile(
      program,
      args,
      { env, signal, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
        resolve({ code, stdout, stderr });
      },
    );
    child.stderr?.on("data", onError);
    child.stdin?.on("error", () => undefined).end(input === undefined ? "" : JSON.stringify(input));
  });
}

/** Starts Kubernetes on loopback; builds it first where that was not done. @throws KubernetesUnavailable */
export function startKubernetes(options: KubernetesOptions = {}): Promise<Kubernetes> {
  return Kubernetes.start(options);
}

/** What a program printed. @throws Error where it failed */
export function succeeded({ code, stdout, stderr }: Answer): string {
  if (code !== 0) {
    throw new Error(`ended with ${code}:\n${stderr}${stdout}`);
  }
  return stdout;
}

/** Why it cannot be started at once, where it is not built yet, by `build`, or etcd is missing. */
export function kubernetesProblem(build = "npm run kubernetes"): string | undefined {
  return builtKubernetes() === undefined ? `Kubernetes is not built (${build})` : etcdProblem();
}

/** Why etcd is missing, if it is. */
export function etcdProblem(): string | undefined {
  return spawnSync("etcd", ["--version"]).status === 0
    ? undefined
    : "Kubernetes needs etcd on the PATH; on Debian and Ubuntu: apt install etcd-server";
}

function kubeconfig({ url, certificateAuthorityData }: Kubernetes, token?: string): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "sandbox",
    contexts: [{ name: "sandbox", context: { cluster: "sandbox", user: "administrator" } }],
    clusters: [
      {
        name: "sandbox",
        cluster: { server: url, "certificate-authority-data": certificateAuthorityData },
      },
    ],
    users: [{ name: "administrator", user: token === undefined ? {} : { token } }],
  });
}

function exists(file: string): boolean {
  try {
    return readFileSync(file).length > 0;
  } catch {
    return false;
  }
}

/** Ports that were free a moment ago. */
async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
          const server = createServer().once("error", reject);
          server.listen(0, "127.0.0.1", () => resolve(server));
        }),
    ),
  );
  return Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve) => {
          const address = server.address();
          server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
        }),
    ),
  );
}
