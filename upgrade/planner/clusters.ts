import { workloadStack } from "../eks/layout";
import { type ClusterState, type FleetState, ifKnown } from "../fleet/state";

export function clusterNamed(fleet: FleetState, name: string): ClusterState | undefined {
  return fleet.clusters.find(({ clusterName }) => clusterName === name);
}

/** The stacks that hold a cluster and what belongs to it, and nothing else. */
export function ownStacksOf({ stack, clusterName }: ClusterState): readonly string[] {
  const name = ifKnown(clusterName) ?? "";
  return [...(stack === name ? [stack] : []), workloadStack(name)];
}
