import { amiTypeRow } from "../ami-type";
import { ifKnown } from "../fleet-state";
import { KubernetesVersion } from "../kubernetes-version";
import type { Rule } from "./rule";
import { told } from "./wording";

/** EKS published no Amazon Linux 2 AMI from this version on. */
const FIRST_WITHOUT_AL2 = KubernetesVersion.of("1.33");

export const amiTypeSupported: Rule = {
  id: "ami-type-supported",
  severity: "error",
  source: "EKS user guide, kubernetes-versions: 1.32 is the last version with an Amazon Linux 2 AMI",
  title: "Amazon Linux 2 nodes for a version that has no such AMI",
  why: "EKS refuses the node group in the middle of the apply; and the AMI type of a group that exists cannot change without replacing the group.",
  judge({ after }) {
    return after.nodeGroups.flatMap(({ stack, address, nodeGroupName, version: text, amiType }) => {
      const version = KubernetesVersion.parse(ifKnown(text) ?? "");
      const isAmazonLinux2 = amiTypeRow(ifKnown(amiType) ?? "")?.system === "AL2";
      if (!isAmazonLinux2 || version === undefined || version.compare(FIRST_WITHOUT_AL2) < 0) {
        return [];
      }
      const message = `AMI type ${told(amiType)} of ${told(nodeGroupName)} does not exist for Kubernetes ${version}: Amazon Linux 2 ended with 1.32; move to a second node group with an AL2023 type (the AMI type of a group cannot change in place)`;
      return [{ stack, address, message }];
    });
  },
};
