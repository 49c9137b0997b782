import type { FleetState } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { found } from "../support/finding";
import { newViolations } from "../support/violations";
import { shown } from "../support/wording";

export const unpinnedVersion: Rule = {
  id: "unpinned-version",
  severity: "warning",
  title: "The code does not give a version",
  why: "EKS uses its default version of that day, Terraform never changes it afterwards, and two clusters of the same code differ. A review shows no version, so no rule can check it. The rule warns when the resource is created.",
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
          `cluster ${shown(cluster.clusterName)} has no Kubernetes version: EKS uses its default of the day. Write the version`,
        ),
      ),
    // The version of a custom AMI is in the AMI.
    ...nodeGroups
      .filter(({ version, amiType }) => version === undefined && amiType !== "CUSTOM")
      .map((group) =>
        found(
          group,
          `node group ${shown(group.nodeGroupName)} has no Kubernetes version: it gets the version of its cluster at creation, and keeps it. Write the version, unless its launch template has an AMI`,
        ),
      ),
    ...addons
      .filter(({ addonVersion }) => addonVersion === undefined)
      .map((addon) =>
        found(
          addon,
          `add-on ${shown(addon.addonName)} has no version: EKS uses its default of the day. Write the version`,
        ),
      ),
  ];
}
