import { amiTypeRow } from "../../eks/ami-type";
import type { Pair } from "../../fleet/diff";
import { ifKnown, type NodeGroupState } from "../../fleet/state";
import type { Rule } from "../rule";
import { found } from "../support/finding";
import { versionIn } from "../support/reading";
import { shown } from "../support/wording";

export const amiReleaseFits: Rule = {
  id: "ami-release-fits",
  severity: "error",
  title: "The AMI release has another Kubernetes version than the node group",
  why: "EKS rejects the two together during the apply. This happens if the release is pinned and only the version changes, or the other way round. The rule checks releases of Amazon Linux and of Windows, which have the Kubernetes version in their names, if the change sets the release or the version.",
  source:
    "EKS API reference, UpdateNodegroupVersion (releaseVersion); terraform-aws-modules/terraform-aws-eks #907, hashicorp/terraform-provider-aws #14492",
  judge(input) {
    return input.diff.nodeGroups.flatMap((group) => {
      const { after, change } = group;
      if (after === undefined || change === undefined || !isChosen(group)) {
        return [];
      }
      const version = versionIn(after.version);
      const release = ifKnown(after.releaseVersion);
      const minor = minorOf(release, ifKnown(after.amiType));
      if (version === undefined || minor === undefined || minor === `${version}`) {
        return [];
      }
      const message = `node group ${shown(after.nodeGroupName)} would have version ${version} and AMI release ${release}, which is built for Kubernetes ${minor}: EKS rejects the two together. Use a release of ${version}, or remove release_version`;
      return [found(after, message, { values: { version: `${version}`, release: `${release}` } })];
    });
  },
};

/** Whether the code gives the release. If it does not, the plan shows the old one, and EKS updates it with the version. */
function isChosen({ before, after, change }: Pair<NodeGroupState>): boolean {
  if (before === undefined || change?.action === "replace") {
    return change?.action !== "update";
  }
  const isOther = before.releaseVersion !== after?.releaseVersion;
  return isOther || (before.version !== after?.version && after?.isReleasePinned === true);
}

/**
 * The minor version of a release of Amazon Linux, "1.34.2-20261015", or of Windows, "1.34-2026.10.14". Bottlerocket numbers
 * its releases in another way.
 */
function minorOf(release: string | undefined, amiType: string | undefined): string | undefined {
  const system = amiTypeRow(amiType ?? "")?.system;
  const isNamedByMinor =
    amiType === undefined || system === "AL2" || system === "AL2023" || system === "WINDOWS";
  return isNamedByMinor
    ? /^(1\.\d+)(?:\.\d+-20\d{6}|-20\d\d[.-]\d\d[.-]\d\d)$/.exec(release ?? "")?.[1]
    : undefined;
}
