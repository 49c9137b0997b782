import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InsideClusters } from "../../cli/rehearsal/inside-clusters";
import { type Finished, run } from "../../cli/shared/run";
import { builtKubernetes } from "../../sandbox/kubernetes/build";
import { kubernetesProblem } from "../../sandbox/kubernetes/cluster";
import { describeUnless } from "./skip";

/*
 * The Kubernetes API of a cluster in a rehearsal, used as the Terraform providers do: with the endpoint and certificate
 * from DescribeCluster, and a token from the AWS CLI. Needs what kubernetes.e2e.ts needs.
 */

const missing = kubernetesProblem();
const describeKubernetes = describeUnless(missing, "the API inside the clusters of a rehearsal");

const REGION = "ap-northeast-2";
const CLUSTER = "alpha-kr-a";

const workload = {
  name: `${CLUSTER}-workload`,
  json: {
    provider: { aws: [{ region: REGION }] },
    data: { aws_eks_cluster: { cluster: { name: CLUSTER } } },
  },
  workingDirectory: `stacks/${CLUSTER}-workload`,
  dependencies: [],
};

describeKubernetes("inside a cluster of a rehearsal", () => {
  const notices: string[] = [];
  const inside = new InsideClusters((sentence) => notices.push(sentence));
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "inside-clusters-"));
    await inside.open(workload, async () => undefined);
    const api = inside.apiServerOf(REGION, CLUSTER);
    const exec = {
      apiVersion: "client.authentication.k8s.io/v1beta1",
      command: "aws",
      args: ["eks", "get-token", "--cluster-name", CLUSTER, "--region", REGION],
      interactiveMode: "Never",
    };
    const cluster = {
      server: api?.endpoint,
      "certificate-authority-data": api?.certificateAuthorityData,
    };
    const kubeconfig = {
      apiVersion: "v1",
      kind: "Config",
      "current-context": "it",
      contexts: [{ name: "it", context: { cluster: "it", user: "it" } }],
      clusters: [{ name: "it", cluster }],
      users: [{ name: "it", user: { exec } }],
    };
    writeFileSync(join(folder, "kubeconfig"), JSON.stringify(kubeconfig));
  });

  afterAll(async () => {
    await inside.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  function kubectl(...args: readonly string[]): Promise<Finished> {
    return run(join(builtKubernetes() ?? "", "kubectl"), args, {
      cwd: folder,
      env: { ...inside.env, KUBECONFIG: join(folder, "kubeconfig") },
    });
  }

  async function apply(object: object): Promise<Finished> {
    writeFileSync(join(folder, "object.json"), JSON.stringify(object));
    return kubectl("apply", "--filename", "object.json");
  }

  test("the API works with DescribeCluster and a token of the AWS CLI, and has ready nodes outside of node groups", async () => {
    const { stdout, stderr } = await kubectl("get", "nodes", "--output", "json");
    expect(stderr.trim()).toBe("");
    const nodes: {
      items: { metadata: { name: string; labels: object }; status: { conditions: object[] } }[];
    } = JSON.parse(stdout);
    expect(nodes.items.map(({ metadata }) => metadata.name)).toEqual(["rehearsal-1", "rehearsal-2"]);
    for (const { metadata, status } of nodes.items) {
      expect(metadata.labels).not.toHaveProperty(["eks.amazonaws.com/nodegroup"]);
      expect(status.conditions).toContainEqual(expect.objectContaining({ type: "Ready", status: "True" }));
    }
    expect(notices).toEqual([]);
  });

  test("a required webhook without pods rejects nothing", async () => {
    const webhook = {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "ValidatingWebhookConfiguration",
      metadata: { name: "strict" },
      webhooks: [
        {
          name: "strict.example.com",
          clientConfig: { service: { name: "nobody", namespace: "default" } },
          rules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["*"], resources: ["configmaps"] }],
          admissionReviewVersions: ["v1"],
          sideEffects: "None",
          failurePolicy: "Fail",
        },
      ],
    };
    const configMap = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a", namespace: "default" } };
    for (const object of [webhook, configMap]) {
      expect(await apply(object)).toMatchObject({ code: 0 });
    }
  });

  test("a Job completes, and a rollout completes", async () => {
    const template = (restartPolicy: string) => ({
      metadata: { labels: { app: "a" } },
      spec: { restartPolicy, containers: [{ name: "a", image: "example.com/a:1" }] },
    });
    const metadata = { name: "a", namespace: "default" };
    await apply({ apiVersion: "batch/v1", kind: "Job", metadata, spec: { template: template("Never") } });
    await apply({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata,
      spec: { replicas: 2, selector: { matchLabels: { app: "a" } }, template: template("Always") },
    });
    const waited = await Promise.all([
      kubectl("wait", "--for=condition=Complete", "--timeout=60s", "job/a"),
      kubectl("rollout", "status", "--timeout=60s", "deployment/a"),
    ]);
    expect(waited.map(({ code }) => code)).toEqual([0, 0]);
  });
});
