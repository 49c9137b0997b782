import { amiTypeRow } from "../../eks/ami-type";
import { KubernetesVersion } from "../../eks/kubernetes-version";
import type { FleetIndex } from "../../fleet/fleet-index";
import { isUnknown, type NodeClassState, type NodeGroupState } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { found, notEvaluated } from "../support/finding";
import { versionIn } from "../support/reading";
import { violations } from "../support/violations";
import { shown } from "../support/wording";

/** EKS published no Amazon Linux 2 AMI from this version on. */
export const FIRST_WITHOUT_AL2 = KubernetesVersion.of("1.33");

export const amiTypeSupported: Rule = {
  id: "ami-type-supported",
  severity: "error",
  source: "EKS user guide, kubernetes-versions: 1.32 is the last version with an Amazon Linux 2 AMI",
  title: "Amazon Linux 2 nodes for a Kubernetes version without such an AMI",
  why: "EKS rejects the node group during the apply, and the AMI type of a group cannot change without replacing the group. If the group was like this before the change, the rule only warns.",
  judge: (input) => violations(input, findingsIn),
};

function findingsIn(index: FleetIndex): readonly Finding[] {
  // A group without a version gets the one of its cluster.
  const ofGroups = index.fleet.nodeGroups.flatMap((group) =>
    findingsOf(group, group.version ?? index.cluster(group.cluster)?.version),
  );
  const { otherNodes, nodeClasses } = index.fleet;
  const ofClasses = [
    ...otherNodes.map((nodes) => ({ ...nodes, what: nodes.what ?? "the node class" })),
    ...nodeClasses.map((each) => ({ ...each, what: `${each.kind} ${shown(each.className)}` })),
  ];
  return [...ofGroups, ...ofClasses.flatMap((nodes) => classFindings(nodes, index))];
}

type NodeClass = Pick<NodeClassState, "stack" | "address" | "cluster" | "isAmazonLinux2"> & {
  readonly what: string;
};

/** A node class of Karpenter that asks for Amazon Linux 2: its nodes follow the version of the control plane. */
function classFindings(nodes: NodeClass, index: FleetIndex): readonly Finding[] {
  const [only, ...others] = index.fleet.clusters;
  const cluster = index.cluster(nodes.cluster) ?? (others.length === 0 ? only : undefined);
  const version = versionIn(cluster?.version);
  if (nodes.isAmazonLinux2 !== true || version === undefined || version.compare(FIRST_WITHOUT_AL2) < 0) {
    return [];
  }
  const message = `${nodes.what} asks for Amazon Linux 2, and the control plane has Kubernetes ${version}: the last version with an Amazon Linux 2 AMI is ${FIRST_WITHOUT_AL2.plus(-1)}, so no new node can start. Move its pools to a node class with AL2023 first`;
  return [found(nodes, message, { code: "node-class", values: { version: `${version}` } })];
}

function findingsOf(group: NodeGroupState, given: NodeGroupState["version"]): readonly Finding[] {
  const { nodeGroupName, amiType } = group;
  const name = shown(nodeGroupName);
  const version = versionIn(given);
  const hasAl2Ami = version !== undefined && version.compare(FIRST_WITHOUT_AL2) < 0;
  if (amiType === undefined || given === undefined || hasAl2Ami) {
    return [];
  }
  const question = "whether EKS has an AMI for it";
  if (isUnknown(amiType)) {
    return version === undefined && !isUnknown(given)
      ? []
      : [notEvaluated(group, `the AMI type of node group ${name}`, question)];
  }
  if (amiTypeRow(amiType)?.system !== "AL2") {
    return [];
  }
  if (isUnknown(given)) {
    return [notEvaluated(group, `the Kubernetes version of node group ${name} (${amiType})`, question)];
  }
  if (version === undefined) {
    return [];
  }
  const message = `node group ${name} has the AMI type ${amiType} and Kubernetes ${version}: the last version with an Amazon Linux 2 AMI is ${FIRST_WITHOUT_AL2.plus(-1)}. Move to a second node group with an AL2023 type, because the AMI type of a group cannot change in place`;
  return [found(group, message, { values: { amiType, version: `${version}` } })];
}
