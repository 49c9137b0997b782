import { NOT_PROTECTED, PROTECTED_TAG } from "../../eks/protection";
import { type FleetDiff, removed } from "../../fleet/diff";
import { type ClusterState, isUnknown } from "../../fleet/state";
import type { Rule } from "../rule";
import { found } from "../support/finding";
import { allOtherNodesIn } from "../support/other-nodes";
import { counted, listed, shown } from "../support/wording";

export const clusterRemovedInUse: Rule = {
  id: "cluster-removed-in-use",
  severity: "error",
  title: "A cluster is removed while it has nodes",
  why: `Its node groups were not retired, or Karpenter, Auto Mode, Fargate or an Auto Scaling group still run pods: all of them end with the cluster. This is also so if all resources of a plan are destroyed. A cluster that its tags call an environment for tests (environment, env or stage = test, ci, dev, sandbox, preview; ephemeral = true), or whose tag ${PROTECTED_TAG} is ${NOT_PROTECTED}, may be removed.`,
  source:
    "EKS user guide, delete-cluster; terraform-aws-modules/terraform-aws-eks #1111 and #2570; kubernetes/k8s.io #7068",
  judge({ diff }) {
    return removed(diff.clusters).flatMap(({ before, change }) => {
      const uses = before.isDisposable === true || isRecreated(before, diff) ? [] : usesOf(before, diff);
      if (uses.length === 0) {
        return [];
      }
      const message = `cluster ${shown(before.clusterName)} would be removed with ${listed(uses)}: everything that runs there ends. Move its workloads and its traffic, drain and retire its nodes first, each in a separate change, or set its tag ${PROTECTED_TAG} to "${NOT_PROTECTED}" first (an environment for tests: environment = "test")`;
      return [found(change, message, { values: { uses: listed(uses) } })];
    });
  },
};

function usesOf({ key }: ClusterState, diff: FleetDiff): readonly string[] {
  const groups = diff.nodeGroupsOf(key).flatMap(({ before }) => {
    const size = before?.desiredSize;
    return before === undefined || size === 0 ? [] : [before];
  });
  const nodes = groups.map(({ desiredSize }) => (isUnknown(desiredSize) ? 1 : desiredSize));
  const total = nodes.reduce((sum, size) => sum + size, 0);
  const names = groups.map(({ nodeGroupName }) => shown(nodeGroupName));
  const others = allOtherNodesIn(diff).flatMap(({ before }) =>
    before?.cluster === key && before.what !== undefined && before.size !== 0 ? [before.what] : [],
  );
  return [...(total > 0 ? [`${counted(total, "node")} of ${listed(names)}`] : []), ...new Set(others)];
}

/** Another rule reports a cluster that is created again at another address. */
function isRecreated({ key }: ClusterState, { clusters }: FleetDiff): boolean {
  return clusters.some(({ after }) => after?.key === key);
}
