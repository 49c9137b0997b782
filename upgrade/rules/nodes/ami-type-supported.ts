import { amiTypeRow } from "../../eks/ami-type";
import { KubernetesVersion } from "../../eks/kubernetes-version";
import type { FleetIndex } from "../../fleet/fleet-index";
import { isUnknown, type NodeGroupState } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { versionIn } from "../support/reading";
import { violations } from "../support/violations";
import { notJudged, told } from "../support/wording";

/** EKS published no Amazon Linux 2 AMI from this version on. */
export const FIRST_WITHOUT_AL2 = KubernetesVersion.of("1.33");

export const amiTypeSupported: Rule = {
  id: "ami-type-supported",
  severity: "error",
  source: "EKS user guide, kubernetes-versions: 1.32 is the last version with an Amazon Linux 2 AMI",
  title: "Amazon Linux 2 nodes for a version that has no such AMI",
  why: "EKS refuses the node group in the middle of the apply; and the AMI type of a group that exists cannot change without replacing the group. What was so before the step is only told.",
  judge: (input) => violations(input, findingsIn),
};

function findingsIn(index: FleetIndex): readonly Finding[] {
  // A group that names no version gets its cluster's.
  return index.fleet.nodeGroups.flatMap((group) =>
    findingsOf(group, group.version ?? index.cluster(group.cluster)?.version),
  );
}

function findingsOf(group: NodeGroupState, given: NodeGroupState["version"]): readonly Finding[] {
  const { stack, address, nodeGroupName, amiType } = group;
  const name = told(nodeGroupName);
  const version = versionIn(given);
  const hasAl2Ami = version !== undefined && version.compare(FIRST_WITHOUT_AL2) < 0;
  if (amiType === undefined || given === undefined || hasAl2Ami) {
    return [];
  }
  const question = "whether EKS has an AMI for it";
  if (isUnknown(amiType)) {
    return version === undefined && !isUnknown(given)
      ? []
      : [notJudged(group, `the AMI type of node group ${name}`, question)];
  }
  if (amiTypeRow(amiType)?.system !== "AL2") {
    return [];
  }
  if (isUnknown(given)) {
    return [notJudged(group, `the Kubernetes version of node group ${name} (${amiType})`, question)];
  }
  if (version === undefined) {
    return [];
  }
  const message = `AMI type ${amiType} of ${name} does not exist for Kubernetes ${version}: Amazon Linux 2 ended with 1.32; move to a second node group with an AL2023 type (the AMI type of a group cannot change in place)`;
  return [{ stack, address, message, values: { amiType, version: `${version}` } }];
}
