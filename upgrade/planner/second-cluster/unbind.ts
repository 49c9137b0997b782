import { workloadStack } from "../../eks/layout";
import { loadBalancerPath } from "../../fleet/path-to";
import type { Draft } from "../draft";
import type { FleetEdit } from "../edits/fleet-edit";
import { copyTargetGroup, inTargetGroup, removeItems, set } from "../edits/make-edit";
import { hasPreview, type LoadBalancer } from "../load-balancers";
import { STEP_KINDS } from "../step-kinds";
import type { ClusterPair } from "./cluster-pair";
import { slotRemoval } from "./slot-removal";

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
