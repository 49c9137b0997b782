import type { AddonVersion } from "../../eks/addon-version";
import { updated } from "../../fleet/diff";
import { isUnknown } from "../../fleet/state";
import type { Rule, Severity } from "../rule";
import { buildIn } from "../support/reading";
import { notJudged, told } from "../support/wording";

/** The add-ons that go one minor at a time: by EKS's refusal (an error), or by its advice (a warning). */
export const ONE_MINOR: ReadonlyMap<string, Severity> = new Map([
  ["vpc-cni", "error"],
  ["eks-pod-identity-agent", "warning"],
]);

export const addonOneMinor: Rule = {
  id: "addon-one-minor",
  severity: "error",
  title: "an add-on that jumps minors where it may only take one at a time",
  why: 'EKS refuses it in the middle of the apply: "Updating VPC-CNI can only go up or down 1 minor version at a time". Of eks-pod-identity-agent its guide says the same, and it is only told. Other add-ons may jump.',
  source:
    "EKS user guide, managing-vpc-cni and pod-id-agent; terraform-aws-modules/terraform-aws-eks #2749, hashicorp/terraform-provider-aws #39182, awsdocs/amazon-eks-user-guide #672",
  judge(input) {
    const { diff } = input;
    return updated(diff.addons).flatMap(({ before, after }) => {
      const { stack, address, addonName } = after;
      const severity = isUnknown(addonName) ? undefined : ONE_MINOR.get(addonName);
      const [from, to] = [buildIn(before.addonVersion), buildIn(after.addonVersion)];
      const of = `${told(addonName)} of cluster ${told(diff.cluster(after.cluster)?.after?.clusterName)}`;
      if (severity === undefined || from === undefined) {
        return [];
      }
      if (isUnknown(after.addonVersion)) {
        return severity === "error"
          ? [
              notJudged(
                after,
                `the version that add-on ${of} goes to from ${from}`,
                "whether it is one minor",
              ),
            ]
          : [];
      }
      if (to === undefined || !jumps(from, to)) {
        return [];
      }
      const next = to.compare(from) > 0 ? from.minor + 1 : from.minor - 1;
      const wayOut =
        to.major === from.major
          ? `take a build of v${from.major}.${next} first`
          : `go one minor at a time by way of v${from.major}`;
      const message = `add-on ${of} would go from ${from} to ${to}, and goes one minor at a time; ${wayOut}`;
      return [{ stack, address, message, severity }];
    });
  },
};

function jumps(from: AddonVersion, to: AddonVersion): boolean {
  return from.major !== to.major || Math.abs(to.minor - from.minor) > 1;
}
