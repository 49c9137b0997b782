/*
 * Plans as `terraform show -json` writes them. All clusters are alike: the control plane is upgraded from 1.33 to 1.34,
 * and nothing else changes. Each has the size of a real cluster: about 25 resources, 100 kB.
 */

const REGION = "ap-northeast-2";
const ACCOUNT = "123456789012";
const PROVIDER = "registry.terraform.io/hashicorp/aws";
const TAGS = { environment: "bench", team: "platform", "cost-center": "4711", "managed-by": "terraform" };

type Values = Readonly<Record<string, unknown>>;

interface Resource {
  readonly type: string;
  readonly name: string;
  readonly before: Values;
  readonly after: Values;
  readonly expressions: Values;
}

/** A plan of these clusters; each has its own resource addresses. */
export function planOf(clusterNames: readonly string[]): object {
  const resources = clusterNames.flatMap(clusterResources);
  const values = (which: "before" | "after") =>
    resources.map(({ type, name, ...resource }) => ({
      address: `${type}.${name}`,
      mode: "managed",
      type,
      name,
      provider_name: PROVIDER,
      schema_version: 1,
      values: resource[which],
      sensitive_values: { tags: {}, tags_all: {} },
    }));
  return {
    format_version: "1.2",
    terraform_version: "1.11.4",
    variables: { account: { value: ACCOUNT } },
    planned_values: { root_module: { resources: values("after") } },
    resource_changes: resources.map(({ type, name, before, after }) => ({
      address: `${type}.${name}`,
      mode: "managed",
      type,
      name,
      provider_name: PROVIDER,
      change: {
        actions: [before === after ? "no-op" : "update"],
        before,
        after,
        after_unknown: {},
        before_sensitive: { tags: {}, tags_all: {} },
        after_sensitive: { tags: {}, tags_all: {} },
      },
    })),
    prior_state: {
      format_version: "1.0",
      terraform_version: "1.11.4",
      values: { root_module: { resources: values("before") } },
    },
    configuration: {
      provider_config: {
        aws: { name: "aws", full_name: PROVIDER, expressions: { region: { constant_value: REGION } } },
      },
      root_module: {
        resources: resources.map(({ type, name, expressions }) => ({
          address: `${type}.${name}`,
          mode: "managed",
          type,
          name,
          provider_config_key: "aws",
          expressions,
          schema_version: 1,
        })),
      },
    },
    timestamp: "2026-11-24T09:00:00Z",
    applyable: true,
    complete: true,
    errored: false,
  };
}

