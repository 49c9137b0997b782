import { groupAndSlot, workloadStack } from "../../eks/layout";
import { loadBalancerPath } from "../../fleet/path-to";
import { MAX_WEIGHTED_TARGET_GROUPS } from "../../fleet/traffic-weights";
import { listed } from "../../rules/support/wording";
import type { Blocked, Draft } from "../draft";
import type { FleetEdit } from "../edits/fleet-edit";
import { addItems, copyTargetGroup, inTargetGroup, remove, removeItems, set } from "../edits/make-edit";
import { hasPreview, type LoadBalancer, type Slot } from "../load-balancers";
import { STEP_KINDS } from "../step-kinds";
import type { SecondClusterGoal } from "../upgrade-goal";
import type { ClusterPair } from "./cluster-pair";

/** A target group for the second cluster, with weight 0 and the preview of the goal. */
export function bindStep(pair: ClusterPair, loadBalancer: LoadBalancer): Draft | Blocked | undefined {
  const { goal, second, first } = pair;
  const model = pair.slotOf(loadBalancer, first);
  if (model === undefined || pair.slotOf(loadBalancer, second) !== undefined) {
    return undefined;
  }
  const { name, slots } = loadBalancer;
  const slot = freeSlot(loadBalancer, model, goal);
  const known = slots.find((each) => each.name === slot);
  if (known === undefined && slots.length >= MAX_WEIGHTED_TARGET_GROUPS) {
    return {
      problem: `${name} has ${slots.length} target groups (${listed(slots.map((each) => each.name))}): a listener forwards to at most ${MAX_WEIGHTED_TARGET_GROUPS}. To add one for ${goal.secondCluster}, remove a target group that is not needed`,
    };
  }
  const preview = Object.hasOwn(goal.previews ?? {}, name) ? goal.previews?.[name] : undefined;
  const isNewPreview = preview !== undefined && !hasPreview(pair.fleet, known);
  const cluster = loadBalancerPath(name, "targetGroups", slot, "cluster");
  const previewPath = loadBalancerPath(name, "previews", slot);
  const bind: readonly FleetEdit[] =
    known === undefined
      ? [
          copyTargetGroup(name, model.name, slot, [
            inTargetGroup(["cluster"], goal.secondCluster),
            inTargetGroup(["podSecurityGroupId"]),
          ]),
          set(loadBalancerPath(name, "weights", slot), 0),
        ]
      : [set(cluster, goal.secondCluster)];
  const unbind: readonly FleetEdit[] =
    known === undefined
      ? slotRemoval(loadBalancer, slot, isNewPreview, 0)
      : [...(isNewPreview ? [remove(previewPath)] : []), remove(cluster, goal.secondCluster)];
  return {
    kind: "bind",
    clusterName: goal.secondCluster,
    title: STEP_KINDS.bind.title(goal.secondCluster, name, isNewPreview ? preview.hostHeaders : []),
    edits: [
      ...bind,
      ...(isNewPreview
        ? [set(previewPath, { priority: preview.priority, hostHeaders: preview.hostHeaders })]
        : []),
    ],
    rollback: { how: `remove the target group of ${goal.secondCluster}`, diffs: [unbind] },
    remarks: [
      ...(isNewPreview
        ? []
        : [
            `no preview leads to ${goal.secondCluster} before it gets traffic; to test it first, give a preview by host (previews)`,
          ]),
      ...(model.isBoundByOthers
        ? [
            `this code does not manage the security groups of ${name}: allow it to reach the pods of ${goal.secondCluster} there, or let the controller do so (networking of the service)`,
          ]
        : []),
    ],
    order: [loadBalancer.state.stack, workloadStack(goal.secondCluster)],
  };
}

/** If the first cluster's slot is the end of its name, the second's is the end of its own. */
function freeSlot(
  { slots }: LoadBalancer,
  model: Slot,
  { cluster, secondCluster }: SecondClusterGoal,
): string {
  const [end, secondEnd] = [cluster, secondCluster].map((name) => groupAndSlot(name).slot);
  const wanted =
    model.name === end && secondEnd !== undefined && secondEnd !== end ? secondEnd : secondCluster;
  const isTaken = slots.some(
    (slot) => slot.name === wanted && (slot.cluster !== undefined || slot.weight > 0),
  );
  return isTaken ? secondCluster : wanted;
}

/** Removes a slot from a load balancer, and guards the target group until nothing is sent to it. */
export function slotRemoval(
  { name }: LoadBalancer,
  slot: string,
  hasPreview: boolean,
  weight: number,
): readonly FleetEdit[] {
  return [
    ...(hasPreview ? [remove(loadBalancerPath(name, "previews", slot))] : []),
    remove(loadBalancerPath(name, "targetGroups", slot)),
    remove(loadBalancerPath(name, "weights", slot), weight),
    addItems(loadBalancerPath(name, "removedTargetGroups"), [slot]),
  ];
}

/** Removes the target group of the first cluster. */
export function unbindStep(pair: ClusterPair, loadBalancer: LoadBalancer): Draft | undefined {
  const { goal } = pair;
  const slot = pair.slotOf(loadBalancer, pair.first);
  if (slot === undefined) {
    return undefined;
  }
  const { name } = loadBalancer;
  const second = pair.slotOf(loadBalancer, pair.second);
  const isPreviewed = hasPreview(pair.fleet, slot);
  const back: readonly FleetEdit[] = [
    second === undefined
      ? set(loadBalancerPath(name, "targetGroups", slot.name), { cluster: goal.cluster })
      : copyTargetGroup(name, second.name, slot.name, [
          inTargetGroup(["cluster"], goal.cluster),
          inTargetGroup(["podSecurityGroupId"]),
        ]),
    set(loadBalancerPath(name, "weights", slot.name), slot.weight),
    removeItems(loadBalancerPath(name, "removedTargetGroups"), [slot.name]),
  ];
  return {
    kind: "unbind",
    clusterName: goal.cluster,
    title: STEP_KINDS.unbind.title(goal.cluster, pair.loadBalancers.length > 1 ? name : undefined),
    edits: slotRemoval(loadBalancer, slot.name, isPreviewed, slot.weight),
    ...(slot.isBoundByOthers
      ? {
          rollback: { how: "none: bind it to a target group of this code, in another slot", diffs: [] },
          noRollback: `the target group that others bound to ${goal.cluster} is removed`,
        }
      : {
          rollback: {
            how: `bind ${goal.cluster} again, with weight ${slot.weight}${isPreviewed ? " and its preview" : ""}`,
            diffs: [back],
          },
        }),
    remarks: [
      ...(slot.isBoundByOthers
        ? [`before you apply this, have the binding removed from ${goal.cluster} by whoever made it`]
        : []),
      `removedTargetGroups keeps the target group while AWS still sends traffic to it; remove "${slot.name}" from it after the apply`,
    ],
    order: [workloadStack(goal.cluster), loadBalancer.state.stack],
  };
}
