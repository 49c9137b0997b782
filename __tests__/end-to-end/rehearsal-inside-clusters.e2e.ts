import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InsideClusters } from "../../cli/rehearsal/inside-clusters";
import { type Finished, run } from "../../cli/shared/run";
import type { PlayedNodeGroup } from "../../sandbox/aws";
import { builtKubernetes } from "../../sandbox/kubernetes/build";
import { kubernetesProblem } from "../../sandbox/kubernetes/cluster";
import { objectsFor } from "./kubernetes/drained-group";
import { synthesized } from "./kubernetes/in-cluster-stack";
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

const group = (nodegroupName: string, desiredSize: number): PlayedNodeGroup => ({
  ...{ nodegroupName, desiredSize },
  labels: { group: "workers" },
  taints: nodegroupName === "workers-v1" ? [{ key: "old", value: "true", effect: "PREFER_NO_SCHEDULE" }] : [],
});

const reaching = (groups: readonly PlayedNodeGroup[]) => [async () => undefined, () => groups] as const;

describeKubernetes("inside a cluster of a rehearsal", () => {
  const notices: string[] = [];
  const inside = new InsideClusters((sentence) => notices.push(sentence));
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "inside-clusters-"));
    await inside.open(workload, ...reaching([group("workers-v1", 2), group("workers-v2", 2)]));
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

  test("the API works with DescribeCluster and a token of the AWS CLI, and has the ready nodes of the node groups", async () => {
    const { stdout, stderr } = await kubectl("get", "nodes", "--output", "json");
    expect(stderr.trim()).toBe("");
    const nodes: {
      items: {
        metadata: { name: string; labels: Record<string, string> };
        spec: { taints?: object[] };
        status: { conditions: object[] };
      }[];
    } = JSON.parse(stdout);
    expect(
      nodes.items.map(({ metadata: { name, labels } }) => [name, labels["eks.amazonaws.com/nodegroup"]]),
    ).toEqual([
      ["workers-v1-1", "workers-v1"],
      ["workers-v1-2", "workers-v1"],
      ["workers-v2-1", "workers-v2"],
      ["workers-v2-2", "workers-v2"],
    ]);
    expect(nodes.items[0]?.spec.taints).toEqual([{ key: "old", value: "true", effect: "PreferNoSchedule" }]);
    for (const { metadata, status } of nodes.items) {
      expect(metadata.labels.group).toBe("workers");
      expect(status.conditions).toContainEqual(expect.objectContaining({ type: "Ready", status: "True" }));
    }
    expect(notices).toEqual([]);
  });

  const podsByNode = async (): Promise<readonly string[]> => {
    const { stdout } = await kubectl("get", "pods", "--namespace", "rehearsal", "--output", "json");
    const { items }: { items: { spec: { nodeName: string } }[] } = JSON.parse(stdout);
    return items.map(({ spec }) => spec.nodeName).sort();
  };

  test("the Job of a drain evicts pods of the group under their budget, and completes", async () => {
    await kubectl("cordon", "--selector=eks.amazonaws.com/nodegroup=workers-v2");
    await kubectl("rollout", "restart", "deployment/rehearsal", "--namespace", "rehearsal");
    await kubectl("rollout", "status", "deployment/rehearsal", "--namespace", "rehearsal", "--timeout=60s");
    await kubectl("uncordon", "--selector=eks.amazonaws.com/nodegroup=workers-v2");
    expect((await podsByNode()).filter((node) => node.startsWith("workers-v1")).length).toBeGreaterThan(0);
    const { resource } = synthesized(folder);
    await apply({
      ...{ apiVersion: "v1", kind: "List" },
      items: objectsFor(resource, { group: "workers-v1", desiredSize: 2 }),
    });
    const at = ["--namespace", "kube-system", "--timeout=120s"];
    expect(await kubectl("wait", "--for=condition=Complete", "job/drain-workers-v1", ...at)).toMatchObject({
      code: 0,
    });
    expect((await podsByNode()).filter((node) => node.startsWith("workers-v1"))).toEqual([]);
  });

  test("nodes follow their groups", async () => {
    await inside.open(workload, ...reaching([group("workers-v1", 0), group("workers-v2", 3)]));
    const { stdout } = await kubectl("get", "nodes", "--output", "name");
    expect(stdout.trim().split("\n")).toEqual([
      "node/workers-v2-1",
      "node/workers-v2-2",
      "node/workers-v2-3",
    ]);
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