function clusterResources(clusterName: string): readonly Resource[] {
  const role = (suffix: string) => `arn:aws:iam::${ACCOUNT}:role/${clusterName}-${suffix}`;
  const arn = (kind: string) => `arn:aws:eks:${REGION}:${ACCOUNT}:${kind}/${clusterName}`;
  const common = {
    region: REGION,
    tags: { ...TAGS, cluster: clusterName },
    tags_all: { ...TAGS, cluster: clusterName },
  };
  const cluster = {
    ...common,
    access_config: [{ authentication_mode: "API", bootstrap_cluster_creator_admin_permissions: false }],
    arn: arn("cluster"),
    bootstrap_self_managed_addons: false,
    certificate_authority: [{ data: "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t".repeat(40) }],
    created_at: "2026-01-12T09:30:00Z",
    deletion_protection: true,
    enabled_cluster_log_types: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
    encryption_config: [
      {
        provider: [{ key_arn: `arn:aws:kms:${REGION}:${ACCOUNT}:key/${clusterName}` }],
        resources: ["secrets"],
      },
    ],
    endpoint: `https://${clusterName}.gr7.${REGION}.eks.amazonaws.com`,
    force_update_version: null,
    id: clusterName,
    identity: [{ oidc: [{ issuer: `https://oidc.eks.${REGION}.amazonaws.com/id/${clusterName}` }] }],
    kubernetes_network_config: [
      {
        elastic_load_balancing: [{ enabled: false }],
        ip_family: "ipv4",
        service_ipv4_cidr: "172.20.0.0/16",
        service_ipv6_cidr: "",
      },
    ],
    name: clusterName,
    platform_version: "eks.12",
    role_arn: role("cluster"),
    status: "ACTIVE",
    timeouts: { create: "60m", delete: "30m", update: "120m" },
    upgrade_policy: [{ support_type: "EXTENDED" }],
    version: "1.33",
    vpc_config: [
      {
        cluster_security_group_id: "sg-0a0100000000000ff",
        endpoint_private_access: true,
        endpoint_public_access: false,
        public_access_cidrs: [],
        security_group_ids: ["sg-0a01000000000001f"],
        subnet_ids: ["subnet-0a0100000000000a1", "subnet-0a0100000000000c1"],
        vpc_id: "vpc-0a01000000000000f",
      },
    ],
    zonal_shift_config: [],
  };
  const resource = (
    type: string,
    name: string,
    before: Values,
    expressions: Values,
    after = before,
  ): Resource => ({
    type,
    name: `${clusterName}_${name}`,
    before,
    after,
    expressions,
  });
  const reference = (target: string) => ({ references: [`${target}.arn`, target] });
  const nodeGroup = (name: string) =>
    resource(
      "aws_eks_node_group",
      name,
      {
        ...common,
        ami_type: "AL2023_x86_64_STANDARD",
        arn: `${arn("nodegroup")}/${name}/1`,
        capacity_type: "ON_DEMAND",
        cluster_name: clusterName,
        disk_size: 0,
        force_update_version: null,
        id: `${clusterName}:${name}`,
        instance_types: ["m6i.4xlarge"],
        labels: { group: "workers", instancegroup: name, subgroup: "v1" },
        launch_template: [{ id: `lt-${clusterName}`, name: `${clusterName}-${name}`, version: "1" }],
        node_group_name: name,
        node_repair_config: [],
        node_role_arn: role("nodes"),
        release_version: "1.33.4-20260901",
        remote_access: [],
        resources: [
          {
            autoscaling_groups: [{ name: `eks-${name}-${clusterName}` }],
            remote_access_security_group_id: "",
          },
        ],
        scaling_config: [{ desired_size: 12, max_size: 60, min_size: 3 }],
        status: "ACTIVE",
        subnet_ids: ["subnet-0a0100000000000a1", "subnet-0a0100000000000c1"],
        taint: [],
        timeouts: { create: "60m", delete: "60m", update: "180m" },
        update_config: [{ max_unavailable: 0, max_unavailable_percentage: 33 }],
        version: "1.33",
      },
      {
        cluster_name: {
          references: [
            `aws_eks_cluster.${clusterName}_cluster.name`,
            `aws_eks_cluster.${clusterName}_cluster`,
          ],
        },
        node_group_name: { constant_value: name },
        node_role_arn: reference(`aws_iam_role.${clusterName}_nodes`),
        scaling_config: [{ max_size: { constant_value: 60 }, min_size: { constant_value: 3 } }],
        version: { constant_value: "1.33" },
      },
    );
  const addon = (addonName: string, addonVersion: string) =>
    resource(
      "aws_eks_addon",
      addonName,
      {
        ...common,
        addon_name: addonName,
        addon_version: addonVersion,
        arn: `${arn("addon")}/${addonName}/1`,
        cluster_name: clusterName,
        configuration_values: JSON.stringify({
          tolerations: [{ operator: "Exists" }],
          resources: { limits: { memory: "170Mi" } },
        }),
        created_at: "2026-01-12T09:40:00Z",
        id: `${clusterName}:${addonName}`,
        modified_at: "2026-09-12T09:40:00Z",
        pod_identity_association: [],
        preserve: true,
        resolve_conflicts_on_create: "OVERWRITE",
        resolve_conflicts_on_update: "PRESERVE",
        service_account_role_arn: null,
        timeouts: null,
      },
      {
        addon_name: { constant_value: addonName },
        addon_version: { constant_value: addonVersion },
        cluster_name: {
          references: [
            `aws_eks_cluster.${clusterName}_cluster.name`,
            `aws_eks_cluster.${clusterName}_cluster`,
          ],
        },
      },
    );
  const iamRole = (name: string, service: string) =>
    resource(
      "aws_iam_role",
      name,
      {
        ...common,
        arn: role(name),
        assume_role_policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Action: ["sts:AssumeRole"], Effect: "Allow", Principal: { Service: service } }],
        }),
        create_date: "2026-01-12T09:20:00Z",
        description: `${name} of ${clusterName}`,
        force_detach_policies: false,
        id: `${clusterName}-${name}`,
        inline_policy: [],
        managed_policy_arns: ["arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"],
        max_session_duration: 3600,
        name: `${clusterName}-${name}`,
        name_prefix: "",
        path: "/",
        permissions_boundary: "",
        unique_id: "AROAQ3EGRHY2X5EXAMPLE",
      },
      { name: { constant_value: `${clusterName}-${name}` } },
    );
  const others = ["aws_cloudwatch_log_group", "aws_kms_key", "aws_kms_alias", "aws_eks_access_entry"].flatMap(
    (type) =>
      [1, 2, 3].map((index) =>
        resource(
          type,
          `other-${index}`,
          {
            ...common,
            arn: arn(type),
            id: `${clusterName}-${index}`,
            name: `/${clusterName}/${index}`,
            policy: JSON.stringify(TAGS).repeat(4),
          },
          { name: { constant_value: `/${clusterName}/${index}` } },
        ),
      ),
  );
  return [
    resource(
      "aws_eks_cluster",
      "cluster",
      cluster,
      {
        name: { constant_value: clusterName },
        role_arn: reference(`aws_iam_role.${clusterName}_cluster`),
        version: { constant_value: "1.34" },
      },
      { ...cluster, version: "1.34" },
    ),
    nodeGroup("workers-v1"),
    nodeGroup("workers-v2"),
    addon("kube-proxy", "v1.33.10-eksbuild.29"),
    addon("coredns", "v1.12.4-eksbuild.38"),
    addon("vpc-cni", "v1.22.4-eksbuild.3"),
    addon("eks-pod-identity-agent", "v1.4.0-eksbuild.1"),
    iamRole("cluster", "eks.amazonaws.com"),
    iamRole("nodes", "ec2.amazonaws.com"),
    iamRole("cni", "pods.eks.amazonaws.com"),
    ...others,
  ];
}
