import { EksPodIdentityAssociation } from "@cdktf/provider-aws/lib/eks-pod-identity-association";
import { Construct } from "constructs";
import type { ICluster } from "./cluster";

export interface PodIdentityAssociationOptions {
  /** A change replaces the association. */
  readonly namespace: string;
  /** A change replaces the association. */
  readonly serviceAccount: string;
  /** A role that trusts `pods.eks.amazonaws.com`. Changed in place; pods get it when they start anew. */
  readonly roleArn: string;
  /** Changed in place. @default - none */
  readonly tags?: Readonly<Record<string, string>>;
  /** Of one that was there before it came under code, "a-1234…": an import block brings it into the state. */
  readonly adoptedAssociationId?: string;
}

export interface PodIdentityAssociationProps extends PodIdentityAssociationOptions {
  readonly cluster: ICluster;
}

/** Gives the pods of a service account an IAM role. Takes the add-on `eks-pod-identity-agent`. */
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
