import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { type TerraformStack, TerraformVariable } from "cdktf";
import { DRAIN_SCRIPT } from "../../../constructs/kubernetes/drain-script";
import { KUBECTL_IMAGE, SHELL_IMAGE } from "../../../constructs/kubernetes/images";
import { NodeGroupDrain, type NodeGroupDrainProps } from "../../../constructs/kubernetes/node-group-drain";
import { problemsOf, type Synthesized, synthesize } from "../../synthesize";

/* What kubectl does with it is tested on a real Kubernetes API: end-to-end/kubernetes.e2e.ts. */

const drained = { clusterName: "alpha-kr-a", nodeGroupName: "workers-v1" };

const withDrain = (props: Partial<NodeGroupDrainProps>) => (stack: TerraformStack) => {
  new KubernetesProvider(stack, "kubernetes");
  new NodeGroupDrain(stack, "drain-workers-v1", { ...drained, ...props });
};

const drainOf = (props: Partial<NodeGroupDrainProps> = {}): Synthesized => synthesize(withDrain(props));

const problems = (props: Partial<NodeGroupDrainProps>) =>
  problemsOf(withDrain(props)).map((problem) => problem.replace("[stack/drain-workers-v1] ", ""));

const confined = {
  resources: { limits: { memory: "256Mi" }, requests: { cpu: "50m", memory: "64Mi" } },
  security_context: {
    allow_privilege_escalation: false,
    capabilities: { drop: ["ALL"] },
    read_only_root_filesystem: true,
  },
  volume_mount: [{ mount_path: "/tools", name: "tools" }],
};

const named = (synthesized: Synthesized, type: string) => Object.values(synthesized.resource[type] ?? {})[0];

const GROUP = "data.aws_eks_node_group.drain-workers-v1_node-group_85A3C764";

test("a Job drains a node group: Terraform waits for it, it runs once and stays after it has finished", () => {
  expect(named(drainOf(), "kubernetes_job_v1")).toEqual({
    metadata: {
      name: "drain-workers-v1",
      namespace: "kube-system",
      labels: { "cdktf-eks-upgrade/drains": `\${reverse(split("/", ${GROUP}.arn))[0]}` },
      annotations: {
        "cdktf-eks-upgrade/desired-size": `\${tostring(${GROUP}.scaling_config[0].desired_size)}`,
      },
    },
    spec: {
      backoff_limit: 0,
      active_deadline_seconds: 600,
      template: {
        metadata: {
          labels: { "cdktf-eks-upgrade/kubectl": "drain" },
          annotations: { "cluster-autoscaler.kubernetes.io/safe-to-evict": "false" },
        },
        spec: {
          affinity: {
            node_affinity: {
              required_during_scheduling_ignored_during_execution: {
                node_selector_term: [
                  {
                    match_expressions: [
                      { key: "eks.amazonaws.com/nodegroup", operator: "NotIn", values: ["workers-v1"] },
                    ],
                  },
                ],
              },
            },
          },
          automount_service_account_token: true,
          init_container: [
            {
              name: "shell",
              image: SHELL_IMAGE,
              command: [
                "/bin/busybox",
                "sh",
                "-c",
                "/bin/busybox cp /bin/busybox /tools/busybox && /tools/busybox --install -s /tools",
              ],
              ...confined,
            },
          ],
          container: [
            {
              name: "kubectl",
              image: KUBECTL_IMAGE,
              command: ["/tools/busybox", "sh", "-c", DRAIN_SCRIPT],
              env: [
                { name: "HOME", value: "/tools" },
                { name: "GROUP", value: "workers-v1" },
                { name: "LIMIT_SECONDS", value: "3600" },
                { name: "JOB", value: "drain-workers-v1" },
                { name: "NAMESPACE", value: "kube-system" },
              ],
              termination_message_policy: "FallbackToLogsOnError",
              ...confined,
            },
          ],
          volume: [{ name: "tools", empty_dir: {} }],
          enable_service_links: false,
          restart_policy: "Never",
          security_context: {
            run_as_non_root: true,
            run_as_user: "65532",
            seccomp_profile: { type: "RuntimeDefault" },
          },
          service_account_name: "drain-workers-v1",
          toleration: [{ key: "CriticalAddonsOnly", operator: "Exists" }],
        },
      },
    },
    wait_for_completion: true,
    timeouts: { create: "80m", update: "80m" },
    lifecycle: {
      ignore_changes: ["metadata[0].annotations", "spec[0].active_deadline_seconds"],
      precondition: [
        {
          condition: `\${contains(["draining", "retired"], lookup(coalesce(${GROUP}.tags, {}), "cdktf-eks-upgrade/phase", ""))}`,
          error_message:
            "workers-v1 of alpha-kr-a is not drained yet: AWS does not know it as draining, and new pods would follow those that go. Apply the stack of the cluster first, and then this one.",
        },
      ],
    },
    depends_on: ["kubernetes_cluster_role_binding_v1.drain-workers-v1_role-binding_8C47D679"],
  });
});

