import { created } from "../../fleet/diff";
import { isUnknown } from "../../fleet/state";
import type { Rule } from "../rule";
import { versionIn } from "../support/reading";
import { NAME_THE_CLUSTER, notJudged, told } from "../support/wording";

export const nodeGroupBornAtClusterVersion: Rule = {
  id: "node-group-born-at-cluster-version",
  severity: "error",
  title: "a node group made at another version than its cluster's",
  why: "EKS makes a node group at the version of its control plane and at no other, so the apply fails in the middle; a group that is older can only be one that was there before. A group with an AMI of its own names no version.",
  source: 'EKS API reference, CreateNodegroup: the cluster\'s version "is the only accepted specified value"',
  judge(input) {
    const { diff } = input;
    return created(diff.nodeGroups).flatMap((group) => {
      const { stack, address, nodeGroupName, version } = group;
      const cluster = diff.cluster(group.cluster)?.after;
      const question = "whether it is that of its cluster";
      if (version === undefined) {
        return [];
      }
      if (isUnknown(group.cluster)) {
        const value = `the cluster of the new node group ${told(nodeGroupName)}`;
        return [notJudged(group, value, question, NAME_THE_CLUSTER)];
      }
      if (cluster?.version === undefined) {
        return [];
      }
      if (isUnknown(version)) {
        const value = `the Kubernetes version of the new node group ${told(nodeGroupName)}`;
        return [notJudged(group, value, question)];
      }
      if (isUnknown(cluster.version)) {
        const value = `the Kubernetes version of cluster ${told(cluster.clusterName)}`;
        return [
          notJudged(group, value, `whether node group ${told(nodeGroupName)} can be made at ${version}`),
        ];
      }
      const [nodes, controlPlane] = [versionIn(version), versionIn(cluster.version)];
      if (nodes === undefined || controlPlane === undefined || nodes.equals(controlPlane)) {
        return [];
      }
      const wayOut =
        nodes.compare(controlPlane) > 0
          ? `upgrade the control plane first, or make the group at ${controlPlane}`
          : `make the group at ${controlPlane}`;
      const message = `node group ${told(nodeGroupName)} would be made at Kubernetes ${nodes}, and cluster ${told(cluster.clusterName)} runs ${controlPlane}, the only version at which EKS makes one; ${wayOut}`;
      return [{ stack, address, message }];
    });
  },
};
