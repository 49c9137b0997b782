import { AccessPolicy } from "../../../constructs/eks/access-entry";
import { synthesize } from "../../synthesize";
import { ADMINISTRATOR, withCluster, workers } from "./fixtures";

/*
 * Terraform addresses are a contract: if one changes, Terraform destroys a cluster and creates another. A row can be
 * added here. If one must change, the change ships with a `moved` block.
 */

const { resource, data } = synthesize(
  withCluster({ administrators: [ADMINISTRATOR] }, (cluster) => {
    cluster.addAddon("vpc-cni", { addonVersion: "v1.23.1-eksbuild.1" });
    cluster.addAddon("coredns", { addonVersion: "v1.13.2-eksbuild.24" });
    cluster.addNodeGroup("workers-v1", { ...workers, phase: "retired" });
    cluster.addNodeGroup("workers-v2", workers);
    cluster.addAccessEntry("viewers", {
      principalArn: "arn:aws:iam::123456789012:role/viewers",
      policies: [AccessPolicy.VIEW],
    });
    cluster.addPodIdentityAssociation("webapp", {
      namespace: "webapp",
      serviceAccount: "webapp",
      roleArn: "arn:aws:iam::123456789012:role/webapp",
    });
  }),
);

const addresses = (block: typeof resource) =>
  Object.entries(block).flatMap(([type, named]) => Object.keys(named).map((name) => `${type}.${name}`));

test("the addresses of the resources are pinned", () => {
  expect(addresses(resource).sort()).toEqual([
    "aws_cloudwatch_log_group.alpha-kr-a_logs_9E063C7D",
    "aws_eks_access_entry.alpha-kr-a_administrator-123456789012-role--platform_95C664BD",
    "aws_eks_access_entry.alpha-kr-a_viewers_5A1003AC",
    "aws_eks_access_policy_association.alpha-kr-a_administrator-123456789012-role--platform_AmazonEKSClusterAdminPolicy_64D691A4",
    "aws_eks_access_policy_association.alpha-kr-a_viewers_AmazonEKSViewPolicy_03147A2D",
    "aws_eks_addon.alpha-kr-a_coredns_3EF28759",
    "aws_eks_addon.alpha-kr-a_vpc-cni_5640430E",
    "aws_eks_cluster.alpha-kr-a",
    "aws_eks_node_group.alpha-kr-a_workers-v1_86F57D55",
    "aws_eks_node_group.alpha-kr-a_workers-v2_A9345363",
    "aws_eks_pod_identity_association.alpha-kr-a_webapp_FBBBFA17",
    "aws_iam_role.alpha-kr-a_node-role_7AF908E3",
    "aws_iam_role.alpha-kr-a_role_D4B1BDC7",
    "aws_iam_role_policy.alpha-kr-a_role_secrets-key_F65CAF13",
    "aws_iam_role_policy_attachment.alpha-kr-a_node-role_AmazonEC2ContainerRegistryPullOnly_211AB612",
    "aws_iam_role_policy_attachment.alpha-kr-a_node-role_AmazonEKSWorkerNodePolicy_35FE882C",
    "aws_iam_role_policy_attachment.alpha-kr-a_node-role_AmazonEKS_CNI_Policy_1F70AF89",
    "aws_iam_role_policy_attachment.alpha-kr-a_role_AmazonEKSClusterPolicy_39D83782",
    "aws_kms_alias.alpha-kr-a_secrets-key-alias_C54A84F3",
    "aws_kms_key.alpha-kr-a_secrets-key_D863BD37",
    "aws_launch_template.alpha-kr-a_workers-v1_launch-template_52058173",
    "aws_launch_template.alpha-kr-a_workers-v2_launch-template_14079D3F",
  ]);
});

test("the addresses of the data sources are pinned", () => {
  expect(addresses(data).sort()).toEqual([
    "aws_eks_cluster.alpha-kr-a_guard_cluster_62AEF195",
    "aws_eks_clusters.alpha-kr-a_guard_clusters_AC99B63F",
    "aws_eks_node_group.alpha-kr-a_guard_node-group_30317DB0",
    "aws_eks_node_groups.alpha-kr-a_guard_node-groups_98CA2557",
    "aws_partition.alpha-kr-a_partition_F3453787",
    "aws_ssm_parameters_by_path.alpha-kr-a_guard_drained_4B10730A",
  ]);
});
