import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { givenResources } from "../../cli/rehearsal/given";
import { type Aws, startAws } from "../../sandbox/aws";
import {
  type Kubernetes,
  kubernetesProblem,
  startKubernetes,
  succeeded,
} from "../../sandbox/kubernetes/cluster";
import { GetToken } from "../../sandbox/kubernetes/get-token";
import { Catalog } from "../../upgrade/eks/catalog/catalog";
import { KUBECTL_POD_LABEL } from "../../upgrade/eks/layout";
import { synthesized } from "./kubernetes/in-cluster-stack";
import { providersProblem, StackFolder } from "./kubernetes/providers";
import { describeUnless } from "./skip";

/*
 * A drain from Terraform to the SSM parameter, with the real AWS, Kubernetes and Helm providers: the parameter is there if
 * and only if the group is empty, whatever happens to the Job and to Terraform. The Job runs, its pods are played.
 */

const missing = kubernetesProblem() ?? providersProblem();
const describeDrain = describeUnless(missing, "drains with the real providers");

const CLUSTER = "alpha-kr-a";
const GROUP = "workers-v1";
const PLACE = { region: "ap-northeast-2", clusterName: CLUSTER };
const JOB = ["job/drain-workers-v1", "--namespace", "kube-system"];

const workers = { version: "1.34", instanceTypes: ["m6i.xlarge"], minSize: 2, maxSize: 4 } as const;
const nodeGroups = { "workers-v1": { ...workers, phase: "draining" }, "workers-v2": workers } as const;

const webapp = (maxUnavailable: number) => ({
  apiVersion: "policy/v1",
  kind: "PodDisruptionBudget",
  metadata: { name: "webapp", namespace: "webapp" },
  spec: { maxUnavailable, selector: { matchLabels: { app: "webapp" } } },
});

