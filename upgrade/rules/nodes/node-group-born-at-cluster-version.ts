import { created } from "../../fleet/diff";
import { isUnknown } from "../../fleet/state";
import type { Rule } from "../rule";
import { found, NAME_THE_CLUSTER, notEvaluated } from "../support/finding";
import { versionIn } from "../support/reading";
import { shown } from "../support/wording";

export const nodeGroupBornAtClusterVersion: Rule = {
  id: "node-group-born-at-cluster-version",
  severity: "error",
  title: "A node group is created with another version than its cluster",
  why: "EKS creates a node group only at the version of its control plane, so the apply fails halfway. Only a group that exists already can be older. A group with its own AMI has no version.",
  source: 'EKS API reference, CreateNodegroup: the cluster\'s version "is the only accepted specified value"',
  judge(input) {
    const { diff } = input;
    return created(diff.nodeGroups).flatMap((group) => {
      const { nodeGroupName, version } = group;
      const cluster = diff.cluster(group.cluster)?.after;
      const question = "whether it is the version of its cluster";
      if (version === undefined) {
        return [];
      }
      if (isUnknown(group.cluster)) {
        const value = `the cluster of the new node group ${shown(nodeGroupName)}`;
        return [notEvaluated(group, value, question, NAME_THE_CLUSTER)];
      }
      if (cluster?.version === undefined) {
        return [];
      }
      if (isUnknown(version)) {
        const value = `the Kubernetes version of the new node group ${shown(nodeGroupName)}`;
        return [notEvaluated(group, value, question)];
      }
      if (isUnknown(cluster.version)) {
        const value = `the Kubernetes version of cluster ${shown(cluster.clusterName)}`;
        return [
          notEvaluated(
            group,
            value,
            `whether EKS can create node group ${shown(nodeGroupName)} with ${version}`,
          ),
        ];
      }
      const [nodes, controlPlane] = [versionIn(version), versionIn(cluster.version)];
      if (nodes === undefined || controlPlane === undefined || nodes.equals(controlPlane)) {
        return [];
      }
      const fix =
        nodes.compare(controlPlane) > 0
          ? `Upgrade the control plane first, or create the group with ${controlPlane}`
          : `Create the group with ${controlPlane}`;
      const message = `node group ${shown(nodeGroupName)} would be created with Kubernetes ${nodes}: EKS creates it only with the version of cluster ${shown(cluster.clusterName)}, ${controlPlane}. ${fix}`;
      return [found(group, message, { values: { nodes: `${nodes}`, controlPlane: `${controlPlane}` } })];
    });
  },
};
