import type { Kept, Pair } from "../../fleet/diff";
import { ifKnown, isUnknown, type Known, type NodeGroupState } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { found, notEvaluated } from "../support/finding";
import { poolsFor } from "../support/node-pool";
import { cordonedIn, fits, namesOf, successorsOf } from "../support/successor";
import { counted } from "../support/wording";

export const successorCapacity: Rule = {
  id: "successor-capacity",
  severity: "error",
  title: "A node group is cordoned before its successor has as many nodes",
  why: "From then on every pod that restarts, and soon all pods, must fit on the successor. An autoscaler sees them only when they are pending, takes minutes for each node, and may find no capacity. A rollout or a failed node in the meantime causes an outage. A node pool that fits makes the nodes that are missing. Nodes of different instance types cannot be compared by number, so the rule then only warns.",
  source:
    "EKS user guide, migrate-stack; terraform-aws-modules/terraform-aws-eks #2905 (outage); hobbsh/blue-green-eks-worker #1; zalando-incubator/kubernetes-on-aws #3850",
  judge(input) {
    const { diff } = input;
    const taken = new Map<string, Kept<NodeGroupState>[]>();
    const successors = new Map<string, readonly Pair<NodeGroupState>[]>();
    // Cordoned groups with the same successors share them.
    for (const group of cordonedIn(diff)) {
      const all = successorsOf(group.before, diff);
      if (poolsFor(group.before, diff).length > 0) {
        continue;
      }
      const fitting = all.filter(({ after }) => fits(group.before, after));
      const others = fitting.length > 0 ? fitting : all;
      if (others.length > 0) {
        const key = JSON.stringify(others.map(({ after }) => [after?.stack, after?.address]));
        successors.set(key, others);
        const groups = taken.get(key) ?? [];
        taken.set(key, groups);
        groups.push(group);
      }
    }
    return [...taken].flatMap(([key, groups]) => findingsOf(groups, successors.get(key) ?? []));
  },
};

function findingsOf(
  leaving: readonly Kept<NodeGroupState>[],
  successors: readonly Pair<NodeGroupState>[],
): readonly Finding[] {
  const [first] = leaving;
  if (first === undefined) {
    return [];
  }
  const place = first.after;
  const names = namesOf(leaving.map(({ before }) => before));
  const others = namesOf(successors.map(({ after }) => after));
  const needed = sum(leaving.map(({ before }) => before.desiredSize));
  const held = sum(successors.map(holds));
  if (needed === 0) {
    return [];
  }
  if (isUnknown(needed) || isUnknown(held)) {
    const of = isUnknown(needed) ? names : others;
    return [
      notEvaluated(place, `the number of nodes of ${of}`, `whether ${others} can run the pods of ${names}`),
    ];
  }
  if (held >= needed) {
    return [];
  }
  const created = successors.filter(({ before }) => before === undefined).map(({ after }) => after);
  const reason =
    created.length > 0
      ? `this change only creates ${namesOf(created)}`
      : `${others} has ${counted(held, "node")}`;
  const message = `node group ${names} with ${counted(needed, "node")} would be cordoned, and ${reason}: ${others} must have as many nodes before. Scale ${others} to ${counted(needed, "node")} first, in a separate change`;
  const finding = found(place, message, {
    code: created.length > 0 ? "created" : "nodes",
    values: { leaving: names, needs: needed, successors: others, has: held },
  });
  return [areComparable(leaving, successors) ? finding : { ...finding, severity: "warning" }];
}

/** The nodes that a successor has before the change and keeps. */
function holds({ before, after }: Pair<NodeGroupState>): Known<number> {
  if (before === undefined || after === undefined) {
    return 0;
  }
  if (isUnknown(before.desiredSize) || isUnknown(after.desiredSize)) {
    return before.desiredSize;
  }
  return Math.min(before.desiredSize, after.desiredSize);
}

function sum(sizes: readonly Known<number>[]): Known<number> {
  let total = 0;
  for (const size of sizes) {
    if (isUnknown(size)) {
      return size;
    }
    total += size;
  }
  return total;
}

function areComparable(
  leaving: readonly Kept<NodeGroupState>[],
  successors: readonly Pair<NodeGroupState>[],
): boolean {
  // A successor without nodes is never enough, whatever its instance types.
  if (successors.every((successor) => holds(successor) === 0)) {
    return true;
  }
  const types = [...leaving.map(({ before }) => before), ...successors.map(({ after }) => after)].map(
    (group) => [...(ifKnown(group?.instanceTypes) ?? [])].sort().join(),
  );
  return new Set(types).size === 1;
}
