import type { ITerraformDependable, TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import {
  interruptionQueue,
  KARPENTER_NAMESPACE,
  KARPENTER_SERVICE_ACCOUNT,
} from "../../upgrade/eks/karpenter";
import { CRDS } from "../../upgrade/eks/layout";
import { rightTypes } from "../checks/right-types";
import { wholeNumberProblems } from "../checks/values";
import { reportAtSynthesis } from "../validation";
import { HelmRelease } from "./helm-release";

export interface KarpenterProps {
  /** The cluster that the provider reaches. Its nodes are interrupted by a queue with its name. */
  readonly clusterName: string;
  /** The version of both charts, "1.9.0". Changed in place: the CRDs first. */
  readonly version: string;
  /** The number of controller pods. Changed in place. @default 2 */
  readonly replicas?: number;
  /** The repository of both charts. Changed in place. @default "oci://public.ecr.aws/karpenter" */
  readonly repository?: string;
  /** Values of the controller that override the defaults of this construct, key by key. @anyNames @default - none */
  readonly values?: Readonly<Record<string, unknown>>;
  /** @default - nothing */
  readonly dependsOn?: readonly ITerraformDependable[];
  /** @default - the Helm provider of the stack */
  readonly provider?: TerraformProvider;
}

/**
 * Karpenter: its CRDs, then its controller, from its own charts. Helm does not update the CRDs of the chart of the
 * controller. Node pools depend on it: it removes their nodes.
 */
export class Karpenter extends Construct {
  /** The controller, for resources that depend on it. */
  readonly dependable: ITerraformDependable;

  constructor(scope: Construct, id: string, props: KarpenterProps) {
    super(scope, id);
    props = rightTypes(this, "KarpenterProps", props);
    const {
      clusterName,
      version,
      replicas = 2,
      repository = "oci://public.ecr.aws/karpenter",
      provider,
    } = props;
    const shared = {
      clusterName,
      repository,
      chartVersion: version,
      namespace: KARPENTER_NAMESPACE,
      provider,
    };
    const definitions = new HelmRelease(this, CRDS, {
      ...shared,
      releaseName: "karpenter-crd",
      chart: "karpenter-crd",
      dependsOn: props.dependsOn,
    });
    this.dependable = new HelmRelease(this, "Default", {
      ...shared,
      releaseName: "karpenter",
      chart: "karpenter",
      defaultValues: {
        replicas,
        serviceAccount: { create: true, name: KARPENTER_SERVICE_ACCOUNT },
        settings: { clusterName, interruptionQueue: interruptionQueue(clusterName) },
      },
      values: props.values,
      dependsOn: [definitions.dependable],
    }).dependable;
    reportAtSynthesis(this, () => wholeNumberProblems("replicas", replicas, 1));
  }
}
