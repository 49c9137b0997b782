import { fleet } from "../../fleet/fleet";
import type { Environment } from "../../stacks/environment";
import { addressesIn, type Stack, stackOf, stacksOf, withCluster, workers } from "./fixtures";

/*
 * The contract with the Terraform states of the fleet: the names of its stacks, addresses and releases. If a name
 * changes, Terraform destroys a resource and creates another, so nothing here can change by itself.
 *
 * An upgrade changes nothing in this file. A new cluster, load balancer or rule adds its lines, and a removed
 * one removes them. If an address must change, the change ships with a `moved` block or a state move
 * in its release notes, and this file changes with it.
 */

const stacks = stacksOf(fleet);

const STACKS = [
  "alpha-ca-a",
  "alpha-jp-a",
  "alpha-kr-a",
  "alpha-kr-a-workload",
  "alpha-kr-b",
  "alpha-kr-b-workload",
  "alpha-uk-a",
  "alpha-webapp",
  "production-ca-a",
  "production-jp-a",
  "production-kr-a",
  "production-ops-kr-a",
  "production-uk-a",
];

const CLUSTER = [
  "aws_cloudwatch_log_group.cluster_logs_1669D170",
  "aws_eks_addon.cluster_coredns_98314015",
  "aws_eks_addon.cluster_eks-pod-identity-agent_328E1DF3",
  "aws_eks_addon.cluster_kube-proxy_6C469389",
  "aws_eks_addon.cluster_vpc-cni_88A11E7C",
  "aws_eks_cluster.cluster",
  "aws_iam_role.cluster_node-role_681EE9FE",
  "aws_iam_role.cluster_role_7E4D8788",
  "aws_iam_role_policy.cluster_role_secrets-key_C645E7E0",
  "aws_iam_role_policy_attachment.cluster_node-role_AmazonEC2ContainerRegistryPullOnly_7C391672",
  "aws_iam_role_policy_attachment.cluster_node-role_AmazonEKSWorkerNodePolicy_CAA01D58",
  "aws_iam_role_policy_attachment.cluster_node-role_AmazonEKS_CNI_Policy_4B8CF6F9",
  "aws_iam_role_policy_attachment.cluster_role_AmazonEKSClusterPolicy_FC3DD531",
  "aws_kms_alias.cluster_secrets-key-alias_0EF21C07",
  "aws_kms_key.cluster_secrets-key_1ED7DE39",
  "data.aws_eks_cluster.cluster_guard_cluster_C5FB4A38",
  "data.aws_eks_clusters.cluster_guard_clusters_95A5137F",
  "data.aws_eks_node_group.cluster_guard_node-group_90104035",
  "data.aws_eks_node_groups.cluster_guard_node-groups_9CD81E21",
  "data.aws_partition.cluster_partition_58BA2465",
];

/** By the environment's name. */
const ADMINISTRATORS: Readonly<Record<string, readonly string[]>> = {
  alpha: [
    "aws_eks_access_entry.cluster_administrator-123456789012-role--platform_733ADF47",
    "aws_eks_access_policy_association.cluster_administrator-123456789012-role--platform_AmazonEKSClusterAdminPolicy_1FCDFA39",
  ],
  production: [
    "aws_eks_access_entry.cluster_administrator-111122223333-role--platform_B4A417D0",
    "aws_eks_access_policy_association.cluster_administrator-111122223333-role--platform_AmazonEKSClusterAdminPolicy_6AFDDF6D",
  ],
};

/** What the cluster stack has for in-cluster resources, by the property that creates it. */
const CONTROLLERS = {
  loadBalancerController: [
    "aws_eks_pod_identity_association.cluster_load-balancer-controller_009BFF41",
    "aws_iam_role.load-balancer-controller",
    "aws_iam_role_policy.load-balancer-controller_policy_1F124ED1",
  ],
  clusterAutoscaler: [
    "aws_eks_pod_identity_association.cluster_cluster-autoscaler_C4259FC9",
    "aws_iam_role.cluster-autoscaler",
    "aws_iam_role_policy.cluster-autoscaler_policy_8B2401FF",
  ],
} as const;

/** Three generations, so that the next upgrade finds its generation here. */
const NODE_GROUPS: Readonly<Record<string, readonly string[]>> = {
  "workers-v1": [
    "aws_eks_node_group.cluster_workers-v1_A6435936",
    "aws_launch_template.cluster_workers-v1_launch-template_9040B53E",
  ],
  "workers-v2": [
    "aws_eks_node_group.cluster_workers-v2_9BC16F2D",
    "aws_launch_template.cluster_workers-v2_launch-template_FD4C1CD1",
  ],
  "workers-v3": [
    "aws_eks_node_group.cluster_workers-v3_CD2B0CCF",
    "aws_launch_template.cluster_workers-v3_launch-template_ABCC0CD4",
  ],
};

