import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import {
  type Answer,
  type Kubernetes,
  kubernetesProblem,
  startKubernetes,
  succeeded,
} from "../../sandbox/kubernetes/cluster";
import { DrainedGroup, objectsFor, type Pod } from "./kubernetes/drained-group";
import { type Resources, synthesized } from "./kubernetes/in-cluster-stack";
import { describeUnless } from "./skip";

/*
 * The drain of a node group on a real Kubernetes API with real kubectl, as its service account. kwok simulates nodes and
 * pods. Needs Kubernetes from `npm run kubernetes`, and etcd (`apt-get install etcd-server`).
 */

const missing = kubernetesProblem();
const describeKubernetes = describeUnless(missing, "drains on a real Kubernetes API");

const namespace = "webapp";

const container = (app: string, spec: object = {}) => [{ name: app, image: `example.com/${app}:1`, ...spec }];

const template = (app: string, spec: object = {}) => ({
  metadata: { labels: { app } },
  spec: { containers: container(app), ...spec },
});

const deployment = (name: string, replicas: number, spec: object = {}) => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name, namespace },
  spec: { replicas, selector: { matchLabels: { app: name } }, template: template(name, spec) },
});

const budget = (
  app: string,
  spec: { readonly minAvailable: number } | { readonly maxUnavailable: number },
) => ({
  apiVersion: "policy/v1",
  kind: "PodDisruptionBudget",
  metadata: { name: app, namespace },
  spec: { ...spec, selector: { matchLabels: { app } } },
});

const bare = (name: string, spec: object) => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, namespace },
  spec: { containers: container(name), ...spec },
});

const agents = {
  apiVersion: "apps/v1",
  kind: "DaemonSet",
  metadata: { name: "agent", namespace },
  spec: { selector: { matchLabels: { app: "agent" } }, template: template("agent") },
};

const node = (name: string, labels: Readonly<Record<string, string>> = {}) => ({ name, labels });
const nodesOf = (group: string, count: number, labels: Readonly<Record<string, string>> = {}) =>
  Array.from({ length: count }, (_, index) =>
    node(`${group}-${index + 1}`, { "eks.amazonaws.com/nodegroup": group, ...labels }),
  );

const isReady = ({ metadata, status }: Pod) =>
  metadata.deletionTimestamp === undefined &&
  (status.conditions ?? []).some(({ type, status: is }) => type === "Ready" && is === "True");

