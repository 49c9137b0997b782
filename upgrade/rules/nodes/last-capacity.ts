import { kept, type Pair } from "../../fleet/diff";
import { type ClusterState, isUnknown, type NodeGroupState } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { namesOf } from "../support/successor";
import { listed, notJudged, told } from "../support/wording";

export const lastCapacity: Rule = {
  id: "last-capacity",
  severity: "error",
  title: "the last node group that takes pods is cordoned, retired or removed",
  why: "Nothing can be scheduled any more: not the pods that are evicted, not those that restart, not coredns. A cluster that goes as a whole does not count.",
  source:
    "EKS user guide, managed-node-groups; aws/containers-roadmap #1389 and #1411 (coredns DEGRADED without nodes); terraform-aws-modules/terraform-aws-eks #2905",
  judge(input) {
    const { diff } = input;
    return kept(diff.clusters).flatMap(({ after }) => findingsOf(after, diff.nodeGroupsOf(after.key)));
  },
};

function findingsOf(
  { clusterName, otherNodes }: ClusterState,
  groups: readonly Pair<NodeGroupState>[],
): readonly Finding[] {
  const lost = groups.filter(
    ({ before, after, change }) =>
      before?.phase === "active" &&
      change !== undefined &&
      (after === undefined ? change.action === "delete" : after.phase !== "active"),
  );
  const [first] = lost;
  const place = first?.after ?? first?.change;
  if (place === undefined || groups.some(({ after }) => after?.phase === "active")) {
    return [];
  }
  const names = namesOf(lost.map(({ before }) => before));
  const hidden = groups.find(({ after }) => after !== undefined && isUnknown(after.phase))?.after;
  if (hidden !== undefined) {
    const value = `whether ${told(hidden.nodeGroupName)} takes pods`;
    return [
      notJudged(place, value, `whether cluster ${told(clusterName)} has a node group left that takes pods`),
    ];
  }
  if (otherNodes.length > 0) {
    const value = `the room on the nodes of cluster ${told(clusterName)} that no node group holds (${listed(otherNodes)})`;
    return [
      notJudged(
        place,
        value,
        `whether its pods can leave ${names}`,
        "see to it by hand, and waive this with what you saw",
      ),
    ];
  }
  const message = `cluster ${told(clusterName)} would have no node group left that takes pods, for ${names} ${lost.length === 1 ? "is its last" : "are its last"}; make its successor first, with as many nodes`;
  return [{ stack: place.stack, address: place.address, message }];
}