const LOAD_BALANCER = [
  "aws_lb.load-balancer",
  "aws_lb_listener.listeners_http_118C22B1",
  "aws_lb_listener.listeners_https_5F94B91D",
  "aws_lb_listener_rule.listeners_previews_a_http_C6673E1D",
  "aws_lb_listener_rule.listeners_previews_a_https_D2695701",
  "aws_lb_listener_rule.listeners_previews_b_http_742E69F8",
  "aws_lb_listener_rule.listeners_previews_b_https_6C56185C",
  "aws_lb_listener_rule.listeners_rules_api_http_6BA8A908",
  "aws_lb_listener_rule.listeners_rules_api_https_6DFBC9AB",
  "aws_lb_listener_rule.listeners_rules_articles_http_3DC6408F",
  "aws_lb_listener_rule.listeners_rules_articles_https_5494D0C4",
  "aws_lb_listener_rule.listeners_rules_assets_http_F15225B3",
  "aws_lb_listener_rule.listeners_rules_assets_https_2907C158",
  "aws_lb_listener_rule.listeners_rules_categories_http_7ADC4E76",
  "aws_lb_listener_rule.listeners_rules_categories_https_650608DF",
  "aws_lb_listener_rule.listeners_rules_chat_http_BECA8396",
  "aws_lb_listener_rule.listeners_rules_chat_https_4792DF92",
  "aws_lb_listener_rule.listeners_rules_health_http_B9D19F15",
  "aws_lb_listener_rule.listeners_rules_health_https_CCB2F6BF",
  "aws_lb_listener_rule.listeners_rules_images_http_802B1EE1",
  "aws_lb_listener_rule.listeners_rules_images_https_7B7FE205",
  "aws_lb_listener_rule.listeners_rules_jobs_http_27A0BD1D",
  "aws_lb_listener_rule.listeners_rules_jobs_https_8C428925",
  "aws_lb_listener_rule.listeners_rules_login_http_8AEE5EE9",
  "aws_lb_listener_rule.listeners_rules_login_https_0DA9DC25",
  "aws_lb_listener_rule.listeners_rules_notifications_http_AA2E305C",
  "aws_lb_listener_rule.listeners_rules_notifications_https_D878F98E",
  "aws_lb_listener_rule.listeners_rules_profile_http_C93AD9A6",
  "aws_lb_listener_rule.listeners_rules_profile_https_936EACF3",
  "aws_lb_listener_rule.listeners_rules_regions_http_97BAB212",
  "aws_lb_listener_rule.listeners_rules_regions_https_66A5F376",
  "aws_lb_listener_rule.listeners_rules_reviews_http_8D0D0AD8",
  "aws_lb_listener_rule.listeners_rules_reviews_https_2242300A",
  "aws_lb_listener_rule.listeners_rules_search_http_3DCD5AAE",
  "aws_lb_listener_rule.listeners_rules_search_https_B4F7EA9B",
  "aws_lb_listener_rule.listeners_rules_signup_http_D0067843",
  "aws_lb_listener_rule.listeners_rules_signup_https_A57759F6",
  "aws_lb_listener_rule.listeners_rules_webhooks_http_28C5BDD5",
  "aws_lb_listener_rule.listeners_rules_webhooks_https_778ED66B",
  "aws_lb_target_group.target-group-a",
  "aws_lb_target_group.target-group-b",
  "aws_lb_target_group.target-group-default",
  "aws_security_group.load-balancer_security-group_80A0008E",
  "aws_vpc_security_group_egress_rule.load-balancer_egress-alpha-kr-a-80_EF328A16",
  "aws_vpc_security_group_egress_rule.load-balancer_egress-alpha-kr-b-80_3A962FEF",
  "aws_vpc_security_group_ingress_rule.load-balancer_ingress-world-443_E35CF9A5",
  "aws_vpc_security_group_ingress_rule.load-balancer_ingress-world-80_4C6BE7A5",
  "aws_vpc_security_group_ingress_rule.load-balancer_pods-alpha-kr-a-80_F7B4430B",
  "aws_vpc_security_group_ingress_rule.load-balancer_pods-alpha-kr-b-80_BEA102E4",
  "data.aws_eks_cluster.cluster-alpha-kr-a",
  "data.aws_eks_cluster.cluster-alpha-kr-b",
];

