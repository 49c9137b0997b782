import type { KubernetesVersion } from "../../eks/kubernetes-version";
import { allowedSkew, oldestUnder } from "../../eks/version-skew";
import { updated } from "../../fleet/diff";
import type { FleetIndex } from "../../fleet/fleet-index";
import { ByPlace } from "../../fleet/place";
import { type ClusterState, isUnknown, type NodeGroupState } from "../../fleet/state";
import type { Finding, Rule, RuleInput } from "../rule";
import { found, NAME_THE_CLUSTER, notEvaluated } from "../support/finding";
import { versionIn } from "../support/reading";
import { violations } from "../support/violations";
import { shown } from "../support/wording";

export const nodeGroupVersionSkew: Rule = {
  id: "node-group-version-skew",
  severity: "error",
  source: "Kubernetes, version skew policy; EKS user guide, update-cluster and update-managed-node-group",
  title: "Nodes are newer than their control plane, or too old for it",
  why: "Kubernetes does not support a kubelet that is newer than its API server. A kubelet that is more than three minor versions older can stop working when the control plane is upgraded, with all its pods. If one apply updates both, the control plane is upgraded first, so the old nodes must be compatible with it. If nodes were incompatible before the change, the rule only warns.",
  judge(input) {
    const existing = violations(input, findingsIn);
    const places = ByPlace.of(existing);
    return [...existing, ...inBetween(input).filter((finding) => places.get(finding) === undefined)];
  },
};

function findingsIn(index: FleetIndex): readonly Finding[] {
  return index.fleet.nodeGroups.flatMap((group) => findingsOf(group, index.cluster(group.cluster)));
}

function findingsOf(group: NodeGroupState, cluster: ClusterState | undefined): readonly Finding[] {
  const name = shown(group.nodeGroupName);
  const question = "whether the nodes are compatible with their control plane";
  if (group.version === undefined) {
    return [];
  }
  if (isUnknown(group.cluster)) {
    return [notEvaluated(group, `the cluster of node group ${name}`, question, NAME_THE_CLUSTER)];
  }
  if (cluster?.version === undefined) {
    return [];
  }
  if (isUnknown(group.version)) {
    return [notEvaluated(group, `the Kubernetes version of node group ${name}`, question)];
  }
  if (isUnknown(cluster.version)) {
    return [notEvaluated(group, `the Kubernetes version of cluster ${shown(cluster.clusterName)}`, question)];
  }
  const [nodes, controlPlane] = [versionIn(group.version), versionIn(cluster.version)];
  return nodes === undefined || controlPlane === undefined
    ? []
    : skewFindings(group, nodes, cluster, controlPlane);
}

/** Nodes that still run the old version under the upgraded control plane. */
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
  group: NodeGroupState,
  nodes: KubernetesVersion,
  { clusterName }: ClusterState,
  controlPlane: KubernetesVersion,
): readonly Finding[] {
  const [name, cluster] = [shown(group.nodeGroupName), shown(clusterName)];
  const values = { nodes: `${nodes}`, controlPlane: `${controlPlane}` };
  if (nodes.compare(controlPlane) > 0) {
    const message = `node group ${name} would run Kubernetes ${nodes} under a control plane with ${controlPlane}: nodes must not be newer than cluster ${cluster}. Upgrade the control plane first, or give the nodes ${controlPlane} or older`;
    return [found(group, message, { code: "newer", values })];
  }
  if (controlPlane.minorsAheadOf(nodes) > allowedSkew(nodes)) {
    const message = `node group ${name} runs Kubernetes ${nodes} under a control plane with ${controlPlane}: nodes of cluster ${cluster} must have ${oldestUnder(controlPlane)} or newer. Upgrade the nodes before the control plane`;
    return [found(group, message, { code: "too-old", values })];
  }
  return [];
}
