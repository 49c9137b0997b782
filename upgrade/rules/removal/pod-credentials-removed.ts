import { addonOfServiceAccount, isOfPlatform } from "../../eks/service-accounts";
import type { LostGift } from "../../fleet/in-use";
import type { LinkedState } from "../../fleet/links";
import { ifKnown } from "../../fleet/state";
import type { Finding, Rule, RuleInput } from "../rule";
import { found } from "../support/finding";
import { movedFix, usersText } from "../support/in-use";
import { moveReason } from "../support/replacement";
import { shown } from "../support/wording";

export const podCredentialsRemoved: Rule = {
  id: "pod-credentials-removed",
  severity: "error",
  title: "A driver or controller that stays loses its AWS credentials",
  why: "Its Pod Identity association or its role (IRSA) is removed. Volumes are no longer attached, load balancers no longer updated, nodes no longer created, and nothing reports it until the next pod starts. If the same service account gets credentials in another way, or its add-on or release is removed too, nothing is lost. For a service account of an application the rule only warns.",
  source:
    "EKS user guide, ebs-csi and pod-identities; terraform-aws-modules/terraform-aws-eks #2952, #3374; aws/karpenter-provider-aws #6905",
  judge(input) {
    return [
      ...input.inUse.lostGifts("credentials").flatMap((lost) => findingsOf(lost, input)),
      ...roleFindings(input),
    ];
  },
};

/**
 * Controllers whose release is in another stack than their association, and is removed before it. If no plan has the release,
 * it may be gone already.
 */
const STANDS_ELSEWHERE = /\/(aws-load-balancer-controller|cluster-autoscaler)$/;

function findingsOf(lost: LostGift, input: RuleInput): readonly Finding[] {
  const { gift, link, change, again } = lost;
  const account = gift.value;
  if (isRemovedToo(account, link, input) || hasRole(account, input)) {
    return [];
  }
  const values = { serviceAccount: account };
  const lead = `service account ${account} of ${usersText(lost.users)} would lose its AWS credentials`;
  if (again !== undefined && change.action === "delete") {
    const message = `${lead} for a while: ${moveReason({ was: link, is: again })}`;
    return [found(change, message, { code: "again", values, severity: "warning" })];
  }
  if (account === "kube-system/aws-node" && nodesHaveCniPolicy(input)) {
    return [];
  }
  const isUnseen = STANDS_ELSEWHERE.test(account) && releasesOf(account, input).length === 0;
  if (!isOfPlatform(account) || isUnseen) {
    const message = `${lead}. If its pods still run, keep the association`;
    const code = isUnseen ? "unseen" : "application";
    return [found(change, message, { code, values, severity: "warning" })];
  }
  const message = `${lead}, and what uses it stays: it can do nothing in AWS. ${movedFix(lost) ?? "Keep the association or the role, or give it another one in the same change"}`;
  return [found(change, message, { code: change.action === "replace" ? "replaced" : "removed", values })];
}

/** A role that only the trust of a service account names. */
function roleFindings(input: RuleInput): readonly Finding[] {
  const { before, after, diff, inUse } = input;
  return before.links.flatMap((link): readonly Finding[] => {
    const change = link.serviceAccount === undefined ? undefined : diff.changeAt(link);
    const account = link.serviceAccount ?? "";
    if (
      change?.action !== "delete" ||
      inUse.usersOf(link).some(({ type }) => type !== "aws_route53_record") ||
      isRemovedToo(account, link, input) ||
      hasCredentials(account, input) ||
      before.clusters.length === 0 ||
      !before.clusters.some(({ key }) => !diff.destroys(key))
    ) {
      return [];
    }
    const again = after.links.find(
      (other) =>
        other.type === link.type && other.serviceAccount === account && diff.changeAt(other) !== undefined,
    );
    const lead = `${link.label}, the role of service account ${account}, would be removed`;
    if (again !== undefined) {
      const message = `${lead}, and ${again.address} has the same trust: check that the service account names the new role before this one is removed`;
      return [found(change, message, { code: "role-again", severity: "warning" })];
    }
    const message = `${lead}, and what uses it stays: it can do nothing in AWS. Give the service account other credentials first, in a separate change`;
    return [found(change, message, { code: "role", values: { serviceAccount: account } })];
  });
}

/** Whether the add-on or the release of the service account is removed in the same change, and no other stays. */
function isRemovedToo(account: string, { cluster }: LinkedState, input: RuleInput): boolean {
  const { diff } = input;
  const addon = addonOfServiceAccount(account);
  const addons = diff.addons.filter(
    ({ before, after }) =>
      ifKnown((before ?? after)?.addonName) === addon &&
      addon !== undefined &&
      (cluster === undefined || ifKnown(cluster) === undefined || (before ?? after)?.cluster === cluster),
  );
  const all = [...addons, ...releasesOf(account, input)];
  return all.length > 0 && all.every(({ after }) => after === undefined);
}

/** The releases that use a service account, as far as their names show it. */
function releasesOf(account: string, { diff }: RuleInput) {
  const name = account.slice(account.indexOf("/") + 1);
  return diff.releases.filter(
    ({ before }) =>
      before !== undefined && [before.chart, before.releaseName].some((each) => shown(each).includes(name)),
  );
}

/** Whether an add-on names a role for the service account after the change, or a role trusts it that no change removes. */
function hasRole(account: string, { after, before }: RuleInput): boolean {
  const was = new Set(before.links);
  return after.links.some((link) => link.serviceAccount === account && !was.has(link));
}

function hasCredentials(account: string, { after }: RuleInput): boolean {
  return after.links.some(({ gives }) =>
    gives.some(({ kind, value }) => kind === "credentials" && value === account),
  );
}

function nodesHaveCniPolicy({ after }: RuleInput): boolean {
  return after.links.some(({ gives }) =>
    gives.some(({ kind, value }) => kind === "policy" && /^AmazonEKS_CNI_/i.test(value)),
  );
}
