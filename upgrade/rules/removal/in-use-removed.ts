import type { LostGift, LostResource } from "../../fleet/in-use";
import type { LinkedState } from "../../fleet/links";
import type { Finding, Rule, RuleInput } from "../rule";
import { found } from "../support/finding";
import { movedFix, usersText, verbOf } from "../support/in-use";

/** What a resource that is named by others does for them. */
interface Harm {
  /** What happens to what stands on it. */
  readonly harm: string;
  readonly fix: string;
  /** Nothing is lost if the new one is created before the old one is destroyed. */
  readonly isSafeIfCreatedFirst?: true;
}

const KEY: Harm = {
  harm: "secrets of the cluster can no longer be decrypted, and nothing brings a deleted key back",
  fix: "Keep the key as long as the cluster exists",
};

const LOAD_BALANCER: Harm = {
  harm: "its names lead to nothing",
  fix: "Point the records to another load balancer first, in a separate change",
};

const HARMS: ReadonlyMap<string, Harm> = new Map<string, Harm>([
  [
    "aws_iam_role",
    {
      harm: "it loses its permissions in AWS: nodes cannot join, volumes and load balancers cannot be managed",
      fix: "Give what stays another role first, in a separate change",
      isSafeIfCreatedFirst: true,
    },
  ],
  [
    "aws_iam_instance_profile",
    {
      harm: "its nodes lose their permissions, and no new node joins",
      fix: "Give the launch template another profile first, in a separate change",
      isSafeIfCreatedFirst: true,
    },
  ],
  [
    "aws_security_group",
    {
      harm: "its traffic is no longer allowed, or the destroy fails while it is in use",
      fix: "Keep the group. Create a second one, use it, and remove this one in a later change",
    },
  ],
  [
    "aws_subnet",
    {
      harm: "its network interfaces have no subnet, so the destroy fails in the middle of the apply",
      fix: "Move what stays to other subnets first, in a separate change",
    },
  ],
  ["aws_kms_key", KEY],
  ["aws_kms_external_key", KEY],
  ["aws_kms_replica_key", KEY],
  [
    "aws_iam_openid_connect_provider",
    {
      harm: "pods that use roles by service account (IRSA) get no credentials: CSI drivers, controllers, autoscalers",
      fix: "Keep it. Move all such roles to Pod Identity first, in a separate change",
    },
  ],
  [
    "aws_acm_certificate",
    {
      harm: "the listener has no certificate, or the destroy fails while it is in use",
      fix: "Set create_before_destroy, or give the listener the new certificate first",
      isSafeIfCreatedFirst: true,
    },
  ],
  [
    "aws_s3_bucket",
    {
      harm: "its access logs are lost, and nothing records later requests",
      fix: "Send the logs to another bucket first, in a separate change",
    },
  ],
  [
    "aws_launch_template",
    {
      harm: "no new node starts, and nodes that fail are not replaced",
      fix: "Give the nodes another launch template first, in a separate change",
      isSafeIfCreatedFirst: true,
    },
  ],
  [
    "aws_cloudwatch_log_group",
    {
      harm: "the logs of its control plane are deleted, and EKS creates the group again without its retention and its key",
      fix: "Remove it from the state only (removed block, destroy = false), or turn the logs off first",
    },
  ],
  [
    "aws_vpc",
    {
      harm: "nodes find neither the API server nor AWS by name, and cannot join",
      fix: "Keep DNS resolution and DNS host names of the VPC on",
    },
  ],
  ["aws_lb", LOAD_BALANCER],
  ["aws_alb", LOAD_BALANCER],
]);

