import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import {
  type Answer,
  type Kubernetes,
  kubernetesProblem,
  startKubernetes,
  succeeded,
} from "../../sandbox/kubernetes/cluster";
import type { Environment } from "../../stacks/environment";
import { declareFleet } from "../../stacks/fleet";
import { problemsOf } from "../../stacks/synthesize";
import { objectsOf } from "./kubernetes/objects";
import { targetGroupBindingDefinition } from "./kubernetes/target-group-binding-crd";
import { describeUnless } from "./skip";

/*
 * Synthesized resources on a real Kubernetes API with real Helm and kubectl. kwok simulates nodes and pods. Needs
 * Kubernetes from `npm run kubernetes`, and etcd (`apt-get install etcd-server`).
 */

const missing = kubernetesProblem();
const describeKubernetes = describeUnless(missing, "the tests on a real Kubernetes API");

const CLUSTER = "alpha-kr-a";
const TARGET_GROUPS =
  "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:targetgroup/alpha-webapp-a/b4f5bd046b85564d";

const workers = { instanceTypes: ["m6i.xlarge"], minSize: 2, maxSize: 4 } as const;

/** A cluster whose old nodes are drained, for at most a minute, and whose pods are behind a load balancer. */
const environment: Environment = {
  name: "alpha",
  region: "ap-northeast-2",
  vpcId: "vpc-0a01000000000000f",
  clusters: {
    [CLUSTER]: {
      version: "1.34",
      subnetIds: ["subnet-0a0100000000000a1", "subnet-0a0100000000000c1"],
      administrators: ["arn:aws:iam::123456789012:role/platform"],
      addons: { "kube-proxy": "v1.34.6-eksbuild.29" },
      nodeGroups: {
        "workers-v1": { ...workers, version: "1.33", phase: "draining" },
        "workers-v2": { ...workers, version: "1.34" },
      },
      drain: { limitMinutes: 1 },
    },
  },
  loadBalancers: {
    "alpha-webapp": {
      subnetIds: ["subnet-0a0100000000000a1", "subnet-0a0100000000000c1"],
      clientCidrs: { world: "0.0.0.0/0" },
      certificateArn:
        "arn:aws:acm:ap-northeast-2:123456789012:certificate/10652655-c378-4d5b-b1a3-e0ad55cdd027",
      service: {
        namespace: "webapp",
        name: "webapp",
        port: "http",
        networking: { securityGroupIds: ["sg-0a0100000000000b1"], ports: [8080, "health"] },
      },
      targetGroups: { a: { cluster: CLUSTER, podSecurityGroupId: "sg-0a0100000000000a1" } },
      weights: { a: 100 },
    },
  },
};

type Resources = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

/** The in-cluster stack, in a temporary folder. */
function synthesized(folder: string): { readonly resource: Resources; readonly folder: string } {
  const app = new App({ outdir: join(folder, "cdktf.out"), skipValidation: true, stackTraces: false });
  declareFleet(app, [environment]);
  const problems = problemsOf(app);
  if (problems.length > 0) {
    throw new Error(problems.join("\n"));
  }
  app.synth();
  const stack = join(folder, "cdktf.out", "stacks", `${CLUSTER}-workload`);
  const { resource } = JSON.parse(readFileSync(join(stack, "cdk.tf.json"), "utf8"));
  return { resource, folder: stack };
}

function only(resource: Resources, type: string): Readonly<Record<string, unknown>> {
  const all = Object.values(resource[type] ?? {});
  expect(all).toHaveLength(1);
  return all[0] ?? {};
}

const pod = (app: string, spec: object = {}) => ({
  metadata: { labels: { app } },
  spec: { containers: [{ name: app, image: `example.com/${app}:1` }], ...spec },
});

const deployment = (name: string, replicas: number, spec: object = {}) => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name, namespace: "webapp" },
  spec: { replicas, selector: { matchLabels: { app: name } }, template: pod(name, spec) },
});

const budget = (app: string, minAvailable: number) => ({
  apiVersion: "policy/v1",
  kind: "PodDisruptionBudget",
  metadata: { name: app, namespace: "webapp" },
  spec: { minAvailable, selector: { matchLabels: { app } } },
});

const agents = {
  apiVersion: "apps/v1",
  kind: "DaemonSet",
  metadata: { name: "agent", namespace: "webapp" },
  spec: { selector: { matchLabels: { app: "agent" } }, template: pod("agent") },
};

