import type { NodeGroupState } from "../fleet-state";
import { KubernetesVersion } from "../kubernetes-version";
import { allowedSkew, oldestUnder } from "../version-skew";
import type { Rule } from "./rule";

export const nodeGroupVersionSkew: Rule = {
  id: "node-group-version-skew",
  severity: "error",
  source: "Kubernetes, version skew policy; EKS user guide, update-cluster and update-managed-node-group",
  judge(cluster) {
    const controlPlane = KubernetesVersion.parse(cluster.version ?? "");
    if (controlPlane === undefined) {
      return [];
    }
    return cluster.nodeGroups.flatMap((group) => {
      const message = skewOf(group, controlPlane, cluster.clusterName);
      return message === undefined ? [] : [{ address: group.address, message }];
    });
  },
};

function skewOf(
  group: NodeGroupState,
  controlPlane: KubernetesVersion,
  clusterName: string,
): string | undefined {
  const nodes = KubernetesVersion.parse(group.version ?? "");
  if (nodes === undefined) {
    return undefined;
  }
  if (nodes.compare(controlPlane) > 0) {
    return `the nodes of ${group.nodeGroupName} would run Kubernetes ${nodes}, newer than the ${controlPlane} of cluster ${clusterName}; upgrade the control plane first, or give the nodes ${controlPlane} or older`;
  }
  if (controlPlane.minorsAheadOf(nodes) > allowedSkew(nodes)) {
    return `the nodes of ${group.nodeGroupName} run Kubernetes ${nodes}, too old for the ${controlPlane} of cluster ${clusterName}, whose nodes may be ${oldestUnder(controlPlane)} or newer; bring the nodes up before the control plane`;
  }
  return undefined;
}