const WORKLOADS: Readonly<Record<string, readonly string[]>> = {
  "alpha-kr-a-workload": [
    "data.aws_eks_cluster.cluster",
    "data.aws_lb_target_group.target-group-alpha-webapp-a",
    "data.helm_template.load-balancer-controller_crds_chart_3B30E761",
    "data.kubernetes_resources.binding-alpha-webapp-a_live_binding_66653857",
    "data.kubernetes_resources.binding-alpha-webapp-a_live_kept_97C4BDA7",
    "data.kubernetes_resources.binding-api",
    "helm_release.binding-alpha-webapp-a",
    "helm_release.load-balancer-controller",
    "helm_release.load-balancer-controller_crds_3FE4D0CC",
    "helm_release.load-balancer-controller_guard_84E1242A",
    "kubernetes_config_map_v1.identity",
    "kubernetes_labels.namespace-webapp_labels_ADC6A66C",
    "kubernetes_namespace_v1.namespace-webapp",
    "kubernetes_role_binding_v1.identity_readers_C6FDECE2",
    "kubernetes_role_v1.identity_reader_3C637612",
    "terraform_data.binding-alpha-webapp-a_target-group_E74BD685",
  ],
  "alpha-kr-b-workload": [
    "data.aws_eks_cluster.cluster",
    "data.aws_lb_target_group.target-group-alpha-webapp-b",
    "data.helm_template.load-balancer-controller_crds_chart_3B30E761",
    "data.kubernetes_resources.binding-alpha-webapp-b_live_binding_6CD7A006",
    "data.kubernetes_resources.binding-alpha-webapp-b_live_kept_1F0FB85E",
    "data.kubernetes_resources.binding-api",
    "helm_release.binding-alpha-webapp-b",
    "helm_release.cluster-autoscaler",
    "helm_release.load-balancer-controller",
    "helm_release.load-balancer-controller_crds_3FE4D0CC",
    "helm_release.load-balancer-controller_guard_84E1242A",
    "helm_release.release-istio-base",
    "helm_release.release-istiod",
    "kubernetes_config_map_v1.identity",
    "kubernetes_labels.namespace-istio-system_labels_FEE8D24E",
    "kubernetes_labels.namespace-webapp_labels_ADC6A66C",
    "kubernetes_namespace_v1.namespace-istio-system",
    "kubernetes_namespace_v1.namespace-webapp",
    "kubernetes_role_binding_v1.identity_readers_C6FDECE2",
    "kubernetes_role_v1.identity_reader_3C637612",
    "terraform_data.binding-alpha-webapp-b_target-group_D5FC4EF3",
  ],
};

const RELEASES: Readonly<Record<string, readonly string[]>> = {
  "alpha-kr-a-workload": [
    "aws-load-balancer-tgb-webapp-alpha-kr-a",
    "aws-load-balancer-controller",
    "aws-load-balancer-controller-crds",
    "aws-load-balancer-controller-guard",
  ],
  "alpha-kr-b-workload": [
    "aws-load-balancer-tgb-webapp-alpha-kr-b",
    "cluster-autoscaler",
    "aws-load-balancer-controller",
    "aws-load-balancer-controller-crds",
    "aws-load-balancer-controller-guard",
    "istio-base",
    "istiod",
  ],
};

test("the names of the stacks are pinned", () => {
  expect(Object.keys(stacks).sort()).toEqual(STACKS);
});

const clusters = fleet.flatMap((environment) =>
  Object.keys(environment.clusters).map((name) => [name, environment] as const),
);

test.each(clusters)("the addresses of cluster %s are pinned", (name, environment) => {
  expect(addressesOf(name)).toEqual(
    [
      ...CLUSTER,
      ...(ADMINISTRATORS[environment.name] ?? []),
      ...nodeGroupsOf(name, environment),
      ...(environment.clusters[name]?.loadBalancerController === undefined
        ? []
        : CONTROLLERS.loadBalancerController),
      ...(environment.clusters[name]?.clusterAutoscaler === undefined ? [] : CONTROLLERS.clusterAutoscaler),
    ].sort(),
  );
});

test("the addresses of the load balancer are pinned", () => {
  expect(addressesOf("alpha-webapp")).toEqual(LOAD_BALANCER);
});

test.each(Object.entries(WORKLOADS))("the addresses of %s are pinned", (name, addresses) => {
  expect(addressesOf(name)).toEqual(addresses);
});

test("the names of the Helm releases are pinned", () => {
  const releasesOf = ({ resource }: Stack) =>
    Object.values(resource.helm_release ?? {}).map(({ name }) => name);
  expect(
    Object.fromEntries(
      Object.entries(stacks)
        .map(([stack, each]) => [stack, releasesOf(each)] as const)
        .filter(([, names]) => names.length > 0),
    ),
  ).toEqual(RELEASES);
});

test("the addresses of the generations of node groups are pinned", () => {
  const nodeGroups = Object.fromEntries(
    Object.keys(NODE_GROUPS).map((name) => [
      name,
      { ...workers, version: "1.34", phase: "retired" } as const,
    ]),
  );
  const environment = withCluster({ nodeGroups });
  const addresses = addressesIn(stackOf("beta-kr-a", [environment])).filter((each) =>
    each.includes("workers"),
  );
  expect([...addresses].sort()).toEqual([...nodeGroupsOf("beta-kr-a", environment)].sort());
});

function addressesOf(name: string): readonly string[] {
  const stack = stacks[name];
  return stack === undefined ? [] : [...addressesIn(stack)].sort();
}

function nodeGroupsOf(name: string, { clusters }: Environment): readonly string[] {
  return Object.keys(clusters[name]?.nodeGroups ?? {}).flatMap(
    (nodeGroup) => NODE_GROUPS[nodeGroup] ?? [`${nodeGroup} is not pinned`],
  );
}
