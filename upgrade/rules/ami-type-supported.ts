import { amiTypeRow } from "../ami-type";
import { KubernetesVersion } from "../kubernetes-version";
import type { Rule } from "./rule";

/** EKS published no Amazon Linux 2 AMI from this version on. */
const FIRST_WITHOUT_AL2 = KubernetesVersion.of("1.33");

export const amiTypeSupported: Rule = {
  id: "ami-type-supported",
  severity: "error",
  source: "EKS user guide, kubernetes-versions: 1.32 is the last version with an Amazon Linux 2 AMI",
  judge(cluster) {
    return cluster.nodeGroups.flatMap((group) => {
      const version = KubernetesVersion.parse(group.version ?? "");
      const isAmazonLinux2 = amiTypeRow(group.amiType ?? "")?.system === "AL2";
      if (!isAmazonLinux2 || version === undefined || version.compare(FIRST_WITHOUT_AL2) < 0) {
        return [];
      }
      const message = `AMI type ${group.amiType} of ${group.nodeGroupName} does not exist for Kubernetes ${version}: Amazon Linux 2 ended with 1.32; move to a second node group with an AL2023 type (the AMI type of a group cannot change in place)`;
      return [{ address: group.address, message }];
    });
  },
};
