import { createHash } from "node:crypto";
import { DataAwsEksNodeGroup } from "@cdktf/provider-aws/lib/data-aws-eks-node-group";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { ClusterRoleBindingV1 } from "@cdktf/provider-kubernetes/lib/cluster-role-binding-v1";
import { ClusterRoleV1, type ClusterRoleV1Rule } from "@cdktf/provider-kubernetes/lib/cluster-role-v1";
import { DataKubernetesResources } from "@cdktf/provider-kubernetes/lib/data-kubernetes-resources";
import type {
  JobV1SpecTemplateSpec,
  JobV1SpecTemplateSpecToleration,
} from "@cdktf/provider-kubernetes/lib/job-v1";
import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import {
  dependable,
  type ITerraformDependable,
  type Postcondition,
  type Precondition,
  type TerraformProvider,
} from "cdktf";
import { Construct } from "constructs";
import { DRAIN_VARIABLE, DRAINED_GROUP_LABEL, drainedParameter } from "../../upgrade/eks/drained";
import { drainParts, KUBECTL_POD_LABEL } from "../../upgrade/eks/layout";
import { DRAIN_LIMIT_MINUTES, NODE_GROUP_LABEL } from "../../upgrade/eks/node-group-phase";
import type { DrainOptions, Taint } from "../../upgrade/fleet/settings";
import { after, awsProviderOf, useAws } from "../aws-resources";
import { taintProblems } from "../checks/kubernetes";
import { nameProblems } from "../checks/names";
import { rightTypes } from "../checks/right-types";
import { literalNumberProblems } from "../checks/values";
import { declarePart, keyNamed, placeOf } from "../fleet-part";
import { isDraining } from "../nodes/live-phase";
import { clusterNameInCode } from "../own-names";
import { isUnresolved, reportAtSynthesis, stateOf } from "../validation";
import {
  DESIRED_SIZE_ANNOTATION,
  DRAIN_SCRIPT,
  type DrainScriptVariables,
  NOT_DRAINED_ANNOTATION,
  START_SECONDS,
} from "./drain-script";
import { KUBECTL_IMAGE, kubectlImageProblems, SHELL_IMAGE, shellImageProblems } from "./images";
import { TerraformData } from "./terraform-data";

// The largest of all bindings. The first drain loads it, because most programs drain nothing.
const bindings = (): typeof import("@cdktf/provider-kubernetes/lib/job-v1") =>
  require("@cdktf/provider-kubernetes/lib/job-v1");

export interface NodeGroupDrainProps extends DrainOptions {
  /** The names of an existing node group, as text: they are compared with the live cluster. */
  readonly clusterName: string;
  readonly nodeGroupName: string;
  /** The existing namespace of the Job. @default "kube-system" */
  readonly namespace?: string;
  /** The Job comes after these: an access entry of the provider's role. @default - nothing */
  readonly dependsOn?: readonly ITerraformDependable[];
  /** For the SSM parameter: the account and the region of the cluster. @default - the AWS provider of the stack */
  readonly awsProvider?: TerraformProvider;
  /** @default - the Kubernetes provider of the stack */
  readonly kubernetesProvider?: TerraformProvider;
}

/**
 * Drains a node group in a Job that Terraform waits for. An SSM parameter then records that the drain finished: the guard
 * of the cluster reads it before the group is retired. Terraform writes the parameter only after it has read the Job of
 * this drain back as succeeded.
 *
 * The Job succeeds if the Kubernetes API has as many nodes of the group as EKS, and if two checks of all of them find pods
 * of DaemonSets and mirror pods only. Pods are evicted node by node, so disruption budgets are respected. Data in an
 * emptyDir is lost. The drain fails if pods stay: they have no controller, their budget allows no eviction, a finalizer
 * holds them, or they tolerate the taint of the group and have no room elsewhere. The last lines of the Job's log name
 * each of them: `kubectl logs --namespace kube-system job/drain-workers-v1`. The Job has these lines as an annotation, too.
 * Terraform's error names the Job: `kubectl describe job drain-workers-v1 --namespace kube-system`. The next apply drains
 * again.
 *
 * If the Job does not start within 10 minutes, it fails, and does not drain later.
 *
 * Keep this until the group is active again or removed: Terraform would recreate a removed Job. If you remove this, the next
 * drain starts again. Nodes that stay are still cordoned: uncordon them with kubectl.
 */
