import type { LostGift } from "../../fleet/in-use";
import type { AccessOfPrincipal, LinkedState } from "../../fleet/links";
import type { Finding, Rule, RuleInput } from "../rule";
import { found } from "../support/finding";
import { mayBeOfOneCluster, usersText } from "../support/in-use";
import { moveReason, reasonOf } from "../support/replacement";

export const clusterAccessRemoved: Rule = {
  id: "cluster-access-removed",
  severity: "error",
  title: "The last people or pipelines lose access to a cluster, or an access entry is recreated",
  why: "Nobody can fix a cluster that lets nobody in, and Terraform itself cannot change what runs there. An entry that is replaced is absent for a while, and EKS removes its access policies with it, while Terraform believes that they exist. If other entries with access stay, an entry may go.",
  source:
    "EKS user guide, access-entries and access-policies; terraform-aws-modules/terraform-aws-eks #2528, #2911, #3011 and #3374",
  judge(input) {
    return input.inUse.lostGifts("access").flatMap((lost) => findingsOf(lost, input));
  },
};

function findingsOf(lost: LostGift, input: RuleInput): readonly Finding[] {
  const { gift, change, link, again, users } = lost;
  const { access } = gift;
  if (access === undefined || access.isOfNodes || access.by === "aws-auth") {
    return access?.by === "aws-auth" ? adminFindings(lost, input) : [];
  }
  const principal = gift.value.replace("role:", "");
  const what =
    access.by === "entry" ? `the access entry of ${principal}` : `the access policy of ${principal}`;
  const where = usersText(users);
  if (access.by === "policy" && again !== undefined) {
    const message = `${what} in ${where} would be removed, and created again at ${again.address}: it is missing in between. Use a moved block`;
    return [found(change, message, { code: "policy-again", severity: "warning" })];
  }
  if (access.by === "entry" && (again !== undefined || change.action === "replace")) {
    const isMoved = again !== undefined && again !== link && change.action === "delete";
    const fix = isMoved
      ? capital(moveReason({ was: link, is: again }))
      : "Keep the entry as it is, and create a second one for another principal";
    const reason = isMoved ? "" : ` (${reasonOf(change)})`;
    const message = `${what} in ${where} would be recreated${reason}: its principal has no access until then, or for good, and EKS removes the access policies with the entry. ${fix}`;
    return [found(change, message, { code: "entry-replaced", values: { principal } })];
  }
  if (isLeft(access, link, input)) {
    return [];
  }
  const message = `${what} would be removed, and no other ${access.by === "entry" ? "entry for people or pipelines" : "administrator"} of ${where} stays in these plans: nobody can reach the cluster. Keep it, or create another one first`;
  return [
    found(change, message, {
      code: access.by === "entry" ? "last-entry" : "last-admin",
      values: { principal },
    }),
  ];
}

/** Whether others keep the same kind of access. */
function isLeft(access: AccessOfPrincipal, link: LinkedState, { after, diff }: RuleInput): boolean {
  return after.links.some((other) => {
    const change = diff.changeAt(other);
    const isNew = change?.action === "create" || change?.action === "replace";
    return (
      mayBeOfOneCluster(other, link) &&
      !isNew &&
      other.gives.some(
        (gift) =>
          gift.access !== undefined &&
          !gift.access.isOfNodes &&
          (access.by === "entry" ? gift.access.by !== "policy" : gift.access.isAdmin || !access.isAdmin),
      )
    );
  });
}

/** aws-auth stays, and loses its last administrator. */
function adminFindings({ gift, change, left, users, link }: LostGift, input: RuleInput): readonly Finding[] {
  const isRemoved = change.action !== "update";
  const hasOther =
    left.some(({ access }) => access?.isAdmin === true) ||
    input.after.links.some(
      (other) => mayBeOfOneCluster(other, link) && other.type === "aws_eks_access_entry",
    );
  if (isRemoved || gift.access?.isAdmin !== true || hasOther || left.length === 0) {
    return [];
  }
  const principal = gift.value.replace("role:", "");
  const message = `the ConfigMap aws-auth would lose ${principal}, the last one in system:masters of ${usersText(users)}: people and pipelines can no longer administer it. Keep it, or add another one first`;
  return [found(change, message, { code: "last-master", values: { principal } })];
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
