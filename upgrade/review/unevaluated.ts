import type { Action, FleetChange, ResourceChange } from "../fleet/change";
import { lazily } from "../fleet/lazily";
import { forEachThing } from "../fleet/parts";
import { ByPlace, type Place } from "../fleet/place";

/** A resource that a plan removes, replaces or updates, and that no rule evaluates, or not all that changes in it. */
export interface UnevaluatedChange extends Place {
  readonly type: string;
  readonly action: Action;
  /** Of an update: the changed attributes that no rule evaluates. */
  readonly attributes: readonly string[];
}

/** Attributes that change nothing that runs. */
const HARMLESS: ReadonlySet<string> = new Set([
  "tags",
  "tags_all",
  "timeouts",
  "description",
  "arn",
  "id",
  "created_at",
  "modified_at",
  "status",
  "platform_version",
  "resources",
  "certificate_authority",
  "endpoint",
  "identity",
  "latest_version",
  "default_version",
]);

/** What a rule of a security group allows. */
const OF_A_SECURITY_GROUP_RULE: readonly string[] = [
  "ip_protocol",
  "from_port",
  "to_port",
  "cidr_ipv4",
  "cidr_ipv6",
  "referenced_security_group_id",
  "prefix_list_id",
];

/** The attributes that rules evaluate when a resource is updated, by its type. */
const EVALUATED: ReadonlyMap<string, readonly string[]> = new Map([
  [
    "aws_eks_cluster",
    [
      "version",
      "force_update_version",
      "upgrade_policy",
      "deletion_protection",
      "encryption_config",
      "compute_config",
      "access_config",
      "vpc_config.endpoint_public_access",
      "vpc_config.endpoint_private_access",
      "vpc_config.public_access_cidrs",
    ],
  ],
  [
    "aws_eks_node_group",
    [
      "version",
      "release_version",
      "launch_template",
      "scaling_config",
      "taint",
      "labels",
      "force_update_version",
    ],
  ],
  ["aws_eks_addon", ["addon_version", "preserve", "service_account_role_arn", "pod_identity_association"]],
  ["aws_eks_access_entry", ["type", "principal_arn", "kubernetes_groups"]],
  ["aws_eks_pod_identity_association", ["role_arn"]],
  [
    "aws_autoscaling_group",
    ["desired_capacity", "launch_template", "mixed_instances_policy", "target_group_arns"],
  ],
  ["aws_lb_listener", ["default_action", "port", "protocol", "ssl_policy", "certificate_arn"]],
  ["aws_lb_listener_rule", ["action", "condition", "priority"]],
  [
    "aws_route53_record",
    ["weighted_routing_policy", "alias", "records", "set_identifier", "health_check_id", "ttl"],
  ],
  ["aws_ssm_parameter", ["insecure_value", "value", "version"]],
  ["aws_lb", ["security_groups", "subnets", "access_logs"]],
  ["aws_iam_role", ["assume_role_policy", "managed_policy_arns"]],
  ["aws_iam_policy_attachment", ["roles"]],
  ["aws_iam_role_policy_attachments_exclusive", ["policy_arns"]],
  ["aws_iam_openid_connect_provider", ["client_id_list", "thumbprint_list"]],
  ["aws_kms_key", ["is_enabled", "enable_key_rotation"]],
  ["aws_security_group", ["ingress", "egress"]],
  ["aws_security_group_rule", ["cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids"]],
  ["aws_vpc_security_group_ingress_rule", OF_A_SECURITY_GROUP_RULE],
  ["aws_vpc_security_group_egress_rule", OF_A_SECURITY_GROUP_RULE],
  ["aws_route_table", ["route"]],
  ["aws_route", ["nat_gateway_id", "gateway_id", "transit_gateway_id"]],
  ["kubernetes_config_map", ["data"]],
  ["kubernetes_config_map_v1", ["data"]],
  ["kubernetes_config_map_v1_data", ["data"]],
  ["helm_release", ["version", "values", "set"]],
  ["kubernetes_manifest", ["manifest", "object"]],
  ["kubectl_manifest", ["yaml_body", "yaml_body_parsed", "live_manifest_incluster", "yaml_incluster"]],
]);

/** The same types under their older names. */
const SAME_TYPES: ReadonlyMap<string, string> = new Map([
  ["aws_alb", "aws_lb"],
  ["aws_alb_listener", "aws_lb_listener"],
  ["aws_alb_listener_rule", "aws_lb_listener_rule"],
]);

/** Things that others stand on in no way that a rule knows. */
const UNEVALUATED_REMOVALS: ReadonlySet<string> = new Set([
  "aws_route53_record",
  "aws_lb_listener_certificate",
]);

/** Types of which only some resources are read: some ConfigMaps, manifests and groups. */
const SOMETIMES: ReadonlySet<string> = new Set([
  "aws_route53_record",
  "aws_ssm_parameter",
  "aws_autoscaling_group",
  "kubernetes_config_map",
  "kubernetes_config_map_v1",
  "kubernetes_config_map_v1_data",
  "kubernetes_manifest",
  "kubectl_manifest",
]);

/** In the order of the plans. What is only moved or imported is not listed. */
export function unevaluatedChanges({ before, after, resources }: FleetChange): readonly UnevaluatedChange[] {
  const known = lazily(() => {
    const places = new ByPlace<true>();
    for (const fleet of [before, after]) {
      forEachThing(fleet, (thing) => {
        places.set(thing, true);
      });
    }
    return places;
  });
  return resources.flatMap((resource): readonly UnevaluatedChange[] => {
    const { stack, address, type, action } = resource;
    if (action === "create") {
      return [];
    }
    // Other types are always read; to look up each place would take time in large fleets.
    const isKnown = (action === "update" && !SOMETIMES.has(type)) || known().get(resource) === true;
    if (action !== "update") {
      return isKnown && !UNEVALUATED_REMOVALS.has(type)
        ? []
        : [{ stack, address, type, action, attributes: [] }];
    }
    const attributes = unevaluatedIn(resource, isKnown);
    return attributes.length === 0 ? [] : [{ stack, address, type, action, attributes }];
  });
}

function unevaluatedIn({ type, changed }: ResourceChange, isKnown: boolean): readonly string[] {
  const evaluated = isKnown ? (EVALUATED.get(SAME_TYPES.get(type) ?? type) ?? []) : [];
  return changed.filter((path) => {
    const name = /^\w+/.exec(path)?.[0] ?? path;
    return (
      !HARMLESS.has(name) &&
      !evaluated.some((each) => path === each || path.startsWith(`${each}.`) || path.startsWith(`${each}[`))
    );
  });
}
