import type { LostResource } from "../../fleet/in-use";
import type { LinkedState } from "../../fleet/links";
import { ifKnown } from "../../fleet/state";
import { reasonOf } from "./replacement";
import { listed } from "./wording";

/** "cluster alpha (aws_eks_cluster.this) and node group workers-v1 (…)"; the first few of many. */
export function usersText(users: readonly LinkedState[]): string {
  const labels = [
    ...new Set(
      users.map(({ label, address }) =>
        address === "" || label.includes(address) ? label : `${label} (${address})`,
      ),
    ),
  ];
  return labels.length > 3
    ? `${labels.slice(0, 2).join(", ")} and ${labels.length - 2} more`
    : listed(labels);
}

/** "removed", "replaced (name changes)". */
export function verbOf({ change }: LostResource): string {
  return change.action === "replace" ? `replaced (${reasonOf(change)})` : "removed";
}

/** What to do if the same thing is created at another address. */
export function movedFix({ link, again }: LostResource): string | undefined {
  return again === undefined
    ? undefined
    : `tell Terraform that it moves, with a moved block (from ${link.address}, to ${again.address})`;
}

/** Nodes and clusters that run pods: not the load balancers and records in front of them. */
export function isOfNodes({ type }: LinkedState): boolean {
  return [
    "aws_eks_cluster",
    "aws_eks_node_group",
    "aws_autoscaling_group",
    "aws_eks_fargate_profile",
    "aws_eks_access_entry",
  ].includes(type);
}

export function isLoadBalancer({ type }: LinkedState): boolean {
  return type === "aws_lb" || type === "aws_alb";
}

/** Whether two resources belong to one cluster, as far as known. */
export function mayBeOfOneCluster(one: LinkedState, other: LinkedState): boolean {
  const [left, right] = [ifKnown(one.cluster), ifKnown(other.cluster)];
  return left === undefined || right === undefined || left === right;
}
