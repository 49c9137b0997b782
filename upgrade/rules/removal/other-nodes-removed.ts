import type { FleetDiff, Pair } from "../../fleet/diff";
import { ifKnown, isUnknown, type OtherNodesState } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { found, notInPlan } from "../support/finding";
import { otherNodesIn } from "../support/other-nodes";
import { reasonOf } from "../support/replacement";
import { counted, listed } from "../support/wording";

export const otherNodesRemoved: Rule = {
  id: "other-nodes-removed",
  severity: "error",
  title: "Nodes outside managed node groups are removed with their pods",
  why: "An Auto Scaling group ends its instances at once if it is removed, replaced or scaled in, or if an instance refresh follows a new launch template. EKS deletes the pods of a Fargate profile with it, and the nodes of Auto Mode when that is disabled or a node pool is dropped. If a node class or the definitions of Karpenter are deleted or recreated under another name, its nodes are ended; without its release nothing replaces nodes. A plan does not show what runs there, so the rule is not evaluated if there may be pods. A cluster that is removed as a whole does not count.",
  source:
    "EKS user guide, delete-fargate-profile and auto-disable; EC2 Auto Scaling user guide (instances that are scaled in are ended); design, Decisions: nodes that are not in managed groups are not evaluated, never accepted",
  judge(input) {
    const { diff } = input;
    return otherNodesIn(diff).flatMap((nodes) =>
      nodes.change === undefined || diff.destroys((nodes.before ?? nodes.after)?.cluster)
        ? []
        : findingsOf(nodes, diff),
    );
  },
};

function findingsOf({ before, after, change }: Pair<OtherNodesState>, diff: FleetDiff): readonly Finding[] {
  if (before?.what === undefined || change === undefined) {
    return [];
  }
  const isReplaced = change.action === "replace";
  // A pool or a node class under another name is another object: Karpenter ends the nodes of the old one.
  const isRenamed = isObject(before) && after?.what !== undefined && after.what !== before.what;
  const isRemoved = after === undefined || isReplaced || isRenamed;
  const place = { stack: change.stack, address: change.address };
  const name = diff.nameOf(before.cluster);
  const of = name === undefined ? before.what : `${before.what} of cluster ${name}`;
  const dropped = droppedPools(before, after);
  if (!isRemoved && dropped.length > 0) {
    return [
      notInPlan(
        place,
        `what runs on the nodes of pool ${listed(dropped)} of ${of}`,
        "whether it may be removed",
        commandFor(before),
      ),
    ];
  }
  if (!isRemoved && isReplacedAtOnce(before, after)) {
    const value = `what runs on the instances of ${of}, which instance_refresh would replace without eviction`;
    return [notInPlan(place, value, "whether all may be ended", commandFor(before))];
  }
  const verb = isReplaced
    ? `replaced (${reasonOf(change)})`
    : !isObject(before) && before.kind === "auto-mode"
      ? "disabled"
      : "removed";
  if (before.size === undefined) {
    return isRemoved
      ? [notInPlan(place, `what runs on ${of}`, `whether it may be ${verb}`, commandFor(before))]
      : [];
  }
  const goal = isRemoved ? 0 : after.size;
  if (isUnknown(before.size) || goal === undefined || isUnknown(goal)) {
    return [
      notInPlan(place, `the number of nodes of ${of}`, "whether nodes are removed", commandFor(before)),
    ];
  }
  if (before.size <= goal) {
    return [];
  }
  if (isRemoved) {
    const message = `${of} would be ${verb} with ${counted(before.size, "node")}: AWS ends them and ignores disruption budgets. Drain them and scale to 0 first, in a separate change`;
    return [found(place, message, { values: { nodes: before.size } })];
  }
  const value = `what runs on the ${counted(before.size - goal, "node")} that ${of} would lose (${before.size} to ${goal})`;
  return [notInPlan(place, value, "whether they may be ended", commandFor(before))];
}

/** An object in the cluster, and not a setting of the cluster itself. */
function isObject({ kind, what = "" }: OtherNodesState): boolean {
  return kind === "karpenter" || what.startsWith("NodeClass ");
}

/** What shows the nodes and what runs on them. */
function commandFor({ kind, what = "" }: OtherNodesState): string {
  const name = what.slice(what.lastIndexOf(" ") + 1);
  switch (kind) {
    case "fargate":
      return `kubectl get pods -A -l eks.amazonaws.com/fargate-profile=${name}`;
    case "auto-mode":
      return "kubectl get nodes -l eks.amazonaws.com/compute-type=auto, then kubectl get pods -A -o wide";
    case "karpenter":
      return "kubectl get nodes -L karpenter.sh/nodepool, then kubectl get pods -A -o wide";
    case "self-managed":
      return `aws autoscaling describe-auto-scaling-groups --auto-scaling-group-names ${name}, then kubectl get pods -A -o wide`;
  }
}

/** The pools of Auto Mode that the change takes away: EKS ends their nodes. */
function droppedPools(before: OtherNodesState, after: OtherNodesState | undefined): readonly string[] {
  const [had, has] = [ifKnown(before.pools) ?? [], ifKnown(after?.pools)];
  return has === undefined ? [] : had.filter((pool) => !has.includes(pool));
}

/** A new launch template starts an instance refresh: it ends all instances, and no disruption budget holds it. */
function isReplacedAtOnce(before: OtherNodesState, after: OtherNodesState): boolean {
  return (
    after.isRefreshed === true &&
    before.size !== 0 &&
    before.template !== undefined &&
    (isUnknown(after.template) || after.template !== before.template)
  );
}
