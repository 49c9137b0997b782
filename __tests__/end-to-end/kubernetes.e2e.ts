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
import { only, synthesized } from "./kubernetes/in-cluster-stack";
import { targetGroupBindingDefinition } from "./kubernetes/target-group-binding-crd";
import { describeUnless } from "./skip";

/*
 * Synthesized resources on a real Kubernetes API with real Helm and kubectl. kwok simulates nodes and pods. Needs
 * Kubernetes from `npm run kubernetes`, and etcd (`apt-get install etcd-server`).
 */

const missing = kubernetesProblem();
const describeKubernetes = describeUnless(missing, "the tests on a real Kubernetes API");

const TARGET_GROUPS =
  "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:targetgroup/alpha-webapp-a/b4f5bd046b85564d";

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
});
