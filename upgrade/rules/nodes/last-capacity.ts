import { type FleetDiff, kept } from "../../fleet/diff";
import { type ClusterState, isUnknown } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { found, notEvaluated, notInPlan } from "../support/finding";
import { poolsFor } from "../support/node-pool";
import { namesOf } from "../support/successor";
import { listed, shown } from "../support/wording";

export const lastCapacity: Rule = {
  id: "last-capacity",
  severity: "error",
  title: "The last active node group is cordoned, retired or removed",
  why: "No pod can be scheduled any more: not the pods that are evicted, not those that restart, not coredns. A node pool that fits takes the pods. A cluster that is removed as a whole does not count.",
  source:
    "EKS user guide, managed-node-groups; aws/containers-roadmap #1389 and #1411 (coredns DEGRADED without nodes); terraform-aws-modules/terraform-aws-eks #2905",
  judge(input) {
    const { diff } = input;
    return kept(diff.clusters).flatMap(({ after }) => findingsOf(after, diff));
  },
};

function findingsOf({ key, clusterName, otherNodes }: ClusterState, diff: FleetDiff): readonly Finding[] {
  const groups = diff.nodeGroupsOf(key);
  const lost = groups.filter(
    ({ before, after, change }) =>
      before?.phase === "active" &&
      change !== undefined &&
      (after === undefined ? change.action === "delete" : after.phase !== "active"),
  );
  const [first] = lost;
  const place = first?.after ?? first?.change;
  const isTaken = lost.every(({ before }) => before !== undefined && poolsFor(before, diff).length > 0);
  if (place === undefined || isTaken || groups.some(({ after }) => after?.phase === "active")) {
    return [];
  }
  const names = namesOf(lost.map(({ before }) => before));
  const hidden = groups.find(({ after }) => after !== undefined && isUnknown(after.phase))?.after;
  if (hidden !== undefined) {
    const value = `the phase of node group ${shown(hidden.nodeGroupName)}`;
    return [
      notEvaluated(place, value, `whether cluster ${shown(clusterName)} has another active node group`),
    ];
  }
  if (otherNodes.length > 0) {
    const value = `the free capacity of cluster ${shown(clusterName)} outside node groups (${listed(otherNodes)})`;
    return [notInPlan(place, value, `whether the pods of ${names} have other nodes`, "kubectl get nodes")];
  }
  const message = `cluster ${shown(clusterName)} would have no active node group, because ${names} ${lost.length === 1 ? "is its last one" : "are its last ones"}: its pods need another group. Create a successor first, with as many nodes`;
  return [found(place, message, { values: { nodeGroups: names } })];
}
