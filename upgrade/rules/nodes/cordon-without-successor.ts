import type { Pair } from "../../fleet/diff";
import { type ClusterState, ifKnown, isUnknown, type NodeGroupState } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { cordonedIn, gapsOf, namesOf, successorsOf } from "../support/successor";
import { counted, listed, notJudged, told } from "../support/wording";

export const cordonWithoutSuccessor: Rule = {
  id: "cordon-without-successor",
  severity: "error",
  title: "a node group with nodes that is cordoned, and nothing takes over from it",
  why: "Its pods have nowhere to go: no other group of the same kind takes pods, and none that there is can run them. (Where no group takes pods at all, another rule speaks.) Whether nodes that no node group holds take over (Karpenter, Auto Mode, Fargate) no plan tells.",
  source: "EKS user guide, migrate-stack; terraform-aws-modules/terraform-aws-eks #2905",
  judge(input) {
    const { diff } = input;
    return cordonedIn(diff).flatMap(({ before, after }) => {
      const cluster = diff.cluster(after.cluster)?.after;
      // Another cluster's plan, or another stack's, may hold the groups that take over.
      const isInView = diff.clusters.some(({ after: managed }) => managed === cluster);
      if (
        cluster === undefined ||
        !isInView ||
        before.desiredSize === 0 ||
        successorsOf(before, diff).length > 0
      ) {
        return [];
      }
      return findingsOf(before, after, cluster, diff.nodeGroupsOf(cluster.key));
    });
  },
};

function findingsOf(
  group: NodeGroupState,
  place: NodeGroupState,
  { clusterName, otherNodes }: ClusterState,
  groups: readonly Pair<NodeGroupState>[],
): readonly Finding[] {
  const name = told(group.nodeGroupName);
  const others = groups.flatMap(({ after }) => (after?.phase === "active" ? [after] : []));
  const question = `whether its pods can leave ${name}`;
  const hidden = groups.find(({ after }) => after !== undefined && isUnknown(after.phase))?.after;
  if (hidden !== undefined) {
    return [notJudged(place, `whether ${told(hidden.nodeGroupName)} takes pods`, question)];
  }
  if (otherNodes.length > 0) {
    const value = `the room on the nodes of cluster ${told(clusterName)} that no node group holds (${listed(otherNodes)})`;
    return [notJudged(place, value, question, "see to it by hand, and waive this with what you saw")];
  }
  const [other] = others;
  if (other === undefined) {
    return [];
  }
  const nodes = ifKnown(group.desiredSize);
  const with_ = nodes === undefined ? "" : ` with ${counted(nodes, "node")}`;
  const gaps = gapsOf(group, other);
  const reason = gaps.length === 0 ? "" : ` (${told(other.nodeGroupName)} ${listed(gaps)})`;
  const message = `${name}${with_} is cordoned, and ${namesOf(others)} cannot run its pods${reason}; make its successor first, of the same group label or with the next number in its name`;
  return [{ stack: place.stack, address: place.address, message }];
}
