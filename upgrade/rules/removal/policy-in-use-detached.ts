import type { LostGift } from "../../fleet/in-use";
import type { Gift } from "../../fleet/links";
import type { Finding, Rule, RuleInput, Severity } from "../rule";
import { found } from "../support/finding";
import { isOfNodes, movedFix, usersText } from "../support/in-use";
import { listed } from "../support/wording";

/** AWS policies of which nodes or clusters need one, and what happens without it. */
const NEEDED: readonly { readonly one: RegExp; readonly harm: string }[] = [
  {
    one: /^AmazonEKSWorkerNode(Minimal)?Policy$/,
    harm: "kubelet cannot read what it needs, and no node joins",
  },
  {
    one: /^AmazonEC2ContainerRegistry(ReadOnly|PullOnly|PowerUser|FullAccess)$/,
    harm: "nodes cannot pull images from ECR, not even those of kube-proxy and vpc-cni",
  },
  { one: /^AmazonEKS_CNI_(IPv6_)?Policy$/i, harm: "vpc-cni cannot give pods an address" },
  {
    one: /^AmazonEKSClusterPolicy$/,
    harm: "EKS cannot manage network interfaces and load balancers, and the cluster becomes impaired",
  },
  { one: /^AmazonEKSFargatePodExecutionRolePolicy$/, harm: "pods on Fargate cannot start" },
  {
    one: /^AmazonEKS(Compute|BlockStorage|LoadBalancing|Networking)Policy$/,
    harm: "Auto Mode can no longer create nodes, volumes, load balancers or network interfaces",
  },
];

/** Trusted services of roles. */
const TRUSTED = /^(ec2|eks|eks-fargate-pods|pods\.eks|beta\.pods\.eks)\.amazonaws\.com(\.cn)?$/;

export const policyInUseDetached: Rule = {
  id: "policy-in-use-detached",
  severity: "error",
  title: "A role in use loses a policy that it needs, or what may use it",
  why: "Nodes, clusters, add-ons and controllers keep their role, and the role no longer allows what they do: nodes do not join or pull images, volumes are not attached. It does not matter how the policy was attached: by an attachment, in managed_policy_arns, inline, or by aws_iam_policy_attachment, which detaches the policy from all roles that it does not list. If the change attaches the same policy at another address, or other policies, the rule only warns.",
  source:
    "EKS user guide, create-node-role and cluster-iam-role; terraform-aws-modules/terraform-aws-eks #2286, #3321; AWS provider, aws_iam_policy_attachment (exclusive) and aws_iam_role (managed_policy_arns)",
  judge(input) {
    const { inUse } = input;
    return [
      ...inUse.lostGifts("policy").flatMap((lost) => policyFindings(lost, input)),
      ...exclusiveFindings(input),
      ...exclusiveListFindings(input),
      ...inUse.lostGifts("trust").flatMap((lost) => trustFindings(lost)),
    ];
  },
};

function policyFindings(lost: LostGift, input: RuleInput): readonly Finding[] {
  const { gift, change, users, left, again } = lost;
  const role = gift.to.replace("role:", "");
  const needed = NEEDED.find(({ one }) => one.test(gift.value));
  const used = users.some(isOfNodes);
  const says = (text: string, code: string, severity?: Severity) => [
    found(change, text, { code, values: { role, policy: gift.value }, ...(severity ? { severity } : {}) }),
  ];
  const detached = `policy ${gift.value} would be detached from role ${role}, which ${usersText(users)} ${users.length === 1 ? "uses" : "use"}`;
  if (again !== undefined) {
    return says(
      `${detached}, and attached again at ${again.address}: nothing orders the two, and the policy may be missing afterwards. To be safe, ${movedFix(lost)}`,
      "again",
      "warning",
    );
  }
  if (needed !== undefined && used) {
    if (left.some(({ value }) => needed.one.test(value))) {
      return [];
    }
    return isCniByOwnRole(gift, input)
      ? []
      : says(
          `${detached}: ${needed.harm}. Keep it, or move what uses the role to another role first`,
          "needed",
        );
  }
  if (left.length > 0) {
    return says(
      `${detached}; it keeps ${listed(left.map(({ value }) => value).slice(0, 4))}. Check that these allow the same`,
      "other-policies",
      "warning",
    );
  }
  return says(
    `${detached}: the role has no policy left, so what uses it may do nothing in AWS. Keep it, or remove what uses the role first`,
    "last",
  );
}

/** If vpc-cni has a role of its own, nodes need its policy no longer. */
function isCniByOwnRole({ value }: Gift, { after }: RuleInput): boolean {
  return (
    /_CNI_/.test(value) &&
    after.links.some(({ gives }) =>
      gives.some((gift) => gift.value.replaceAll(":", "/").endsWith(CNI_ACCOUNT)),
    )
  );
}

