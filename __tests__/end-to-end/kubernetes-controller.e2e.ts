import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Answer,
  type Kubernetes,
  kubernetesProblem,
  startKubernetes,
  succeeded,
} from "../../sandbox/kubernetes/cluster";
import { KUBECTL_POD_LABEL } from "../../upgrade/eks/layout";
import { targetGroupBindingDefinition } from "./kubernetes/target-group-binding-crd";
import { describeUnless } from "./skip";

/*
 * The charts around the AWS Load Balancer Controller on a real Kubernetes API with real Helm: its guard, its CRDs, and the
 * bindings. The Job of the guard runs here, with real kubectl as its service account. Needs what kubernetes.e2e.ts needs.
 */

const missing = kubernetesProblem();
const describeKubernetes = describeUnless(missing, "the charts around the load balancer controller");

const CHARTS = join(__dirname, "..", "..", "charts");
const CRD = "targetgroupbindings.elbv2.k8s.aws";
const TARGET_GROUP =
  "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:targetgroup/alpha-webapp-a/b4f5bd046b85564d";

const definition = JSON.stringify(targetGroupBindingDefinition);
/** As before the controller knew several clusters. */
const oldDefinition = definition.replace('"multiClusterTargetGroup":{"type":"boolean"},', "");

describeKubernetes("around the load balancer controller", () => {
  let kubernetes: Kubernetes;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "kubernetes-controller-e2e-"));
    kubernetes = await startKubernetes({ runsPodsWith: KUBECTL_POD_LABEL });
    await kubernetes.apply(JSON.parse(oldDefinition), {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: "webapp" },
    });
    await kubernetes.addNodes({ name: "workers-v1-1" });
  });

  afterAll(async () => {
    await kubernetes?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function helm(
    command: "install" | "upgrade",
    [release, namespace]: readonly [string, string],
    [chart, values]: readonly [string, object],
    ...more: readonly string[]
  ): Promise<Answer> {
    const file = join(folder, "values.json");
    writeFileSync(file, JSON.stringify(values));
    const at = ["--namespace", namespace, "--values", file];
    return kubernetes.helm([command, release, join(CHARTS, chart), ...at, ...more]);
  }

  const uninstall = (release: string, namespace: string) =>
    kubernetes.helm(["uninstall", release, "--namespace", namespace, "--wait", "--timeout", "60s"]);

  const webapp = {
    name: "webapp",
    serviceRef: { name: "webapp", port: "http" },
    targetGroupARN: TARGET_GROUP,
    recreation: "a",
  };
  const BINDING = ["webapp-a", "webapp"] as const;
  const bindings = async (): Promise<readonly object[]> =>
    (await kubernetes.get(CRD, "--all-namespaces")).items;

  test("a binding of several clusters is rejected if the CRD would drop that", async () => {
    const { code, stderr } = await helm("install", BINDING, [
      "target-group-binding",
      { ...webapp, multiClusterTargetGroup: true },
    ]);
    expect(code).toBe(1);
    expect(stderr).toContain("does not know multiClusterTargetGroup");
    expect(await bindings()).toEqual([]);
  });

  test("the release of the CRDs takes over those that Helm created, and updates them", async () => {
    const values = {
      of: "aws-load-balancer-controller 3.5.0",
      definitions: `# two\n---\n${definition}\n---\n`,
    };
    const release = ["controller-crds", "kube-system"] as const;
    succeeded(
      await helm("install", release, ["custom-resource-definitions", values], "--take-ownership", "--wait"),
    );
    const { stdout } = await kubernetes.kubectl([
      "explain",
      "targetgroupbinding.spec.multiClusterTargetGroup",
    ]);
    expect(stdout).toContain("boolean");
    const created = await helm("install", BINDING, [
      "target-group-binding",
      { ...webapp, multiClusterTargetGroup: true },
    ]);
    succeeded(created);
  });

  test("CRDs stay with their objects when their release is removed", async () => {
    succeeded(await uninstall("controller-crds", "kube-system"));
    expect(await bindings()).toHaveLength(1);
  });

  test("a binding that was deleted by hand is created again with another value", async () => {
    succeeded(await kubernetes.kubectl(["delete", CRD, "webapp", "--namespace", "webapp"]));
    succeeded(await helm("upgrade", BINDING, ["target-group-binding", { ...webapp, recreation: "b" }]));
    expect(await bindings()).toHaveLength(1);
    const marker = await kubernetes.get("configmap", "webapp-target-group-binding", "--namespace", "webapp");
    expect(marker.data).toEqual({ recreation: "b" });
  });

  describe("the guard", () => {
    const guard = ["aws-load-balancer-controller-guard", "kube-system"] as const;

    async function installGuard(): Promise<void> {
      const values = { image: "registry.example.com/kubectl:v1.34.1", waitSeconds: 2 };
      succeeded(await helm("install", guard, ["binding-guard", values]));
    }

    beforeAll(installGuard);

    test("is not removed while a binding exists, however it came about, and Helm's error says why", async () => {
      for (const _ of ["the first run", "a later run"]) {
        const { code, stderr } = await uninstall(...guard);
        expect(code).toBe(1);
        expect(stderr).toContain("job target-group-bindings-still-exist failed: BackoffLimitExceeded");
      }
      const accounts = await kubernetes.get("serviceaccounts", "--namespace", "kube-system");
      expect(accounts.items).toContainEqual(
        expect.objectContaining({
          metadata: expect.objectContaining({ name: "aws-load-balancer-controller-guard" }),
        }),
      );
    });

    test("names the binding in the status of its pod", async () => {
      const pods = await kubernetes.get(
        "pods",
        "--namespace",
        "kube-system",
        `--selector=${KUBECTL_POD_LABEL}`,
      );
      const [status] = pods.items[0].status.containerStatuses;
      expect(status.state.terminated.message).toContain(
        "timed out waiting for the condition on targetgroupbindings/webapp",
      );
    });

    test("can be removed without its check by hand, and is created again", async () => {
      const found = await kubernetes.kubectl(["get", "targetgroupbindings", "--all-namespaces"]);
      expect(found.stdout).toContain("webapp");
      const byHand = [
        "uninstall",
        "aws-load-balancer-controller-guard",
        "--namespace",
        "kube-system",
        "--no-hooks",
      ];
      succeeded(await kubernetes.helm(byHand));
      await installGuard();
    });

    test("is removed when no binding is left, and leaves nothing", async () => {
      succeeded(await uninstall(...BINDING));
      succeeded(await uninstall(...guard));
      const left = await kubernetes.get("jobs,serviceaccounts,clusterroles", "--all-namespaces");
      expect(JSON.stringify(left)).not.toMatch(/-controller-guard|target-group-bindings-still-exist/);
    });
  });
});
