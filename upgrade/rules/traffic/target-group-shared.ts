import type { FleetIndex } from "../../fleet/fleet-index";
import { type BindingState, isUnknown } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { targetGroupName } from "../support/traffic";
import { violations } from "../support/violations";
import { notJudged, told } from "../support/wording";

export const targetGroupShared: Rule = {
  id: "target-group-shared",
  severity: "error",
  title: "a target group with two bindings that each want it alone",
  why: "The controller of a cluster takes every target out of its target group that is not its own, unless the binding says that it is shared (multiClusterTargetGroup). Two of them take out each other's pods, in turns. Nor can weights move traffic between clusters in one target group.",
  source:
    "kubernetes-sigs/aws-load-balancer-controller #2173, #2757, #1777, #3853 (multiClusterTargetGroup, v2.10)",
  judge: (input) => violations(input, violationsIn),
};

function violationsIn(index: FleetIndex): readonly Finding[] {
  return index.fleet.bindings.flatMap((binding): readonly Finding[] => {
    const { stack, address, targetGroup, multiCluster } = binding;
    if (isUnknown(targetGroup) || multiCluster === true) {
      return [];
    }
    const [other] = index.bindingsTo(targetGroup).filter((candidate) => candidate !== binding);
    if (other === undefined) {
      return [];
    }
    const name = targetGroupName(targetGroup, index);
    if (isUnknown(multiCluster)) {
      const question = `whether the binding leaves the targets of ${other.address} in target group ${name}`;
      return [{ ...notJudged(binding, "multiClusterTargetGroup", question), values: { targetGroup: name } }];
    }
    const message = `target group ${name} is bound by ${other.address} too${clustersOf(binding, other, index)}, and the controller of this one takes out the other's pods; give each cluster a target group of its own, or set multiClusterTargetGroup on both`;
    return [
      {
        stack,
        address,
        message,
        values: { targetGroup: name, otherStack: other.stack, other: other.address },
      },
    ];
  });
}

function clustersOf(binding: BindingState, other: BindingState, index: FleetIndex): string {
  return isUnknown(binding.cluster) || isUnknown(other.cluster)
    ? ""
    : binding.cluster === other.cluster
      ? ` (both in ${told(index.labelOf(binding.cluster))})`
      : ` (${told(index.labelOf(binding.cluster))} and ${told(index.labelOf(other.cluster))})`;
}
