interface Pod {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
    readonly deletionTimestamp?: string;
  };
  readonly spec: {
    readonly nodeName?: string;
    readonly serviceAccountName: string;
    readonly containers: readonly Container[];
  };
  readonly status: { readonly phase: string };
}

interface Container {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
}

/** A cluster whose pods are run. */
export interface Cluster {
  request(method: "GET" | "PATCH" | "DELETE", path: string, body?: object): Promise<unknown>;
  kubectl(args: readonly string[]): Promise<{ readonly stdout: string }>;
  shell(
    script: string,
    options: {
      readonly token: string;
      readonly env: Readonly<Record<string, string>>;
      readonly signal: AbortSignal;
    },
  ): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>;
}

/** Milliseconds between two looks at the pods. */
const PAUSE = 500;

/** Characters of the output that the status of a pod keeps, as with FallbackToLogsOnError. */
const MESSAGE = 2048;

/**
 * Runs pods with a label on this machine, as a kubelet would: their first container's command, with kubectl, as their
 * service account. Their images are not used, nor their volumes, so only commands of a shell and of kubectl can run.
 */
export class RunPods {
  private readonly running = new Map<string, AbortController>();
  private readonly timer: NodeJS.Timeout;
  private looking: Promise<void> = Promise.resolve();

  constructor(
    private readonly kubernetes: Cluster,
    private readonly label: string,
  ) {
    this.timer = setInterval(() => {
      this.looking = this.looking.then(() => this.look());
    }, PAUSE);
    this.timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    for (const abort of this.running.values()) {
      abort.abort();
    }
    await this.looking;
  }

  private async look(): Promise<void> {
    const { items = [] }: { readonly items?: readonly Pod[] } =
      (await this.kubernetes.request("GET", `/api/v1/pods?labelSelector=${this.label}`)) ?? {};
    for (const pod of items) {
      const { uid, deletionTimestamp } = pod.metadata;
      if (deletionTimestamp !== undefined) {
        this.running.get(uid)?.abort();
        await this.kubernetes.request("DELETE", pathOf(pod), { gracePeriodSeconds: 0 });
      } else if (pod.spec.nodeName !== undefined && !this.running.has(uid)) {
        this.running.set(uid, new AbortController());
        void this.run(pod);
      }
    }
  }

  private async run(pod: Pod): Promise<void> {
    const [container] = pod.spec.containers;
    const abort = this.running.get(pod.metadata.uid);
    if (container === undefined || abort === undefined) {
      return;
    }
    const startedAt = new Date().toISOString();
    await this.report(pod, "Running", { running: { startedAt } });
    const { namespace } = pod.metadata;
    const token = await this.kubernetes.kubectl([
      ...["create", "token", pod.spec.serviceAccountName, "--namespace", namespace],
    ]);
    const { code, stdout, stderr } = await this.kubernetes.shell(scriptOf(container), {
      token: token.stdout.trim(),
      env: Object.fromEntries((container.env ?? []).map(({ name, value = "" }) => [name, value])),
      signal: abort.signal,
    });
    if (!abort.signal.aborted) {
      await this.report(pod, code === 0 ? "Succeeded" : "Failed", {
        terminated: {
          exitCode: code,
          reason: code === 0 ? "Completed" : "Error",
          message: code === 0 ? "" : `${stderr}${stdout}`.slice(-MESSAGE),
          startedAt,
          finishedAt: new Date().toISOString(),
        },
      });
    }
  }

  private async report(pod: Pod, phase: string, state: object): Promise<void> {
    const containerStatuses = pod.spec.containers.map(({ name, image }) => ({
      ...{ name, image, imageID: image, restartCount: 0, ready: phase === "Running" },
      state,
    }));
    const status = { phase, containerStatuses };
    await this.kubernetes.request("PATCH", `${pathOf(pod)}/status`, { status });
  }
}

function pathOf({ metadata: { namespace, name } }: Pod): string {
  return `/api/v1/namespaces/${namespace}/pods/${name}`;
}

/** Without the shell that a pod brings along, because this machine has one. */
function scriptOf({ command = [], args = [] }: Container): string {
  const [shell = "", name, flag, script] = command;
  return shell.endsWith("/busybox") && name === "sh" && flag === "-c" && script !== undefined
    ? script
    : [...command, ...args].map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(" ");
}
