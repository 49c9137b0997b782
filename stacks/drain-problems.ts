import type { ClusterSettings } from "../upgrade/fleet/settings";

/** A drain without nodes left to go to. Node groups that are declared elsewhere may take the pods. */
export function drainProblems(
  clusterName: string,
  { nodeGroups, otherNodeGroups = [] }: Pick<ClusterSettings, "nodeGroups" | "otherNodeGroups">,
): readonly string[] {
  const draining = Object.keys(nodeGroups).filter((name) => nodeGroups[name]?.phase === "draining");
  const isTaken = Object.values(nodeGroups).some(({ phase = "active" }) => phase === "active");
  return draining.length === 0 || isTaken || otherNodeGroups.length > 0
    ? []
    : [
        `${draining.join(", ")} of cluster ${clusterName} shall be drained, and no node group is left that takes the pods; add one with as many nodes, or leave one active`,
      ];
}
