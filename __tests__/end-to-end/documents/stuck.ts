import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../../cli/shared/run";
import { type Kubernetes, succeeded } from "../../../sandbox/kubernetes/cluster";

/* The situations of when-it-is-stuck.md and stuck-in-the-cluster.md. */

const CONFIG_MAP = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "settings" } };

/** A pod that stays pending, because there are no nodes. */
const DEPLOYMENT = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "slow" },
  spec: {
    selector: { matchLabels: { app: "slow" } },
    template: {
      metadata: { labels: { app: "slow" } },
      spec: { containers: [{ name: "slow", image: "example.com/slow:1" }] },
    },
  },
};

/** A Job that Terraform does not know, and two releases that were killed during an upgrade and an installation. */
export async function stuckKubernetes(
  kubernetes: Kubernetes,
  programs: string,
  folder: string,
): Promise<void> {
  const container = { name: "kubectl", image: "example.com/kubectl:1" };
  await kubernetes.apply({
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: "drain-workers-v1", namespace: "kube-system" },
    spec: { template: { spec: { restartPolicy: "Never", containers: [container] } } },
  });
  const [quick, slow] = [chart(folder, "quick", CONFIG_MAP), chart(folder, "slow", CONFIG_MAP, DEPLOYMENT)];
  const controller = ["aws-load-balancer-controller", "--namespace", "kube-system"];
  const istiod = ["istiod", "--namespace", "istio-system", "--create-namespace"];
  succeeded(await kubernetes.helm(["install", ...controller, quick]));
  await killed(["upgrade", ...controller, slow, "--wait"], "pending-upgrade");
  await killed(["install", ...istiod, slow, "--wait"], "pending-install");
  // With the statuses that the document names.
  const again = [
    await kubernetes.helm(["upgrade", ...controller, slow]),
    await kubernetes.helm(["install", ...istiod, slow]),
  ];
  expect(again.map(({ stderr }) => stderr)).toEqual([
    expect.stringContaining("another operation (install/upgrade/rollback) is in progress"),
    expect.stringContaining("cannot re-use a name that is still in use"),
  ]);

  async function killed(args: readonly string[], status: string): Promise<void> {
    let kill = (): void => undefined;
    const ended = run(join(programs, "helm"), args, {
      cwd: folder,
      env: { KUBECONFIG: kubernetes.kubeconfig },
      onStart: (killAll) => {
        kill = killAll;
      },
    });
    await kubernetes.until(`a release was ${status}`, async () =>
      succeeded(await kubernetes.helm(["list", "--all", "--all-namespaces"])).includes(status),
    );
    kill();
    await ended;
  }
}

/**
 * The charts of a release have what the earlier one had: Helm cannot roll back to an object that the newer chart leaves out,
 * if it was killed before it removed that.
 *
 * @returns its folder
 */
function chart(folder: string, name: string, ...objects: readonly object[]): string {
  const at = join(folder, "charts", name);
  mkdirSync(join(at, "templates"), { recursive: true });
  writeFileSync(join(at, "Chart.yaml"), JSON.stringify({ apiVersion: "v2", name, version: "1.0.0" }));
  for (const [index, object] of objects.entries()) {
    writeFileSync(join(at, "templates", `object-${index}.yaml`), JSON.stringify(object));
  }
  return at;
}

const LOCK = "11111111-2222-3333-4444-555555555555";

/** The lock of a state in S3 after an apply was killed. @returns its ID */
export async function heldLock(
  bucket: string,
  key: string,
  { AWS_ENDPOINT_URL }: NodeJS.ProcessEnv,
): Promise<string> {
  const lock = {
    ID: LOCK,
    Operation: "OperationTypeApply",
    Info: "",
    Who: "runner@ci",
    Version: "1.10.0",
    Created: "2026-11-23T00:00:00Z",
    Path: `${bucket}/${key}`,
  };
  const { ok, status } = await fetch(`${AWS_ENDPOINT_URL}/${bucket}/${key}.tflock`, {
    method: "PUT",
    body: JSON.stringify(lock),
  });
  if (!ok) {
    throw new Error(`the lock cannot be held: S3 answers with ${status}`);
  }
  return LOCK;
}
