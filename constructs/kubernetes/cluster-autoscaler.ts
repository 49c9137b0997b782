import type { ITerraformDependable, TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import { examined } from "../checks/right-types";
import { regionProblems, textProblems } from "../checks/values";
import type { AllowStatement } from "../eks/pod-role";
import { reportAtSynthesis, reportWrongTypes } from "../validation";
import { HelmRelease } from "./helm-release";

export interface ClusterAutoscalerProps {
  /** The cluster that the provider reaches, and whose node groups are scaled. */
  readonly clusterName: string;
  readonly region: string;
  /**
   * The version of the autoscaler itself, "1.33.1". Its minor is that of the cluster, or one older during an upgrade.
   * Changed in place.
   */
  readonly version: string;
  /** The version of its chart, which does not follow every minor of the autoscaler. @default "9.59.0" */
  readonly chartVersion?: string;
  /** The repository of the chart. Changed in place. @default "https://kubernetes.github.io/autoscaler" */
  readonly repository?: string;
  /** Values that override the defaults of this construct, key by key. @anyNames @default - none */
  readonly values?: Readonly<Record<string, unknown>>;
  /** @default - nothing */
  readonly dependsOn?: readonly ITerraformDependable[];
  /** @default - the Helm provider of the stack */
  readonly provider?: TerraformProvider;
}

/**
 * The cluster autoscaler, from its own chart: it sets the number of nodes if the code does not. It finds node groups by the
 * tags of EKS on their Auto Scaling groups, and gets its role through EKS Pod Identity.
 */
export class ClusterAutoscaler extends HelmRelease {
  static readonly NAMESPACE = "kube-system";
  static readonly SERVICE_ACCOUNT = "cluster-autoscaler";

  /** Its permissions: read, and set the size of the Auto Scaling groups that EKS tags as the cluster's. */
  static statements(place: {
    readonly clusterName: string;
    readonly partition: string;
    readonly region: string;
  }): readonly AllowStatement[] {
    const { clusterName, partition, region } = place;
    return [
      {
        // These actions have no resources.
        actions: [
          "autoscaling:DescribeAutoScalingGroups",
          "autoscaling:DescribeAutoScalingInstances",
          "autoscaling:DescribeLaunchConfigurations",
          "autoscaling:DescribeScalingActivities",
          "autoscaling:DescribeTags",
          "ec2:DescribeImages",
          "ec2:DescribeInstanceTypes",
          "ec2:DescribeLaunchTemplateVersions",
          "ec2:GetInstanceTypesFromInstanceRequirements",
        ],
        resources: ["*"],
      },
      {
        actions: ["eks:DescribeNodegroup"],
        resources: [`arn:${partition}:eks:${region}:*:nodegroup/${clusterName}/*`],
      },
      {
        actions: ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"],
        resources: [`arn:${partition}:autoscaling:${region}:*:autoScalingGroup:*`],
        condition: {
          StringEquals: { [`aws:ResourceTag/k8s.io/cluster-autoscaler/${clusterName}`]: "owned" },
        },
      },
    ];
  }

  constructor(scope: Construct, id: string, props: ClusterAutoscalerProps) {
    const { value, problems } = examined("ClusterAutoscalerProps", props);
    const { clusterName, region, version, chartVersion = "9.59.0" } = value;
    const imageTag = `v${version}`;
    super(scope, id, {
      clusterName,
      releaseName: "cluster-autoscaler",
      namespace: ClusterAutoscaler.NAMESPACE,
      repository: value.repository ?? "https://kubernetes.github.io/autoscaler",
      chart: "cluster-autoscaler",
      chartVersion,
      imageTag,
      defaultValues: {
        cloudProvider: "aws",
        awsRegion: region,
        autoDiscovery: { clusterName },
        image: { tag: imageTag },
        rbac: { serviceAccount: { create: true, name: ClusterAutoscaler.SERVICE_ACCOUNT } },
      },
      values: value.values,
      dependsOn: value.dependsOn,
      provider: value.provider,
    });
    reportWrongTypes(this, problems);
    reportAtSynthesis(this, () => [
      ...regionProblems("region", region),
      ...textProblems(
        "the version of the cluster autoscaler",
        version,
        /^\d+\.\d+\.\d+$/,
        'an exact version like "1.33.1"',
      ),
    ]);
  }
}