describeDrain("the drain of an in-cluster stack", () => {
  let kubernetes: Kubernetes;
  let aws: Aws;
  let folder: string;
  let getToken: GetToken;
  let cluster: StackFolder;
  let workload: StackFolder;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "in-cluster-drain-"));
    kubernetes = await startKubernetes({ asksWebhooks: false, runsPodsWith: KUBECTL_POD_LABEL });
    getToken = GetToken.write();
    getToken.add(PLACE.region, CLUSTER, kubernetes.token);
    const { folder: path } = synthesized(folder, { nodeGroups }, {});
    const stacks = [join(path, "..", CLUSTER), path];
    const { kubernetesVersions, addonVersions } = Catalog.DATED.data;
    aws = await startAws({
      start: new Date("2026-11-23T00:00:00Z"),
      versions: kubernetesVersions,
      addons: addonVersions.map((row) => ({ ...row, isDefault: row.evidence === "eks-default" })),
      given: givenResources(
        stacks.map((stack) => JSON.parse(readFileSync(join(stack, "cdk.tf.json"), "utf8"))),
      ),
      apiServerOf: () => ({
        endpoint: kubernetes.url,
        certificateAuthorityData: kubernetes.certificateAuthorityData,
      }),
    });
    const env = { ...aws.env, PATH: `${getToken.bin}:${process.env.PATH ?? "/usr/bin:/bin"}` };
    [cluster, workload] = [new StackFolder(stacks[0] ?? "", env), new StackFolder(path, env)];
    for (const stack of [cluster, workload]) {
      await stack.succeed("init", "-input=false");
    }
    await cluster.succeed("apply", "-auto-approve", "-input=false");
    const nodes = aws.nodeGroups(PLACE.region, CLUSTER).flatMap(({ nodegroupName, desiredSize }) =>
      Array.from({ length: desiredSize }, (_, index) => ({
        name: `${nodegroupName}-${index + 1}`,
        labels: { "eks.amazonaws.com/nodegroup": nodegroupName },
      })),
    );
    const isOld = ({ name }: { readonly name: string }) => name.startsWith(GROUP);
    await kubernetes.addNodes(...nodes.filter(isOld));
    const template = {
      metadata: { labels: { app: "webapp" } },
      spec: { containers: [{ name: "webapp", image: "example.com/webapp:1" }] },
    };
    await kubernetes.apply(
      { apiVersion: "v1", kind: "Namespace", metadata: { name: "webapp" } },
      {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name: "webapp", namespace: "webapp" },
        spec: { replicas: 3, selector: { matchLabels: { app: "webapp" } }, template },
      },
      webapp(0),
    );
    const rollout = ["rollout", "status", "deployment/webapp", "--namespace", "webapp", "--timeout=60s"];
    succeeded(await kubernetes.kubectl(rollout));
    await kubernetes.addNodes(...nodes.filter((node) => !isOld(node)));
  });

  afterAll(async () => {
    await aws?.stop();
    getToken?.remove();
    await kubernetes?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Whether the drain is recorded, from Terraform's state. */
  async function isRecorded(): Promise<boolean> {
    const addresses = await workload.addresses();
    return addresses.some((address) => address.startsWith("aws_ssm_parameter."));
  }

  /** What the Job says itself: Terraform's error names only the Job. */
  const described = async () => succeeded(await kubernetes.kubectl(["describe", ...JOB]));

  async function podsOnOldNodes(): Promise<number> {
    const { items } = await kubernetes.get("pods", "--namespace", "webapp");
    return items.filter(({ spec }: { spec: { nodeName?: string } }) => spec.nodeName?.startsWith(GROUP))
      .length;
  }

  const jobRuns = () =>
    kubernetes.until("the Job ran", async () => {
      const { items } = await kubernetes.get(
        "pods",
        ...JOB.slice(1),
        `--selector=${KUBECTL_POD_LABEL}=drain`,
      );
      return items.some(({ status }: { status: { phase: string } }) => status.phase === "Running");
    });

  test("is not recorded if the Job is deleted while Terraform waits for it, and Terraform's error says so", async () => {
    const applied = workload.apply();
    await jobRuns();
    succeeded(await kubernetes.kubectl(["delete", ...JOB]));
    const { code, stderr } = await applied;
    expect(code).toBe(1);
    expect(stderr.replaceAll(/[│\s]+/g, " ")).toContain(
      "the drain of workers-v1 of alpha-kr-a is not recorded",
    );
    expect([await isRecorded(), await podsOnOldNodes()]).toEqual([false, 3]);
  });

  test("is not recorded if Terraform is killed, and the next apply says what to do with the Job that is left", async () => {
    await workload.killed(/kubernetes_job_v1\..*Still creating/, "apply", "-auto-approve", "-input=false");
    expect(await isRecorded()).toBe(false);
    const { code, stderr } = await workload.apply();
    expect(code).toBe(1);
    expect(stderr.replaceAll(/[│\s]+/g, " ")).toContain(
      "kubectl delete job drain-workers-v1 --namespace kube-system",
    );
    succeeded(await kubernetes.kubectl(["delete", ...JOB]));
    expect([await isRecorded(), await podsOnOldNodes()]).toEqual([false, 3]);
  });

  test("is not recorded if a budget blocks it, and the Job of Terraform's error names each pod", async () => {
    const { code, stderr } = await workload.apply();
    expect(code).toBe(1);
    expect(stderr).toContain("job: kube-system/drain-workers-v1 is in failed state");
    expect((await described()).match(/webapp\/webapp-[^:]+: Cannot evict pod/g)).toHaveLength(3);
    expect([await isRecorded(), await podsOnOldNodes()]).toEqual([false, 3]);
  });

  test("is recorded when the group is empty, by the Job that replaces the failed one", async () => {
    await kubernetes.apply(webapp(1));
    expect(await workload.changes()).toContainEqual("delete/create kubernetes_job_v1.drain-workers-v1");
    await workload.succeed("apply", "-auto-approve", "-input=false");
    expect([await isRecorded(), await podsOnOldNodes()]).toEqual([true, 0]);
    expect(await workload.changes()).toEqual([]);
  });

  test("is no longer recorded if its Job is deleted later, and the next drain fails", async () => {
    succeeded(await kubernetes.kubectl(["delete", ...JOB]));
    await kubernetes.apply({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "bare", namespace: "webapp" },
      spec: { nodeName: `${GROUP}-1`, containers: [{ name: "bare", image: "example.com/bare:1" }] },
    });
    expect(await workload.apply()).toMatchObject({ code: 1 });
    expect(await isRecorded()).toBe(false);
  });
});
