import { groupAndSlot, workloadStack } from "../../eks/layout";
import { loadBalancerPath } from "../../fleet/path-to";
import { MAX_WEIGHTED_TARGET_GROUPS } from "../../fleet/traffic-weights";
import { listed } from "../../rules/support/wording";
import type { Blocked, Draft } from "../draft";
import type { FleetEdit } from "../edits/fleet-edit";
import { copyTargetGroup, inTargetGroup, remove, set } from "../edits/make-edit";
import { hasPreview, type LoadBalancer, type Slot } from "../load-balancers";
import { STEP_KINDS } from "../step-kinds";
import type { SecondClusterGoal } from "../upgrade-goal";
import type { ClusterPair } from "./cluster-pair";
import { slotRemoval } from "./slot-removal";

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