export class NodeGroupDrain extends Construct {
  /** The name of the Job, of its service account and of its role. */
  readonly jobName: string;

  constructor(scope: Construct, id: string, props: NodeGroupDrainProps) {
    super(scope, id);
    props = rightTypes(this, "NodeGroupDrainProps", props);
    // Terraform reads the cluster before it creates anything, so it needs the name from the code.
    props = { ...props, clusterName: clusterNameInCode(this, props.clusterName) };
    useAws(this, { provider: props.awsProvider, dependsOn: props.dependsOn });
    const { clusterName, nodeGroupName, namespace = "kube-system", kubernetesProvider } = props;
    const provider = awsProviderOf(this);
    const limitMinutes = props.limitMinutes ?? DRAIN_LIMIT_MINUTES;
    this.jobName = jobName(nodeGroupName);
    const metadata = { name: this.jobName, namespace };

    const nodeGroup = new DataAwsEksNodeGroup(this, "node-group", { clusterName, nodeGroupName, provider });
    const address = `data.${nodeGroup.terraformResourceType}.${nodeGroup.friendlyUniqueId}`;
    const groupId = `reverse(split("/", ${address}.arn))[0]`;
    const { JobV1 } = bindings();
    const job = new JobV1(this, drainParts.job.id, {
      metadata: {
        ...metadata,
        labels: { [DRAINED_GROUP_LABEL]: `\${${groupId}}` },
        annotations: {
          [DESIRED_SIZE_ANNOTATION]: `\${tostring(${address}.scaling_config[0].desired_size)}`,
        },
      },
      spec: {
        // One try, so that a second one does not hide what blocked the first. The next apply tries again.
        backoffLimit: 0,
        // Until it has started. Then its pod extends this by its limit.
        activeDeadlineSeconds: START_SECONDS,
        template: {
          metadata: {
            labels: { [KUBECTL_POD_LABEL]: "drain" },
            annotations: { "cluster-autoscaler.kubernetes.io/safe-to-evict": "false" },
          },
          spec: {
            ...podSpec(props, {
              [DRAIN_VARIABLE]: nodeGroupName,
              LIMIT_SECONDS: String(limitMinutes * 60),
              JOB: this.jobName,
              NAMESPACE: namespace,
            }),
            serviceAccountName: this.jobName,
          },
        },
      },
      waitForCompletion: true,
      timeouts: { create: `${limitMinutes + 20}m`, update: `${limitMinutes + 20}m` },
      lifecycle: {
        precondition: [drainPrecondition(clusterName, nodeGroupName, address)],
        // The size that the drain began with, and the deadline that its pod extends.
        ignoreChanges: ["metadata[0].annotations", "spec[0].active_deadline_seconds"],
      },
      dependsOn: after(this.permission(metadata, kubernetesProvider), props.dependsOn),
      provider: kubernetesProvider,
    });
    const finished = new DataKubernetesResources(this, "finished", {
      apiVersion: "batch/v1",
      kind: "Job",
      namespace,
      fieldSelector: `metadata.name=${this.jobName}`,
      labelSelector: `${DRAINED_GROUP_LABEL}=\${${groupId}}`,
      dependsOn: [job],
      provider: kubernetesProvider,
      lifecycle: { postcondition: [finishedPostcondition(clusterName, nodeGroupName, metadata)] },
    });
    // If a Job was deleted, Terraform creates one, which does not trigger a replacement. Its unknown uid does. It is read
    // back, because the provider does not read it after its wait.
    const attempt = new TerraformData(
      this,
      drainParts.attempt.id,
      `\${try(data.${finished.terraformResourceType}.${finished.friendlyUniqueId}.objects[0].metadata.uid, "")}`,
    );
    new SsmParameter(this, drainParts.drained.id, {
      name: drainedParameter(clusterName, nodeGroupName),
      description: `Node group ${nodeGroupName} of cluster ${clusterName} was drained`,
      type: "String",
      // Not a secret: it distinguishes groups that had the same name one after the other.
      insecureValue: nodeGroup.arn,
      // Destroyed before the Job is recreated, and created again when the Job has finished.
      lifecycle: { replaceTriggeredBy: [dependable(job), dependable(attempt)] },
      dependsOn: [job, finished],
      provider,
    });
    declarePart(this, () => ({
      drains: [
        {
          ...placeOf(this),
          cluster: keyNamed("cluster", this, clusterName),
          nodeGroupName: stateOf(nodeGroupName),
        },
      ],
    }));
    reportAtSynthesis(this, () => problems(props, limitMinutes));
  }

