import type { FleetDiff, Pair } from "../../fleet/diff";
import { isUnknown, type OtherNodesState } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { reasonOf } from "../support/replacement";
import { counted, notJudged, told } from "../support/wording";

export const otherNodesRemoved: Rule = {
  id: "other-nodes-removed",
  severity: "error",
  title: "nodes that no managed node group holds, removed with the pods on them",
  why: "An Auto Scaling group ends its instances at once, when it is removed, replaced or made smaller; EKS deletes the pods of a Fargate profile with it, and the nodes of Auto Mode when that is turned off. What still runs there no plan tells: what may have pods counts as not judged. A cluster that goes as a whole does not count.",
  source:
    "EKS user guide, delete-fargate-profile and auto-disable; EC2 Auto Scaling user guide (instances that are scaled in are ended); design, Decisions: nodes that are not in managed groups are not judged, never passed",
  judge(input) {
    const { diff } = input;
    return diff.otherNodes.flatMap((nodes) =>
      nodes.change === undefined || diff.destroys((nodes.before ?? nodes.after)?.cluster)
        ? []
        : findingsOf(nodes, diff),
    );
  },
};

const BY_HAND = "see to it by hand, and waive this with what you saw";

function findingsOf({ before, after, change }: Pair<OtherNodesState>, diff: FleetDiff): readonly Finding[] {
  if (before?.what === undefined || change === undefined) {
    return [];
  }
  const isReplaced = change.action === "replace";
  const isGone = after === undefined || isReplaced;
  const place = { stack: change.stack, address: change.address };
  const of = `${before.what} of cluster ${told(diff.nameOf(before.cluster))}`;
  const verb = isReplaced
    ? `replaced (${reasonOf(change)})`
    : before.kind === "auto-mode"
      ? "turned off"
      : "removed";
  if (before.size === undefined) {
    return isGone ? [notJudged(place, `what runs on ${of}`, `whether it may be ${verb}`, BY_HAND)] : [];
  }
  const goal = isGone ? 0 : after.size;
  if (isUnknown(before.size) || goal === undefined || isUnknown(goal)) {
    return [notJudged(place, `the number of nodes of ${of}`, "whether nodes are taken away", BY_HAND)];
  }
  if (before.size <= goal) {
    return [];
  }
  if (isGone) {
    const message = `${of} would be ${verb}, and ${counted(before.size, "node")} ended past all disruption budgets; drain them, and set its size to 0 in a step of its own before`;
    return [{ ...place, message }];
  }
  const value = `whether pods run on the ${counted(before.size - goal, "node")} that ${of} would lose (${before.size} to ${goal})`;
  return [notJudged(place, value, "whether they may be ended", BY_HAND)];
}
