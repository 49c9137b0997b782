import { EksPodIdentityAssociation } from "@cdktf/provider-aws/lib/eks-pod-identity-association";
import { Construct } from "constructs";
import { KARPENTER_SERVICE_ACCOUNT } from "../../upgrade/eks/karpenter";
import type { PodIdentityAssociationOptions as Settings } from "../../upgrade/fleet/settings";
import { type AwsResourcesProps, after, awsProviderOf, useAws } from "../aws-resources";
import { arnProblems } from "../checks/arns";
import { nameProblems } from "../checks/names";
import { rightTypes } from "../checks/right-types";
import { wordProblems } from "../checks/values";
import { declarePart, placeOf } from "../fleet-part";
import { reportAtSynthesis } from "../validation";
import type { ClusterReference } from "./cluster-reference";

export interface PodIdentityAssociationProps extends Settings, AwsResourcesProps {
  readonly cluster: ClusterReference;
}

/** Gives the pods of a service account an IAM role. It requires the add-on `eks-pod-identity-agent`. */
export class PodIdentityAssociation extends Construct {
  readonly namespace: string;
  readonly serviceAccount: string;

  constructor(scope: Construct, id: string, props: PodIdentityAssociationProps) {
    super(scope, id);
    props = rightTypes(this, "PodIdentityAssociationProps", props);
    useAws(this, props, props.cluster);
    const cluster = props.cluster.inStackOf(this);
    this.namespace = props.namespace;
    this.serviceAccount = props.serviceAccount;
    const association = new EksPodIdentityAssociation(this, "Default", {
      clusterName: cluster.clusterName,
      namespace: props.namespace,
      serviceAccount: props.serviceAccount,
      roleArn: props.roleArn,
      tags: props.tags,
      dependsOn: after(props.dependsOn),
      provider: awsProviderOf(this),
    });
    if (props.adoptedAssociationId !== undefined) {
      association.importFrom(`${cluster.declaredName},${props.adoptedAssociationId}`);
    }
    if (props.serviceAccount === KARPENTER_SERVICE_ACCOUNT) {
      const place = placeOf(this);
      declarePart(this, () => ({
        otherNodes: [{ ...place, cluster: cluster.clusterKey, kind: "karpenter" }],
      }));
    }
    reportAtSynthesis(this, () => [
      ...nameProblems("the namespace", props.namespace, "kubernetes"),
      ...nameProblems("the service account", props.serviceAccount, "serviceAccount"),
      ...arnProblems("the role of the pods", props.roleArn, "role"),
      ...(props.adoptedAssociationId === undefined
        ? []
        : wordProblems(
            "adoptedAssociationId",
            props.adoptedAssociationId,
            'the id of the association, like "a-9a8b7c6d5e4f3a2b1"',
          )),
    ]);
  }
}
