import type { AddonVersion } from "../../eks/addon-version";
import { updated } from "../../fleet/diff";
import { isUnknown } from "../../fleet/state";
import type { Rule, Severity } from "../rule";
import { found, notEvaluated } from "../support/finding";
import { buildIn } from "../support/reading";
import { shown } from "../support/wording";

/** The add-ons that are updated one minor version at a time: EKS rejects more (an error), or advises against it (a warning). */
export const ONE_MINOR: ReadonlyMap<string, Severity> = new Map([
  ["vpc-cni", "error"],
  ["eks-pod-identity-agent", "warning"],
]);

export const addonOneMinor: Rule = {
  id: "addon-one-minor",
  severity: "error",
  title: "An add-on skips a minor version, and EKS updates it one at a time",
  why: 'EKS rejects the update during the apply: "Updating VPC-CNI can only go up or down 1 minor version at a time". For eks-pod-identity-agent its guide says the same, and the rule only warns. Other add-ons may skip minor versions.',
  source:
    "EKS user guide, managing-vpc-cni and pod-id-agent; terraform-aws-modules/terraform-aws-eks #2749, hashicorp/terraform-provider-aws #39182, awsdocs/amazon-eks-user-guide #672",
  judge(input) {
    const { diff } = input;
    return updated(diff.addons).flatMap(({ before, after }) => {
      const { addonName } = after;
      const severity = isUnknown(addonName) ? undefined : ONE_MINOR.get(addonName);
      const [from, to] = [buildIn(before.addonVersion), buildIn(after.addonVersion)];
      const of = `${shown(addonName)} of cluster ${shown(diff.cluster(after.cluster)?.after?.clusterName)}`;
      if (severity === undefined || from === undefined) {
        return [];
      }
      if (isUnknown(after.addonVersion) && after.isAsked === true) {
        const clusterPair = diff.cluster(after.cluster);
        const message = `EKS selects the version of add-on ${of} during the apply (data.aws_eks_addon_version is read after its cluster changes), so this plan does not show whether it is one minor version newer than ${from}. Pin the version`;
        return clusterPair?.before?.version !== clusterPair?.after?.version
          ? []
          : [found(after, message, { code: "asked", severity: "warning" })];
      }
      if (isUnknown(after.addonVersion)) {
        return severity === "error"
          ? [
              notEvaluated(
                after,
                `the version that replaces ${from} of add-on ${of}`,
                "whether it is one minor version newer",
              ),
            ]
          : [];
      }
      if (to === undefined || !skips(from, to)) {
        return [];
      }
      const next = to.compare(from) > 0 ? from.minor + 1 : from.minor - 1;
      const fix =
        to.major === from.major
          ? `Update to a version of v${from.major}.${next} first`
          : `Update by way of the other minor versions of v${from.major}`;
      const message = `add-on ${of} would be updated from ${from} to ${to}: EKS updates it one minor version at a time. ${fix}`;
      return [found(after, message, { values: { from: `${from}`, to: `${to}` }, severity })];
    });
  },
};

function skips(from: AddonVersion, to: AddonVersion): boolean {
  return from.major !== to.major || Math.abs(to.minor - from.minor) > 1;
}