const nodes = (group: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    name: `${group}-${index + 1}`,
    labels: { "eks.amazonaws.com/nodegroup": group },
  }));

describeKubernetes("on a real Kubernetes API", () => {
  let kubernetes: Kubernetes;
  let folder: string;
  let stack: ReturnType<typeof synthesized>;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "kubernetes-e2e-"));
    stack = synthesized(folder);
    kubernetes = await startKubernetes();
    await kubernetes.apply(targetGroupBindingDefinition, {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: "webapp" },
    });
  });

  afterAll(async () => {
    await kubernetes?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  describe("the release of a TargetGroupBinding", () => {
    const release = "aws-load-balancer-tgb-webapp-alpha-kr-a";
    let chart: string;
    let values: string;

    /** Helm with the synthesized values, the target group that Terraform adds, and changes to them. */
    const helm = (command: string, ...changes: readonly string[]): Promise<Answer> =>
      kubernetes.helm([
        ...[command, release, chart, "--namespace", "webapp", "--values", values],
        ...changes.flatMap((change) => ["--set", change]),
      ]);

    const binding = async () =>
      (await kubernetes.get("targetgroupbinding", "webapp", "--namespace", "webapp")).spec;

    beforeAll(() => {
      const attributes = only(stack.resource, "helm_release");
      expect(attributes).toMatchObject({ name: release, namespace: "webapp" });
      chart = join(stack.folder, String(attributes.chart));
      values = join(folder, "values.json");
      const [text] = [attributes.values].flat();
      writeFileSync(values, String(text).replace(/\$\{data\.aws_lb_target_group\.[^}]+\}/, TARGET_GROUPS));
    });

    test("is installed with the synthesized values", async () => {
      succeeded(await helm("install"));
      expect(await binding()).toEqual({
        serviceRef: { name: "webapp", port: "http" },
        targetGroupARN: TARGET_GROUPS,
        targetType: "ip",
        networking: {
          ingress: [
            {
              from: [{ securityGroup: { groupID: "sg-0a0100000000000b1" } }],
              ports: [
                { protocol: "TCP", port: 8080 },
                { protocol: "TCP", port: "health" },
              ],
            },
          ],
        },
      });
    });

    test("has only fields that the API knows", async () => {
      const { stdout } = await kubernetes.helm(["get", "manifest", release, "--namespace", "webapp"]);
      const manifest = join(folder, "manifest.yaml");
      const strict = ["apply", "--dry-run=server", "--validate=strict", "--filename", manifest];
      writeFileSync(manifest, stdout);
      succeeded(await kubernetes.kubectl(strict));
      writeFileSync(manifest, stdout.replace("targetType:", "targetKind:"));
      expect((await kubernetes.kubectl(strict)).stderr).toContain('unknown field "spec.targetKind"');
    });

    test("is upgraded in place", async () => {
      succeeded(await helm("upgrade", "serviceRef.port=8443"));
      expect((await binding()).serviceRef).toEqual({ name: "webapp", port: 8443 });
    });

    test("rejects another target group with our message, before the controller does", async () => {
      const other = TARGET_GROUPS.replace("webapp-a", "webapp-b");
      const { code, stderr } = await helm("upgrade", `targetGroupARN=${other}`);
      expect(code).toBe(1);
      expect(stderr).toContain(
        `TargetGroupBinding webapp/webapp is bound to ${TARGET_GROUPS}, and that cannot change to ${other}; uninstall this release and install another`,
      );
      const patch = JSON.stringify({ spec: { targetGroupARN: other } });
      const patched = await kubernetes.kubectl([
        ...["patch", "targetgroupbinding", "webapp", "--namespace", "webapp"],
        ...["--type", "merge", "--patch", patch],
      ]);
      expect(patched.stderr).toContain("spec.targetGroupARN cannot be changed");
      expect((await binding()).targetGroupARN).toBe(TARGET_GROUPS);
    });

    test("is uninstalled together with its binding", async () => {
      succeeded(await kubernetes.helm(["uninstall", release, "--namespace", "webapp", "--wait"]));
      const { items } = await kubernetes.get("targetgroupbindings", "--all-namespaces");
      expect(items).toEqual([]);
    });
  });

  describe("the drain of workers-v1", () => {
    const NAME = "drain-workers-v1";
    let token: string;
    let command: readonly string[];
    let first: Answer;
    let second: Answer;
    /** Pods other than agents that remained after the first run. */
    let pending: readonly string[];
    /** Ready pods of the webapp, at each check. */
    const ready: number[] = [];

    interface Pod {
      readonly metadata: { readonly name: string; readonly deletionTimestamp?: string };
      readonly spec: { readonly nodeName?: string };
      readonly status: {
        readonly conditions?: readonly { readonly type: string; readonly status: string }[];
      };
    }

    const podsOf = async (app?: string): Promise<readonly Pod[]> => {
      const selector = app === undefined ? [] : [`--selector=app=${app}`];
      return (await kubernetes.get("pods", "--namespace", "webapp", ...selector)).items;
    };
    const isReady = ({ metadata, status }: Pod) =>
      metadata.deletionTimestamp === undefined &&
      (status.conditions ?? []).some(
        (condition) => condition.type === "Ready" && condition.status === "True",
      );
    const isOn = (group: string) => (pod: Pod) => pod.spec.nodeName?.startsWith(group) === true;

    const until = (what: string, count: number, app: string) =>
      kubernetes.until(what, async () => (await podsOf(app)).filter(isReady).length === count);

    /** The command of the Job, as its service account. */
    const drain = (onError?: (text: string) => void) =>
      kubernetes.kubectl(command.slice(1), { token, ...(onError === undefined ? {} : { onError }) });

    const cordon = async (group: string, isCordoned: boolean) => {
      const verb = isCordoned ? "cordon" : "uncordon";
      succeeded(await kubernetes.kubectl([verb, `--selector=eks.amazonaws.com/nodegroup=${group}`]));
    };

    async function whileWatching<T>(work: Promise<T>): Promise<T> {
      let isDone = false;
      const done = work.finally(() => {
        isDone = true;
      });
      while (!isDone) {
        ready.push((await podsOf("webapp")).filter(isReady).length);
      }
      return done;
    }

    beforeAll(async () => {
      const job = Object(only(stack.resource, "kubernetes_job_v1"));
      command = job.spec.template.spec.container[0].command;

      // All pods run on the old nodes, at least two pods of the webapp on one of them. Then the new nodes join.
      await kubernetes.addNodes(...nodes("workers-v1", 3));
      await kubernetes.apply(
        deployment("webapp", 4),
        budget("webapp", 3),
        deployment("cache", 1, {
          containers: [
            {
              name: "cache",
              image: "example.com/cache:1",
              volumeMounts: [{ name: "scratch", mountPath: "/s" }],
            },
          ],
          volumes: [{ name: "scratch", emptyDir: {} }],
        }),
        deployment("ledger", 1),
        budget("ledger", 1),
        agents,
      );
      await Promise.all([
        until("the webapp ran", 4, "webapp"),
        until("the cache ran", 1, "cache"),
        until("the ledger ran", 1, "ledger"),
        until("an agent ran on each node", 3, "agent"),
      ]);
      await kubernetes.addNodes(...nodes("workers-v2", 2));
      await until("an agent ran on each node", 5, "agent");

      // The API server accepts these with strict field validation. The Job is left out, because kwok would run it.
      const objects = objectsOf(stack.resource);
      await kubernetes.apply(...objects.filter((object) => Object(object).kind !== "Job"));
      token = succeeded(
        await kubernetes.kubectl(["create", "token", NAME, "--namespace", "kube-system"]),
      ).trim();

      // New pods of the webapp stay pending until the disruption budget has rejected an eviction.
      await cordon("workers-v2", true);
      let isStopped = false;
      first = await whileWatching(
        drain((text) => {
          if (!isStopped && text.includes('pods/"webapp-')) {
            isStopped = true;
            void cordon("workers-v2", false);
          }
        }),
      );
      const left = (await podsOf()).filter(isOn("workers-v1"));
      pending = left
        .filter(({ metadata }) => !metadata.name.startsWith("agent"))
        .map(({ metadata }) => metadata.name);
      await kubernetes.apply(budget("ledger", 0));
      second = await whileWatching(drain());
    });

    test("fails at its timeout, and names the pods that are not evicted", () => {
      expect(first.code).toBe(1);
      expect(pending).toEqual([expect.stringMatching(/^ledger-/)]);
      expect(first.stderr).toContain(
        `error when evicting pods/"${pending[0]}" -n "webapp": global timeout reached: 1m0s`,
      );
      expect(first.stderr).toContain("There are pending nodes to be drained:\n workers-v1-");
    });

    test("cordons all nodes before it evicts a pod", () => {
      const lines = first.stdout.split("\n");
      const cordons = lines.flatMap((line, index) => (line.endsWith(" cordoned") ? [index] : []));
      expect(cordons).toHaveLength(3);
      expect(Math.max(...cordons)).toBeLessThan(lines.findIndex((line) => line.startsWith("evicting pod ")));
    });

    test("waits for a disruption budget that allows one eviction", () => {
      expect(first.stderr).toMatch(
        /error when evicting pods\/"webapp-\S+" -n "webapp" \(will retry after 5s\): Cannot evict pod as it would violate the pod's disruption budget\./,
      );
      expect(Math.min(...ready)).toBeGreaterThanOrEqual(3);
    });

    test("a second run evicts the remaining pods: of Deployments, and with an emptyDir", async () => {
      expect(second.stderr).not.toContain("error");
      expect(second.code).toBe(0);
      for (const app of ["webapp", "cache", "ledger"]) {
        const pods = await podsOf(app);
        expect(pods.map(isOn("workers-v2"))).toEqual(pods.map(() => true));
      }
    });

    test("does not evict pods of DaemonSets", async () => {
      const left = (await podsOf()).filter(isOn("workers-v1"));
      expect(left.map(({ metadata }) => metadata.name)).toEqual([
        expect.stringMatching(/^agent-/),
        expect.stringMatching(/^agent-/),
        expect.stringMatching(/^agent-/),
      ]);
      expect(left.every(isReady)).toBe(true);
    });

    test("of a group without nodes succeeds", async () => {
      const args = command.slice(1).map((arg) => arg.replace("workers-v1", "workers-v0"));
      expect(await kubernetes.kubectl(args, { token })).toMatchObject({ code: 0 });
    });

    test("has only the permissions that it uses", async () => {
      const rules = succeeded(
        await kubernetes.kubectl(["auth", "can-i", "--list", "--no-headers"], { token }),
      );
      const allowed = rules
        .split("\n")
        .map((line) => line.trim().split(/\s{2,}/))
        .filter(([resource = "", verbs = ""]) => resource !== "" && !resource.startsWith("[") && verbs !== "")
        .map(([resource, ...rest]) => `${resource} ${rest.at(-1)}`)
        // Every service account has these permissions on itself.
        .filter((line) => !/^self\w+\.(authorization|authentication)\.k8s\.io /.test(line));
      expect(allowed.toSorted()).toEqual([
        "daemonsets.apps [get]",
        "nodes [get list patch]",
        "pods [get list]",
        "pods/eviction [create]",
      ]);
    });

    test.each([
      ["delete a pod past its budget", ["delete", "pod", "--namespace=webapp", "--selector=app=webapp"]],
      ["delete a node", ["delete", "node", "workers-v1-1"]],
      ["read secrets", ["get", "secrets", "--namespace=kube-system"]],
      ["make a token", ["create", "token", "default", "--namespace=kube-system"]],
      ["scale a Deployment", ["scale", "deployment/webapp", "--replicas=0", "--namespace=webapp"]],
      ["delete a DaemonSet", ["delete", "daemonset", "agent", "--namespace=webapp"]],
      ["run a pod", ["run", "shell", "--image=example.com/shell:1", "--namespace=webapp"]],
      [
        "drain past budgets",
        ["drain", "workers-v2-1", "--disable-eviction", "--ignore-daemonsets", "--delete-emptydir-data"],
      ],
    ])("may not %s", async (_, args) => {
      const { code, stderr } = await kubernetes.kubectl(args, { token });
      expect(code).toBe(1);
      expect(stderr).toMatch(/\(Forbidden\)|is forbidden/);
    });

    test("runs as a Job that passes strict field validation, on a node that is not drained", async () => {
      await cordon("workers-v1", false);
      await kubernetes.apply(...objectsOf(stack.resource));
      const at = ["--namespace", "kube-system"];
      succeeded(
        await kubernetes.kubectl(["wait", "--for=condition=Complete", `job/${NAME}`, "--timeout=60s", ...at]),
      );
      const { items } = await kubernetes.get("pods", `--selector=job-name=${NAME}`, ...at);
      expect(items.map(({ spec }: Pod) => spec.nodeName)).toEqual([expect.stringMatching(/^workers-v2-/)]);
    });
  });
});
