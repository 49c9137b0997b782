import { Release } from "@cdktf/provider-helm/lib/release";
import type { ITerraformDependable, TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import { helperCharts } from "../../upgrade/eks/layout";
import { CLUSTER_TAG } from "../../upgrade/eks/target-group-owner";
import { examined } from "../checks/right-types";
import { regionProblems, wordProblems } from "../checks/values";
import type { AllowStatement } from "../eks/pod-role";
import { jsonOf } from "../json";
import { reportAtSynthesis, reportWrongTypes } from "../validation";
import { chartPath } from "./chart";
import { HelmRelease } from "./helm-release";
import { KUBECTL_IMAGE, kubectlImageProblems } from "./images";

export interface LoadBalancerControllerProps {
  /** The cluster that the provider reaches. */
  readonly clusterName: string;
  readonly region: string;
  readonly vpcId: string;
  /** The version of the chart aws-load-balancer-controller, "3.5.0". Changed in place, after the CRDs. */
  readonly chartVersion: string;
  /** The repository of the chart. Changed in place. @default "https://aws.github.io/eks-charts" */
  readonly repository?: string;
  /** Values that override the defaults of this construct, key by key. @anyNames @default - none */
  readonly values?: Readonly<Record<string, unknown>>;
  /**
   * An image with kubectl, by tag or digest. Before the controller is removed, a Job with it checks that the cluster has no
   * TargetGroupBinding. Changed in place. @default - KUBECTL_IMAGE
   */
  readonly kubectlImage?: string;
  /**
   * The namespaces of bindings, if this program creates them. They are removed after the check: a namespace with a binding
   * would stay in removal. @default - none
   */
  readonly namespaces?: readonly ITerraformDependable[];
  /** @default - nothing */
  readonly dependsOn?: readonly ITerraformDependable[];
  /** @default - the Helm provider of the stack */
  readonly provider?: TerraformProvider;
}

/**
 * The AWS Load Balancer Controller, from its own chart, for TargetGroupBindings only. Load balancers are declared in code,
 * so it manages no Ingresses and Services, and its role allows no more. Its pods get the role through EKS Pod Identity.
 *
 * Each binding depends on it: its webhook must answer before a binding is created, and it must run when a binding is
 * removed, because it removes the finalizer. Before Terraform removes the controller, a Job in the cluster checks that no
 * TargetGroupBinding exists, also none of others. If one exists after three minutes, the apply ends with
 * `job target-group-bindings-still-exist failed`, and the controller stays.
 *
 * Its CRDs are a release of their own, which is updated first. They stay when the controller is removed.
 */
export class LoadBalancerController extends HelmRelease {
  static readonly NAMESPACE = "kube-system";
  static readonly SERVICE_ACCOUNT = "aws-load-balancer-controller";
  static readonly RELEASE_NAME = "aws-load-balancer-controller";

  /**
   * Its permissions: read, and change the targets of target groups whose tag elbv2.k8s.aws/cluster is the name of its
   * cluster.
   * @param opensSecurityGroups whether a binding has `networking`: then it also changes the rules of security groups with
   * the tag of the cluster
   */
  static statements(
    place: { readonly clusterName: string; readonly partition: string; readonly region: string },
    opensSecurityGroups: boolean,
  ): readonly AllowStatement[] {
    const { clusterName, partition, region } = place;
    return [
      {
        // These actions have no resources.
        actions: [
          "ec2:DescribeAvailabilityZones",
          "ec2:DescribeInstances",
          "ec2:DescribeNetworkInterfaces",
          "ec2:DescribeSecurityGroups",
          "ec2:DescribeSubnets",
          "ec2:DescribeVpcs",
          "elasticloadbalancing:DescribeTags",
          "elasticloadbalancing:DescribeTargetGroups",
          "elasticloadbalancing:DescribeTargetHealth",
        ],
        resources: ["*"],
      },
      {
        actions: ["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"],
        resources: [`arn:${partition}:elasticloadbalancing:${region}:*:targetgroup/*`],
        condition: {
          StringEquals: { [`aws:ResourceTag/${CLUSTER_TAG}`]: clusterName },
        },
      },
      ...(opensSecurityGroups
        ? [
            {
              actions: ["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"],
              resources: [`arn:${partition}:ec2:${region}:*:security-group/*`],
              // EKS sets this tag on its own group. Set it on your group if pods have their own.
              condition: {
                StringEquals: { [`aws:ResourceTag/kubernetes.io/cluster/${clusterName}`]: "owned" },
              },
            },
          ]
        : []),
    ];
  }

  constructor(scope: Construct, id: string, props: LoadBalancerControllerProps) {
    const { value, problems } = examined("LoadBalancerControllerProps", props);
    const { clusterName, region, vpcId, chartVersion } = value;
    super(scope, id, {
      clusterName,
      releaseName: LoadBalancerController.RELEASE_NAME,
      namespace: LoadBalancerController.NAMESPACE,
      repository: value.repository ?? "https://aws.github.io/eks-charts",
      chart: "aws-load-balancer-controller",
      chartVersion,
      defaultValues: {
        clusterName,
        // Set, so that its pods do not need the metadata service of the node.
        region,
        vpcId,
        serviceAccount: { create: true, name: LoadBalancerController.SERVICE_ACCOUNT },
        replicaCount: 2,
        podDisruptionBudget: { maxUnavailable: 1 },
        // A change of values keeps the certificate of its webhooks. With a new one, pods that are created before the
        // controller has restarted get no readiness gates.
        keepTLSSecret: true,
        // Only bindings: its role allows nothing else. An Ingress or Service would get a finalizer that stays.
        createIngressClassResource: false,
        disableIngressClassAnnotation: true,
        controllerConfig: { featureGates: { EnableServiceController: false } },
        // With this webhook, nobody could create an Ingress of any class while the controller does not answer.
        webhookConfig: { disableIngressValidation: true },
        enableServiceMutatorWebhook: false,
        enableBackendSecurityGroup: false,
        enableShield: false,
        enableWaf: false,
        enableWafv2: false,
      },
      values: value.values,
      updatesCrds: true,
      dependsOn: value.dependsOn,
      provider: value.provider,
    });
    const { kubectlImage = KUBECTL_IMAGE, namespaces = [], provider } = value;
    this.last = this.guard(kubectlImage, namespaces, provider);
    reportWrongTypes(this, problems);
    reportAtSynthesis(this, () => [
      ...regionProblems("region", region),
      ...wordProblems("vpcId", vpcId, "the id of the VPC of the cluster"),
      ...kubectlImageProblems("kubectlImage", kubectlImage),
    ]);
  }

  /** Bindings depend on it, and it on the controller. So Terraform removes it between them, and its removal fails if one exists. */
  private guard(
    image: string,
    namespaces: readonly ITerraformDependable[],
    provider: TerraformProvider | undefined,
  ): ITerraformDependable {
    return new Release(this, "guard", {
      name: `${LoadBalancerController.RELEASE_NAME}-guard`,
      namespace: LoadBalancerController.NAMESPACE,
      chart: chartPath(this, helperCharts.bindingGuard),
      values: [jsonOf({ image, waitSeconds: GUARD_SECONDS })],
      atomic: true,
      wait: true,
      // Longer than its Job can run.
      timeout: GUARD_SECONDS + 120,
      dependsOn: [this.last, ...namespaces],
      provider,
    });
  }
}

/** Seconds that the removal of the controller waits until no binding exists. */
const GUARD_SECONDS = 180;
