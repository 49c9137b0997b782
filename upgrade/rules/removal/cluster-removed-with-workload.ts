import { removed } from "../../fleet/diff";
import type { FleetIndex } from "../../fleet/fleet-index";
import type { ClusterState } from "../../fleet/state";
import type { Rule } from "../rule";
import { found } from "../support/finding";
import { namesOf } from "../support/successor";
import { shown } from "../support/wording";

export const clusterRemovedWithWorkload: Rule = {
  id: "cluster-removed-with-workload",
  severity: "error",
  title: "A cluster is removed, and its node groups or bindings stay",
  why: "EKS deletes no cluster that has node groups, so the apply fails halfway, after the rest of the cluster is destroyed. Terraform can no longer reach the bindings and other in-cluster resources: every later plan of their stack fails, and nobody deregisters the targets.",
  source:
    "EKS user guide, delete-cluster (node groups first; ResourceInUseException); aws-ia/terraform-aws-eks-blueprints #353 and #1449 (order of destruction), terraform-aws-modules/terraform-aws-eks #2007 and #2501; kubernetes-sigs/aws-load-balancer-controller #2341",
  judge(input) {
    const index = input.index.after;
    return removed(input.diff.clusters).flatMap(({ before, change }) => {
      // Another rule reports a cluster that is recreated at another address.
      const left = index.cluster(before.key) === undefined ? leftBehind(before, index) : undefined;
      const message = `cluster ${shown(before.clusterName)} would be removed, and ${left?.message}`;
      return left === undefined ? [] : [found(change, message, { code: left.code })];
    });
  },
};

function leftBehind(
  { key }: ClusterState,
  index: FleetIndex,
): { readonly code: string; readonly message: string } | undefined {
  const [groups, bindings] = [index.nodeGroupsOf(key), index.bindingsOf(key)];
  if (groups.length > 0) {
    const message = `${groups.length === 1 ? "node group" : "node groups"} ${namesOf(groups)} (${groups[0]?.address}) would stay: EKS deletes no cluster with node groups. Remove them first`;
    return { code: "node-groups", message };
  }
  if (bindings.length > 0) {
    const others = bindings.length === 1 ? "" : ` and ${bindings.length - 1} more`;
    const message = `binding ${bindings[0]?.address}${others} would stay: Terraform cannot reach it without the cluster. Remove the in-cluster resources first`;
    return { code: "bindings", message };
  }
  return undefined;
}