describeKubernetes("the drain of a node group on a real Kubernetes API", () => {
  let kubernetes: Kubernetes;
  let folder: string;
  let resource: Resources;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "drain-e2e-"));
    ({ resource } = synthesized(folder));
    kubernetes = await startKubernetes();
    await kubernetes.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
  });

  afterAll(async () => {
    await kubernetes?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const podsOf = async (app: string): Promise<readonly Pod[]> =>
    (await kubernetes.get("pods", "--namespace", namespace, `--selector=app=${app}`)).items;

  const untilReady = (app: string, count: number) =>
    kubernetes.until(
      `${count} pods of ${app} ran`,
      async () => (await podsOf(app)).filter(isReady).length === count,
    );

  const untilCordoned = (name: string) =>
    kubernetes.until(
      `${name} was cordoned`,
      async () => (await kubernetes.get("node", name)).spec.unschedulable === true,
    );

  const withoutLabel = (...names: readonly string[]) => [
    "label",
    "node",
    ...names,
    "eks.amazonaws.com/nodegroup-",
  ];

  describe("of three nodes", () => {
    let drained: DrainedGroup;
    let first: Answer;
    let second: Answer;
    /** Pods that remained after the first run. */
    let left: readonly string[];
    /** Ready pods of the webapp, at each check. */
    const ready: number[] = [];

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
      await kubernetes.addNodes(...nodesOf("workers-v1", 3));
      const on = (name: string) => ({ nodeSelector: { "kubernetes.io/hostname": `workers-v1-${name}` } });
      await kubernetes.apply(
        deployment("webapp", 4),
        budget("webapp", { minAvailable: 3 }),
        deployment("cache", 1, {
          containers: container("cache", { volumeMounts: [{ name: "scratch", mountPath: "/s" }] }),
          volumes: [{ name: "scratch", emptyDir: {} }],
        }),
        bare("bare", { nodeName: "workers-v1-1" }),
        deployment("ledger", 1, on("2")),
        budget("ledger", { maxUnavailable: 0 }),
        // As operators of networks and policies do.
        deployment("operator", 1, { ...on("3"), tolerations: [{ operator: "Exists" }] }),
        agents,
      );
      await untilReady("webapp", 4);
      await untilReady("cache", 1);
      await untilReady("ledger", 1);
      await untilReady("operator", 1);
      await untilReady("agent", 3);
      await kubernetes.addNodes(...nodesOf("workers-v2", 2));
      await untilReady("agent", 5);
      drained = await DrainedGroup.begin(kubernetes, resource, "workers-v1", 3);
      first = await whileWatching(drained.drain(60));
      left = (await drained.podsToEvict()).map(({ metadata }) => metadata.name.replace(/-.*/, ""));
      succeeded(
        await kubernetes.kubectl(["delete", "--namespace", namespace, "pod/bare", "deployment/operator"]),
      );
      await kubernetes.apply(budget("ledger", { maxUnavailable: 1 }));
      second = await drained.drain(120);
    });

    test("fails at its limit, and evicts from every node what it can", () => {
      expect(first.code).toBe(1);
      expect(left.toSorted()).toEqual(["bare", "ledger", "operator"]);
    });

    test("ends with every pod in the way, by node, with its reason", () => {
      const [, pods = ""] = first.stdout.split("These pods are in the way (none: apply again):\n");
      expect(pods.replaceAll(/-[a-z0-9]+-[a-z0-9]{5}:/g, "-x:")).toBe(
        `workers-v1-1:
  webapp/bare: has no controller that would create it again: delete it, or give it one
workers-v1-2:
  webapp/ledger-x: Cannot evict pod as it would violate the pod's disruption budget.
workers-v1-3:
  webapp/operator-x: was evicted, and has not ended (tolerates the taint of the group, so it can be scheduled on it again: other nodes need room for it)
`,
      );
    });

    test("waits for a disruption budget that allows one eviction", () => {
      expect(Math.min(...ready)).toBeGreaterThanOrEqual(3);
    });

    test("a second run evicts the rest, and leaves pods of DaemonSets", async () => {
      expect(second.code).toBe(0);
      expect(second.stdout).toContain(
        "workers-v1 is drained: 3 nodes, with pods of DaemonSets and mirror pods only",
      );
      expect(await drained.podsToEvict()).toEqual([]);
      expect((await podsOf("agent")).filter(isReady)).toHaveLength(5);
    });

    test("extends the deadline of its Job when it has started, and writes on it why it failed", async () => {
      const { spec, metadata } = await kubernetes.get("job", drained.job, "--namespace", "kube-system");
      expect(spec.activeDeadlineSeconds).toBe(600 + 300 + 120);
      const reasons: string = metadata.annotations["cdktf-eks-upgrade/not-drained"];
      expect(reasons.split("\n")[0]).toContain("These pods are in the way");
      expect(first.stdout.endsWith(`${reasons}\n`)).toBe(true);
    });

    test("has only the permissions that it uses", async () => {
      const { token } = drained;
      const rules = succeeded(
        await kubernetes.kubectl(["auth", "can-i", "--list", "--no-headers"], { token }),
      );
      const allowed = rules
        .split("\n")
        .map((line) => line.trim().split(/\s{2,}/))
        .filter(([thing = "", verbs = ""]) => thing !== "" && !thing.startsWith("[") && verbs !== "")
        .map(([thing, ...rest]) => `${thing} ${rest.at(-1)}`)
        // Every service account has these permissions on itself.
        .filter((line) => !/^self\w+\.(authorization|authentication)\.k8s\.io /.test(line));
      expect(allowed.toSorted()).toEqual([
        "jobs.batch [get patch]",
        "nodes [get list patch]",
        "pods [list]",
        "pods/eviction [create]",
      ]);
    });

    test.each([
      ["delete a pod past its budget", ["delete", "pod", "--namespace=webapp", "--selector=app=webapp"]],
      ["delete a node", ["delete", "node", "workers-v1-1"]],
      ["read secrets", ["get", "secrets", "--namespace=kube-system"]],
      ["make a token", ["create", "token", "default", "--namespace=kube-system"]],
      ["scale a Deployment", ["scale", "deployment/webapp", "--replicas=0", "--namespace=webapp"]],
      ["delete its Job", ["delete", "job", "drain-workers-v1", "--namespace=kube-system"]],
      ["run a pod", ["run", "shell", "--image=example.com/shell:1", "--namespace=webapp"]],
    ])("may not %s", async (_, args) => {
      const { code, stderr } = await kubernetes.kubectl(args, { token: drained.token });
      expect(code).toBe(1);
      expect(stderr).toMatch(/\(Forbidden\)|is forbidden/);
    });

    test("runs as a Job that passes strict field validation, on a node that is not drained", async () => {
      const at = ["--namespace", "kube-system"];
      const job = `job/${drained.job}`;
      succeeded(await kubernetes.kubectl(["uncordon", "--selector=eks.amazonaws.com/nodegroup=workers-v1"]));
      succeeded(await kubernetes.kubectl(["delete", job, ...at]));
      await kubernetes.apply(...objectsFor(resource, { group: "workers-v1", desiredSize: 3 }));
      succeeded(await kubernetes.kubectl(["wait", "--for=condition=Complete", job, "--timeout=60s", ...at]));
      const { items } = await kubernetes.get("pods", `--selector=job-name=${drained.job}`, ...at);
      expect(items.map(({ spec }: Pod) => spec.nodeName)).toEqual([expect.stringMatching(/^workers-v2-/)]);
    });
  });

  describe("succeeds if and only if the group has the nodes of EKS, and they are empty", () => {
    /** What is on a group of two nodes, and what happens while it is drained. */
    interface Case {
      readonly isDrained: boolean;
      /** Nodes of the group with its label. @default 2 */
      readonly labelled?: number;
      /** In EKS. @default 2 */
      readonly desiredSize?: number;
      readonly pods?: object;
      readonly maxUnavailable?: number;
      /** Whether other nodes can run its pods. @default true */
      readonly hasRoom?: boolean;
      readonly meanwhile?: (group: string) => Promise<unknown>;
    }

    const everything = { tolerations: [{ operator: "Exists" }] };

    const cases: Readonly<Record<string, Case>> = {
      plain: { isDrained: true },
      blocked: { isDrained: false, maxUnavailable: 0 },
      released: {
        isDrained: true,
        maxUnavailable: 0,
        meanwhile: (group) => kubernetes.apply(budget(group, { maxUnavailable: 1 })),
      },
      returning: { isDrained: false, pods: everything, hasRoom: false },
      unlabelled: { isDrained: false, labelled: 1 },
      nowhere: { isDrained: false, labelled: 0 },
      scaled: { isDrained: true, labelled: 0, desiredSize: 0 },
      joining: {
        isDrained: true,
        desiredSize: 3,
        meanwhile: (group) =>
          kubernetes.addNodes(node(`${group}-late`, { "eks.amazonaws.com/nodegroup": group })),
      },
      deleted: {
        isDrained: true,
        maxUnavailable: 0,
        meanwhile: async (group) => {
          await untilCordoned(`${group}-2`);
          await kubernetes.kubectl(["delete", "nodes", `${group}-1`, `${group}-2`]);
        },
      },
      "without-labels": {
        isDrained: false,
        maxUnavailable: 0,
        meanwhile: async (group) => {
          await untilCordoned(`${group}-2`);
          succeeded(await kubernetes.kubectl(withoutLabel(`${group}-1`, `${group}-2`)));
        },
      },
    };
    const ended = new Map<string, { readonly code: number; readonly log: string; readonly left: number }>();

    beforeAll(async () => {
      const all = Object.entries(cases);
      for (const [name, { labelled = 2, pods = {}, maxUnavailable = 1 }] of all) {
        const nodes = nodesOf(name, 2, { case: name });
        await kubernetes.addNodes(
          ...nodes.slice(0, labelled),
          ...nodes.slice(labelled).map((each) => node(each.name, { case: name })),
        );
        await kubernetes.apply(
          deployment(name, 2, { nodeSelector: { case: name }, ...pods }),
          budget(name, { maxUnavailable }),
        );
      }
      for (const [name] of all) {
        await untilReady(name, 2);
      }
      const withRoom = all.filter(([, { hasRoom = true }]) => hasRoom);
      await kubernetes.addNodes(...withRoom.map(([name]) => node(`${name}-other`, { case: name })));
      for (const [name, { desiredSize = 2, meanwhile }] of all) {
        const drained = await DrainedGroup.begin(kubernetes, resource, name, desiredSize);
        const running = drained.drain(30);
        await meanwhile?.(name);
        const { code, stdout } = await running;
        ended.set(name, { code, log: stdout, left: (await drained.podsToEvict()).length });
      }
    });

    test.each(Object.entries(cases))("%s", (name, { isDrained, desiredSize = 2, labelled = 2 }) => {
      const { code, log, left } = ended.get(name) ?? {};
      expect({ isSuccess: code === 0, log }).toMatchObject({ isSuccess: isDrained });
      // If EKS has none, the nodes of the test are of nobody.
      if (labelled >= desiredSize && desiredSize > 0) {
        expect(left === 0).toBe(isDrained);
      }
    });

    test("a group with a node without its label fails, and names the label", () => {
      expect(ended.get("unlabelled")?.log).toContain(
        "EKS has 2 nodes in unlabelled, and the Kubernetes API has 1 with the label eks.amazonaws.com/nodegroup=unlabelled: nothing was drained.",
      );
    });
  });

  describe("ends with success if and only if the group is empty, whatever disturbs it, in any order", () => {
    const DISTURBANCES = ["blocked", "returning", "unlabelled", "deleted", "killed"] as const;
    type Disturbance = (typeof DISTURBANCES)[number];
    // Always the same six, of all orders of two to five.
    const combinations = fc.sample(fc.shuffledSubarray([...DISTURBANCES], { minLength: 2 }), {
      seed: 14,
      numRuns: 6,
    });

    interface Ended {
      readonly disturbances: readonly Disturbance[];
      /** Of the last run under disturbances, and of one after they have ended. */
      readonly runs: readonly { readonly code: number; readonly left: number; readonly log: string }[];
    }
    let ended: readonly Ended[];

    beforeAll(async () => {
      ended = await Promise.all(
        combinations.map((disturbances, index) => endOf(`law-${index}`, disturbances)),
      );
    });

    async function endOf(group: string, disturbances: readonly Disturbance[]): Promise<Ended> {
      const has = (disturbance: Disturbance) => disturbances.includes(disturbance);
      const [first = node(group), second = node(group)] = nodesOf(group, 2, { case: group });
      await kubernetes.addNodes(first, second);
      const pods = (tolerations: readonly object[]) =>
        deployment(group, 2, { nodeSelector: { case: group }, tolerations });
      // The budget holds the drain until all disturbances have begun.
      await kubernetes.apply(pods([]), budget(group, { maxUnavailable: 0 }));
      await untilReady(group, 2);
      const other = node(`${group}-other`, { case: group });
      if (!has("returning")) {
        await kubernetes.addNodes(other);
      }
      const drained = await DrainedGroup.begin(kubernetes, resource, group, 2);
      const endOfRun = async ({ code, stdout }: Answer) => ({
        code,
        left: (await drained.podsToEvict()).length,
        log: stdout,
      });
      const abort = new AbortController();
      let running = drained.drain(30, abort.signal);
      const begin: Readonly<Record<Disturbance, () => Promise<unknown>>> = {
        blocked: async () => {},
        returning: () => kubernetes.apply(pods([{ operator: "Exists" }])),
        unlabelled: () => kubernetes.kubectl(withoutLabel(second.name)),
        deleted: () => kubernetes.kubectl(["delete", "node", first.name]),
        killed: async () => {
          abort.abort();
          await running;
          running = drained.drain(30);
        },
      };
      await untilCordoned(second.name);
      for (const disturbance of disturbances) {
        await begin[disturbance]();
      }
      if (!has("blocked")) {
        await kubernetes.apply(budget(group, { maxUnavailable: 1 }));
      }
      const disturbed = await endOfRun(await running);
      // The disturbances end: the next apply drains what is left.
      await kubernetes.addNodes(other, first, second);
      await kubernetes.apply(pods([]), budget(group, { maxUnavailable: 1 }));
      return { disturbances, runs: [disturbed, await endOfRun(await drained.drain(120))] };
    }

    test("a drain that is disturbed is recorded if and only if no pod is left, and all nodes were seen", () => {
      for (const { disturbances, runs } of ended) {
        const [{ code, left, log } = { code: -1, left: -1, log: "" }] = runs;
        const saw = !log.includes("nothing was drained");
        expect([disturbances, code === 0, log]).toEqual([disturbances, saw && left === 0, log]);
      }
    });

    test("the next drain ends what the disturbed one began", () => {
      expect(ended.map(({ runs }) => runs.at(-1))).toEqual(
        ended.map(() => expect.objectContaining({ code: 0, left: 0 })),
      );
    });
  });
});
