import type { FleetDiff, Pair } from "../../fleet/diff";
import {
  type BindingState,
  type ClusterKey,
  ifKnown,
  type NodeGroupState,
  type Place,
  type TargetGroupKey,
} from "../../fleet/state";
import { trafficKindOf } from "../../fleet/traffic";
import { kindRow } from "../../fleet/traffic-kind";
import type { Finding, Rule, RuleInput } from "../rule";
import { found } from "../support/finding";
import { percent, shiftsOf, targetGroupName, unknownShiftsOf, unknownWeights } from "../support/traffic";
import { shown } from "../support/wording";

export const shiftAndRemoval: Rule = {
  id: "shift-and-removal",
  severity: "error",
  title: "A change shifts traffic and also removes or creates what serves it",
  why: "Terraform does both in one apply, in its own order, and new weights take a while to reach every node of a load balancer. Requests go to targets that are removed already, or not ready yet, and a rollback needs what was removed. Shift and removal are two steps, with a check in between. (Another rule reports a target group that is created with traffic.)",
  source:
    "argoproj/argo-rollouts #4595 (weights lag at 99 to 100), #3926, #3333 (outage: the old side scaled down while it had all traffic); tried with Terraform 1.11 and AWS provider 5.100 (2026-11): a target group is deleted before its listener is changed",
  judge(input) {
    const { diff } = input;
    const things = changedThings(diff);
    const moves = movesOf(input);
    const unknown = things.length === 0 ? [] : unknownShiftsOf(input.diff);
    return [
      ...things.flatMap((thing) => findingsOf(thing, moves, input)),
      ...unknown.map((route) =>
        unknownWeights(
          route,
          `whether traffic shifts in the change of ${things[0]?.what}`,
          input.index.after,
        ),
      ),
    ];
  },
};

/** How the share of a target group changes, on the route where it changes most. */
interface Move {
  readonly from: number;
  readonly to: number;
  readonly address: string;
}

function movesOf(input: RuleInput): ReadonlyMap<TargetGroupKey, Move> {
  const moves = new Map<TargetGroupKey, Move>();
  for (const { route, from, to } of shiftsOf(input.diff)) {
    // Another rule knows what a record leads to.
    if (kindRow(trafficKindOf(route)).keeps === "answers") {
      continue;
    }
    for (const key of new Set([...from.keys(), ...to.keys()])) {
      const move = { from: from.get(key) ?? 0, to: to.get(key) ?? 0, address: route.address };
      const known = moves.get(key);
      if (Math.abs(move.to - move.from) > Math.abs((known?.to ?? 0) - (known?.from ?? 0)) + 1e-9) {
        moves.set(key, move);
      }
    }
  }
  return moves;
}

/** Something behind a target group that is removed or created. */
interface ChangedThing extends Place {
  readonly what: string;
  readonly isRemoved: boolean;
  readonly isCreated: boolean;
  readonly targetGroup?: TargetGroupKey;
  readonly cluster?: ClusterKey;
}

function changedThings(diff: FleetDiff): readonly ChangedThing[] {
  return [
    ...diff.targetGroups.flatMap(({ before, change }): readonly ChangedThing[] =>
      before !== undefined && before.isDerived !== true && change?.action === "delete"
        ? [
            {
              ...placeOf(before),
              what: `target group ${shown(before.targetGroupName)}`,
              isRemoved: true,
              isCreated: false,
              targetGroup: before.key,
            },
          ]
        : [],
    ),
    ...diff.bindings.flatMap(bindingChanges),
    ...diff.clusters.flatMap(({ before, after, change }) =>
      lifeOf(before, after, change?.action, (cluster) => ({
        what: `cluster ${shown(cluster.clusterName)}`,
        cluster: cluster.key,
      })),
    ),
    ...diff.nodeGroups.flatMap(({ before, after, change }) =>
      isRetired({ before, after })
        ? lifeOf(before, undefined, "delete", partOfNodeGroup)
        : lifeOf(before, after, change?.action, partOfNodeGroup),
    ),
  ];
}

function lifeOf<T extends Place>(
  before: T | undefined,
  after: T | undefined,
  action: string | undefined,
  partOf: (thing: T) => Pick<ChangedThing, "what" | "targetGroup" | "cluster">,
): readonly ChangedThing[] {
  const isRemoved = action === "delete" || action === "replace";
  const isCreated = action === "create" || action === "replace";
  const thing = after ?? before;
  return thing !== undefined && (isRemoved || isCreated)
    ? [{ ...placeOf(thing), ...partOf(thing), isRemoved, isCreated }]
    : [];
}

/** A binding to another target group is one binding less for the old group, and one more for the new. */
function bindingChanges({ before, after, change }: Pair<BindingState>): readonly ChangedThing[] {
  const part = (targetGroup: TargetGroupKey | undefined) => () => ({ what: "the binding", targetGroup });
  const [was, is] = [ifKnown(before?.targetGroup), ifKnown(after?.targetGroup)];
  if (before !== undefined && after !== undefined && was !== is && change?.isImport !== true) {
    return [
      ...lifeOf(before, undefined, "delete", part(was)),
      ...lifeOf(after, undefined, "create", part(is)),
    ];
  }
  return lifeOf(before, after, change?.isImport === true ? undefined : change?.action, part(is ?? was));
}

function partOfNodeGroup({ nodeGroupName, cluster }: NodeGroupState) {
  return { what: `node group ${shown(nodeGroupName)}`, cluster: ifKnown(cluster) };
}

function isRetired({ before, after }: Pair<NodeGroupState>): boolean {
  return (
    after !== undefined &&
    before?.phase !== "retired" &&
    after.phase === "retired" &&
    before !== undefined &&
    before.desiredSize !== 0
  );
}

function findingsOf(
  thing: ChangedThing,
  moves: ReadonlyMap<TargetGroupKey, Move>,
  input: RuleInput,
): readonly Finding[] {
  const { what, isRemoved, isCreated } = thing;
  const keys = thing.targetGroup === undefined ? boundTo(thing.cluster, input) : [thing.targetGroup];
  for (const key of keys) {
    const move = moves.get(key);
    const name = targetGroupName(key, input.index.before, input.index.after);
    if (move === undefined) {
      continue;
    }
    const where = what.startsWith("target group") ? "its share" : `the share of target group ${name}`;
    const values = { targetGroup: name, from: percent(move.from), to: percent(move.to) };
    const share = `${where} of ${move.address} goes from ${percent(move.from)} to ${percent(move.to)}`;
    if (isRemoved && move.to < move.from) {
      const message = `${what} would be removed in the same change in which ${share}: requests may still arrive. Shift first, check that it serves nothing, and remove it in a separate change`;
      return [found(thing, message, { code: "removed", values })];
    }
    if (isCreated && move.to > move.from) {
      const message = `${what} would be created in the same change in which ${share}: it may not be ready. Create it first, check that it serves, and shift in a separate change`;
      return [found(thing, message, { code: "created", values })];
    }
  }
  return [];
}

/** The target groups that a cluster serves, before the change or after it. */
function boundTo(cluster: ClusterKey | undefined, { index }: RuleInput): readonly TargetGroupKey[] {
  if (cluster === undefined) {
    return [];
  }
  return [...new Set([index.before, index.after].flatMap((fleet) => fleet.targetGroupsOf(cluster)))];
}

function placeOf({ stack, address }: Place): Place {
  return { stack, address };
}
