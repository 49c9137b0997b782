import { createHash } from "node:crypto";
import { DataAwsEksNodeGroup } from "@cdktf/provider-aws/lib/data-aws-eks-node-group";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { ClusterRoleBindingV1 } from "@cdktf/provider-kubernetes/lib/cluster-role-binding-v1";
import { ClusterRoleV1, type ClusterRoleV1Rule } from "@cdktf/provider-kubernetes/lib/cluster-role-v1";
import type { JobV1SpecTemplateSpec } from "@cdktf/provider-kubernetes/lib/job-v1";
import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import { dependable, type ITerraformDependable, type Precondition, type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { drainedParameter } from "../../upgrade/eks/drained";
import { drainParts } from "../../upgrade/eks/layout";
import { DRAIN_LIMIT_MINUTES, drainCommand, NODE_GROUP_LABEL } from "../../upgrade/eks/node-group-phase";
import type { DrainOptions } from "../../upgrade/fleet/settings";
import { after, awsProviderOf, useAws } from "../aws-resources";
import { literalNumberProblems, textProblems } from "../checks/values";
import { isDraining } from "../nodes/live-phase";
import { isUnresolved, reportAtSynthesis } from "../validation";

// The largest of all bindings. The first drain loads it, because most programs drain nothing.
const bindings = (): typeof import("@cdktf/provider-kubernetes/lib/job-v1") =>
  require("@cdktf/provider-kubernetes/lib/job-v1");

/**
 * The image of the Kubernetes project with only kubectl. Its version does not have to follow the cluster: the APIs of a
 * drain have been the same since 1.22.
 */
export const KUBECTL_IMAGE = "registry.k8s.io/kubectl:v1.34.0";

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
 * Drains a node group with `kubectl drain`, in a Job that Terraform waits for. An SSM parameter then records that the drain
 * finished: the guard of the cluster reads it before the group is retired.
 *
 * Pods are evicted, so disruption budgets are respected. DaemonSets stay. Data in an emptyDir is lost. The drain fails if a
 * pod has no controller, or if a budget allows no eviction. The end of the Job's log names the pods that block it:
 * `kubectl logs --namespace kube-system job/drain-workers-v1`. The next apply drains again.
 *
 * Keep this until the group is active again or removed: Terraform would recreate a removed Job. If you remove this, the next
 * drain starts again. Nodes that stay are still cordoned: uncordon them with kubectl.
 */
export class NodeGroupDrain extends Construct {
  /** The name of the Job, of its service account and of its role. */
  readonly jobName: string;

  constructor(scope: Construct, id: string, props: NodeGroupDrainProps) {
    super(scope, id);
    useAws(this, { provider: props.awsProvider, dependsOn: props.dependsOn });
    const { clusterName, nodeGroupName, namespace = "kube-system", kubernetesProvider } = props;
    const provider = awsProviderOf(this);
    const limitMinutes = props.limitMinutes ?? DRAIN_LIMIT_MINUTES;
    this.jobName = jobName(nodeGroupName);
    const metadata = { name: this.jobName, namespace };

    const nodeGroup = new DataAwsEksNodeGroup(this, "node-group", { clusterName, nodeGroupName, provider });
    const { JobV1 } = bindings();
    const job = new JobV1(this, drainParts.job.id, {
      metadata,
      spec: {
        // One try, so that a second one does not hide what blocked the first. The next apply tries again.
        backoffLimit: 0,
        template: {
          metadata: {
            annotations: { "cluster-autoscaler.kubernetes.io/safe-to-evict": "false" },
          },
          spec: {
            ...podSpec(props.image ?? KUBECTL_IMAGE, nodeGroupName, limitMinutes),
            serviceAccountName: this.jobName,
          },
        },
      },
      waitForCompletion: true,
      timeouts: { create: `${limitMinutes + 10}m`, update: `${limitMinutes + 10}m` },
      lifecycle: { precondition: [drainPrecondition(clusterName, nodeGroupName, nodeGroup)] },
      dependsOn: after(this.permission(metadata, kubernetesProvider), props.dependsOn),
      provider: kubernetesProvider,
    });
    new SsmParameter(this, drainParts.drained.id, {
      name: drainedParameter(clusterName, nodeGroupName),
      description: `Node group ${nodeGroupName} of cluster ${clusterName} was drained`,
      type: "String",
      // Not a secret: it distinguishes groups that had the same name one after the other.
      insecureValue: nodeGroup.arn,
      // Destroyed before the Job is recreated, and created again when the Job has finished.
      lifecycle: { replaceTriggeredBy: [dependable(job)] },
      dependsOn: [job],
      provider,
    });
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
    const role = new ClusterRoleV1(this, drainParts.role.id, {
      metadata: { name },
      rule: DRAIN_RULES,
      provider,
    });
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

/** The permissions of `kubectl drain`. None can be limited to the nodes of one group. */
const DRAIN_RULES: ClusterRoleV1Rule[] = [
  { apiGroups: [""], resources: ["nodes"], verbs: ["get", "list", "patch"] },
  { apiGroups: [""], resources: ["pods"], verbs: ["get", "list"] },
  { apiGroups: [""], resources: ["pods/eviction"], verbs: ["create"] },
  { apiGroups: ["apps"], resources: ["daemonsets"], verbs: ["get"] },
];

function podSpec(image: string, nodeGroupName: string, limitMinutes: number): JobV1SpecTemplateSpec {
  return {
    // The timeout of kubectl is for each node. That of the pod is for all, and keeps the log; that of a Job would not.
    activeDeadlineSeconds: (limitMinutes + 1) * 60,
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
    securityContext: {
      runAsNonRoot: true,
      runAsUser: "65532",
      seccompProfile: { type: "RuntimeDefault" },
    },
    container: [
      {
        name: "kubectl",
        image,
        command: [...drainCommand(nodeGroupName, limitMinutes)],
        resources: {
          requests: { cpu: "50m", memory: "64Mi" },
          limits: { memory: "256Mi" },
        },
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
        },
      },
    ],
  };
}

/** New nodes during a drain must be cordoned too. Only the taint of the group does that. */
function drainPrecondition(
  clusterName: string,
  nodeGroupName: string,
  nodeGroup: DataAwsEksNodeGroup,
): Precondition {
  const address = `data.${nodeGroup.terraformResourceType}.${nodeGroup.friendlyUniqueId}`;
  return {
    condition: `\${${isDraining(address)}}`,
    errorMessage: `${nodeGroupName} of ${clusterName} is not drained yet: AWS does not know it as draining, and new pods would follow those that go. Apply the stack of the cluster first, and then this one.`,
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

const PINNED_IMAGE = /^[\w.:/-]+(:(?!latest$)[\w.-]+|@sha256:[0-9a-f]{64})$/;

function problems(
  { clusterName, nodeGroupName, image = KUBECTL_IMAGE }: NodeGroupDrainProps,
  limitMinutes: number,
): readonly string[] {
  return [
    ...(isUnresolved(clusterName) || isUnresolved(nodeGroupName)
      ? [
          "the name of the cluster or of the node group is an unresolved token: Terraform reads both before the drain. Write them as text",
        ]
      : []),
    ...literalNumberProblems("limitMinutes of the drain", limitMinutes, 1, 1440),
    ...textProblems(
      "the image",
      image,
      PINNED_IMAGE,
      `an image with kubectl, by its tag or digest, like "${KUBECTL_IMAGE}"`,
    ),
  ];
}
