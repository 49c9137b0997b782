import type { FleetState } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { found } from "../support/finding";
import { newViolations } from "../support/violations";
import { told } from "../support/wording";

export const unpinnedVersion: Rule = {
  id: "unpinned-version",
  severity: "warning",
  title: "a version that the code leaves to EKS",
  why: "EKS takes what is its default on that day, Terraform never moves it afterwards, and two clusters of the same code differ. A review shows no version, so no rule can judge it either. It is told when the thing is made.",
  source:
    "AWS provider, aws_eks_cluster, aws_eks_node_group and aws_eks_addon (a version that is left out is computed); terraform-aws-modules/terraform-aws-eks #2749",
  judge: (input) => newViolations(input, ({ fleet }) => findingsIn(fleet)),
};

function findingsIn({ clusters, nodeGroups, addons }: FleetState): readonly Finding[] {
  return [
    ...clusters
      .filter(({ version }) => version === undefined)
      .map((cluster) =>
        found(
          cluster,
          `cluster ${told(cluster.clusterName)} names no Kubernetes version, so EKS takes its default of the day; write the version`,
        ),
      ),
    // An AMI of one's own has its version in it.
    ...nodeGroups
      .filter(({ version, amiType }) => version === undefined && amiType !== "CUSTOM")
      .map((group) =>
        found(
          group,
          `node group ${told(group.nodeGroupName)} names no Kubernetes version, so it is born at its cluster's and then stays behind; write the version, unless its launch template has an AMI of its own`,
        ),
      ),
    ...addons
      .filter(({ addonVersion }) => addonVersion === undefined)
      .map((addon) =>
        found(
          addon,
          `add-on ${told(addon.addonName)} names no version, so EKS takes its default of the day; write the build`,
        ),
      ),
  ];
}