  /** A service account with permission only to drain. */
  private permission(
    metadata: { readonly name: string; readonly namespace: string },
    provider: TerraformProvider | undefined,
  ): ITerraformDependable[] {
    const { name, namespace } = metadata;
    const account = new ServiceAccountV1(this, drainParts.serviceAccount.id, {
      metadata,
      automountServiceAccountToken: false,
      provider,
    });
    const rule = [
      ...DRAIN_RULES,
      { apiGroups: ["batch"], resources: ["jobs"], resourceNames: [name], verbs: ["get", "patch"] },
    ];
    const role = new ClusterRoleV1(this, drainParts.role.id, { metadata: { name }, rule, provider });
    const binding = new ClusterRoleBindingV1(this, drainParts.roleBinding.id, {
      metadata: { name },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name },
      subject: [{ kind: "ServiceAccount", name, namespace }],
      dependsOn: [account, role],
      provider,
    });
    return [binding];
  }
}

/** The permissions to list, cordon and evict. None can be limited to the nodes of one group. */
const DRAIN_RULES: ClusterRoleV1Rule[] = [
  { apiGroups: [""], resources: ["nodes"], verbs: ["get", "list", "patch"] },
  { apiGroups: [""], resources: ["pods"], verbs: ["list"] },
  { apiGroups: [""], resources: ["pods/eviction"], verbs: ["create"] },
];

function podSpec(
  { image = KUBECTL_IMAGE, shellImage = SHELL_IMAGE, tolerates = [], nodeGroupName }: NodeGroupDrainProps,
  variables: DrainScriptVariables,
): JobV1SpecTemplateSpec {
  const securityContext = {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"] },
  };
  const resources = {
    requests: { cpu: "50m", memory: "64Mi" },
    limits: { memory: "256Mi" },
  };
  const volumeMount = [{ name: "tools", mountPath: "/tools" }];
  return {
    restartPolicy: "Never",
    automountServiceAccountToken: true,
    enableServiceLinks: false,
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerm: [
            { matchExpressions: [{ key: NODE_GROUP_LABEL, operator: "NotIn", values: [nodeGroupName] }] },
          ],
        },
      },
    },
    toleration: [{ key: "CriticalAddonsOnly", operator: "Exists" }, ...tolerates.map(toleration)],
    securityContext: {
      runAsNonRoot: true,
      runAsUser: "65532",
      seccompProfile: { type: "RuntimeDefault" },
    },
    volume: [{ name: "tools", emptyDir: {} }],
    initContainer: [
      {
        name: "shell",
        image: shellImage,
        command: [
          ...["/bin/busybox", "sh", "-c"],
          "/bin/busybox cp /bin/busybox /tools/busybox && /tools/busybox --install -s /tools",
        ],
        resources,
        securityContext,
        volumeMount,
      },
    ],
    container: [
      {
        name: "kubectl",
        image,
        command: ["/tools/busybox", "sh", "-c", DRAIN_SCRIPT],
        // kubectl keeps what it discovers in its home.
        env: Object.entries({ HOME: "/tools", ...variables }).map(([name, value]) => ({ name, value })),
        resources,
        securityContext,
        volumeMount,
        // The status of the pod has the last lines, too.
        terminationMessagePolicy: "FallbackToLogsOnError",
      },
    ],
  };
}

