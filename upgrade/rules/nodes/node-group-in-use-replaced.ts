import type { FleetDiff } from "../../fleet/diff";
import { isUnknown, type NodeGroupState, type Place } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { found, notEvaluated } from "../support/finding";
import {
  type Fixes,
  fixOf,
  moveReason,
  type RecreatedElsewhere,
  reasonOf,
  recreatedElsewhere,
} from "../support/replacement";
import { counted, shown } from "../support/wording";

const OTHER = "create a second group, then cordon, drain, retire and remove this one";

const FIXES: Fixes = {
  cluster_name:
    "Restore cluster_name, because a group cannot change its cluster, and create a group in the other cluster",
  node_group_name: `Restore node_group_name, or ${OTHER}`,
};

export const nodeGroupInUseReplaced: Rule = {
  id: "node-group-in-use-replaced",
  severity: "error",
  title: "A node group with nodes would be replaced",
  why: "EKS deletes the old group and ends its nodes after a few minutes, whatever the disruption budgets say. By default this happens before the new group exists. Instance types, AMI type, disk size, subnets, role and name cause it, each a one-line edit. With create_before_destroy the pods are still ended at once.",
  source:
    "AWS provider, aws_eks_node_group; EKS user guide, delete-managed-node-group; aws/containers-roadmap #1636; terraform-aws-modules/terraform-aws-eks #2905 (outage), #2400; hashicorp/terraform-provider-aws #31090, #16699; alphagov/govuk-infrastructure #1589",
  judge(input) {
    const { diff } = input;
    const replaced = diff.nodeGroups.flatMap(({ before, after, change }) => {
      if (change?.action !== "replace" || before?.desiredSize === 0) {
        return [];
      }
      const place = { stack: change.stack, address: change.address };
      const name = shown((before ?? after)?.nodeGroupName);
      if (before === undefined || isUnknown(before.desiredSize)) {
        const value = `the number of nodes of node group ${name}`;
        return [notEvaluated(place, value, `whether the group may be replaced (${reasonOf(change)})`)];
      }
      const reason = diff.destroys(before.cluster)
        ? "its cluster is replaced or removed. Keep the cluster"
        : `${reasonOf(change)}. ${fixOf(change, FIXES, OTHER)}`;
      return [replacedFinding(place, before, reason)];
    });
    const again = nodeGroupsRecreatedElsewhere(diff).map((move) =>
      replacedFinding(move.was, move.was, moveReason(move)),
    );
    return [...replaced, ...again];
  },
};

function replacedFinding(
  place: Place,
  { nodeGroupName, desiredSize }: NodeGroupState,
  reason: string,
): Finding {
  const nodes = isUnknown(desiredSize) ? "its nodes" : counted(desiredSize, "node");
  const message = `node group ${shown(nodeGroupName)} would be replaced, and EKS would end ${nodes} and ignore disruption budgets: ${reason}`;
  return found(place, message, { values: { nodeGroup: shown(nodeGroupName) } });
}

/** Groups with nodes that are destroyed at one address and created at another. */
export function nodeGroupsRecreatedElsewhere({
  nodeGroups,
}: FleetDiff): readonly RecreatedElsewhere<NodeGroupState>[] {
  return recreatedElsewhere(nodeGroups, keyOf).filter(({ was }) => was.desiredSize !== 0);
}

function keyOf({ cluster, nodeGroupName }: NodeGroupState): string | undefined {
  return isUnknown(cluster) || isUnknown(nodeGroupName) ? undefined : `${cluster}/${nodeGroupName}`;
}
