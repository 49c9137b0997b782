import type { FleetDiff } from "../../fleet/diff";
import { isUnknown, type NodeGroupState } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import {
  type MadeAgain,
  madeAgain,
  reasonOf,
  tellTheMove,
  type WaysOut,
  wayOutOf,
} from "../support/replacement";
import { counted, notJudged, told } from "../support/wording";

const OTHER = "make a second group beside it, then cordon, drain, retire and remove this one";

const WAYS_OUT: WaysOut = {
  cluster_name: `put cluster_name back: a group cannot change its cluster; make one in the other cluster instead`,
  node_group_name: `put node_group_name back; for another name ${OTHER}`,
};

export const nodeGroupInUseReplaced: Rule = {
  id: "node-group-in-use-replaced",
  severity: "error",
  title: "a node group with nodes that would be replaced",
  why: "The old group is deleted whole, and EKS ends its nodes after a few minutes whatever the disruption budgets say; by default before the new group is there. Instance types, AMI type, disk size, subnets, role and name do it, each a one-line edit. With create_before_destroy the pods are still purged at once.",
  source:
    "AWS provider, aws_eks_node_group; EKS user guide, delete-managed-node-group; aws/containers-roadmap #1636; terraform-aws-modules/terraform-aws-eks #2905 (outage), #2400; hashicorp/terraform-provider-aws #31090, #16699; alphagov/govuk-infrastructure #1589",
  judge(input) {
    const { diff } = input;
    const replaced = diff.nodeGroups.flatMap(({ before, after, change }) => {
      if (change?.action !== "replace" || before?.desiredSize === 0) {
        return [];
      }
      const place = { stack: change.stack, address: change.address };
      const name = told((before ?? after)?.nodeGroupName);
      if (before === undefined || isUnknown(before.desiredSize)) {
        const value = `the number of nodes of ${name}`;
        return [notJudged(place, value, `whether it may be replaced (${reasonOf(change)})`)];
      }
      const reason = diff.destroys(before.cluster)
        ? "its cluster goes; keep the cluster"
        : `${reasonOf(change)}; ${wayOutOf(change, WAYS_OUT, OTHER)}`;
      return [found(place, before, reason)];
    });
    const again = nodeGroupsMadeAgain(diff).map((move) => found(move.was, move.was, tellTheMove(move)));
    return [...replaced, ...again];
  },
};

function found(
  { stack, address }: Pick<Finding, "stack" | "address">,
  { nodeGroupName, desiredSize }: NodeGroupState,
  reason: string,
): Finding {
  const nodes = isUnknown(desiredSize) ? "its nodes" : counted(desiredSize, "node");
  const message = `node group ${told(nodeGroupName)} would be replaced, and ${nodes} deleted past all disruption budgets, because ${reason}`;
  return { stack, address, message };
}

/** Groups with nodes that are deleted at one address and made at another. */
export function nodeGroupsMadeAgain({ nodeGroups }: FleetDiff): readonly MadeAgain<NodeGroupState>[] {
  return madeAgain(nodeGroups, keyOf).filter(({ was }) => was.desiredSize !== 0);
}

function keyOf({ cluster, nodeGroupName }: NodeGroupState): string | undefined {
  return isUnknown(cluster) || isUnknown(nodeGroupName) ? undefined : `${cluster}/${nodeGroupName}`;
}