function toleration({ key, value, effect }: Taint): JobV1SpecTemplateSpecToleration {
  const effects = {
    NO_SCHEDULE: "NoSchedule",
    NO_EXECUTE: "NoExecute",
    PREFER_NO_SCHEDULE: "PreferNoSchedule",
  };
  return {
    key,
    operator: value === undefined ? "Exists" : "Equal",
    ...(value === undefined ? {} : { value }),
    effect: effects[effect],
  };
}

/** New nodes during a drain must be cordoned too. Only the taint of the group does that. */
function drainPrecondition(clusterName: string, nodeGroupName: string, address: string): Precondition {
  return {
    condition: `\${${isDraining(address)}}`,
    errorMessage: `${nodeGroupName} of ${clusterName} is not drained yet: AWS does not know it as draining, and new pods would follow those that go. Apply the stack of the cluster first, and then this one.`,
  };
}

/** The provider ends its wait for a Job without an error when the Job is deleted. */
function finishedPostcondition(
  clusterName: string,
  nodeGroupName: string,
  { namespace, name }: { readonly namespace: string; readonly name: string },
): Postcondition {
  const annotation = `self.objects[0].metadata.annotations["${NOT_DRAINED_ANNOTATION}"]`;
  const lastLines = `\${try(join("", ["\\n", ${annotation}]), "")}`;
  return {
    // The provider gives null for a number that is not there yet.
    condition:
      "${length([for job in self.objects : job if coalesce(try(job.status.succeeded, null), 0) > 0]) > 0}",
    errorMessage: `the drain of ${nodeGroupName} of ${clusterName} is not recorded: the Job ${namespace}/${name} has not succeeded. It was deleted or replaced, or an apply that was killed has left it. If it still runs, wait until it ends. Then delete it (kubectl delete job ${name} --namespace ${namespace}), and apply again to drain what is left.${lastLines}`,
  };
}

/** A valid Kubernetes name. Names of node groups can be longer, and have capitals and underscores. */
function jobName(nodeGroupName: string): string {
  const name = `drain-${nodeGroupName.toLowerCase().replaceAll("_", "-")}`;
  if (name === `drain-${nodeGroupName}` && name.length <= MAX_JOB_NAME && !name.endsWith("-")) {
    return name;
  }
  const hash = createHash("sha256").update(nodeGroupName).digest("hex").slice(0, 8);
  return `${name.slice(0, MAX_JOB_NAME - 9)}-${hash}`;
}

/** The name of a Job is a label of its pods. */
const MAX_JOB_NAME = 63;

function problems(
  { clusterName, nodeGroupName, namespace, tolerates, ...props }: NodeGroupDrainProps,
  limitMinutes: number,
): readonly string[] {
  const { image = KUBECTL_IMAGE, shellImage = SHELL_IMAGE } = props;
  return [
    ...nameProblems("clusterName", clusterName, "cluster"),
    ...nameProblems("nodeGroupName", nodeGroupName, "nodeGroup"),
    ...(namespace === undefined ? [] : nameProblems("namespace", namespace, "kubernetes")),
    ...taintProblems("tolerates", tolerates),
    ...(isUnresolved(clusterName) || isUnresolved(nodeGroupName)
      ? [
          "the name of the cluster or of the node group is an unresolved token: Terraform reads both before the drain. Write them as text",
        ]
      : []),
    ...literalNumberProblems("limitMinutes of the drain", limitMinutes, 1, 1440),
    ...kubectlImageProblems("the image", image),
    ...shellImageProblems("the shell image", shellImage),
  ];
}
