import type { ClusterSettings } from "../upgrade/fleet/settings";

/** A drain needs an active node group for the pods. Node groups that are declared elsewhere count too. */
export function drainProblems(
  clusterName: string,
  { nodeGroups, otherNodeGroups = [] }: Pick<ClusterSettings, "nodeGroups" | "otherNodeGroups">,
): readonly string[] {
  const draining = Object.keys(nodeGroups).filter((name) => nodeGroups[name]?.phase === "draining");
  const isTaken = Object.values(nodeGroups).some(({ phase = "active" }) => phase === "active");
  return draining.length === 0 || isTaken || otherNodeGroups.length > 0
    ? []
    : [
        `cluster ${clusterName} drains ${draining.join(", ")}, but has no active node group for the pods. Add one with as many nodes, or keep one active`,
      ];
}
