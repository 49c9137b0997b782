import type { Pair } from "../../fleet/diff";
import { type ClusterState, ifKnown, isUnknown, type NodeGroupState } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { found, notEvaluated, notInPlan } from "../support/finding";
import { poolsFor } from "../support/node-pool";
import { cordonedIn, gapsOf, namesOf, successorsOf } from "../support/successor";
import { counted, listed, shown } from "../support/wording";

export const cordonWithoutSuccessor: Rule = {
  id: "cordon-without-successor",
  severity: "error",
  title: "A node group with nodes is cordoned, and no other group can run its pods",
  why: "Its pods have nowhere to go: no other group of the same family is active, and no other group can run them. If no group is active at all, another rule reports it. A node pool counts if its labels, taints and architectures fit. A plan does not show whether other nodes outside node groups can run the pods.",
  source: "EKS user guide, migrate-stack; terraform-aws-modules/terraform-aws-eks #2905",
  judge(input) {
    const { diff } = input;
    return cordonedIn(diff).flatMap(({ before, after }) => {
      const cluster = diff.cluster(after.cluster)?.after;
      // The plan of another stack may have the groups that take over.
      const isManaged = diff.clusters.some(({ after: managed }) => managed === cluster);
      if (
        cluster === undefined ||
        !isManaged ||
        before.desiredSize === 0 ||
        successorsOf(before, diff).length > 0 ||
        poolsFor(before, diff).length > 0
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
  const name = shown(group.nodeGroupName);
  const others = groups.flatMap(({ after }) => (after?.phase === "active" ? [after] : []));
  const question = `whether the pods of ${name} have other nodes`;
  const hidden = groups.find(({ after }) => after !== undefined && isUnknown(after.phase))?.after;
  if (hidden !== undefined) {
    return [notEvaluated(place, `the phase of node group ${shown(hidden.nodeGroupName)}`, question)];
  }
  if (otherNodes.length > 0) {
    const value = `the free capacity of cluster ${shown(clusterName)} outside node groups (${listed(otherNodes)})`;
    return [notInPlan(place, value, question, "kubectl get nodes")];
  }
  const [other] = others;
  if (other === undefined) {
    return [];
  }
  const nodes = ifKnown(group.desiredSize);
  const size = nodes === undefined ? "" : ` (${counted(nodes, "node")})`;
  const gaps = gapsOf(group, other);
  const reason = gaps.length === 0 ? "" : ` (${shown(other.nodeGroupName)} ${listed(gaps)})`;
  const message = `node group ${name}${size} would be cordoned, and ${namesOf(others)} cannot run its pods${reason}: its pods need another group. Create its successor first, with the same group label or the next number in its name`;
  return [found(place, message, { values: { nodeGroup: name, others: namesOf(others) } })];
}
