import { none, open, type Rollback, reinstall } from "./rollback";

const REVERT = open("revert the diff");

/** Attributes of any resource that a second update takes back. */
const ANYWHERE = ["tags", "tags_all", "description", "timeouts"];

/** Types of which each attribute that can be updated in place can be updated back. */
const WHOLE: ReadonlySet<string> = new Set([
  "aws_lb",
  "aws_alb",
  "aws_lb_listener",
  "aws_alb_listener",
  "aws_lb_listener_rule",
  "aws_alb_listener_rule",
  "aws_lb_target_group",
  "aws_alb_target_group",
  "aws_launch_template",
  "aws_security_group",
  "aws_security_group_rule",
  "aws_vpc_security_group_ingress_rule",
  "aws_vpc_security_group_egress_rule",
  "aws_iam_role",
  "aws_iam_policy",
  "aws_iam_role_policy",
  "aws_eks_access_entry",
  "aws_eks_pod_identity_association",
  "aws_route",
  "aws_route_table",
  "aws_route_table_association",
  "aws_cloudwatch_log_group",
]);

/** Attributes that EKS and other services change back in place, by Terraform's type. */
const ATTRIBUTES: ReadonlyMap<string, readonly string[]> = new Map([
  [
    "aws_eks_cluster",
    [
      "enabled_cluster_log_types",
      "vpc_config",
      "upgrade_policy",
      "deletion_protection",
      "zonal_shift_config",
      "control_plane_scaling_config",
      "force_update_version",
    ],
  ],
  [
    "aws_eks_node_group",
    ["labels", "taint", "scaling_config", "update_config", "node_repair_config", "force_update_version"],
  ],
  [
    "aws_eks_addon",
    [
      "configuration_values",
      "preserve",
      "resolve_conflicts_on_create",
      "resolve_conflicts_on_update",
      "service_account_role_arn",
      "pod_identity_association",
    ],
  ],
  ["aws_autoscaling_group", ["max_size", "min_size", "tag", "target_group_arns"]],
  ["aws_kms_key", ["enable_key_rotation", "is_enabled", "rotation_period_in_days", "policy"]],
]);

/** What really happens to attributes that do not simply change back. */
const OTHERWISE: ReadonlyMap<string, readonly (readonly [attribute: string, rollback: Rollback])[]> = new Map(
  [
    [
      "aws_eks_cluster",
      [
        [
          "encryption_config",
          none("EKS neither removes the encryption of secrets from a cluster nor changes its key"),
        ],
        ["access_config", none("EKS never changes the authentication mode back")],
        [
          "compute_config",
          none("EKS does not bring back nodes that it ended: what ran on them must start on others"),
        ],
        [
          "vpc_config.endpoint_private_access",
          open("revert the diff, from a network that the public endpoint lets in"),
        ],
      ] as const,
    ],
    ["helm_release", ["values", "set"].map((name) => [name, reinstall("values")] as const)],
  ],
);

/** The rollback of an update of an attribute. `undefined` if nobody knows it. */
export function rollbackOf(type: string, path: string): Rollback | undefined {
  const other = (OTHERWISE.get(type) ?? []).find(([name]) => covers(name, path));
  if (other !== undefined) {
    return other[1];
  }
  const names = [...ANYWHERE, ...(ATTRIBUTES.get(type) ?? [])];
  return WHOLE.has(type) || names.some((name) => covers(name, path)) ? REVERT : undefined;
}

export function covers(name: string, path: string): boolean {
  return path === name || path.startsWith(`${name}.`) || path.startsWith(`${name}[`);
}
