import type { KubernetesVersion } from "../../eks/kubernetes-version";
import { allowedSkew, oldestUnder } from "../../eks/version-skew";
import { ByPlace } from "../../fleet/by-place";
import { updated } from "../../fleet/diff";
import type { FleetIndex } from "../../fleet/fleet-index";
import { type ClusterState, isUnknown, type NodeGroupState } from "../../fleet/state";
import type { Finding, Rule, RuleInput } from "../rule";
import { versionIn } from "../support/reading";
import { violations } from "../support/violations";
import { NAME_THE_CLUSTER, notJudged, told } from "../support/wording";

export const nodeGroupVersionSkew: Rule = {
  id: "node-group-version-skew",
  severity: "error",
  source: "Kubernetes, version skew policy; EKS user guide, update-cluster and update-managed-node-group",
  title: "nodes newer than their control plane, or too old for it",
  why: "A kubelet that is newer than its API server is not supported at all; one that is more than three minors older can stop working the moment the control plane is upgraded, with all its pods. Nodes that follow their control plane in the same step run under it as they were, for it goes first. What was so before the step is only told.",
  judge(input) {
    const found = violations(input, findingsIn);
    const places = ByPlace.of(found);
    return [...found, ...inBetween(input).filter((finding) => places.get(finding) === undefined)];
  },
};

function findingsIn(index: FleetIndex): readonly Finding[] {
  return index.fleet.nodeGroups.flatMap((group) => findingsOf(group, index.cluster(group.cluster)));
}

function findingsOf(group: NodeGroupState, cluster: ClusterState | undefined): readonly Finding[] {
  const name = told(group.nodeGroupName);
  const question = "whether nodes and control plane fit each other";
  if (group.version === undefined) {
    return [];
  }
  if (isUnknown(group.cluster)) {
    return [notJudged(group, `the cluster of node group ${name}`, question, NAME_THE_CLUSTER)];
  }
  if (cluster?.version === undefined) {
    return [];
  }
  if (isUnknown(group.version)) {
    return [notJudged(group, `the Kubernetes version of the nodes of ${name}`, question)];
  }
  if (isUnknown(cluster.version)) {
    return [notJudged(group, `the Kubernetes version of cluster ${told(cluster.clusterName)}`, question)];
  }
  const [nodes, controlPlane] = [versionIn(group.version), versionIn(cluster.version)];
  return nodes === undefined || controlPlane === undefined
    ? []
    : skewFindings(group, nodes, cluster, controlPlane);
}

/** Nodes as they were, under a control plane that goes up before they do. */
function inBetween(input: RuleInput): readonly Finding[] {
  const { diff } = input;
  return updated(diff.nodeGroups).flatMap(({ before, after }) => {
    const cluster = diff.cluster(after.cluster);
    const [from, to] = [versionIn(cluster?.before?.version), versionIn(cluster?.after?.version)];
    const nodes = versionIn(before.version);
    if (cluster?.after === undefined || from === undefined || to === undefined || nodes === undefined) {
      return [];
    }
    return to.compare(from) > 0 ? skewFindings(after, nodes, cluster.after, to) : [];
  });
}

function skewFindings(
  { stack, address, nodeGroupName }: NodeGroupState,
  nodes: KubernetesVersion,
  { clusterName }: ClusterState,
  controlPlane: KubernetesVersion,
): readonly Finding[] {
  const [name, cluster] = [told(nodeGroupName), told(clusterName)];
  const values = { nodes: `${nodes}`, controlPlane: `${controlPlane}` };
  if (nodes.compare(controlPlane) > 0) {
    const message = `the nodes of ${name} would run Kubernetes ${nodes}, newer than the ${controlPlane} of cluster ${cluster}; upgrade the control plane first, or give the nodes ${controlPlane} or older`;
    return [{ stack, address, code: "newer", values, message }];
  }
  if (controlPlane.minorsAheadOf(nodes) > allowedSkew(nodes)) {
    const message = `the nodes of ${name} run Kubernetes ${nodes}, too old for the ${controlPlane} of cluster ${cluster}, whose nodes may be ${oldestUnder(controlPlane)} or newer; bring the nodes up before the control plane`;
    return [{ stack, address, code: "too-old", values, message }];
  }
  return [];
}
