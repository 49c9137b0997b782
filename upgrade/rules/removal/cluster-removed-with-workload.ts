import { removed } from "../../fleet/diff";
import type { FleetIndex } from "../../fleet/fleet-index";
import type { ClusterState } from "../../fleet/state";
import type { Rule } from "../rule";
import { namesOf } from "../support/successor";
import { told } from "../support/wording";

export const clusterRemovedWithWorkload: Rule = {
  id: "cluster-removed-with-workload",
  severity: "error",
  title: "a cluster removed while node groups or bindings of it stay",
  why: "EKS deletes no cluster that has node groups, so the apply ends in the middle, with the rest of the cluster gone. Bindings, and what is beside them, Terraform can no longer reach: every later plan of their stack fails, and the targets stay registered with nobody to take them out.",
  source:
    "EKS user guide, delete-cluster (node groups first; ResourceInUseException); aws-ia/terraform-aws-eks-blueprints #353 and #1449 (order of destruction), terraform-aws-modules/terraform-aws-eks #2007 and #2501; kubernetes-sigs/aws-load-balancer-controller #2341",
  judge(input) {
    const index = input.index.after;
    return removed(input.diff.clusters).flatMap(({ before, change }) => {
      // Made again at another address: that is a replacement, and told by a rule of its own.
      const left = index.cluster(before.key) === undefined ? leftBehind(before, index) : undefined;
      const message = `cluster ${told(before.clusterName)} would be removed with ${left}`;
      return left === undefined ? [] : [{ stack: change.stack, address: change.address, message }];
    });
  },
};

function leftBehind({ key }: ClusterState, index: FleetIndex): string | undefined {
  const [groups, bindings] = [index.nodeGroupsOf(key), index.bindingsOf(key)];
  if (groups.length > 0) {
    const [noun, them] = groups.length === 1 ? ["group", "it"] : ["groups", "them"];
    return `its node ${noun} ${namesOf(groups)} (${groups[0]?.address}) left behind, and EKS deletes no cluster that has one; remove ${them} first`;
  }
  const others = bindings.length === 1 ? "" : ` and ${bindings.length - 1} more`;
  return bindings.length === 0
    ? undefined
    : `its binding ${bindings[0]?.address}${others} left behind; remove what runs in it first`;
}
