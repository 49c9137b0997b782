import { EksAccessEntry } from "@cdktf/provider-aws/lib/eks-access-entry";
import { EksAccessPolicyAssociation } from "@cdktf/provider-aws/lib/eks-access-policy-association";
import { Construct } from "constructs";
import { autoModePoolRole } from "../../upgrade/eks/karpenter";
import { awsProviderOf } from "../aws-resources";
import { AUTO_MODE_NODE_POLICIES } from "./auto-mode";
import { EksRole } from "./eks-role";
import type { ICluster } from "./icluster";

export interface AutoModePoolRoleProps {
  readonly cluster: ICluster;
  readonly permissionsBoundaryArn: string | undefined;
}

/**
 * The role of the nodes of our own node pools in Auto Mode, with its access entry: EKS creates entries only for the role of
 * its own node pools.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/create-node-class.html
 */
export class AutoModePoolRole extends Construct {
  constructor(scope: Construct, id: string, { cluster, permissionsBoundaryArn }: AutoModePoolRoleProps) {
    super(scope, id);
    const { declaredName, partition, clusterName } = cluster;
    const provider = awsProviderOf(this);
    const role = new EksRole(this, "role", {
      roleName: autoModePoolRole(declaredName),
      service: "ec2.amazonaws.com",
      partition,
      managedPolicies: AUTO_MODE_NODE_POLICIES,
      permissionsBoundaryArn,
    });
    const entry = new EksAccessEntry(this, "access", {
      clusterName,
      principalArn: role.roleArn,
      type: "EC2",
      dependsOn: [...role.policyAttachments],
      provider,
    });
    new EksAccessPolicyAssociation(this, "policy", {
      clusterName,
      principalArn: entry.principalArn,
      policyArn: `arn:${partition}:eks::aws:cluster-access-policy/AmazonEKSAutoNodePolicy`,
      accessScope: { type: "cluster" },
      provider,
    });
  }
}