export const inUseRemoved: Rule = {
  id: "in-use-removed",
  severity: "error",
  title: "Something that stays in use loses what it stands on",
  why: "A resource is removed or replaced, and another one that stays still names it: a cluster its role, security group, subnet, key or OIDC provider, nodes their launch template or profile, a load balancer its security group, subnet, certificate or bucket of logs, a record its load balancer. The rule compares references and equal ARNs, ids and names. What no longer names it after the change does not count.",
  source:
    "terraform-aws-modules/terraform-aws-eks #2644, #2911, #3265 and terraform-aws-alb #269; kubernetes/k8s.io #7068; EKS user guide, enable-kms (a deleted key cannot be recovered)",
  judge(input) {
    const { inUse } = input;
    return [
      ...discoveryFindings(input),
      ...inUse.lostResources().flatMap((lost) => findingsOf(lost)),
      ...inUse.lostGifts("service").flatMap((lost) => emptiedFindings(lost)),
    ];
  },
};

const LOSES: Readonly<Record<string, (value: string) => string>> = {
  aws_iam_openid_connect_provider: (value) => `lose the audience ${value}`,
  aws_kms_key: () => "be disabled",
  aws_kms_external_key: () => "be disabled",
  aws_kms_replica_key: () => "be disabled",
  aws_vpc: (value) => `turn off ${value}`,
};

const FINDERS: Readonly<Record<string, string>> = {
  "karpenter.sh/discovery": "Karpenter finds no subnet or security group and starts no node",
  "kubernetes.io/role/elb":
    "the load balancer controller finds no subnet for load balancers that face the internet",
  "kubernetes.io/role/internal-elb":
    "the load balancer controller finds no subnet for internal load balancers",
};

/** The last tags by which controllers find subnets and security groups. */
function discoveryFindings({ inUse, after, diff }: RuleInput): readonly Finding[] {
  return inUse.lostGifts("discovery").flatMap(({ change, gift, link }): readonly Finding[] => {
    const [key = ""] = gift.value.split("=");
    // Subnets and security groups are found each by themselves.
    const [kind] = gift.to.split(":");
    const isLeft = after.links.some(
      (other) =>
        other.gives.some(
          ({ kind: other, value, to }) =>
            other === "discovery" && value === gift.value && to.split(":")[0] === kind,
        ) && !["create", "replace"].includes(diff.changeAt(other)?.action ?? ""),
    );
    const harm = FINDERS[key];
    if (harm === undefined || isLeft) {
      return [];
    }
    const message = `${link.label} would lose the tag ${gift.value.replace("=", " = ")}, and nothing else in these plans has it: ${harm}. Keep the tag, or add it elsewhere first`;
    return [found(change, message, { code: "discovery", values: { tag: gift.value } })];
  });
}

/** The resource stays, and no longer does what others need. */
function emptiedFindings({ link, change, gift, users }: LostGift): readonly Finding[] {
  const harm = HARMS.get(link.type);
  const isNeeded = link.type !== "aws_iam_openid_connect_provider" || gift.value === "sts.amazonaws.com";
  if (harm === undefined || change.action !== "update" || !isNeeded) {
    return [];
  }
  const loses = LOSES[link.type] ?? ((value: string) => `lose ${value}`);
  const message = `${link.label} would ${loses(gift.value)} while ${usersText(users)} ${users.length === 1 ? "uses" : "use"} it: ${harm.harm}. ${harm.fix}`;
  return [found(change, message, { code: "emptied", values: { lost: gift.value } })];
}

function findingsOf(lost: LostResource): readonly Finding[] {
  const { link, change, users } = lost;
  const harm = HARMS.get(link.type);
  if (harm === undefined || (harm.isSafeIfCreatedFirst === true && change.isCreatedFirst === true)) {
    return [];
  }
  const standing = link.type === "aws_s3_bucket" || link.type.endsWith("lb") ? users : users.filter(isInUse);
  if (standing.length === 0) {
    return [];
  }
  const message = `${link.label} would be ${verbOf(lost)} while ${usersText(standing)} ${standing.length === 1 ? "uses" : "use"} it: ${harm.harm}. ${capital(movedFix(lost)) ?? harm.fix}`;
  return [found(change, message, { code: change.action === "replace" ? "replaced" : "removed" })];
}

/** A record in front of a load balancer does not use the security group behind it. */
function isInUse({ type }: LinkedState): boolean {
  return type !== "aws_route53_record";
}

function capital(text: string | undefined): string | undefined {
  return text === undefined ? undefined : `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
