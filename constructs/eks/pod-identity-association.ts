import { EksPodIdentityAssociation } from "@cdktf/provider-aws/lib/eks-pod-identity-association";
import { Construct } from "constructs";
import type { PodIdentityAssociationOptions } from "../../upgrade/fleet/settings";
import type { ClusterReference } from "./cluster-reference";

export interface PodIdentityAssociationProps extends PodIdentityAssociationOptions {
  readonly cluster: ClusterReference;
}

/** Gives the pods of a service account an IAM role. It requires the add-on `eks-pod-identity-agent`. */
export class PodIdentityAssociation extends Construct {
  constructor(scope: Construct, id: string, props: PodIdentityAssociationProps) {
    super(scope, id);
    const association = new EksPodIdentityAssociation(this, "Default", {
      clusterName: props.cluster.clusterName,
      namespace: props.namespace,
      serviceAccount: props.serviceAccount,
      roleArn: props.roleArn,
      tags: props.tags,
    });
    if (props.adoptedAssociationId !== undefined) {
      association.importFrom(`${props.cluster.declaredName},${props.adoptedAssociationId}`);
    }
  }
}
