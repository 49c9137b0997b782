import { Annotations } from "@cdktf/provider-kubernetes/lib/annotations";
import { Labels } from "@cdktf/provider-kubernetes/lib/labels";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import type { ITerraformDependable, TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import type { NamespaceSettings } from "../../upgrade/fleet/settings";
import { annotationProblems, labelProblems } from "../checks/kubernetes";
import { nameProblems } from "../checks/names";
import { rightTypes } from "../checks/right-types";
import { mergedTexts } from "../maps";
import { reportAtSynthesis } from "../validation";

export interface NamespaceProps extends NamespaceSettings {
  /** @default - the Kubernetes provider of the stack */
  readonly provider?: TerraformProvider;
}

/**
 * A namespace. Its label makes the AWS Load Balancer Controller delay a new pod's readiness until the load balancer finds
 * the pod healthy. Labels and annotations that others set on it stay as they are.
 */
export class Namespace extends Construct {
  /** The namespace with its labels, for resources that depend on it. */
  readonly dependables: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: NamespaceProps) {
    super(scope, id);
    props = rightTypes(this, "NamespaceProps", props);
    const { name, annotations = {}, adopted, provider } = props;
    const labels = mergedTexts({ [READINESS_GATE_LABEL]: "enabled" }, props.labels);
    const namespace = new NamespaceV1(this, "Default", {
      metadata: { name },
      // Terraform would remove what it did not write. The resources below own single labels and annotations.
      lifecycle: { ignoreChanges: ["metadata[0].labels", "metadata[0].annotations"] },
      provider,
    });
    if (adopted === true) {
      namespace.importFrom(name);
    }
    // `force`: an earlier version of this construct, or a person, may own a field.
    const owned = { apiVersion: "v1", kind: "Namespace", metadata: { name }, force: true, provider };
    // Kubernetes removes what an owner applied before and leaves out now, so each of the two is an owner.
    const labelled = new Labels(this, "labels", {
      ...owned,
      fieldManager: "cdktf-eks-upgrade-labels",
      labels,
      dependsOn: [namespace],
    });
    this.dependables = [namespace, labelled];
    if (Object.keys(annotations).length > 0) {
      new Annotations(this, "annotations", {
        ...owned,
        fieldManager: "cdktf-eks-upgrade-annotations",
        annotations,
        dependsOn: [namespace],
      });
    }
    reportAtSynthesis(this, () => [
      ...nameProblems("the name of the namespace", name, "kubernetes"),
      ...labelProblems("labels", props.labels),
      ...annotationProblems("annotations", props.annotations),
    ]);
  }
}

/** The AWS Load Balancer Controller adds readiness gates to new pods of namespaces with it. */
const READINESS_GATE_LABEL = "elbv2.k8s.aws/pod-readiness-gate-inject";
