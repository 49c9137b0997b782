import { get, isSameJson } from "../json";
import type { PlannedResource } from "../plan-json";
import type { Found } from "../resources/resource-reader";
import { accessLinks } from "./access";
import { iamLinks } from "./iam";
import type { LinkReader } from "./link";
import { networkLinks } from "./network";
import { userLinks } from "./users";

/** By Terraform's type. */
export const linkReaders: ReadonlyMap<string, LinkReader> = new Map(
  [...userLinks, ...iamLinks, ...networkLinks, ...accessLinks].flatMap((reader) =>
    reader.types.map((type): [string, LinkReader] => [type, reader]),
  ),
);

/** Resources that give nothing to others by an update: their versions, sizes and targets change all the time. */
const QUIET_UPDATES: ReadonlySet<string> = new Set([
  "aws_eks_node_group",
  "aws_autoscaling_group",
  "aws_launch_template",
  "aws_lb",
  "aws_alb",
  "aws_lb_listener",
  "aws_alb_listener",
  "aws_lb_listener_certificate",
  "aws_route53_record",
  "helm_release",
  "aws_s3_bucket",
  "aws_acm_certificate",
  "aws_cloudwatch_log_group",
]);

/** Attributes of users whose update can take something away. */
const TAKING: ReadonlyMap<string, readonly string[]> = new Map([
  ["aws_eks_cluster", ["access_config"]],
  ["aws_eks_addon", ["service_account_role_arn", "pod_identity_association"]],
  ["aws_subnet", ["tags"]],
  ["aws_vpc", ["enable_dns_support", "enable_dns_hostnames"]],
]);

/** Resources whose creation can take something from others: they replace what others wrote. */
const EXCLUSIVE: ReadonlySet<string> = new Set([
  "aws_iam_policy_attachment",
  "aws_iam_role_policy_attachments_exclusive",
  "kubernetes_config_map",
  "kubernetes_config_map_v1",
  "kubernetes_config_map_v1_data",
]);

/** Whether a change can take away what others stand on. Most plans have none, and their links are not read. */
export function canTakeAway({ mode, type, action, before, after }: PlannedResource): boolean {
  if (mode === "data" || !linkReaders.has(type)) {
    return false;
  }
  switch (action) {
    case "delete":
    case "replace":
      return true;
    case "create":
      return EXCLUSIVE.has(type);
    case "update": {
      const attributes = TAKING.get(type);
      return attributes === undefined
        ? !QUIET_UPDATES.has(type)
        : attributes.some((name) => !isSameJson(get(before, name), get(after, name)));
    }
    default:
      return false;
  }
}

/** Adds a resource to the graph of what stands on what. */
export function readLink(reader: LinkReader, found: Found): void {
  const link = reader.read(found);
  if (link !== undefined) {
    const { stack, address, plan, instance, side } = found;
    const { account } = plan.scopeOf(instance, side);
    found.add("links", { stack, address, type: instance.type, ...(account && { account }), ...link });
  }
}
