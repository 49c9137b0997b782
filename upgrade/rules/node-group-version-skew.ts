import { FleetIndex } from "../fleet-index";
import { ifKnown } from "../fleet-state";
import { KubernetesVersion } from "../kubernetes-version";
import { allowedSkew, oldestUnder } from "../version-skew";
import type { Rule } from "./rule";
import { told } from "./wording";

export const nodeGroupVersionSkew: Rule = {
  id: "node-group-version-skew",
  severity: "error",
  source: "Kubernetes, version skew policy; EKS user guide, update-cluster and update-managed-node-group",
  title: "nodes newer than their control plane, or too old for it",
  why: "A kubelet that is newer than its API server is not supported at all; one that is more than three minors older can stop working the moment the control plane is upgraded, with all its pods.",
  judge({ after }) {
    const index = FleetIndex.of(after);
    return after.nodeGroups.flatMap((group) => {
      const cluster = index.cluster(group.cluster);
      const controlPlane = KubernetesVersion.parse(ifKnown(cluster?.version) ?? "");
      const nodes = KubernetesVersion.parse(ifKnown(group.version) ?? "");
      if (cluster === undefined || controlPlane === undefined || nodes === undefined) {
        return [];
      }
      const message = skewOf(told(group.nodeGroupName), nodes, told(cluster.clusterName), controlPlane);
      return message === undefined ? [] : [{ stack: group.stack, address: group.address, message }];
    });
  },
};

function skewOf(
  nodeGroupName: string,
  nodes: KubernetesVersion,
  clusterName: string,
  controlPlane: KubernetesVersion,
): string | undefined {
  if (nodes.compare(controlPlane) > 0) {
    return `the nodes of ${nodeGroupName} would run Kubernetes ${nodes}, newer than the ${controlPlane} of cluster ${clusterName}; upgrade the control plane first, or give the nodes ${controlPlane} or older`;
  }
  if (controlPlane.minorsAheadOf(nodes) > allowedSkew(nodes)) {
    return `the nodes of ${nodeGroupName} run Kubernetes ${nodes}, too old for the ${controlPlane} of cluster ${clusterName}, whose nodes may be ${oldestUnder(controlPlane)} or newer; bring the nodes up before the control plane`;
  }
  return undefined;
}