const CNI_ACCOUNT = "kube-system/aws-node";

/** A policy that a resource attaches to its roles alone is detached from all others. */
function exclusiveFindings({ after, before, diff, inUse }: RuleInput): readonly Finding[] {
  const exclusive = after.links.filter(
    (link) => link.type === "aws_iam_policy_attachment" && diff.changeAt(link) !== undefined,
  );
  return exclusive.flatMap((link) => {
    const change = diff.changeAt(link);
    const names = new Set(link.gives.map(({ to }) => to));
    const policies = new Set(link.gives.map(({ value }) => value));
    return before.links.flatMap((other) =>
      other.type !== "aws_iam_role_policy_attachment" || change === undefined
        ? []
        : other.gives.flatMap((gift): readonly Finding[] => {
            const users = inUse.usersOfGift(other, gift);
            const isLost = policies.has(gift.value) && !names.has(gift.to) && users.length > 0;
            if (!isLost) {
              return [];
            }
            const message = `policy ${gift.value} would be attached to ${listed([...names].map((name) => name.replace("role:", "")))} alone, and detached from role ${gift.to.replace("role:", "")}, which ${usersText(users)} ${users.length === 1 ? "uses" : "use"}: aws_iam_policy_attachment is exclusive. Use aws_iam_role_policy_attachment`;
            return [found(change, message, { code: "exclusive", values: { policy: gift.value } })];
          }),
    );
  });
}

/** A resource that lists all policies of a role detaches the others. */
function exclusiveListFindings({ after, before, diff, inUse }: RuleInput): readonly Finding[] {
  const lists = after.links.filter(({ type }) => type === "aws_iam_role_policy_attachments_exclusive");
  return lists.flatMap((link): readonly Finding[] => {
    const change = diff.changeAt(link);
    const listed = new Set(link.gives.map(({ value }) => value));
    const [role] = link.gives.map(({ to }) => to);
    return change?.action !== "create"
      ? []
      : before.links.flatMap((other) =>
          other.gives.flatMap((gift): readonly Finding[] => {
            const needed = NEEDED.find(({ one }) => one.test(gift.value));
            const users =
              gift.kind === "policy" && gift.to === role && !listed.has(gift.value)
                ? inUse.usersOfGift(other, gift)
                : [];
            const isLost =
              needed !== undefined &&
              users.some(isOfNodes) &&
              ![...listed].some((value) => needed.one.test(value));
            if (!isLost) {
              return [];
            }
            const message = `policy ${gift.value} would be detached from role ${gift.to.replace("role:", "")}, which ${usersText(users)} ${users.length === 1 ? "uses" : "use"}: ${needed.harm}. aws_iam_role_policy_attachments_exclusive detaches what it does not list: list the policy`;
            return [found(change, message, { code: "exclusive-list", values: { policy: gift.value } })];
          }),
        );
  });
}

function trustFindings({ gift, change, users, left, link }: LostGift): readonly Finding[] {
  const isOfPods = gift.value.includes("oidc-provider/");
  if (link.serviceAccount !== undefined && gift.value.startsWith("system:serviceaccount:")) {
    return accountFindings({ gift, change, users, left, link });
  }
  if (!TRUSTED.test(gift.value) && !isOfPods) {
    return [];
  }
  // Roles of pods may move from IRSA to Pod Identity.
  const other = left.find(({ value }) => value.startsWith("pods.eks") || value.includes("oidc-provider/"));
  if (isOfPods && other !== undefined) {
    return [];
  }
  const role = gift.to.replace("role:", "");
  const message = `role ${role} would no longer trust ${gift.value}, and ${usersText(users)} ${users.length === 1 ? "uses" : "use"} it: nothing can get its credentials. Keep the statement in assume_role_policy`;
  return [found(change, message, { code: "trust", values: { role, trusted: gift.value } })];
}

/** The role of a driver or a controller no longer trusts its service account. */
function accountFindings({ gift, change, users, left, link }: LostGift): readonly Finding[] {
  const account = gift.value.replace("system:serviceaccount:", "").replace(":", "/");
  const isElsewhere = left.some(
    ({ value }) => value.startsWith("pods.eks") || isPatternOf(value, gift.value),
  );
  if (account !== link.serviceAccount || isElsewhere) {
    return [];
  }
  const role = gift.to.replace("role:", "");
  const message = `role ${role} would no longer trust service account ${account}, and ${usersText(users)} ${users.length === 1 ? "uses" : "use"} it: its pods get no credentials. Keep the service account in the conditions of assume_role_policy`;
  return [found(change, message, { code: "trust-account", values: { role, serviceAccount: account } })];
}

/** "system:serviceaccount:kube-system:*" of a StringLike. */
function isPatternOf(pattern: string, text: string): boolean {
  return pattern.endsWith("*") && text.startsWith(pattern.slice(0, -1));
}