test("neither Terraform nor Kubernetes expands a part of the script", () => {
  expect(DRAIN_SCRIPT).not.toMatch(/[$%]\{/);
  expect(DRAIN_SCRIPT).not.toContain("$$");
  expect(DRAIN_SCRIPT).not.toMatch(/\$\((HOME|GROUP|LIMIT_SECONDS|JOB|NAMESPACE)\)/);
});

test("the Job has permission only to drain, and to extend its own deadline", () => {
  const synthesized = drainOf();
  const name = "drain-workers-v1";
  expect(named(synthesized, "kubernetes_cluster_role_v1")).toEqual({
    metadata: { name },
    rule: [
      { api_groups: [""], resources: ["nodes"], verbs: ["get", "list", "patch"] },
      { api_groups: [""], resources: ["pods"], verbs: ["list"] },
      { api_groups: [""], resources: ["pods/eviction"], verbs: ["create"] },
      { api_groups: ["batch"], resources: ["jobs"], resource_names: [name], verbs: ["get", "patch"] },
    ],
  });
  expect(named(synthesized, "kubernetes_cluster_role_binding_v1")).toMatchObject({
    role_ref: { kind: "ClusterRole", name },
    subject: [{ kind: "ServiceAccount", name, namespace: "kube-system" }],
  });
  expect(named(synthesized, "kubernetes_service_account_v1")).toMatchObject({
    metadata: { name, namespace: "kube-system" },
    automount_service_account_token: false,
  });
});

test("the Job is read back, and only a Job of this group that succeeded counts", () => {
  const [finished] = Object.values(drainOf().data.kubernetes_resources ?? {});
  expect(finished).toEqual({
    api_version: "batch/v1",
    kind: "Job",
    namespace: "kube-system",
    field_selector: "metadata.name=drain-workers-v1",
    label_selector: `cdktf-eks-upgrade/drains=\${reverse(split("/", ${GROUP}.arn))[0]}`,
    depends_on: ["kubernetes_job_v1.drain-workers-v1"],
    lifecycle: {
      postcondition: [
        {
          condition:
            "${length([for job in self.objects : job if coalesce(try(job.status.succeeded, null), 0) > 0]) > 0}",
          error_message:
            'the drain of workers-v1 of alpha-kr-a is not recorded: the Job kube-system/drain-workers-v1 has not succeeded. It was deleted or replaced, or an apply that was killed has left it. If it still runs, wait until it ends. Then delete it (kubectl delete job drain-workers-v1 --namespace kube-system), and apply again to drain what is left.${try(join("", ["\\n", self.objects[0].metadata.annotations["cdktf-eks-upgrade/not-drained"]]), "")}',
        },
      ],
    },
  });
});

test("the parameter is written after the Job is read back, and recreated with the Job, also if that was deleted", () => {
  const synthesized = drainOf();
  const [attempt = ""] = Object.keys(synthesized.resource.terraform_data ?? {});
  const [finished = ""] = Object.keys(synthesized.data.kubernetes_resources ?? {});
  expect(named(synthesized, "terraform_data")).toEqual({
    input: `\${try(data.kubernetes_resources.${finished}.objects[0].metadata.uid, "")}`,
  });
  expect(named(synthesized, "aws_ssm_parameter")).toEqual({
    name: "/cdktf-eks-upgrade/alpha-kr-a/drained/workers-v1",
    description: "Node group workers-v1 of cluster alpha-kr-a was drained",
    type: "String",
    insecure_value: `\${${GROUP}.arn}`,
    lifecycle: {
      replace_triggered_by: ["kubernetes_job_v1.drain-workers-v1", `terraform_data.${attempt}`],
    },
    depends_on: ["kubernetes_job_v1.drain-workers-v1", `data.kubernetes_resources.${finished}`],
  });
});

test("images, limit, taints and namespace can be set", () => {
  const image = `123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/kubectl@sha256:${"0a".repeat(32)}`;
  const shellImage = "registry.example.com/busybox:1.37.0-musl";
  const tolerates = [
    { key: "team", value: "data", effect: "NO_SCHEDULE" },
    { key: "gpu", effect: "NO_EXECUTE" },
  ] as const;
  const job = named(
    drainOf({ image, shellImage, limitMinutes: 5, namespace: "platform", tolerates }),
    "kubernetes_job_v1",
  );
  expect(job).toMatchObject({
    metadata: { namespace: "platform" },
    spec: {
      template: {
        spec: {
          init_container: [{ image: shellImage }],
          container: [{ image, env: expect.arrayContaining([{ name: "LIMIT_SECONDS", value: "300" }]) }],
          toleration: [
            { key: "CriticalAddonsOnly", operator: "Exists" },
            { key: "team", operator: "Equal", value: "data", effect: "NoSchedule" },
            { key: "gpu", operator: "Exists", effect: "NoExecute" },
          ],
        },
      },
    },
    timeouts: { create: "25m" },
  });
});

test.each([
  ["workers-v1", "drain-workers-v1"],
  ["Workers_v1", "drain-workers-v1-"],
  ["workers-", "drain-workers-"],
  ["w".repeat(57), `drain-${"w".repeat(57)}`],
  ["w".repeat(58), `drain-${"w".repeat(48)}-`],
])("the drain of %s has a valid Kubernetes name", (nodeGroupName, beginning) => {
  const job = named(drainOf({ nodeGroupName }), "kubernetes_job_v1");
  const { name } = Object(job?.metadata);
  expect(name).toMatch(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/);
  expect(name.length).toBeLessThanOrEqual(63);
  expect(name.startsWith(beginning)).toBe(true);
});

test("two groups have two Jobs, also if their names differ only in characters that Kubernetes does not allow", () => {
  const names = ["workers_v1", "workers-v1", "Workers-v1"].map(
    (nodeGroupName) => Object(named(drainOf({ nodeGroupName }), "kubernetes_job_v1")?.metadata).name,
  );
  expect(new Set(names).size).toBe(3);
});

test.each([0, 1.5, 1441, Number.NaN])("a limit of %s minutes is refused", (limitMinutes) => {
  expect(problems({ limitMinutes })).toEqual([
    `limitMinutes of the drain is ${limitMinutes}: expected a whole number from 1 to 1440`,
  ]);
});

test.each([1, 1440])("a limit of %s minutes passes", (limitMinutes) => {
  expect(problems({ limitMinutes })).toEqual([]);
});

test.each(["kubectl", "registry.k8s.io/kubectl", "registry.k8s.io/kubectl:latest", ""])(
  'the image "%s" is rejected, because it can change',
  (image) => {
    expect(problems({ image })).toEqual([
      `the image is "${image}": expected an image with kubectl, by its tag or digest, like "${KUBECTL_IMAGE}"`,
    ]);
  },
);

test("a name that is a token is rejected, because it is compared with the live cluster", () => {
  const found = problemsOf((stack) => {
    const clusterName = new TerraformVariable(stack, "name", { type: "string" }).stringValue;
    withDrain({ clusterName })(stack);
  });
  expect(found).toEqual([
    "[stack/drain-workers-v1] the name of the cluster or of the node group is an unresolved token: Terraform reads both before the drain. Write them as text",
  ]);
});
