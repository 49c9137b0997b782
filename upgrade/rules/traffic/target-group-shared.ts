import type { FleetIndex } from "../../fleet/fleet-index";
import { type BindingState, isUnknown } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { found, notEvaluated } from "../support/finding";
import { targetGroupName } from "../support/traffic";
import { violations } from "../support/violations";
import { shown } from "../support/wording";

export const targetGroupShared: Rule = {
  id: "target-group-shared",
  severity: "error",
  title: "Two bindings each want one target group for themselves",
  why: "The controller of a cluster deregisters all targets that are not its own from its target group, unless the binding has multiClusterTargetGroup. Two controllers then deregister each other's pods, in turns. Weights cannot shift traffic between clusters inside one target group either.",
  source:
    "kubernetes-sigs/aws-load-balancer-controller #2173, #2757, #1777, #3853 (multiClusterTargetGroup, v2.10)",
  judge: (input) => violations(input, violationsIn),
};

function violationsIn(index: FleetIndex): readonly Finding[] {
  return index.fleet.bindings.flatMap((binding): readonly Finding[] => {
    const { targetGroup, multiCluster } = binding;
    if (isUnknown(targetGroup) || multiCluster === true) {
      return [];
    }
    const [other] = index.bindingsTo(targetGroup).filter((candidate) => candidate !== binding);
    if (other === undefined) {
      return [];
    }
    const name = targetGroupName(targetGroup, index);
    if (isUnknown(multiCluster)) {
      const question = `whether it keeps the targets of ${other.address} in target group ${name}`;
      return [
        { ...notEvaluated(binding, "multiClusterTargetGroup", question), values: { targetGroup: name } },
      ];
    }
    const message = `target group ${name} is also bound by ${other.address}${clustersOf(binding, other, index)}: the controller of this binding deregisters the other's pods. Give each cluster its own target group, or set multiClusterTargetGroup on both`;
    const values = { targetGroup: name, otherStack: other.stack, other: other.address };
    return [found(binding, message, { values })];
  });
}

function clustersOf(binding: BindingState, other: BindingState, index: FleetIndex): string {
  return isUnknown(binding.cluster) || isUnknown(other.cluster)
    ? ""
    : binding.cluster === other.cluster
      ? ` (both in ${shown(index.labelOf(binding.cluster))})`
      : ` (${shown(index.labelOf(binding.cluster))} and ${shown(index.labelOf(other.cluster))})`;
}
