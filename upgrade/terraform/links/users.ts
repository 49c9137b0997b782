import { serviceAccountsOf } from "../../eks/service-accounts";
import type { Naming } from "../../fleet/links";
import { ifKnown, isUnknown, type Known } from "../../fleet/state";
import type { Attributes } from "../attributes";
import type { Found } from "../resources/resource-reader";
import { rolesIn } from "./iam";
import { blocksIn, idOf, idsOf, type Link, type LinkReader, NOTHING, naming, textsIn } from "./link";
import { networkOf } from "./network";

const named = (noun: string, name: Known<string> | undefined) =>
  `${noun} ${ifKnown(name) ?? "(known after apply)"}`;

export const userLinks: readonly LinkReader[] = [
  {
    types: ["aws_eks_cluster"],
    read(found) {
      const { side, plan, instance } = found;
      const network = side.block("vpc_config");
      const own = network?.text("cluster_security_group_id");
      const vpc = network?.text("vpc_id");
      const issuer = side.block("identity")?.block("oidc")?.text("issuer");
      const provider = side.block("encryption_config")?.block("provider");
      return {
        label: named("cluster", side.text("name")),
        isUser: true,
        cluster: plan.identified("cluster", instance, side).key,
        ids: [],
        names: [
          ...naming(found, "role", "role_arn", side.text("role_arn")),
          ...networkOf(found, "vpc_config", network),
          ...(typeof own === "string" ? [{ id: idOf("sg", own) }] : []),
          ...(typeof vpc === "string" ? [{ id: idOf("vpc", vpc) }] : []),
          ...(typeof issuer === "string" ? [{ id: idOf("oidc", issuer.replace("https://", "")) }] : []),
          ...naming(found, "key", "encryption_config", provider?.text("key_arn")),
          ...logGroupOf(side),
          ...naming(found, "role", "compute_config", side.block("compute_config")?.text("node_role_arn")),
        ],
        gives: [],
      };
    },
  },
  {
    types: ["aws_eks_node_group"],
    read(found) {
      const { side } = found;
      const template = side.block("launch_template");
      return {
        label: named("node group", side.text("node_group_name")),
        isUser: true,
        cluster: found.clusterNamed(),
        ids: [],
        names: [
          ...naming(found, "role", "node_role_arn", side.text("node_role_arn")),
          ...naming(found, "subnet", "subnet_ids", side.texts("subnet_ids")),
          ...templateOf(found, "launch_template", template),
        ],
        gives: [],
      };
    },
  },
  {
    types: ["aws_autoscaling_group"],
    read(found) {
      const { side } = found;
      const mixed = side
        .block("mixed_instances_policy")
        ?.block("launch_template")
        ?.block("launch_template_specification");
      const isOfNodes = blocksIn(side, "tag").some((tag) =>
        /^(kubernetes\.io|k8s\.io)\/(cluster|cluster-autoscaler)\//.test(ifKnown(tag.text("key")) ?? ""),
      );
      return {
        label: named("Auto Scaling group", side.text("name")),
        ...(isOfNodes ? { isUser: true } : {}),
        ids: [],
        names: [
          ...naming(found, "subnet", "vpc_zone_identifier", side.texts("vpc_zone_identifier")),
          ...templateOf(found, "launch_template", side.block("launch_template")),
          ...templateOf(found, "mixed_instances_policy", mixed, "launch_template_id", "launch_template_name"),
        ],
        gives: [],
      };
    },
  },
  {
    types: ["aws_launch_template"],
    read(found) {
      const { side } = found;
      const interfaces = blocksIn(side, "network_interfaces");
      const profile = side.block("iam_instance_profile");
      return {
        label: named("launch template", side.text("name")),
        ids: idsOf("template", side.text("id"), side.text("name")),
        names: [
          ...naming(found, "sg", "vpc_security_group_ids", side.texts("vpc_security_group_ids")),
          ...interfaces.flatMap((each) =>
            naming(found, "sg", "network_interfaces", each.texts("security_groups")),
          ),
          ...naming(found, "profile", "iam_instance_profile", profile?.text("arn") ?? profile?.text("name")),
        ],
        gives: [],
      };
    },
  },
  {
    types: ["aws_eks_fargate_profile"],
    read(found) {
      const { side } = found;
      return {
        label: named("Fargate profile", side.text("fargate_profile_name")),
        isUser: true,
        cluster: found.clusterNamed(),
        ids: [],
        names: [
          ...naming(found, "role", "pod_execution_role_arn", side.text("pod_execution_role_arn")),
          ...naming(found, "subnet", "subnet_ids", side.texts("subnet_ids")),
        ],
        gives: [],
      };
    },
  },
  {
    types: ["aws_eks_addon"],
    read(found) {
      const { side } = found;
      const pods = blocksIn(side, "pod_identity_association");
      const role = side.text("service_account_role_arn");
      const name = ifKnown(side.text("addon_name")) ?? "";
      return {
        label: named("add-on", side.text("addon_name")),
        isUser: true,
        cluster: found.clusterNamed(),
        ids: [],
        names: [
          ...naming(found, "role", "service_account_role_arn", role),
          ...pods.flatMap((pod) => naming(found, "role", "pod_identity_association", pod.text("role_arn"))),
        ],
        gives:
          role !== undefined || pods.length > 0 || isUnknown(side.blocks("pod_identity_association"))
            ? serviceAccountsOf(name).map((value) => ({ kind: "credentials", to: "", value }))
            : [],
      };
    },
  },
  {
    types: ["aws_eks_pod_identity_association"],
    read(found) {
      const { side } = found;
      const value = `${ifKnown(side.text("namespace"))}/${ifKnown(side.text("service_account"))}`;
      return {
        label: `service account ${value}`,
        isUser: true,
        cluster: found.clusterNamed(),
        ids: [],
        names: naming(found, "role", "role_arn", side.text("role_arn")),
        gives: [{ kind: "credentials", to: "", value }],
      };
    },
  },
  {
    types: ["aws_lb", "aws_alb"],
    read(found) {
      const { side } = found;
      const logs = side.block("access_logs");
      return {
        label: named("load balancer", side.text("name")),
        isUser: true,
        ids: idsOf("lb", side.text("arn"), side.text("dns_name")),
        names: [
          ...naming(found, "sg", "security_groups", side.texts("security_groups")),
          ...naming(found, "subnet", "subnets", side.texts("subnets")),
          ...(logs?.flag("enabled") === true
            ? naming(found, "bucket", "access_logs", logs.text("bucket"))
            : []),
        ],
        gives: [],
      };
    },
  },
  {
    types: ["aws_lb_listener", "aws_alb_listener", "aws_lb_listener_certificate"],
    read(found) {
      const { side } = found;
      return {
        ...NOTHING,
        label: `the listener ${found.address}`,
        isUser: true,
        names: naming(found, "certificate", "certificate_arn", side.text("certificate_arn")),
      };
    },
  },
  {
    types: ["aws_route53_record"],
    read(found) {
      const { side } = found;
      const alias = side.block("alias");
      const value = alias?.text("name") ?? side.texts("records");
      return {
        ...NOTHING,
        label: named("record", side.text("name")),
        isUser: true,
        names: naming(found, "lb", alias === undefined ? "records" : "alias", value).map(withoutDualstack),
      };
    },
  },
  {
    types: ["aws_acm_certificate"],
    read: ({ side }) => ({
      ...NOTHING,
      label: named("certificate", side.text("domain_name")),
      ids: idsOf("certificate", side.text("arn")),
    }),
  },
  {
    types: ["aws_cloudwatch_log_group"],
    read: ({ side }) => ({
      ...NOTHING,
      label: named("log group", side.text("name")),
      ids: idsOf("logs", side.text("name")),
    }),
  },
  {
    types: ["aws_s3_bucket"],
    read: ({ side }) => ({
      ...NOTHING,
      label: named("bucket", side.text("bucket")),
      ids: idsOf("bucket", side.text("bucket"), side.text("id")),
    }),
  },
  {
    types: ["helm_release"],
    read: (found) =>
      ofPods(found, named("Helm release", found.side.text("name")), [
        ...textsIn(found.side, "values"),
        ...blocksIn(found.side, "set").flatMap((set) => ifKnown(set.text("value")) ?? []),
      ]),
  },
];

/** The log group of a cluster has a fixed name. */
function logGroupOf(side: Attributes): readonly Naming[] {
  const name = ifKnown(side.text("name"));
  return name === undefined || textsIn(side, "enabled_cluster_log_types").length === 0
    ? []
    : [{ id: idOf("logs", `/aws/eks/${name}/cluster`) }];
}

/** A release or a manifest of pods that use roles. */
function ofPods(found: Found, label: string, texts: readonly string[]): Link | undefined {
  const names = rolesIn(found, texts);
  return names.length === 0
    ? undefined
    : { ...NOTHING, label, isUser: true, cluster: found.clusterOfProvider(), names };
}

function templateOf(
  found: Found,
  attribute: string,
  block: Attributes | undefined,
  id = "id",
  name = "name",
) {
  return block === undefined ? [] : naming(found, "template", attribute, block.text(id) ?? block.text(name));
}

/** The alias of a load balancer has a prefix for IPv6. */
function withoutDualstack(naming: { readonly id?: string; readonly address?: string }) {
  return naming.id === undefined
    ? naming
    : { ...naming, id: naming.id.replace("lb:dualstack.", "lb:").replace(/\.$/, "") };
}
