import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import {
  type Kubernetes,
  kubernetesProblem,
  startKubernetes,
  succeeded,
} from "../../sandbox/kubernetes/cluster";
import type { Environment } from "../../stacks/environment";
import { declareFleet } from "../../stacks/fleet";
import { objectsOf } from "./kubernetes/objects";
import { describeUnless } from "./skip";

/*
 * Workloads that run only in the active cluster, on a real Kubernetes API: the identity that synthesis writes, and an
 * example CronJob and queue worker that read it. Needs what kubernetes.e2e.ts needs, and curl.
 */

const missing =
  kubernetesProblem() ??
  (spawnSync("curl", ["--version"]).status === 0 ? undefined : "curl is not installed");
const describeKubernetes = describeUnless(missing, "what runs only once");

const CHART = join(__dirname, "..", "..", "charts", "only-once");
const ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";

describeKubernetes("what may run only once", () => {
  let kubernetes: Kubernetes;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "only-once-e2e-"));
    kubernetes = await startKubernetes();
    await kubernetes.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: "webapp" } });
  });

  afterAll(async () => {
    await kubernetes?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Applies the identity of alpha-kr-a as Terraform does, with this active cluster. */
  const handOver = (active: string) => kubernetes.apply(...identityWhere(active, folder));

  const helm = async (command: "install") =>
    succeeded(await kubernetes.helm([command, "invoices", CHART, "--namespace", "webapp"]));

  const cronJob = async () => (await kubernetes.get("cronjob", "invoices", "--namespace", "webapp")).spec;

  const token = async () =>
    succeeded(await kubernetes.kubectl(["create", "token", "default", "--namespace", "webapp"])).trim();

  /** What the container of the CronJob prints if it starts now: its shell and curl, with this API and service account. */
  async function run(): Promise<string> {
    const { command } = (await cronJob()).jobTemplate.spec.template.spec.containers[0];
    const account = join(folder, "account");
    mkdirSync(account, { recursive: true });
    writeFileSync(join(account, "token"), await token());
    const { clusters } = JSON.parse(readFileSync(kubernetes.kubeconfig, "utf8"));
    const certificate = clusters[0].cluster["certificate-authority-data"];
    writeFileSync(join(account, "ca.crt"), Buffer.from(certificate, "base64"));
    const [shell, flags, script] = command;
    const here = script.replace(ACCOUNT, account).replace("https://kubernetes.default.svc", kubernetes.url);
    return execFileSync(shell, [flags, here], { encoding: "utf8" });
  }

  const nothing = "not the active cluster: nothing is done\n";

  test("does nothing if no cluster is declared active", async () => {
    await helm("install");
    expect(await run()).toBe(nothing);
  });

  test("follows each hand-over when it runs, without a deployment", async () => {
    const printed: string[] = [];
    for (const active of ["alpha-kr-b", "alpha-kr-a", "none", "alpha-kr-a"]) {
      await handOver(active);
      printed.push(await run());
      expect(await cronJob()).toMatchObject({ suspend: false });
    }
    expect(printed).toEqual([
      nothing,
      "the night's invoices are sent\n",
      nothing,
      "the night's invoices are sent\n",
    ]);
  });

  test("is the same without an API, as a GitOps tool renders it", async () => {
    const rendered = succeeded(
      await kubernetes.helm(["template", "invoices", CHART, "--namespace", "webapp"]),
    );
    const installed = await kubernetes.helm(["get", "manifest", "invoices", "--namespace", "webapp"]);
    expect(rendered.trim()).toBe(succeeded(installed).trim());
  });

  test("a service account reads the identity and nothing else", async () => {
    const as = { token: await token() };
    const get = (name: string) =>
      kubernetes.kubectl(["get", "configmap", name, "--namespace", "kube-public"], as);
    expect((await get("cluster-identity")).code).toBe(0);
    expect((await get("cluster-info")).stderr).toContain("forbidden");
    const edit = ["annotate", "configmap", "cluster-identity", "--namespace", "kube-public", "a=b"];
    expect((await kubernetes.kubectl(edit, as)).stderr).toContain("forbidden");
  });

  test("has only fields that the API knows", async () => {
    const { stdout } = await kubernetes.helm(["get", "manifest", "invoices", "--namespace", "webapp"]);
    const manifest = join(folder, "manifest.yaml");
    writeFileSync(manifest, stdout);
    succeeded(
      await kubernetes.kubectl([
        ...["apply", "--dry-run=server", "--validate=strict", "--namespace", "webapp"],
        ...["--filename", manifest],
      ]),
    );
  });
});

/** The objects of the identity of alpha-kr-a. */
function identityWhere(active: string, folder: string): readonly object[] {
  const cluster = {
    version: "1.34",
    subnetIds: ["subnet-0a0100000000000a1", "subnet-0a0100000000000c1"],
    administrators: ["arn:aws:iam::123456789012:role/platform"],
    addons: {},
    nodeGroups: {},
  };
  const environment: Environment = {
    name: "alpha",
    region: "ap-northeast-2",
    vpcId: "vpc-0a01000000000000f",
    clusters: { "alpha-kr-a": cluster, "alpha-kr-b": cluster },
    activeClusters: { "alpha-kr": active },
  };
  const outdir = join(folder, `cdktf.out-${active}`);
  const app = new App({ outdir, stackTraces: false });
  declareFleet(app, [environment]);
  app.synth();
  const stack = join(outdir, "stacks", "alpha-kr-a-workload", "cdk.tf.json");
  return objectsOf(JSON.parse(readFileSync(stack, "utf8")).resource);
}
