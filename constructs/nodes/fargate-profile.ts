import { EksFargateProfile } from "@cdktf/provider-aws/lib/eks-fargate-profile";
import { Construct } from "constructs";
import { KubernetesVersion } from "../../upgrade/eks/kubernetes-version";
import { VERSION_TAG } from "../../upgrade/eks/node-pool";
import type { FargateProfileSettings } from "../../upgrade/fleet/settings";
import type { FargateProfileState } from "../../upgrade/fleet/state";
import { type AwsResourcesProps, after, awsProviderOf, useAws } from "../aws-resources";
import { arnProblems } from "../checks/arns";
import { labelProblems } from "../checks/kubernetes";
import { nameProblems } from "../checks/names";
import { rightTypes } from "../checks/right-types";
import { subnetProblems } from "../checks/subnets";
import { textProblems } from "../checks/values";
import type { ClusterReference } from "../eks/cluster-reference";
import { EksRole } from "../eks/eks-role";
import { versionProblems } from "../eks/version-problems";
import { declarePart, placeOf } from "../fleet-part";
import { withMarks } from "../maps";
import { takeOver } from "../take-over";
import { reportAtSynthesis, stateOf } from "../validation";

export interface FargateProfileProps extends FargateProfileSettings, AwsResourcesProps {
  readonly cluster: ClusterReference;
  /** A change replaces the profile. @default - the id */
  readonly profileName?: string;
  /** The permissions boundary of the role that is created. @default - none */
  readonly permissionsBoundaryArn?: string;
}

/** A Fargate profile, with the role that pulls images for its pods. The profile keeps the version of its pods in a tag. */
export class FargateProfile extends Construct {
  readonly profileName: string;
  readonly podExecutionRoleArn: string;

  constructor(scope: Construct, id: string, props: FargateProfileProps) {
    super(scope, id);
    props = rightTypes(this, "FargateProfileProps", props);
    useAws(this, props, props.cluster);
    const cluster = props.cluster.inStackOf(this);
    this.profileName = props.profileName ?? id;
    const role = this.executionRole(cluster, props);
    this.podExecutionRoleArn = role.roleArn;
    const subnetIds = props.subnetIds ?? cluster.subnetIds;
    const { selectors, version, adopted } = props;
    const profile = new EksFargateProfile(this, "Default", {
      clusterName: cluster.clusterName,
      fargateProfileName: this.profileName,
      podExecutionRoleArn: role.roleArn,
      subnetIds: [...subnetIds],
      selector: selectors.map(({ namespace, labels }) => ({ namespace, labels })),
      tags: withMarks(props.tags, { [VERSION_TAG]: version }),
      dependsOn: after(role.policyAttachments, props.dependsOn),
      provider: awsProviderOf(this),
    });
    takeOver(this, profile, {
      movedFrom: undefined,
      importId: adopted ? `${cluster.declaredName}:${this.profileName}` : undefined,
    });
    declarePart(this, () => ({
      fargateProfiles: [
        {
          ...placeOf(this),
          cluster: cluster.clusterKey,
          profileName: stateOf(this.profileName),
          selectors: stateOf(selectors.map(({ namespace, labels = {} }) => ({ namespace, labels }))),
          subnetIds: stateOf(subnetIds),
          version,
        } satisfies FargateProfileState,
      ],
    }));
    reportAtSynthesis(this, () => [
      ...nameProblems("the name of the Fargate profile", this.profileName, "fargateProfile"),
      ...versionProblems("version", version, KubernetesVersion.problemOf),
      ...(selectors.length >= 1 && selectors.length <= 5
        ? []
        : [`the number of selectors is ${selectors.length}: expected 1 to 5`]),
      ...selectors.flatMap(({ namespace, labels }, index) => [
        ...textProblems(
          `selectors[${index}].namespace`,
          namespace,
          /^[a-z0-9*?]([a-z0-9*?-]{0,61}[a-z0-9*?])?$/,
          "the name of a namespace, in which * and ? match any text and any character",
        ),
        ...labelProblems(`selectors[${index}].labels`, labels),
      ]),
      ...(subnetIds.length === 0
        ? ["subnetIds is empty: expected private subnets, here or on the cluster"]
        : props.subnetIds === undefined
          ? []
          : subnetProblems(props.subnetIds, 1)),
      ...arnProblems("podExecutionRoleArn", props.podExecutionRoleArn, "role"),
      ...arnProblems("permissionsBoundaryArn", props.permissionsBoundaryArn, "policy"),
    ]);
  }

  private executionRole(
    { declaredName, partition }: ClusterReference,
    { podExecutionRoleArn, permissionsBoundaryArn }: FargateProfileProps,
  ): Pick<EksRole, "roleArn" | "policyAttachments"> {
    return podExecutionRoleArn === undefined
      ? new EksRole(this, "role", {
          roleName: `${declaredName}-fargate-${this.profileName}`,
          service: "eks-fargate-pods.amazonaws.com",
          partition,
          managedPolicies: ["AmazonEKSFargatePodExecutionRolePolicy"],
          permissionsBoundaryArn,
        })
      : { roleArn: podExecutionRoleArn, policyAttachments: [] };
  }
}
