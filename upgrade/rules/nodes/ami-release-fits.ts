import { amiTypeRow } from "../../eks/ami-type";
import type { Pair } from "../../fleet/diff";
import { ifKnown, type NodeGroupState } from "../../fleet/state";
import type { Rule } from "../rule";
import { versionIn } from "../support/reading";
import { told } from "../support/wording";

export const amiReleaseFits: Rule = {
  id: "ami-release-fits",
  severity: "error",
  title: "an AMI release of another Kubernetes version than its node group's",
  why: "EKS refuses the two together in the middle of the apply. It is the release that somebody pinned, and that a version left behind, or went ahead of. Judged are the releases of Amazon Linux, which have the Kubernetes version in their names, where the step changes one of the two.",
  source:
    "EKS API reference, UpdateNodegroupVersion (releaseVersion); terraform-aws-modules/terraform-aws-eks #907, hashicorp/terraform-provider-aws #14492",
  judge(input) {
    return input.diff.nodeGroups.flatMap((group) => {
      const { after, change } = group;
      if (after === undefined || change === undefined || !isChosen(group)) {
        return [];
      }
      const { stack, address, nodeGroupName } = after;
      const version = versionIn(after.version);
      const release = ifKnown(after.releaseVersion);
      const minor = minorOf(release, ifKnown(after.amiType));
      if (version === undefined || minor === undefined || minor === `${version}`) {
        return [];
      }
      const message = `AMI release ${release} of node group ${told(nodeGroupName)} is of Kubernetes ${minor}, and the group's version would be ${version}, which EKS refuses together; take a release of ${version}, or leave release_version out`;
      return [{ stack, address, message }];
    });
  },
};

/** Whether the step sends the release: one that the code leaves to EKS is told as it was, and follows the version. */
function isChosen({ before, after, change }: Pair<NodeGroupState>): boolean {
  if (before === undefined || change?.action === "replace") {
    return change?.action !== "update";
  }
  const isOther = before.releaseVersion !== after?.releaseVersion;
  return isOther || (before.version !== after?.version && after?.isReleasePinned === true);
}

/** Of a release of Amazon Linux, "1.34.2-20261015"; others are numbered otherwise. */
function minorOf(release: string | undefined, amiType: string | undefined): string | undefined {
  const system = amiTypeRow(amiType ?? "")?.system;
  const isAmazonLinux = amiType === undefined || system === "AL2" || system === "AL2023";
  return isAmazonLinux ? /^(1\.\d+)\.\d+-20\d{6}$/.exec(release ?? "")?.[1] : undefined;
}
