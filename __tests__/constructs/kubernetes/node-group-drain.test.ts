import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { type TerraformStack, TerraformVariable } from "cdktf";
import {
  KUBECTL_IMAGE,
  NodeGroupDrain,
  type NodeGroupDrainProps,
} from "../../../constructs/kubernetes/node-group-drain";
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

const named = (synthesized: Synthesized, type: string) => Object.values(synthesized.resource[type] ?? {})[0];

test("a Job drains a node group: Terraform waits for it, it runs once and stays after it has finished", () => {
  expect(named(drainOf(), "kubernetes_job_v1")).toEqual({
    metadata: { name: "drain-workers-v1", namespace: "kube-system" },
    spec: {
      backoff_limit: 0,
      template: {
        metadata: { annotations: { "cluster-autoscaler.kubernetes.io/safe-to-evict": "false" } },
        spec: {
          active_deadline_seconds: 3660,
          affinity: {
            node_affinity: {
              required_during_scheduling_ignored_during_execution: {
                node_selector_term: [
                  {
                    match_expressions: [
                      {
                        key: "eks.amazonaws.com/nodegroup",
                        operator: "NotIn",
                        values: ["workers-v1"],
                      },
                    ],
                  },
                ],
              },
            },
          },
          automount_service_account_token: true,
          container: [
            {
              command: [
                "kubectl",
                "drain",
                "--selector=eks.amazonaws.com/nodegroup=workers-v1",
                "--ignore-daemonsets",
                "--delete-emptydir-data",
                "--timeout=60m",
              ],
              image: KUBECTL_IMAGE,
              name: "kubectl",
              resources: { limits: { memory: "256Mi" }, requests: { cpu: "50m", memory: "64Mi" } },
              security_context: {
                allow_privilege_escalation: false,
                capabilities: { drop: ["ALL"] },
                read_only_root_filesystem: true,
              },
            },
          ],
          enable_service_links: false,
          restart_policy: "Never",
          security_context: {
            run_as_non_root: true,
            run_as_user: "65532",
            seccomp_profile: { type: "RuntimeDefault" },
          },
          service_account_name: "drain-workers-v1",
        },
      },
    },
    wait_for_completion: true,
    timeouts: { create: "70m", update: "70m" },
    lifecycle: {
      precondition: [
        {
          condition:
            '${contains(["draining", "retired"], lookup(coalesce(data.aws_eks_node_group.drain-workers-v1_node-group_85A3C764.tags, {}), "cdktf-eks-upgrade/phase", ""))}',
          error_message:
            "workers-v1 of alpha-kr-a is not drained yet: AWS does not know it as draining, and new pods would follow those that go. Apply the stack of the cluster first, and then this one.",
        },
      ],
    },
    depends_on: ["kubernetes_cluster_role_binding_v1.drain-workers-v1_role-binding_8C47D679"],
  });
});

test("the Job has permission only to drain", () => {
  const synthesized = drainOf();
  const name = "drain-workers-v1";
  expect(named(synthesized, "kubernetes_cluster_role_v1")).toEqual({
    metadata: { name },
    rule: [
      { api_groups: [""], resources: ["nodes"], verbs: ["get", "list", "patch"] },
      { api_groups: [""], resources: ["pods"], verbs: ["get", "list"] },
      { api_groups: [""], resources: ["pods/eviction"], verbs: ["create"] },
      { api_groups: ["apps"], resources: ["daemonsets"], verbs: ["get"] },
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

test("the parameter is written after the Job, and recreated if the Job is recreated", () => {
  expect(named(drainOf(), "aws_ssm_parameter")).toEqual({
    name: "/cdktf-eks-upgrade/alpha-kr-a/drained/workers-v1",
    description: "Node group workers-v1 of cluster alpha-kr-a was drained",
    type: "String",
    insecure_value: "${data.aws_eks_node_group.drain-workers-v1_node-group_85A3C764.arn}",
    lifecycle: { replace_triggered_by: ["kubernetes_job_v1.drain-workers-v1"] },
    depends_on: ["kubernetes_job_v1.drain-workers-v1"],
  });
});

test("image, limit and namespace can be set", () => {
  const image = `123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/kubectl@sha256:${"0a".repeat(32)}`;
  const job = named(drainOf({ image, limitMinutes: 5, namespace: "platform" }), "kubernetes_job_v1");
  expect(job).toMatchObject({
    metadata: { namespace: "platform" },
    spec: {
      template: {
        spec: {
          active_deadline_seconds: 360,
          container: [{ image, command: expect.arrayContaining(["--timeout=5m"]) }],
        },
      },
    },
    timeouts: { create: "15m" },
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
      `the image is "${image}": expected an image with kubectl, by its tag or digest, like "registry.k8s.io/kubectl:v1.34.0"`,
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
